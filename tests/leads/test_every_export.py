"""Every lead of a night in every format: goAML against an FIU's schema, FollowTheMoney's model.

`ftm_model.json` holds, of the package's model, the schemata and properties that we write: the
package itself wants ICU's headers and a compiler, so it is not in requirements.lock. Where it is
installed (`pip install 'finintel[ftm]'`), it validates every entity itself, and the extract.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.leads.handed import materials
from tests.nights import run_all

from finintel.leads.handover import Material, write_format
from finintel.workspace import shipped_resources

SCHEMA = Path(os.environ.get("FININTEL_EXTERNAL_DATA", "")) / "goaml" / "goAMLSchema.patched.xsd"
MODEL = json.loads((Path(__file__).parent / "ftm_model.json").read_text(encoding="utf-8"))
SAMPLE = shipped_resources() / "sample_data" / "drops"
Entity = dict[str, Any]
VALUES = {
    "name": r"\S(.*\S)?",
    "identifier": r"\S+",
    "number": r"-?\d+(\.\d+)?",
    "country": r"[a-z]{2}",
    "address": r"\S(.*\S)?",
    "string": r"(?s).+",
    "text": r"(?s).+",
    "date": r"\d{4}-\d{2}-\d{2}",
}


@pytest.fixture(scope="module", params=["small", pytest.param("sample", marks=pytest.mark.slow)])
def handed(request, tmp_path_factory) -> Iterator[list[Material]]:
    """What every lead is exported from: of two nights of the small world, or of the demo's."""
    own = tmp_path_factory.mktemp("own")
    if request.param == "small":
        workspace = request.getfixturevalue("small_nights")
    else:
        workspace = run_all(own / "sample", sorted(SAMPLE.iterdir()))
    with materials(workspace, own, str(SCHEMA) if SCHEMA.is_file() else "") as found:
        yield found


@pytest.fixture(scope="module")
def entities(handed) -> list[list[Entity]]:
    """The FollowTheMoney entities, lead by lead."""
    written = [write_format(material, "ftm").content.decode() for material in handed]
    return [[json.loads(line) for line in text.splitlines()] for text in written]


@pytest.mark.skipif(not SCHEMA.is_file(), reason="FININTEL_EXTERNAL_DATA is not set")
def test_every_goaml_report_fits_the_schema(handed) -> None:
    assert len(handed) > 50
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for material in handed:
        root = etree.fromstring(write_format(material, "goaml").content)
        schema.assertValid(root)
        assert len(root.findall("transaction")) == material.facts.lead["transaction_count"]


def test_every_goaml_report_is_well_formed_and_ascii(handed) -> None:
    for material in handed:
        content = write_format(material, "goaml").content
        assert content.isascii()
        assert etree.fromstring(content).findtext("entity_reference") == material.lead_id


def test_every_entity_says_only_what_the_model_has(entities) -> None:
    assert len(entities) > 50
    for entity in (entity for lead in entities for entity in lead):
        known = MODEL["schemata"][entity["schema"]]["properties"]
        for name, values in entity["properties"].items():
            kind = known[name].split()[0]
            if kind != "entity":
                assert all(re.fullmatch(VALUES[kind], value) for value in values), (name, values)
            if kind == "date":
                assert all(date.fromisoformat(value) for value in values)


def test_every_entity_points_to_one_of_its_lead_of_the_kind_that_the_model_asks_for(
    entities,
) -> None:
    for lead in entities:
        kinds = {entity["id"]: entity["schema"] for entity in lead}
        assert len(kinds) == len(lead)
        for entity in lead:
            known = MODEL["schemata"][entity["schema"]]["properties"]
            for name, values in entity["properties"].items():
                _, _, wanted = known[name].partition(" ")
                for value in values if wanted else ():
                    assert wanted in MODEL["schemata"][kinds[value]]["is_a"]


def test_the_package_itself_finds_every_entity_valid_and_clean(entities) -> None:
    ftm = pytest.importorskip("followthemoney", reason="not installed: finintel[ftm]")
    for entity in (entity for lead in entities for entity in lead):
        schema = ftm.model.get(entity["schema"])
        assert not schema.abstract
        schema.validate(entity)
        for name, values in entity["properties"].items():
            kind = schema.get(name).type
            assert all(kind.validate(value) for value in values)
            assert [kind.clean(value) for value in values] == values


def test_the_package_itself_says_what_the_extract_says() -> None:
    ftm = pytest.importorskip("followthemoney", reason="not installed: finintel[ftm]")
    for name, kept in MODEL["schemata"].items():
        schema = ftm.model.get(name)
        assert schema.names >= set(kept["is_a"])
        for given, kind in kept["properties"].items():
            found = schema.get(given)
            said = f"{found.type.name} {found.range.name}" if found.range else found.type.name
            assert said == kind
