"""The stream is bounded in memory and quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

MEGABYTE = 1_024  # the kernel counts kilobytes
# VmHWM is the peak of this program; getrusage would count what the parent held when it forked.
OWN_PEAK = """
import pathlib, runpy, sys
try:
    runpy.run_module("finintel.synth", run_name="__main__", alter_sys=True)
finally:
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    print(*[line.split()[1] for line in lines if line.startswith("VmHWM")], file=sys.stderr)
"""


def run(folder: Path, *, transactions: int) -> int:
    """Write a world in a process of its own; return its peak memory in megabytes."""
    command = [sys.executable, "-c", OWN_PEAK, str(folder), "--format", "parquet"]
    done = subprocess.run(
        [*command, "--transactions", str(transactions)], check=True, capture_output=True, text=True
    )
    return int(done.stderr.split()[-1]) // MEGABYTE


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the kernel here does not tell a program's peak"
)


@needs_proc
def test_two_hundred_thousand_rows_take_little_memory(tmp_path: Path):
    peak = run(tmp_path, transactions=200_000)
    rows = (
        pl.scan_parquet(tmp_path / "inbox/transaction/*.parquet").select(pl.len()).collect().item()
    )
    assert rows == 200_000
    assert peak < 900


@needs_proc
@pytest.mark.slow
def test_five_million_rows_stay_under_two_gigabytes(tmp_path: Path):
    assert run(tmp_path, transactions=5_000_000) < 2_000
