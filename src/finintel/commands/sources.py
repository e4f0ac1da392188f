"""Commands on feeds: which there are, what one wants, whether the contracts hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finintel.console import print_table, say
from finintel.errors import UsageError
from finintel.vocabulary import EXIT_FINE, EXIT_REJECTED_FILES
from finintel.workspace import Workspace, open_workspace, shipped_resources

if TYPE_CHECKING:
    from finintel.contracts import Source
    from finintel.contracts.mapping import ColumnMap
    from finintel.contracts.sources import Table

SOURCE_ID = re.compile(r"[a-z][a-z0-9_]*")
app = typer.Typer(help="Feeds: which there are, what one wants.", no_args_is_help=True)
Overlay = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", metavar="DIR", help="Also what this workspace adds."),
]


def chosen_workspace(directory: Path | None) -> Workspace:
    """Return the workspace named, or one that has only what is shipped."""
    return open_workspace(directory) if directory else Workspace(shipped_resources())


def loaded(directory: Path | None) -> dict[str, Source]:
    """Load every source contract."""
    from finintel.pipeline import load_contracts

    return dict(load_contracts(chosen_workspace(directory)).sources)


@app.command("list")
def list_sources(workspace: Overlay = None) -> None:
    """List the feeds; files of a feed go to inbox/<source_id>/."""
    rows = [
        (source.id, source.title, source.publisher, source.licence, len(source.tables))
        for source in loaded(workspace).values()
    ]
    print_table("feeds", ("source_id", "title", "publisher", "licence", "tables"), rows)


@app.command("show")
def show_source(source_id: str, workspace: Overlay = None) -> None:
    """Show what a feed's files must hold, and what becomes of each column."""
    sources = loaded(workspace)
    if source_id not in sources:
        raise UsageError(f"{source_id}: no such feed. Known: {', '.join(sources)}")
    source = sources[source_id]
    note = f"\n{source.note}" if source.note else ""
    typer.echo(f"{source.id}: {source.title} ({source.publisher}; {source.licence}){note}\n")
    for table in source.tables:
        if table.ignored:
            typer.echo(f"{table.name}: not read: {table.ignored}\n")
            continue
        print_table(
            f"{table.name} → {table.entity}", ("column of the file", "becomes"), table_rows(table)
        )


def table_rows(table: Table) -> list[tuple[str, str]]:
    """Return what becomes of each column of a file."""
    rows = [(origin(entry), name) for name, entry in table.columns.items()]
    if table.direction:
        rows.append((", ".join(table.direction.sources), "both ends, by the direction"))
    rows += [(", ".join(label.sources), "label: for evaluation only") for label in table.labels]
    rows += [(name, f"ignored: {reason}") for name, reason in table.ignore.items()]
    return rows


def origin(entry: ColumnMap) -> str:
    """Return where the value of a column comes from, in words."""
    if entry.columns:
        return ", ".join(entry.columns) + (" (may be absent)" if entry.optional else "")
    return "number of the row" if entry.ordinal else f"always {entry.constant}"


@app.command("check")
def check_sources(
    source_id: Annotated[
        str | None, typer.Argument(help="Also try a file of this feed, before it is dropped.")
    ] = None,
    file: Annotated[Path | None, typer.Argument(help="The file to try.")] = None,
    workspace: Overlay = None,
) -> None:
    """Check every contract, all faults at once; with a feed and a file, try the file as well.

    Contracts are entities, code lists, profiles and feeds. Nothing of the file is kept. Ends with 1
    when the file, or a record of it, would be refused.
    """
    sources = loaded(workspace)
    tables = sum(len(source.tables) for source in sources.values())
    if source_id is None:
        typer.echo(f"{len(sources)} feeds with {tables} tables: no fault")
        return
    if file is None:
        raise UsageError(f"name the file to try: finintel sources check {source_id} FILE")
    raise typer.Exit(try_file(source_id, file, chosen_workspace(workspace)))


def try_file(source_id: str, file: Path, workspace: Workspace) -> int:
    """Say what a feed would make of a file; returns the exit code."""
    from finintel.ingest.describe import check_file
    from finintel.pipeline import load_contracts
    from finintel.validate.quarantine import look_at_file

    check = check_file(workspace, load_contracts(workspace), source_id, file, look_at_file)
    rows: list[tuple[str, object]] = [("tables that read it", check.tables)]
    rows += [("records", check.records), *((f"rows: {n}", c) for n, c in check.staged.items())]
    print_table(f"{source_id}: {file.name}", ("what", "how many"), rows)
    if check.faults:
        columns = ("fault", "column", "records", "first row", "what to do")
        print_table("refused records by fault", columns, check.faults)
        print_table("first refused records", ("row", "why"), check.rejects)
    if check.message:
        say(check.message)
    return EXIT_FINE if check.is_fine or check.state == "ignored" else EXIT_REJECTED_FILES


@app.command("new")
def new_source(
    source_id: Annotated[str, typer.Argument(help="Such as banco_norte; files go to inbox/<it>/.")],
    file: Annotated[Path, typer.Argument(help="A file as the feed sends it.")],
    workspace: Annotated[
        Path, typer.Option("--workspace", "-w", metavar="DIR", help="Where the feed is added.")
    ],
    entity: Annotated[str, typer.Option(help="What its rows are: a file of schemas/entities.")] = (
        "transaction"
    ),
) -> None:
    """Write the outline of a feed's contract from the columns of a file, to be changed.

    It holds every column that may be filled, with its meaning, and the ways to write dates,
    amounts, codes and sides. Try it with `finintel sources check` until every row is accepted.
    """
    from finintel.ingest.outline import outline
    from finintel.pipeline import load_contracts

    place = open_workspace(workspace)
    contracts = load_contracts(place)
    received = sorted(name for name, item in contracts.entities.items() if item.received)
    if entity not in received:
        raise UsageError(f"{entity}: no feed can fill it. Known: {', '.join(received)}")
    if not SOURCE_ID.fullmatch(source_id):
        raise UsageError(f"{source_id}: a feed is named in small letters, digits and _")
    if source_id in contracts.sources:
        raise UsageError(f"{source_id} is there already: finintel sources show {source_id}")
    if not file.is_file():
        raise UsageError(f"{file}: is no file. Name one that the feed sends.")
    text = outline(source_id, contracts.entities[entity], file, contracts.codelists.codes)
    target = place.root / "schemas" / "sources" / f"{source_id}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print_table("written", ("file",), [(target,)])
    say(f"Change it, then: finintel sources check {source_id} {file} --workspace {workspace}")
