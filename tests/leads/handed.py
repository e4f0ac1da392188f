"""Every lead of a finished night, ready to be handed over: read once, written in any format."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finintel.leads.facts import LeadFacts, by_lead, fetch
from finintel.leads.handover import Material
from finintel.leads.narrative import narrative
from finintel.leads.write import teller_of
from finintel.night import StageContext
from finintel.pipeline import load_contracts
from finintel.standing import last_night, open_finished
from finintel.workspace import Night, Workspace, open_workspace, shipped_resources

# An indicator that the schema at hand has: which one is for an FIU to say, not for a test.
INDICATOR = "ALP02"


@contextmanager
def materials(folder: Path, own: Path, schema: str = "") -> Iterator[list[Material]]:
    """Give what every listed lead of a workspace's last night is exported from.

    Args:
        folder: a finished workspace, which is only read.
        own: where the mapping of a made-up FIU is put, an indicator for every detector in it.
        schema: the FIU's XSD; none is checked where empty.
    """
    workspace = open_workspace(folder)
    with open_finished(workspace) as warehouse:
        night = Night(workspace, last_night(warehouse))
        context = StageContext(night, warehouse, load_contracts(workspace), stage="export")
        facts = fetch(context)
        leads, teller = by_lead(facts), teller_of(context, facts)
        write_mapping(own, leads)
        settings = dataclasses.replace(
            workspace.settings,
            goaml_schema=schema,
            goaml_reporting_entity=7,
            goaml_mapping="ours",
        )
        ours = dataclasses.replace(
            context, night=Night(Workspace(own, settings), context.night.as_of)
        )
        yield [Material(ours, lead, narrative(lead, teller)) for lead in leads]


def write_mapping(own: Path, leads: list[LeadFacts]) -> None:
    """Write a mapping with an indicator for every detector that raised an alert."""
    shipped = shipped_resources() / "schemas" / "exports" / "goaml_example.toml"
    codes = shipped.read_text(encoding="utf-8").partition("[indicator]")[0]
    detectors = sorted({alert["detector_id"] for lead in leads for alert in lead.alerts})
    given = "".join(f'{detector} = "{INDICATOR}"\n' for detector in detectors)
    exports = own / "schemas" / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    (exports / "goaml_ours.toml").write_text(f"{codes}[indicator]\n{given}", encoding="utf-8")
