"""Commands that compare: the leads of two nights.

A terminal shows what happened to what is or was on the list; what stayed as it was, and what never
came near the list, is counted. CSV and JSON hold every lead.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import typer

from finintel.commands.operate import Folder
from finintel.console import print_table, say
from finintel.errors import UsageError
from finintel.workspace import open_workspace

Row = tuple[Any, ...]  # a cell for each of finintel.standing.CHANGE_COLUMNS

READER_COLUMNS = ("lead", "change", "place", "what happened")
GONE = ("merged", "withdrawn", "no longer listed")


def diff(
    directory: Folder,
    first: Annotated[datetime, typer.Argument(metavar="D1", formats=["%Y-%m-%d"])],
    last: Annotated[datetime, typer.Argument(metavar="D2", formats=["%Y-%m-%d"])],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    show_all: Annotated[
        bool, typer.Option("--all", help="Show what stayed, and what is below the line, too.")
    ] = False,
) -> None:
    """Compare the leads of two nights: new, changed (what), aged, merged, withdrawn (why)."""
    if as_json and as_csv:
        raise UsageError("--json and --csv: choose one")
    workspace = open_workspace(directory)
    from finintel.standing import CHANGE_COLUMNS, compare_nights

    rows = compare_nights(workspace, first.date(), last.date())
    if as_json:
        records = [dict(zip(CHANGE_COLUMNS, row, strict=True)) for row in rows]
        typer.echo(json.dumps(records, indent=2, ensure_ascii=False))
    elif as_csv:
        import polars as pl

        from finintel.leads.safe_text import safe

        frame = pl.DataFrame(rows, schema=CHANGE_COLUMNS, orient="row", infer_schema_length=None)
        cells = [safe(pl.col(name)).alias(name) for name in ("lead", "change", "detail")]
        typer.echo(frame.with_columns(*cells).write_csv(), nl=False)
    else:
        shown = rows if show_all else [row for row in rows if is_news(row)]
        print_table(
            f"leads from {first:%Y-%m-%d} to {last:%Y-%m-%d}",
            READER_COLUMNS,
            [(row[0], row[1], place(row), row[6]) for row in shown],
        )
    say(f"on the list: {counted(row for row in rows if was_listed(row))}")
    say(f"below the line: {counted(row for row in rows if not was_listed(row))}")
    if not (as_json or as_csv or show_all):
        say("--all shows every lead; --csv and --json hold every one, with priorities")


def was_listed(row: Row) -> bool:
    """Tell whether a lead has a place in the list of either night."""
    return row[2] is not None or row[3] is not None


def is_news(row: Row) -> bool:
    """Tell whether a reader of the list has to know: it changed, or it came or went."""
    return was_listed(row) and (row[1] != "unchanged" or (row[2] is None) != (row[3] is None))


def place(row: Row) -> str:
    """Return the places of a lead in the two lists; below the line it has none."""
    before, after = ("below" if rank is None else str(rank) for rank in row[2:4])
    if row[1] == "new":
        return after
    if row[1] in GONE:
        return f"{before} → gone"
    return before if before == after else f"{before} → {after}"


def counted(rows: Iterable[Row]) -> str:
    """Return how many leads changed in which way."""
    counts = Counter(row[1] for row in rows)
    return ", ".join(f"{count:,} {change}" for change, count in sorted(counts.items())) or "none"
