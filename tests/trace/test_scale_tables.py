"""The tables that the benchmark of the asset stages invents are those that the stage reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_benchmark_of_the_asset_stages_runs_and_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.assets_scale import STEPS, measure

    try:
        found = measure(tmp_path / "scale", 5_000, 25_000)
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
            del sys.modules[name]

    counts = found["counts"]
    assert counts["acquisition_payments"] >= 90
    assert counts["payments_traced"] > 0
    assert counts["beneficial_owners"] >= 10_000
    assert counts["basis_tests"] > 0
    assert set(found["steps"]) > {title for _, _, title in STEPS}
