"""What case_assets.csv answers to a reader who has nothing else, each answer with its source row.

What is it, whose, bought with what, how much is traced by which method, which basis and what is
missing, what speaks against, what to ask next, how urgent.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.nights import LAST_NIGHT, new_workspace, run_night

from finintel.synth import write_world
from finintel.warehouse import Warehouse

Row = dict[str, str]
# A request to a register names the object and the power, never why: whoever reads it may tell.
TIPPING_OFF = re.compile(
    r"\b(traced?|alerts?|suspicio\w*|indicators?|launder\w*|proceed\w*|offen[cs]e\w*|crim\w*|convict\w*"
    r"|urgen\w*|confiscat\w*|fr[eo]ez\w*|unexplained|dissipat\w*|leads?|cases?|investigat\w*|victims?)\b",
    re.IGNORECASE,
)
ANSWERS = {
    "what": ("asset_type", "registry", "registration_number"),
    "whose": ("owner_ids", "beneficial_owners"),
    "bought": ("acquisition_id", "acquired_on", "price", "currency", "financing"),
    "paid": ("transaction_ids",),
    "traced": ("traced_minimum", "traced_maximum", "traced_by_method", "headline_method"),
}
TOLD = ("bases", "missing", "counter_evidence", "request_register", "request_office", "urgency")


@pytest.fixture(scope="module")
def workspace(small_nights: Path) -> Path:
    """A workspace after the nights of a small world."""
    return small_nights


def read_assets(workspace: Path) -> list[Row]:
    path = workspace / "leads" / str(LAST_NIGHT) / "case_assets.csv"
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def source_rows(row: Row) -> dict[str, list[tuple[str, int]]]:
    """Return answer → (file, line) of a row of the CSV."""
    found = {}
    for part in row["source_rows"].split("; "):
        answer, *places = part.split(" ")
        found[answer] = [(name, int(line)) for name, line in (p.rsplit(":", 1) for p in places)]
    return found


def line_of(drops: list[Path], place: tuple[str, int]) -> str:
    name, line = place
    (path,) = (drop / name for drop in drops if (drop / name).is_file())
    return path.read_text(encoding="utf-8").splitlines()[line - 1]


def check_answers(row: Row, drops: list[Path]) -> None:
    """Hold one row to every question, and every source row to the line that it names."""
    places = source_rows(row)
    for answer, columns in ANSWERS.items():
        assert all(row[name] for name in columns), (row["asset_id"], answer)
        assert places[answer], (row["asset_id"], answer)
    for name in TOLD:
        assert row[name], (row["asset_id"], name)
    assert row["asset_id"] in line_of(drops, places["what"][0])
    assert any(row["owner_ids"].split()[0] in line_of(drops, p) for p in places["whose"])
    assert any(row["acquisition_id"] in line_of(drops, p) for p in places["bought"])
    paid = " ".join(line_of(drops, p) for p in places["paid"])
    assert all(name in paid for name in row["transaction_ids"].split())
    assert re.search(r"\(\S+\): (supported|unknown|for the court): ", row["bases"])


def traced(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["traced_maximum"]]


def test_every_traced_asset_answers_every_question_with_its_source_row(
    workspace, small_drops
) -> None:
    rows = traced(read_assets(workspace))
    assert rows
    for row in rows:
        check_answers(row, small_drops)


@pytest.mark.slow
def test_fifty_random_leads_answer_every_question(tmp_path) -> None:
    chance, picked = random.Random(50), []
    for seed in (61, 62, 63, 64):
        world = tmp_path / f"world{seed}"
        write_world(world, transactions=12_000, days=90, seed=seed, until=LAST_NIGHT)
        done = new_workspace(tmp_path / f"workspace{seed}", world / "inbox")
        run_night(done, LAST_NIGHT)
        picked += [(world / "inbox", row) for row in traced(read_assets(done))]
    leads = sorted({(inbox, row["lead_id"]) for inbox, row in picked})
    assert len(leads) >= 50
    chosen = set(chance.sample(leads, 50))
    for inbox, row in picked:
        if (inbox, row["lead_id"]) in chosen:
            check_answers(row, [inbox])


def test_a_request_to_a_register_says_no_word_of_why(workspace) -> None:
    texts = asked(
        workspace, "select request_text from mart.asset_request where request_kind = 'register'"
    )
    assert texts
    for text in texts:
        object_and_person = text.split(" Power: ")[0]
        assert not TIPPING_OFF.search(object_and_person), text


def test_a_request_to_an_office_says_what_the_articles_ask_for(workspace) -> None:
    parts = ("Object", "Reasons", "Offences", "Persons", "Estimated value", "Urgency", "Asked for",
             "Basis", "Handling", "Channel")  # fmt: skip
    texts = asked(
        workspace, "select request_text from mart.asset_request where request_kind = 'office'"
    )
    assert texts
    for text in texts:
        assert all(f"{part}: " in text for part in parts), text


def test_measures_stand_apart_from_bases(workspace) -> None:
    measures = set(asked(workspace, "select measure_code from mart.measure_test"))
    bases = set(asked(workspace, "select basis_code from mart.basis_test"))
    assert measures
    assert not measures & bases
    assert "10 working days" in asked(workspace, "select term from mart.measure")
    assert all(asked(workspace, "select ends_on > starts_on from mart.measure"))


def asked(workspace: Path, statement: str) -> list[Any]:
    """Ask the published snapshot for one column."""
    published = workspace / "published" / "finintel.duckdb"
    with duckdb.connect(published, read_only=True) as connection:
        return [row[0] for row in Warehouse(connection).rows(statement)]
