"""`finintel diff`: what a reader is told about two nights, on leads that are written down here."""

from __future__ import annotations

from datetime import date

import pytest

from finintel import standing
from finintel.commands import compare
from finintel.errors import UsageError
from finintel.sqlfile import read_sql
from finintel.warehouse import open_warehouse
from finintel.workspace import create_workspace, open_workspace, shipped_resources

BANDS = ("urgency", "basis", "value", "harm", "confidence")
LEADS = (
    # case, run, change, rank, band of value, content
    ("same", "n1", "new", 1, 2, "a"),
    ("same", "n2", "unchanged", 2, 2, "a"),
    ("grown", "n1", "new", 2, 2, "a"),
    ("grown", "n2", "changed", 1, 3, "b"),
    ("gone", "n1", "new", 3, 1, "a"),
    ("gone", "n2", "withdrawn", None, 1, "a"),
    ("old", "n1", "new", 4, 1, "a"),
    ("old", "n2", "aged", 4, 1, "a"),
    ("fresh", "n2", "new", 3, 1, "a"),
    ("vanished", "n1", "new", 5, 1, "a"),
    ("older", "n1", "aged", 6, 1, "a"),
    ("older", "n2", "aged", 6, 1, "a"),
    ("joined", "n1", "new", None, 1, "a"),
    ("joined", "n2", "withdrawn", None, 1, "a"),
)


def test_each_lead_is_told_as_what_became_of_it(tmp_path):
    workspace = open_workspace(create_workspace(tmp_path / "w").root)
    columns = ", ".join(
        f"{value} as band_{band}" for band, value in zip(BANDS, "11v11", strict=True)
    )
    values = ", ".join(
        f"('{case}', '{run}', '{change}', {rank or 'null'}, {value}, '{content}')"
        for case, run, change, rank, value, content in LEADS
    )
    with open_warehouse(tmp_path / "t.duckdb", workspace.settings) as warehouse:
        warehouse.execute("create schema if not exists cases")
        warehouse.execute(
            "create table cases.lead as select case_id, 'L-' || case_id as lead_id, run_id, "
            "change, case case_id when 'joined' then 'merged into L-same' else 'why' end "
            f"as change_detail, rank::bigint as rank, 1.0 as priority, {columns}, "
            f"content as content_hash from (values {values}) "
            "as t(case_id, run_id, change, rank, v, content)"
        )
        file = read_sql(shipped_resources() / "sql" / "status" / "lead_changes.sql")
        found = warehouse.run(file, {"first_run_id": "n1", "last_run_id": "n2"}).to_pydict()

    told = dict(zip(found["lead_id"], found["change"], strict=True))
    assert told == {
        "L-same": "unchanged",
        "L-grown": "changed",
        "L-gone": "withdrawn",
        "L-old": "aged",
        "L-fresh": "new",
        "L-vanished": "no longer listed",
        "L-older": "unchanged",  # it had aged before
        "L-joined": "merged",
    }
    assert found["lead_id"][-1] == "L-joined"  # what was never on the list comes last


def test_a_reader_sees_what_happened_to_the_list_and_the_rest_is_counted():
    stayed = ("L-stayed", "unchanged", 1, 2, 0.5, 0.5, "")
    came = ("L-came", "unchanged", None, 3, 0.5, 0.5, "")
    merged = ("L-merged", "merged", 4, None, 0.5, None, "merged into L-came")
    below = ("L-below", "changed", None, None, 0.1, 0.2, "alerts: 1 → 2")
    rows = [stayed, came, merged, below]

    assert [row[0] for row in rows if compare.is_news(row)] == ["L-came", "L-merged"]
    assert [compare.place(row) for row in rows] == ["1 → 2", "below → 3", "4 → gone", "below"]
    assert compare.counted(rows) == "1 changed, 1 merged, 2 unchanged"


def test_nights_in_the_wrong_order_are_refused(tmp_path):
    workspace = create_workspace(tmp_path / "w")

    with pytest.raises(UsageError, match="earlier night first"):
        standing.compare_nights(workspace, date(2026, 3, 31), date(2026, 3, 30))
