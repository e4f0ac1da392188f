"""Commands that compare: the leads of two nights."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Annotated

import typer

from finintel.commands.operate import Folder
from finintel.console import print_table, say
from finintel.errors import UsageError
from finintel.workspace import open_workspace


def diff(
    directory: Folder,
    first: Annotated[datetime, typer.Argument(metavar="D1", formats=["%Y-%m-%d"])],
    last: Annotated[datetime, typer.Argument(metavar="D2", formats=["%Y-%m-%d"])],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Compare the leads of two nights: new, changed (what), unchanged, aged, withdrawn, moved."""
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
        print_table(f"leads from {first:%Y-%m-%d} to {last:%Y-%m-%d}", CHANGE_COLUMNS, rows)
    counts = Counter(row[1] for row in rows)
    say(", ".join(f"{count} {change}" for change, count in sorted(counts.items())))
