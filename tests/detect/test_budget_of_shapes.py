"""The finds that rules of shapes pick share one budget; a strict find stands beyond it."""

from __future__ import annotations

import pytest

from finintel.detect.proving import fill, open_ground
from finintel.pipeline import load_contracts
from finintel.sqlfile import read_sql
from finintel.workspace import Workspace, shipped_resources

FILE = read_sql(shipped_resources() / "sql" / "detect" / "alert_shape.sql")
FINDS = """
list_place,subject_id,start_epoch,end_epoch,measured,threshold,tier
1,A,10,20,5.0,4,ranked
2,B,10,20,4.0,4,ranked
3,C,10,20,24.0,4,strict
"""
EVIDENCE = """
list_place,position,hop,transaction_id,transaction_number,role
1,1,1,t1,1,hop
1,2,2,t2,2,hop
2,1,1,t3,3,hop
3,1,1,t4,4,hop
"""


@pytest.fixture(scope="module")
def ground():
    workspace = Workspace(shipped_resources())
    with open_ground(workspace, load_contracts(workspace)) as warehouse:
        warehouse.execute(
            "create table detect.rule_shape (list_place bigint, subject_id varchar, "
            "start_epoch bigint, end_epoch bigint, measured double, threshold bigint, tier varchar)"
        )
        fill(warehouse, "detect.rule_shape", FINDS)
        fill(warehouse, "features.shape_transaction", EVIDENCE)
        numbers = "\n".join(str(number) for number in range(100))
        fill(warehouse, "features.window_transfer", f"transaction_number\n{numbers}\n")
        yield warehouse


def found(ground, **values: int) -> list[tuple[str, str, int]]:
    """Subject, transaction and how many were dropped."""
    ground.build(("detect", "rule_row"), FILE, values)
    rows: list[tuple[str, str, int]] = ground.rows(
        "select subject_id, transaction_id, dropped_count from detect.rule_row"
    )
    return rows


@pytest.mark.parametrize(
    ("least", "per_100k", "subjects", "dropped"),
    [
        (600, 73, "ABC", 0),
        (2, 0, "ABC", 0),
        (1, 0, "AC", 1),
        (0, 2_000, "ABC", 0),
        (0, 1_999, "AC", 1),
        (0, 0, "C", 2),
    ],
    ids=["as shipped", "least met", "least missed", "share met", "share missed", "no budget"],
)
def test_the_budget_leaves_out_what_lies_beyond_it_and_counts_it(
    ground, least, per_100k, subjects, dropped
):
    rows = found(ground, least_alerts=least, alerts_per_100k=per_100k)

    assert "".join(sorted({subject for subject, *_ in rows})) == subjects
    assert {count for *_, count in rows} == {dropped}


def test_a_find_brings_all_its_transactions(ground):
    rows = found(ground, least_alerts=600, alerts_per_100k=73)

    assert [row[:2] for row in rows] == [("A", "t1"), ("A", "t2"), ("B", "t3"), ("C", "t4")]


def test_the_score_keeps_the_order_of_the_list_and_a_strict_find_stands_above(ground):
    ground.build(("detect", "rule_row"), FILE, {"least_alerts": 600, "alerts_per_100k": 73})
    scores = dict(ground.rows("select distinct subject_id, score from detect.rule_row"))

    assert scores["C"] > scores["A"] > scores["B"]
    assert scores["B"] == pytest.approx(0.5, abs=1e-6)
