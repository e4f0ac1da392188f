"""From the list to the sheet, from the sheet to the next list, as staff and Excel do it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.nights import lead_files, run_night

from finintel.contracts import load_codelists
from finintel.workspace import Workspace, create_workspace, shipped_resources

FIRST, SECOND, THIRD, QUIET = "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02"
FEED = (
    "transaction_id,booked_at,originator_account_id,beneficiary_account_id,amount,currency,channel"
)
AB = {"decided_by": "AB", "decided_on": SECOND}
BOTH = {**AB, "second_by": "CD"}
Row = dict[str, str]

# What one row says and what is wrong with it: (values, fault, column). The rest of the row is fine.
FAULTY = (
    (
        {"status": "disseminated", "disseminated_to": "court", **AB},
        "four_eyes_missing",
        "second_by",
    ),
    ({"status": "nfa_explained", **AB}, "four_eyes_missing", "second_by"),
    ({"status": "nfa_insufficient", **AB}, "four_eyes_missing", "second_by"),
    (
        {"status": "nfa_explained", **AB, "second_by": "a.b."},
        "four_eyes_same_person",
        "second_by",
    ),
    ({"status": "in_analysis"}, "decided_by_missing", "decided_by"),
    ({"status": "false_positive", **BOTH}, "reason_missing", "reason"),
    ({"status": "nfa_explained", "reason": "other", **BOTH}, "remark_missing", "remark"),
    (
        {"status": "suppressed", "reason": "inheritance", **BOTH},
        "until_missing",
        "suppressed_until",
    ),
    (
        {
            "status": "suppressed",
            "reason": "inheritance",
            "suppressed_until": "2026-03-31",
            **BOTH,
        },
        "until_before_decision",
        "suppressed_until,decided_on",
    ),
    (
        {
            "status": "suppressed",
            "reason": "inheritance",
            "suppressed_until": "2028-04-01",
            **BOTH,
        },
        "until_too_far",
        "suppressed_until",
    ),
    ({"status": "disseminated", **BOTH}, "recipient_missing", "disseminated_to"),
    (
        {"status": "in_analysis", **AB, "decided_on": "2026-04-01"},
        "decided_on_in_the_future",
        "decided_on",
    ),
    (
        {"status": "in_analysis", **AB, "decided_on": "2023-03-30"},
        "decided_on_too_early",
        "decided_on",
    ),
    ({"status": "in_analysis", **AB, "decided_on": "03/31/2026"}, "bad_date", "decided_on"),
    ({"remark": "read it"}, "status_missing", "status"),
    ({"status": "closed", **BOTH}, "unmapped_code", "status"),
    ({"status": "in_analysis", "scope": "case", **AB}, "scope_misplaced", "scope"),
    (
        {"status": "false_positive", "reason": "family_gift", "scope": "pair", **BOTH},
        "pair_missing",
        "payer_id",
    ),
    (
        {"status": "false_positive", "reason": "family_gift", "scope": "subject_detector", **BOTH},
        "subject_missing",
        "subject_id",
    ),
    ({"status": "nfa_explained", "payer_id": "ACCA", **BOTH}, "pair_misplaced", "payer_id"),
    (
        {"status": "nfa_explained", "detector_id": "STR-001", **BOTH},
        "subject_misplaced",
        "subject_id",
    ),
    (
        {
            "status": "false_positive",
            "reason": "family_gift",
            "scope": "pair",
            "payer_id": "ACCA",
            "payee_id": "NOBODY",
            **BOTH,
        },
        "payee_unknown",
        "payee_id",
    ),
    (
        {
            "status": "false_positive",
            "reason": "rule_does_not_fit",
            "scope": "subject_detector",
            "subject_id": "ACCA",
            "detector_id": "XYZ-001",
            **BOTH,
        },
        "detector_unknown",
        "detector_id",
    ),
    ({"status": "frozen", "value_frozen": "1500", **AB}, "no_currency", "value_frozen"),
    (
        {"status": "frozen", "value_frozen": "a lot", "currency": "EUR", **AB},
        "bad_amount",
        "value_frozen",
    ),
    ({"status": "in_analysis", "minutes_spent": "60001", **AB}, "minutes_absurd", "minutes_spent"),
    ({"lead_id": "L-C000000000000", "status": "in_analysis", **AB}, "lead_unknown", "lead_id"),
    ({"listed_run_id": "n20260101"}, "list_unknown", "listed_run_id"),
)


@dataclass(frozen=True)
class Returned:
    """Two workspaces after the same second night, and what they are compared with."""

    workspace: Path
    again: Path
    sheet: list[Row]


def read(path: Path) -> list[Row]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def sheet_of(workspace: Path, night: str) -> list[Row]:
    return read(workspace / "leads" / night / "dispositions_template.csv")


def leads_of(workspace: Path, night: str) -> dict[str, Row]:
    return {row["lead_id"]: row for row in read(workspace / "leads" / night / "case_leads.csv")}


def write(path: Path, rows: list[Row], delimiter: str = ",", encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def filled(row: Row, values: Mapping[str, str]) -> Row:
    return {**row, **values}


def cash(accounts: str) -> str:
    """Cash just below the threshold, day after day, for some accounts: a lead each."""
    lines = [FEED]
    for place, account in enumerate(accounts):
        lines += [
            f"{account}{day},2026-03-{day}T10:00:00Z,,ACC{account},"
            f"{9_000 + 100 * place},EUR,cash_deposit"
            for day in (23, 24, 25, 26)
        ]
    return "\n".join(lines) + "\n"


DECISIONS = (
    {"status": "in analysis", **AB, "minutes_spent": "30"},
    {"status": "Disseminated", **BOTH, "disseminated_to": "prosecutor", "minutes_spent": "60"},
    {
        "status": "frozen",
        **AB,
        "decided_on": "31/03/2026",
        "value_frozen": "1500,25",
        "currency": "EUR",
    },
    {"status": "no further action: explained", **BOTH, "remark": '=HYPERLINK("http://x")'},
    {
        "status": "suppressed",
        **BOTH,
        "decided_on": "31.03.2026",
        "reason": "ordinary_business",
        "suppressed_until": "30/09/2026",
        "remark": "año señalado",
    },
    {
        "status": "false_positive",
        **BOTH,
        "reason": "rule_does_not_fit",
        "scope": "subject_detector",
        "detector_id": "STR-001",
    },
)


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """One night, a sheet of decisions and one of faults returned, and a second night, twice."""
    root = tmp_path_factory.mktemp("dispositions")
    workspace = root / "one"
    create_workspace(workspace)
    inbox = workspace / "inbox" / "transaction"
    inbox.mkdir()
    (inbox / "cash.csv").write_text(cash("ABCDEFGH"), encoding="utf-8")
    run_night(workspace, FIRST)
    rows = sheet_of(workspace, FIRST)
    subject = {"subject_id": rows[5]["subjects"]}
    decisions = [*DECISIONS[:5], {**DECISIONS[5], **subject}]
    sheet = [filled(row, values) for row, values in zip(rows, [*decisions, {}, {}], strict=True)]
    # as a Spanish Excel saves it: semicolons, the code page of Windows
    write(workspace / "dispositions" / "hoja AB.csv", sheet, ";", "windows-1252")
    faults = [filled(rows[7], values) for values, *_ in FAULTY]
    write(workspace / "dispositions" / "faults.csv", faults)
    again = root / "two"
    shutil.copytree(workspace, again, symlinks=True)
    for folder in (workspace, again):
        run_night(folder, SECOND)
    return Returned(workspace, again, sheet)


@pytest.fixture(scope="module")
def third(returned: Returned, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A third night, on which files come again, corrected, and as garbage; and a quiet one."""
    workspace = tmp_path_factory.mktemp("third") / "w"
    shutil.copytree(returned.workspace, workspace, symlinks=True)
    folder = workspace / "dispositions"
    write(folder / "again.csv", returned.sheet, ";", "windows-1252")
    corrected = [dict(row) for row in returned.sheet]
    corrected[4]["status"] = "in_analysis"
    corrected[4]["reason"] = corrected[4]["suppressed_until"] = ""
    write(folder / "corrected.csv", corrected)
    (folder / "corrected.csv.replaces.toml").write_text('replaces = "hoja AB.csv"')
    (folder / "noise.csv").write_bytes(bytes(range(256)) * 8)
    (folder / "empty.csv").write_bytes(b"")
    (folder / "book.xlsx").write_bytes(b"PK\x03\x04 no sheet of text")
    (folder / "other.csv").write_text("lead_id,status,opinion\nL-C1,open,fine\n")
    (folder / "late.csv.part").write_text("half")
    head = "lead_id,status,decided_by,second_by,decided_on"
    (folder / "=sum(a1).csv").write_text(f"{head}\n=cmd|' /C calc'!A0,open,AB,,2026-03-31\n")
    run_night(workspace, THIRD)
    run_night(workspace, QUIET)
    return workspace


