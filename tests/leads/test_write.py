"""The night's folder: contracts, bytes, hostile text."""

from __future__ import annotations

import csv
import json

from tests.leads.first_night import FIRST, folder_of

from finintel.leads.write import run as write_leads


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
