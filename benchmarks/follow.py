"""`python -m benchmarks.follow DIR`: seconds that `finintel follow` takes in a finished workspace.

One row a case, forward and backward: the question alone (snapshot open to tables, libraries already
imported) and the whole command in a process of its own, interpreter start among it. DIR is a
workspace after its night; the target is 5,000,000 transactions:

    finintel init DIR && finintel synth DIR --transactions 5000000 --days 180 --seed 5
    finintel run DIR --as-of 2026-03-31

Wall time says little where others use the machine, so processor time stands beside it.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from finintel.console import print_table, say
from finintel.follow.asking import Asked, ask_snapshot
from finintel.follow.question import Question
from finintel.snapshot import ask
from finintel.workspace import Workspace, open_workspace

CASES = "select case_id from mart.case_lead where is_latest and rank <= $n order by rank"
COLUMNS = ("case", "way", "accounts, rows", "asked: s", "processor", "command: s", "processor")


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock and of the processor."""

    wall: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.follow", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--cases", type=int, default=10, help="the best so many leads")
    parser.add_argument("--repeat", type=int, default=3, help="times each; the median stands")
    options = parser.parse_args()
    workspace = open_workspace(options.directory)
    query = CASES.replace("$n", str(int(options.cases)))
    _, cases = ask(workspace, query)
    _, ((transactions,),) = ask(workspace, "select count(*) from mart.transaction")
    one_question(workspace, cases[0][0], is_forward=True)  # imports what it needs
    rows = [
        measured(workspace, case, options.repeat, is_forward=way)
        for (case,) in cases
        for way in (True, False)
    ]
    print_table(f"finintel follow, {transactions:,} transactions in the window", COLUMNS, rows)
    for way in ("forward", "backward"):
        asked = [float(str(row[3])) for row in rows if row[1] == way]
        say(f"{way}: median {statistics.median(asked):.2f} s, slowest {max(asked):.2f} s")


def measured(
    workspace: Workspace, case: str, repeat: int, *, is_forward: bool
) -> tuple[object, ...]:
    """Measure one case one way; the median of the clock, and its processor time."""
    said = ""
    asked, commands = [], []
    for _ in range(repeat):
        taken, said = one_question(workspace, case, is_forward=is_forward)
        asked.append(taken)
        commands.append(one_command(workspace, case, is_forward=is_forward))
    question, command = middle(asked), middle(commands)
    return (
        case,
        "forward" if is_forward else "backward",
        said,
        *(f"{seconds:.2f}" for seconds in (question.wall, question.processor)),
        *(f"{seconds:.2f}" for seconds in (command.wall, command.processor)),
    )


def one_question(workspace: Workspace, case: str, *, is_forward: bool) -> tuple[Taken, str]:
    """Ask once, here."""
    wall, processor = time.perf_counter(), time.process_time()
    asked = Asked((case,), (), Question("", is_forward=is_forward))
    shown = ask_snapshot(workspace, asked, lambda *_: None)
    taken = Taken(time.perf_counter() - wall, time.process_time() - processor)
    return taken, next((note for note in shown.notes if "followed," in note), "nothing to follow")


def one_command(workspace: Workspace, case: str, *, is_forward: bool) -> Taken:
    """Run the command once, in a process of its own."""
    way = "--forward" if is_forward else "--backward"
    words = [sys.executable, "-m", "finintel.cli", "follow", str(workspace.root), "--from", case]
    before, wall = children_seconds(), time.perf_counter()
    subprocess.run([*words, way], check=True, capture_output=True)
    return Taken(time.perf_counter() - wall, children_seconds() - before)


def children_seconds() -> float:
    """Return the processor seconds of all processes started so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def middle(taken: list[Taken]) -> Taken:
    """Return the one in the middle by the clock."""
    return sorted(taken, key=lambda one: one.wall)[len(taken) // 2]


if __name__ == "__main__":
    main()