def test_the_sheet_lists_the_leads_and_is_empty_where_staff_write(returned):
    rows = sheet_of(returned.workspace, FIRST)

    assert [row["lead_id"] for row in rows] == list(leads_of(returned.workspace, FIRST))
    assert {row["current_status"] for row in rows} == {"open"}
    assert {row["listed_run_id"] for row in rows} == {"n20260330"}
    asked = list(rows[0])[list(rows[0]).index("status") :]
    assert all(row[name] == "" for row in rows for name in asked)


def test_the_codes_that_the_sheet_takes_lie_beside_it(returned):
    rows = read(returned.workspace / "leads" / FIRST / "dispositions_codes.csv")
    four_eyes = {row["code"] for row in rows if row["needs_second_person"] == "yes"}

    assert {row["column"] for row in rows} == {"status", "reason", "scope"}
    assert "nfa_explained" in four_eyes
    assert "in_analysis" not in four_eyes


@pytest.mark.parametrize(
    ("place", "listing", "status", "until"),
    [
        (0, "in_work", "in_analysis", ""),
        (1, "in_work", "disseminated", ""),
        (2, "in_work", "frozen", ""),
        (3, "suppressed", "nfa_explained", "2026-09-27"),
        (4, "suppressed", "suppressed", "2026-09-30"),
        (5, "suppressed", "open", "2026-09-27"),
        (6, "ranked", "open", ""),
    ],
)
def test_the_next_list_says_what_was_decided(returned, place, listing, status, until):
    lead_id = returned.sheet[place]["lead_id"]
    found = leads_of(returned.workspace, SECOND)[lead_id]

    assert (found["listing"], found["status"], found["suppressed_until"]) == (
        listing,
        status,
        until,
    )
    assert (found["rank"] == "") == (listing != "ranked")
    assert ("staff decided" in found["change_detail"]) == (listing != "ranked")


