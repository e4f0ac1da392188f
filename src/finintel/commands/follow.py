"""The command that follows the money: from anything known, forward to its ends or back."""

from __future__ import annotations

import sys
from datetime import datetime
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finintel.commands.operate import Folder
from finintel.console import Progress, print_table, reporting, say
from finintel.errors import UsageError
from finintel.workspace import open_workspace

if TYPE_CHECKING:
    from finintel.follow.tables import Table

SHOWN_ROWS = 200  # rows of a table that a terminal still reads
ALL = "all"


def follow(
    directory: Folder,
    start: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="ID",
            help="Alert, chain, case, lead, party, account, asset or transaction; repeatable.",
        ),
    ] = None,
    from_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Transaction ids, one a line; - reads standard input."),
    ] = None,
    forward: Annotated[
        bool, typer.Option("--forward/--backward", help="Where value went, or came from.")
    ] = True,
    method: Annotated[
        str, typer.Option(help="fifo, lifo, pro_rata, libr, traced_first, poison (a bound), all.")
    ] = "",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day that counts.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write every piece, every method.")
    ] = None,
    backwards_tracing: Annotated[
        bool, typer.Option("--backwards-tracing", help="Also link repaid overdrafts (Durant).")
    ] = False,
    hops: Annotated[int, typer.Option(min=0, help="Transfers at most.")] = 8,
    accounts: Annotated[int, typer.Option(min=1, help="Accounts followed at most.")] = 200,
    rows: Annotated[int, typer.Option(min=1, help="Rows of their statements at most.")] = 20_000,
    starts: Annotated[int, typer.Option(min=1, help="Starting transactions at most.")] = 250,
    least: Annotated[
        float, typer.Option(min=0, max=1, help="Least share that an account must carry.")
    ] = 0.01,
    progress: Annotated[Progress, typer.Option(help="How progress is shown.")] = Progress.auto,
) -> None:
    """Follow value through accounts: where it went, or where it came from, by every method.

    Reads the published snapshot, so a running night neither waits nor is waited for. An alert,
    chain or case stands for its first transactions (backward: its last); a party or account for
    what was paid to it (backward: by it). Shows the headline method of the profile and the range
    over all methods; --out writes all of them.
    """
    workspace = open_workspace(directory)
    from finintel.follow.asking import Asked, ask_snapshot
    from finintel.follow.question import Bounds, Question

    listed = read_ids(from_file)
    if not start and not listed:
        raise UsageError("nothing to follow: name it with --from ID or --from-file FILE")
    if backwards_tracing and not forward:
        raise UsageError(
            "--backwards-tracing follows a credit forward to the overdraft that it repaid: "
            "leave out --backward and name the credit"
        )
    question = Question(
        headline=method,
        is_forward=forward,
        until=until.date() if until else None,
        with_backwards=backwards_tracing,
        bounds=Bounds(hops, accounts, rows, starts, Fraction(str(least))),
    )
    asked = Asked(tuple(start or ()), tuple(listed), question, out.absolute() if out else None)
    with reporting(progress) as report:
        report("stage_started", "follow", "", 1, 1)
        shown = ask_snapshot(workspace, asked, partial(report, "progress", "follow"))
    for table in shown.tables:
        show(table)
    for note in shown.notes:
        typer.echo(f"- {note}")
    if out is not None:
        say(f"{shown.written:,} rows: {out}")


def read_ids(path: Path | None) -> list[str]:
    """Return the ids of a list, one a line; blank lines count for nothing.

    Raises:
        UsageError: there is no such file, or it is not text.
    """
    if path is None:
        return []
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text. Give one transaction id a line.") from error
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def show(table: Table) -> None:
    """Print a table, and say when it was cut."""
    if not table.rows:
        return
    print_table(table.title, table.columns, table.rows[:SHOWN_ROWS])
    if len(table.rows) > SHOWN_ROWS:
        typer.echo(f"{SHOWN_ROWS} of {len(table.rows):,} rows are shown; --out writes all")
