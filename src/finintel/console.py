"""What finintel says on a terminal: progress while it works, tables when it is done.

Progress and messages go to standard error, results to standard output, so that output can be piped.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from finintel.night import Report

WIDTH_WITHOUT_TERMINAL = 160  # columns; a pipe has no width, and tables should not be cut


class Progress(StrEnum):
    """How progress is shown: `auto` is rich on a terminal and one line a stage elsewhere."""

    auto = "auto"
    rich = "rich"
    plain = "plain"
    jsonl = "jsonl"
    none = "none"


def console(stream: TextIO | None = None) -> Console:
    """Return a console on a stream (standard output unless said otherwise)."""
    from rich.console import Console

    chosen = stream or sys.stdout
    width = None if chosen.isatty() else WIDTH_WITHOUT_TERMINAL
    return Console(file=chosen, width=width, highlight=False, soft_wrap=False)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table; numbers stand to the right, nothing is read as markup."""
    from rich.table import Table
    from rich.text import Text

    lines = [list(row) for row in rows]
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for position, column in enumerate(columns):
        values = [line[position] for line in lines if line[position] is not None]
        numeric = bool(values) and all(isinstance(value, int | float) for value in values)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text(shown(value)) for value in line))
    console().print(table)


def shown(value: object) -> str:
    """Return a cell as text: counts with thousands apart, nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.3f}"
    return str(value)


def say(message: str) -> None:
    """Say something to the person at the terminal, on standard error."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


@contextmanager
def waiting(message: str) -> Iterator[None]:
    """Show on a terminal that something is being worked on; say nothing where there is none."""
    if not sys.stderr.isatty():
        yield
        return
    with console(sys.stderr).status(message):
        yield


@contextmanager
def reporting(mode: Progress) -> Iterator[Report]:
    """Show what a night reports, in the way asked for, for the length of the block."""
    chosen = mode
    if mode is Progress.auto:
        chosen = Progress.rich if sys.stderr.isatty() else Progress.plain
    if chosen is Progress.rich:
        with rich_report() as report:
            yield report
    elif chosen is Progress.jsonl:
        yield jsonl_report
    elif chosen is Progress.plain:
        yield PlainReport()
    else:
        yield ignore_report


def ignore_report(event: str, stage: str, message: str, done: int, total: int) -> None:
    """Show nothing."""


def jsonl_report(event: str, stage: str, message: str, done: int, total: int) -> None:
    """Print one JSON object a line on standard error: for a program that listens."""
    record = {"event": event, "stage": stage, "message": message, "done": done, "total": total}
    say(json.dumps(record, ensure_ascii=False))


class PlainReport:
    """One line a stage and one a notice: for log files."""

    def __init__(self) -> None:
        self.started = time.monotonic()

    def __call__(self, event: str, stage: str, message: str, done: int, total: int) -> None:
        """Print a line for what is worth one."""
        if event == "stage_started":
            self.started = time.monotonic()
        elif event == "stage_done":
            seconds = time.monotonic() - self.started
            say(f"{done:>2}/{total} {stage:<10}{seconds:>7.1f} s  {counts_text(message)}")
        elif event == "notice":
            say(f"      {stage:<10} {message}")


@contextmanager
def rich_report() -> Iterator[Report]:
    """Show a bar for the night and, below it, what the present stage is doing."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    terminal = console(sys.stderr)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=terminal, transient=True) as bars:
        night = bars.add_task("night", total=1)
        step = bars.add_task("", total=1, visible=False)
        plain = PlainReport()

        def report(event: str, stage: str, message: str, done: int, total: int) -> None:
            if event == "progress":
                text = f"  {message}"
                bars.update(step, description=text, completed=done, total=total, visible=True)
                return
            if event == "stage_started":
                bars.update(night, description=stage, completed=done - 1, total=total)
            elif event == "stage_done":
                bars.update(night, completed=done)
            bars.update(step, visible=False)
            plain(event, stage, message, done, total)

        yield report


def counts_text(message: str) -> str:
    """Return the counts of a stage, which come as JSON, as `name=1,234 …`."""
    try:
        counts = json.loads(message)
    except json.JSONDecodeError:
        return message
    return " ".join(f"{name}={shown(value)}" for name, value in counts.items())
