"""Commands that look at a workspace: back to files and lines, SQL on the published tables."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from finintel.commands.operate import Folder
from finintel.console import console, print_table, say, waiting
from finintel.workspace import open_workspace

SHOWN_ROWS = 1_000  # rows that a terminal still reads
SHOWN_RECORDS = 25  # rows that are shown one below the other, a line a column
COLUMN_WIDTH = 9  # characters below which a column of a table is no longer read


def trace(
    directory: Folder,
    identifier: Annotated[str, typer.Argument(metavar="ID")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Walk back from a lead, case, alert, chain, transaction, asset, party or account.

    Prints every received record behind it: file, SHA-256 (its name in landing/) and row.
    """
    workspace = open_workspace(directory)
    from finintel.provenance import COLUMNS, trace_back

    with waiting(f"walking back from {identifier}"):
        found = trace_back(workspace, identifier)
    show(identifier, COLUMNS, found, as_csv=as_csv)


def sql(
    directory: Folder,
    query: Annotated[str, typer.Argument(metavar="SQL", help='Such as "from mart.case_lead".')],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
) -> None:
    """Ask the published tables; reading only, also while a night runs.

    Worked examples lie in sql/queries/. Files outside the workspace's lake cannot be read.
    """
    workspace = open_workspace(directory)
    from finintel.snapshot import ask

    with waiting("asking"):
        columns, rows = ask(workspace, query)
    show("", columns, rows, as_csv=as_csv)


def show(
    title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]], *, as_csv: bool
) -> None:
    """Print rows as CSV, or as a table that says when it was cut; what is too wide row by row."""
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return
    if rows and len(columns) * COLUMN_WIDTH > console().width:
        shown = min(len(rows), SHOWN_RECORDS)
        for position, row in enumerate(rows[:shown], start=1):
            record = zip(columns, row, strict=True)
            print_table(f"row {position:,} of {len(rows):,}", ("column", "value"), list(record))
    else:
        shown = min(len(rows), SHOWN_ROWS)
        print_table(title, columns, rows[:shown])
    if len(rows) > shown:
        say(f"{shown:,} of {len(rows):,} rows are shown; --csv prints all")
