"""Commands that look at a workspace: back to files and lines, SQL on the published tables."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from finintel.commands.operate import Folder
from finintel.console import print_table, say
from finintel.workspace import open_workspace

SHOWN_ROWS = 1_000  # rows that a terminal still reads


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

    show(identifier, COLUMNS, trace_back(workspace, identifier), as_csv=as_csv)


def sql(
    directory: Folder,
    query: Annotated[str, typer.Argument(metavar="SQL", help='Such as "from mart.lead".')],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
) -> None:
    """Ask the published tables; reading only, also while a night runs.

    Worked examples lie in sql/queries/. Files outside the workspace's lake cannot be read.
    """
    workspace = open_workspace(directory)
    from finintel.snapshot import ask

    columns, rows = ask(workspace, query)
    show("", columns, rows, as_csv=as_csv)


def show(
    title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]], *, as_csv: bool
) -> None:
    """Print rows as CSV, or as a table that says when it was cut."""
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return
    print_table(title, columns, rows[:SHOWN_ROWS])
    if len(rows) > SHOWN_ROWS:
        say(f"{SHOWN_ROWS:,} of {len(rows):,} rows are shown; --csv prints all")
