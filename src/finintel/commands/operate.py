"""Commands of the operator: make a workspace, run a night, see how things stand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finintel.console import Progress, print_table, reporting, say
from finintel.vocabulary import EXIT_FINE, EXIT_REJECTED_FILES
from finintel.workspace import create_workspace, open_workspace

if TYPE_CHECKING:
    from finintel.ledger import NightResult

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the workspace.")]


def init(directory: Folder) -> None:
    """Make a workspace: the folders, and a settings file with every default."""
    workspace = create_workspace(directory)
    print_table(
        f"workspace {workspace.root}",
        ("next", "how"),
        [
            ("put files in", f"{directory}/inbox/<source_id>/   (finintel sources list)"),
            ("run a night", f"finintel run {directory} --as-of YYYY-MM-DD"),
            ("change settings", f"{directory}/finintel.toml"),
        ],
    )


def run(
    directory: Folder,
    as_of: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help="The night: all that is booked up to this date."),
    ],
    progress: Annotated[Progress, typer.Option(help="How progress is shown.")] = Progress.auto,
) -> None:
    """Run one night, without an orchestrator. The same night again does nothing twice.

    Files in inbox/<source_id>/ are taken once each, whatever their name. A night that was stopped
    or killed goes on where it was when the same command is given again.
    """
    workspace = open_workspace(directory)
    from finintel.pipeline import run_night

    with reporting(progress) as report:
        result = run_night(workspace, as_of.date(), report=report)
    if progress is not Progress.jsonl:
        say(night_summary(result))
    raise typer.Exit(EXIT_REJECTED_FILES if result.refused_files else EXIT_FINE)


def night_summary(result: NightResult) -> str:
    """Return what a night did, in a few lines."""
    root = result.night.workspace.root
    lines = [f"night {result.night.as_of}: {sum(result.seconds.values()):.1f} s"]
    if result.was_done:
        lines = [f"night {result.night.as_of}: was finished already, nothing was done"]
    if result.refused_files:
        lines.append(
            f"{result.refused_files} file(s) were refused; why and what to do: "
            f"finintel status {root}"
        )
    lines.append(f"leads: {root / 'leads' / str(result.night.as_of)}")
    lines.append(f"tables: {root / 'published' / 'finintel.duckdb'}")
    return "\n".join(lines)


def reopen(directory: Folder) -> None:
    """Give the files of a night that stopped before it loaded anything back to the inbox.

    For a night that the gate stops again and again: take the file at fault out of the inbox, or put
    a better one in its place, then run the night.
    """
    workspace = open_workspace(directory)
    from finintel.reopening import reopen as taken_back

    places = taken_back(workspace)
    print_table("given back", ("file",), [(place,) for place in places])


def status(
    directory: Folder,
    data_docs: Annotated[
        Path | None,
        typer.Option(help="Also write Great Expectations' pages about the suites to this folder."),
    ] = None,
) -> None:
    """Show the nights that were run, what was refused, what was said, and what waits."""
    workspace = open_workspace(directory)
    from finintel.standing import read_standing

    standing = read_standing(workspace)
    print_table("nights", ("night", "state", "done", "seconds", "peak MB"), standing.nights)
    print_table(
        "files",
        ("source", "state", "files", "records", "loaded", "duplicate", "rejected"),
        standing.files,
    )
    if standing.refused:
        print_table("refused files", ("night", "source", "file", "why"), standing.refused)
    if standing.faults:
        print_table(
            "records refused in the last night",
            ("source", "fault", "column", "records", "first in file", "row", "what to do"),
            standing.faults,
        )
    if standing.notices:
        print_table("what the last night had to say", ("stage", "notice"), standing.notices)
    if standing.quality:
        columns = ("source", "check", "severity", "observed", "expected", "what to do")
        print_table("checks of the last night that were not met", columns, standing.quality)
    print_table("inbox", ("source", "files", "bytes"), standing.inbox)
    if data_docs is not None:
        from finintel.validate.docs import build_data_docs

        say(f"data docs: {build_data_docs(workspace, data_docs)}")
