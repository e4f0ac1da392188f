"""The command that hands one lead over to another system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finintel.commands.operate import Folder
from finintel.console import say
from finintel.workspace import Night, open_workspace


def export(
    directory: Folder,
    lead: Annotated[str, typer.Argument(metavar="LEAD")],
    form: Annotated[str, typer.Option("--format", help="goaml, ftm or bundle.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; else named after the lead, here.")
    ] = None,
) -> None:
    """Export one lead of the last night: goAML XML, FollowTheMoney NDJSON, or a zip of everything.

    goAML is checked against the schema that `goaml_schema` in finintel.toml names.
    """
    workspace = open_workspace(directory)
    from finintel.leads.handover import export_lead
    from finintel.night import StageContext
    from finintel.pipeline import load_contracts
    from finintel.standing import last_night, open_finished

    with open_finished(workspace) as warehouse:
        night = Night(workspace, last_night(warehouse))
        context = StageContext(night, warehouse, load_contracts(workspace), stage="export")
        exported = export_lead(context, lead, form)
    path = out or Path(f"{lead}{exported.suffix}")
    path.write_bytes(exported.content)
    say(f"{path}: written")
    for suffix, content in exported.beside.items():
        side = path.with_name(path.name + suffix)
        side.write_bytes(content)
        say(f"{side}: written")
    for note in exported.notes:
        say(note)
