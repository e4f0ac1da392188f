"""`python -m benchmarks`: seconds, memory and growth of every stage at three sizes.

Each size is an invented world (`finintel synth`), loaded in one night; each stage runs in a process
of its own; where a size is repeated the median stands. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finintel.console import print_table, say
from finintel.pipeline import STAGES
from finintel.synth import write_world
from finintel.workspace import SETTINGS_FILE, create_workspace

AS_OF = date(2026, 3, 31)
MEGABYTE = 1_000_000
RESULTS = Path(__file__).with_name("results.md")


@dataclass(frozen=True)
class Measured:
    """One stage at one size: seconds and those of the processor (medians), peak memory (largest).

    What else runs on the machine lengthens seconds, and hardly the processor's.
    """

    seconds: float
    processor: float
    megabytes: float


def main() -> None:
    options = read_options()
    measured: dict[int, dict[str, Measured]] = {}
    for factor in options.factors:
        size = options.transactions * factor
        say(f"{size:,} transactions")
        runs = [one_night(size, options.days, options.memory) for _ in range(options.repeat)]
        measured[size] = {name: middle(run[name] for run in runs) for name in runs[0]}
    columns, rows = as_table(measured)
    print_table(f"finintel, {machine()}", columns, rows)
    if options.write:
        RESULTS.write_text(as_markdown(options, columns, rows), encoding="utf-8")
        say(f"written: {RESULTS}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--transactions", type=int, default=50_000, help="the size at factor 1")
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--days", type=int, default=60, help="length of the history")
    parser.add_argument("--repeat", type=int, default=1, help="nights a size; the median stands")
    parser.add_argument("--memory", default="3GB", help="memory_limit of the workspace")
    parser.add_argument("--write", action="store_true", help=f"also write {RESULTS.name}")
    return parser.parse_args()


def one_night(transactions: int, days: int, memory: str) -> dict[str, Measured]:
    """Write a world and run its night, a process a stage."""
    folder = Path(tempfile.mkdtemp(prefix="finintel-bench-"))
    try:
        workspace = create_workspace(folder)
        (folder / SETTINGS_FILE).write_text(f'memory_limit = "{memory}"\n', encoding="utf-8")
        started = time.monotonic()
        write_world(folder, transactions=transactions, days=days, seed=1, until=AS_OF)
        say(f"  synth {time.monotonic() - started:.1f} s")
        return {stage.name: one_stage(workspace.root, stage.name) for stage in STAGES}
    finally:
        shutil.rmtree(folder)


def one_stage(root: Path, stage: str) -> Measured:
    """Run a stage in a process of its own."""
    script = Path(__file__).with_name("one_stage.py")
    words = [sys.executable, str(script), str(root), str(AS_OF), stage]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{stage} failed:\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    seconds, processor = found["seconds"], found["processor_seconds"]
    megabytes = found["bytes"] / MEGABYTE
    say(f"  {stage:<10}{seconds:8.1f} s {processor:8.1f} s of processor {megabytes:8.0f} MB")
    return Measured(seconds, processor, megabytes)


def middle(runs: Iterable[Measured]) -> Measured:
    """Return the medians of the seconds and the largest memory of several runs."""
    listed = list(runs)
    return Measured(
        statistics.median(run.seconds for run in listed),
        statistics.median(run.processor for run in listed),
        max(run.megabytes for run in listed),
    )


def as_table(
    measured: dict[int, dict[str, Measured]],
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return columns and rows: a stage a row, four columns a size, growth last.

    Growth is how much more of the processor a row takes at the largest size than at the smallest: 1
    is linear.
    """
    sizes = sorted(measured)
    columns = ["stage"]
    for size in sizes:
        columns += [f"{size:,}: s", "processor s", "rows/s", "MB"]
    columns.append("growth")
    rows = [
        one_row(stage.name, {size: measured[size][stage.name] for size in sizes})
        for stage in STAGES
    ]
    total = {
        size: Measured(
            sum(item.seconds for item in stages.values()),
            sum(item.processor for item in stages.values()),
            max(item.megabytes for item in stages.values()),
        )
        for size, stages in measured.items()
    }
    return tuple(columns), [*rows, one_row("all", total)]


def one_row(name: str, by_size: dict[int, Measured]) -> tuple[str, ...]:
    cells = [name]
    for size, item in sorted(by_size.items()):
        cells += [
            f"{item.seconds:.1f}",
            f"{item.processor:.1f}",
            f"{size / max(item.seconds, 0.001):,.0f}",
            f"{item.megabytes:,.0f}",
        ]
    least, most = min(by_size), max(by_size)
    slower = by_size[most].processor / most / max(by_size[least].processor / least, 1e-9)
    return (*cells, f"{slower:.2f}" if most > least else "")


def as_markdown(
    options: argparse.Namespace, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> str:
    """Return the table as Markdown, with what it was measured on."""
    factors = " ".join(map(str, options.factors))
    command = (
        f"python -m benchmarks --transactions {options.transactions} --factors {factors} "
        f"--days {options.days} --repeat {options.repeat}"
    )
    lines = [
        "# What a night takes",
        "",
        f"`{command}` on {machine()}, memory limit {options.memory}.",
        "One night takes the whole history; each stage in a process of its own; seconds hold the "
        "import of its libraries. Growth: processor time a row at the largest size over the "
        "smallest. Where seconds are far above half of the processor's, something else ran too.",
        "",
        "| " + " | ".join(columns) + " |",
        "|" + "---|" * len(columns),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def machine() -> str:
    """Return what was measured on, in a few words."""
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
