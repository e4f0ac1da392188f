"""Exports of a lead: goAML against the schema, FollowTheMoney, the bundle, hostile names."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from finintel.errors import UsageError
from finintel.leads.facts import by_lead, fetch
from finintel.leads.handover import export_lead
from finintel.leads.transliterate import Transliterator
from finintel.leads.write import run as write_leads
from finintel.workspace import Night, shipped_resources

FIRST = date(2026, 3, 29)
FOLDER = os.environ.get("FININTEL_EXTERNAL_DATA", "")
SCHEMA = Path(FOLDER) / "goaml" / "goAMLSchema.patched.xsd"


def context_of(opened, schema: str = "", reporting: int = 7, mapped: str = "ours"):
    context = opened.context(FIRST)
    own = context.workspace.root / "schemas" / "exports"
    own.mkdir(parents=True, exist_ok=True)
    shipped = shipped_resources() / "schemas" / "exports" / "goaml_example.toml"
    mapping = shipped.read_text(encoding="utf-8")
    mapping = mapping.replace("[indicator]", '[indicator]\nLAY-001 = "ALP02"', 1)
    (own / "goaml_ours.toml").write_text(mapping, encoding="utf-8")
    settings = dataclasses.replace(
        context.workspace.settings,
        goaml_schema=schema,
        goaml_reporting_entity=reporting,
        goaml_mapping=mapped,
    )
    workspace = dataclasses.replace(context.workspace, settings=settings)
    return dataclasses.replace(context, night=Night(workspace, FIRST))


def lead_of(context) -> str:
    return str(by_lead(fetch(context))[0].lead["lead_id"])


@pytest.mark.parametrize("form", ["goaml", "ftm", "bundle"])
def test_the_same_lead_gives_the_same_bytes(tables, form) -> None:
    context = context_of(tables)
    write_leads(context)
    lead = lead_of(context)
    assert export_lead(context, lead, form) == export_lead(context, lead, form)


@pytest.mark.skipif(not SCHEMA.is_file(), reason="FININTEL_EXTERNAL_DATA is not set")
def test_goaml_fits_the_schema(tables) -> None:
    context = context_of(tables, str(SCHEMA))
    assert export_lead(context, lead_of(context), "goaml").content


def test_goaml_is_refused_while_nobody_is_named_as_reporting(tables) -> None:
    context = context_of(tables, reporting=0)
    with pytest.raises(UsageError, match="goaml_reporting_entity"):
        export_lead(context, lead_of(context), "goaml")


def test_goaml_is_refused_while_a_detector_has_no_indicator(tables) -> None:
    context = context_of(tables, mapped="example")
    with pytest.raises(UsageError, match=r"LAY-001 has no indicator"):
        export_lead(context, lead_of(context), "goaml")


def test_every_reference_of_ftm_is_there(tables) -> None:
    context = context_of(tables)
    lines = export_lead(context, lead_of(context), "ftm").content.decode().splitlines()
    found = {entity["id"]: entity for entity in map(json.loads, lines)}
    payments = [entity for entity in found.values() if entity["schema"] == "Payment"]
    assert len(payments) == 3
    assert all(entity["properties"]["payer"][0] in found for entity in payments)


def test_names_become_ascii_and_are_reported() -> None:
    names = Transliterator()
    told = [names.name(text, 100) for text in ("Peña Muñoz", "João", "Łódź", "Пётр", "💥\x00", "")]
    assert told == ["Pena Munoz", "Joao", "Lodz", "Petr", "UNKNOWN", "UNKNOWN"]
    assert all(re.fullmatch(r"[a-zA-Z0-9 .'-]+", name) for name in told)
    assert names.changed["João"] == "Joao"