def test_the_page_of_the_night_shows_what_is_in_work_and_what_was_put_to_rest(returned):
    page = (returned.workspace / "leads" / SECOND / "index.html").read_text(encoding="utf-8")

    assert "Staff work on these" in page
    assert "Put to rest by staff" in page
    assert all(row["lead_id"] in page for row in returned.sheet)


def test_every_returned_row_is_loaded_known_or_rejected_and_staff_are_told(returned):
    rows = read(returned.workspace / "leads" / SECOND / "dispositions_answer.csv")
    told = {row["file"]: row["remedy"] for row in rows if row["row_number"] == ""}

    assert told == {
        "faults.csv": f"{len(FAULTY)} rows: 0 loaded, 0 known already, {len(FAULTY)} rejected",
        "hoja AB.csv": "8 rows: 8 loaded, 0 known already, 0 rejected",
    }
    assert sum(row["outcome"] == "loaded" for row in rows) == len(DECISIONS)


@pytest.mark.parametrize(
    ("place", "fault", "column"),
    [(place, fault, column) for place, (_, fault, column) in enumerate(FAULTY)],
    ids=[f"{fault}-{place}" for place, (_, fault, _) in enumerate(FAULTY)],
)
def test_a_faulty_row_is_rejected_with_column_and_remedy(returned, place, fault, column):
    rows = read(returned.workspace / "leads" / SECOND / "dispositions_answer.csv")
    mine = [
        row for row in rows if row["file"] == "faults.csv" and row["row_number"] == str(place + 2)
    ]

    assert [(row["outcome"], row["fault"], row["column"]) for row in mine] == [
        ("rejected", fault, column)
    ]
    assert len(mine[0]["remedy"].split()) > 3
    assert mine[0]["row_text"]


