"""What a reader opens a lead for: on fifty leads, from the page and from the CSVs, to the line.

Whose money, from where, to where, which asset, how sure, how urgent, what next. Each answer cites a
row; the row is looked up in the received file, and must hold what the citation names.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from tests.nights import LAST_NIGHT

SEED, DRAWN = 5, 50
QUESTIONS = (
    "Whose money",
    "From where",
    "To where",
    "Which asset",
    "How sure",
    "How urgent",
    "What next",
)
NO_ASSET = "None found in the registers received."
CITATION = re.compile(
    r'<a class="id" href="#[\w-]+">([^<]+)</a> <a class="src" href="#(F\d+)">\2</a> line (\d+)'
)
FILE = re.compile(
    r'<tr id="(F\d+)"><th scope="row">\1</th><td>[^<]*</td><td class="hash">([0-9a-f]{64})</td>'
)
Row = Mapping[str, str]


@pytest.fixture(scope="module")
def folder(small_nights: Path) -> Path:
    return small_nights / "leads" / str(LAST_NIGHT)


@pytest.fixture(scope="module")
def drawn(folder) -> list[Row]:
    """Fifty leads, drawn from all that the night lists."""
    return random.Random(SEED).sample(read(folder, "case_leads"), DRAWN)


@pytest.fixture(scope="module")
def lines(small_nights: Path):
    """What gives a received line: digest of the file and number → its text."""

    @cache
    def file(digest: str) -> list[str]:
        return (small_nights / "landing" / digest).read_text(encoding="utf-8").splitlines()

    return lambda digest, number: file(digest)[int(number) - 1]


def read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def answers_of(page: str) -> dict[str, str]:
    """Return question → answer, as the page's source."""
    glance = page.partition('<dl class="glance">')[2].partition("</dl>")[0]
    return {
        said.partition("</dt>")[0]: said.partition("</dt>")[2] for said in glance.split("<dt>")[1:]
    }


def test_every_question_is_answered_on_the_page_and_cites_a_line_that_holds_it(
    folder, drawn, lines
) -> None:
    cited = 0
    for lead in drawn:
        page = (folder / lead["dossier"]).read_text(encoding="utf-8")
        digests = dict(FILE.findall(page))
        answers = answers_of(page)
        assert tuple(answers) == QUESTIONS
        for question, answer in answers.items():
            told = text_of(answer.partition('<p class="said">')[0])
            assert len(told) > 5, (lead["lead_id"], question)
            rows = CITATION.findall(answer)
            assert rows or (question, told) == ("Which asset", NO_ASSET)
            for name, label, number in rows:
                assert unescape(name) in lines(digests[label], number).split(",")
                cited += 1
    assert cited > len(drawn) * len(QUESTIONS)


def test_every_question_is_answered_by_rows_of_the_csvs_that_name_their_line(
    folder, drawn, lines
) -> None:
    found = {name: read(folder, f"case_{name}") for name in ("parties", "transactions", "assets")}
    for lead in drawn:
        mine = {
            name: [row for row in rows if row["lead_id"] == lead["lead_id"]]
            for name, rows in found.items()
        }
        whose = [row for row in mine["parties"] if row["role"] in {"subject", "holder"}]
        assert all(row["name"] for row in whose)
        assert whose or lead["subject_ids"]  # an account whose holder no register names
        assert {row["name"] for row in whose} & set(lead["subject_names"].split("; ")) or not whose
        for row in mine["transactions"]:  # from where, to where
            assert row["originator_account_id"] or row["beneficiary_account_id"]
            assert row["transaction_id"] in lines(row["file_sha256"], row["row_number"])
        assert len(mine["transactions"]) == int(lead["transaction_count"])
        assert len(mine["assets"]) == int(lead["asset_count"])  # which asset
        for row in mine["assets"]:
            assert row["asset_id"] in lines(row["file_sha256"], row["row_number"])
        for row in whose:
            assert row["party_id"] in lines(row["file_sha256"], row["row_number"])


def test_how_sure_how_urgent_and_what_next_stand_in_the_lead_with_their_facts(
    folder, drawn
) -> None:
    for lead in drawn:
        page = (folder / lead["dossier"]).read_text(encoding="utf-8")
        reasons = dict(re.findall(r"(\w+)=(\d: [^=]+?)(?=; \w+=|$)", lead["band_reasons"]))
        for band in ("confidence", "urgency"):
            level = lead[f"band_{band}"]
            assert level in {"0", "1", "2", "3", "4"}
            assert reasons[band].startswith(f"{level}: ")
            assert f"Band {level} of 4" in page
        told = text_of(answers_of(page)["What next"].partition('<p class="said">')[0])
        assert told[:40] in lead["next_step"].lstrip("'")


def test_every_alert_and_transaction_of_the_narrative_stands_in_the_csvs(folder, drawn) -> None:
    rows = read(folder, "case_transactions")
    for lead in drawn:
        mine = {row["transaction_id"] for row in rows if row["lead_id"] == lead["lead_id"]}
        cited = set(re.findall(r"\bT\d{9}\b", lead["narrative"]))
        bought = {
            name
            for row in read(folder, "case_assets")
            if row["lead_id"] == lead["lead_id"]
            for name in row["transaction_ids"].split()
        }
        assert cited <= mine | bought
