"""The night's folder: contracts, bytes, hostile text."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.cases.night import NightTables, alerts, movements, night_tables

from finintel.cases.build import run as build_cases
from finintel.leads.write import run as write_leads

FIRST = date(2026, 3, 29)
MOVED = """
id,day,from,to,amount
t1,2026-03-20,a,b,1000000
t2,2026-03-21,b,c,990000
0012345678901234567,2026-03-22,c,d,980000
"""
HOSTILE_NAME = "=cmd|'/c calc'!A1 <script>alert(1)</script> \u202eevil\n\x00end 👩\u200d👧"


@pytest.fixture
def tables(tmp_path: Path):
    with night_tables(tmp_path / "w") as opened:
        movements(opened, MOVED)
        opened.fill(
            "core.party",
            "party_id,party_type,country_code,source_id,file_sha256,row_number\nP1,person,ES,party,ab,2",
        )
        opened.fill("core.account_holder", "account_id,party_id,role\nb,P1,owner\nc,P1,owner")
        opened.fill(
            "core.party_identity",
            pl.DataFrame({"party_id": ["P1"], "identity_kind": ["name"], "value": [HOSTILE_NAME]}),
        )
        opened.fill(
            "landing.file",
            "file_sha256,source_id,file_name,byte_count,run_id,state\n"
            f"{'f' * 64},transaction,a.csv,10,n20260329,loaded",
        )
        alerts(
            opened,
            """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2 0012345678901234567""",
        )
        build_cases(opened.context(FIRST))
        yield opened


def folder_of(tables: NightTables) -> Path:
    return tables.workspace.leads / str(FIRST)


def test_the_folder_is_whole_and_the_same_bytes_when_written_again(tables) -> None:
    write_leads(tables.context(FIRST))
    folder = folder_of(tables)
    before = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    write_leads(tables.context(FIRST))
    after = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert before == after
    assert {str(path) for path in before} >= {
        "case_leads.csv",
        "case_parties.csv",
        "case_transactions.csv",
        "case_assets.csv",
        "manifest.json",
        "run_report.html",
        "index.html",
    }
    assert [path.name for path in tables.workspace.leads.iterdir()] == [str(FIRST)]


def test_every_transaction_row_names_file_hash_and_line(tables) -> None:
    write_leads(tables.context(FIRST))
    with (folder_of(tables) / "case_transactions.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [(r["file_name"], r["file_sha256"], r["row_number"]) for r in rows] == [
        ("a.csv", "f" * 64, "2"),
        ("a.csv", "f" * 64, "3"),
        ("a.csv", "f" * 64, "4"),
    ]
    assert rows[2]["transaction_id"] == "'0012345678901234567"
    assert rows[0]["amount"] == "10000.00"


def test_hostile_names_stay_readable_and_run_nowhere(tables) -> None:
    write_leads(tables.context(FIRST))
    folder = folder_of(tables)
    with (folder / "case_parties.csv").open(newline="", encoding="utf-8") as stream:
        (row,) = list(csv.DictReader(stream))
    assert (
        row["name"] == "'=cmd|'/c calc'!A1 <script>alert(1)</script> [U+202E]evil␊␀end 👩\u200d👧"
    )
    (path,) = (folder / "dossiers").iterdir()
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "\x00" not in page


def test_the_manifest_says_what_lies_there(tables) -> None:
    write_leads(tables.context(FIRST))
    manifest = json.loads((folder_of(tables) / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]["case_leads.csv"]["rows"] == 1
    assert manifest["listing"] == {"ranked": 1}