def test_taken_files_leave_the_folder_and_stay_in_landing(returned):
    assert list((returned.workspace / "dispositions").iterdir()) == []
    assert len(list((returned.workspace / "landing").glob("*"))) == 3


def test_the_same_sheet_gives_the_same_bytes(returned):
    assert lead_files(returned.again) == lead_files(returned.workspace)


def test_a_remark_is_published_nowhere(returned):
    leads = returned.workspace / "leads" / SECOND

    assert not [path for path in leads.rglob("*.*") if b"HYPERLINK" in path.read_bytes()]
    snapshot = next((returned.workspace / "published").glob(f"finintel-{SECOND}*"))
    assert b"HYPERLINK" not in snapshot.read_bytes()


def test_the_same_bytes_again_are_known_and_change_nothing(third):
    rows = read(third / "leads" / THIRD / "dispositions_answer.csv")

    assert "again.csv" not in {row["file"] for row in rows}
    assert not (third / "dispositions" / "again.csv").exists()


def test_a_corrected_sheet_takes_the_place_of_the_first(third, returned):
    lead_id = returned.sheet[4]["lead_id"]
    before, after = (leads_of(third, night)[lead_id] for night in (SECOND, THIRD))

    assert before["listing"] == "suppressed"
    assert (after["listing"], after["status"]) == ("in_work", "in_analysis")
    assert "suppression" in after["change_detail"]


def test_a_lead_at_rest_without_news_is_named_and_counted_and_has_no_page(third, returned):
    lead_id = returned.sheet[3]["lead_id"]
    folder = third / "leads" / QUIET
    resting = {row["lead_id"]: row for row in read(folder / "leads_at_rest.csv")}
    counted = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["listing"]

    assert resting[lead_id]["status"] == "nfa_explained"
    assert resting[lead_id]["suppressed_until"] == "2026-09-27"
    assert lead_id not in leads_of(third, QUIET)
    assert not (folder / "dossiers" / f"{lead_id}.html").exists()
    assert counted["resting"] == len(resting)
    for night in (SECOND, THIRD, QUIET):
        named = {row["lead_id"] for row in read(third / "leads" / night / "leads_at_rest.csv")}
        assert len(named | set(leads_of(third, night))) == len(returned.sheet)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("noise.csv", ""),
        ("empty.csv", "empty"),
        ("book.xlsx", "*.csv"),
        ("other.csv", "'opinion'"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(third, file, words):
    rows = read(third / "leads" / THIRD / "dispositions_answer.csv")
    (mine,) = [row for row in rows if row["file"] == file]

    assert mine["outcome"] == "refused"
    assert words in mine["remedy"]
    assert len(mine["remedy"].split()) > 5


def test_a_formula_in_a_name_or_a_row_comes_back_as_text(third):
    text = (third / "leads" / THIRD / "dispositions_answer.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if "sum(a1)" in row["file"]]

    assert {row["file"] for row in rows} == {"'=sum(a1).csv"}
    assert "'=cmd|' /C calc'!A0,open,AB,,2026-03-31" in {row["row_text"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_a_sheet_still_arriving_waits(third):
    assert [path.name for path in (third / "dispositions").iterdir()] == ["late.csv.part"]


def test_the_checks_ask_for_four_eyes_where_the_codes_say_so():
    meanings = load_codelists(Workspace(shipped_resources())).meanings["disposition"]
    suite = json.loads(
        (shipped_resources() / "schemas" / "expectations" / "disposition.json").read_text()
    )
    derived = suite["meta"]["derived"]

    assert set(derived["second_by__missing"]["is"]) == {
        code for code, entry in meanings.items() if entry["is_four_eyes"]
    }
    assert set(derived["decided_by__missing"]["is"]) == set(meanings) - {"unfilled"}
    at_rest = {code for code, entry in meanings.items() if entry["effect"] == "rest"}
    assert {"false_positive", "suppressed"} <= at_rest
