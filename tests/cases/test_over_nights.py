"""Withdrawn or corrected, fallen or merged: what a reader is told, on tables of a few rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cases.night import NightTables, alerts, movements, next_day, night_tables

from finintel.cases.build import run

FIRST = date(2026, 3, 29)
ROWS = """
id,day,from,to,amount
t1,2026-03-20,a,b,1000000
t2,2026-03-21,b,c,990000
u1,2026-03-21,g,h,400000
u2,2026-03-22,h,i,390000
"""
TWO = """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2
A2,STR-001,structuring,h,u1 u2"""


@pytest.fixture
def tables(tmp_path: Path):
    with night_tables(tmp_path / "w") as opened:
        movements(opened, ROWS)
        alerts(opened, TWO)
        yield opened


def told(tables: NightTables, as_of: date) -> dict[str, tuple[str, str]]:
    rows = tables.warehouse.rows(
        "select case_id, change, change_detail from cases.lead where run_id = $run",
        {"run": tables.context(as_of).run_id},
    )
    return {case: (change, detail) for case, change, detail in rows}


def case_of(tables: NightTables, alert: str) -> str:
    return str(
        tables.warehouse.value(
            "select case_id from cases.case_alert where alert_id = $alert", {"alert": alert}
        )
    )


def test_rows_that_a_correction_took_out_are_told_apart_from_a_withdrawal(tables) -> None:
    run(tables.context(FIRST))
    corrected, withdrawn = case_of(tables, "A1"), case_of(tables, "A2")
    tables.warehouse.execute("delete from core.\"transaction\" where transaction_id = 't2'")
    tables.warehouse.execute("update detect.alert set state = 'withdrawn'")
    second = next_day(FIRST)
    run(tables.context(second))
    found = told(tables, second)
    assert found[corrected][0] == found[withdrawn][0] == "withdrawn"
    assert "1 of its rows were corrected" in found[corrected][1]
    assert "no detector raises it any more" in found[withdrawn][1]
    events = dict(
        tables.warehouse.rows(
            "select case_id, event from cases.lead_event where run_id = $run",
            {"run": tables.context(second).run_id},
        )
    )
    assert events == {corrected: "corrected", withdrawn: "withdrawn"}


def test_evidence_that_leaves_the_look_back_ages_a_case_and_keeps_what_it_held(tables) -> None:
    run(tables.context(FIRST))
    held = tables.warehouse.rows("select * from cases.case_transaction order by all")
    tables.warehouse.execute("update detect.alert set state = 'aged'")
    later = next_day(FIRST, 400)
    run(tables.context(later))
    assert {change for change, _ in told(tables, later).values()} == {"changed"}
    assert all(
        "its evidence has left the examined window" in detail
        for _, detail in told(tables, later).values()
    )
    assert tables.warehouse.rows("select * from cases.case_transaction order by all") == held
    again = next_day(later)
    run(tables.context(again))
    assert {change for change, _ in told(tables, again).values()} == {"aged"}


def test_a_priority_that_falls_says_which_band_fell_and_why(tables) -> None:
    run(tables.context(FIRST))
    later = next_day(FIRST, 20)
    run(tables.context(later))
    for change, detail in told(tables, later).values():
        assert change == "changed"
        assert "band urgency fell: 2 → 1 (last evidence" in detail
        assert "novelty 4 → 3, as nights pass" in detail


def test_a_lead_that_only_grows_older_is_unchanged_and_says_that_it_is_no_longer_new(
    tables,
) -> None:
    run(tables.context(FIRST))
    second = next_day(FIRST)
    run(tables.context(second))
    assert set(told(tables, second).values()) == {("unchanged", "novelty 4 → 2, as nights pass")}


def test_a_merged_lead_is_withdrawn_once_with_a_word_on_where_it_went(tables) -> None:
    run(tables.context(FIRST))
    one, other = case_of(tables, "A1"), case_of(tables, "A2")
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A9,LAY-009,round_trip,b,t1 t2 u1""",
    )
    second = next_day(FIRST)
    run(tables.context(second))
    assert told(tables, second)[other] == (
        "withdrawn",
        f"merged into L-{one}, which holds its evidence now",
    )
    assert f"took over L-{other}" in told(tables, second)[one][1]
    third = next_day(second)
    run(tables.context(third))
    assert set(told(tables, third)) == {one}


def test_evidence_of_a_standing_alert_that_the_window_has_left_stays_with_the_case(tables) -> None:
    run(tables.context(FIRST))
    case_id = case_of(tables, "A1")
    tables.warehouse.execute("delete from detect.alert_transaction where transaction_id = 't1'")
    later = date(2026, 5, 20)  # its window of sixty days begins on the day of t2
    assert tables.context(later).window()[0] == date(2026, 3, 21)
    run(tables.context(later))
    held = tables.warehouse.rows(
        "select transaction_id, alert_count from cases.case_transaction where case_id = $case "
        "order by transaction_id",
        {"case": case_id},
    )
    assert held == [("t1", 0), ("t2", 1)]
    assert "transactions" not in told(tables, later)[case_id][1]


def held(tables: NightTables, case_id: str) -> list[str]:
    return [
        row[0]
        for row in tables.warehouse.rows(
            "select transaction_id from cases.case_transaction where case_id = $case order by all",
            {"case": case_id},
        )
    ]


def withdraw(tables: NightTables, alert: str, state: str = "withdrawn") -> None:
    tables.warehouse.execute(
        "update detect.alert set state = $state where alert_id = $alert",
        {"alert": alert, "state": state},
    )


def cite(tables: NightTables, alert: str, before: str, after: str) -> None:
    """Let an alert cite another transaction instead of one."""
    tables.warehouse.execute(
        "update detect.alert_transaction set transaction_id = $after "
        "where alert_id = $alert and transaction_id = $before",
        {"alert": alert, "before": before, "after": after},
    )


def test_a_merge_takes_over_what_the_window_has_left_and_repeats_no_row(tables) -> None:
    run(tables.context(FIRST))
    one, other = case_of(tables, "A1"), case_of(tables, "A2")
    tables.fill(
        "cases.case_asset_trace",
        "case_id,asset_id,acquisition_id,transaction_id,method,order_variant,is_headline,"
        f"traced_base_minor,run_id\n{one},S,Q,t1,fifo,booked,true,1000,n20260329",
    )
    tables.warehouse.execute("delete from detect.alert_transaction where transaction_id = 't1'")
    alerts(tables, "id,detector,typology,subject,evidence\nA9,LAY-009,round_trip,h,t2 u1 u2")
    later = date(2026, 5, 20)  # its window of sixty days begins on the day of t2
    for night in (later, next_day(later)):
        run(tables.context(night))
        assert held(tables, other) == ["t1", "t2", "u1", "u2"]
        assert held(tables, one) == ["t1", "t2"]
    assert (
        tables.warehouse.count("cases.case_asset_trace", f"case_id = '{other}' and asset_id = 'S'")
        == 1
    )


def test_a_split_takes_its_rows_along_though_the_window_has_left_them(tables) -> None:
    alerts(tables, "id,detector,typology,subject,evidence\nA9,LAY-009,round_trip,b,t1 t2 u1")
    run(tables.context(FIRST))
    assert held(tables, case_of(tables, "A1")) == ["t1", "t2", "u1", "u2"]
    withdraw(tables, "A9")
    run(tables.context(date(2026, 5, 21)))
    assert held(tables, case_of(tables, "A1")) == ["t1", "t2"]
    assert held(tables, case_of(tables, "A2")) == ["u1", "u2"]


def test_an_alert_that_moves_to_another_case_is_told_in_both(tables) -> None:
    alerts(tables, "id,detector,typology,subject,evidence\nA5,LAY-002,pass_through,c,t2")
    run(tables.context(FIRST))
    one, other = case_of(tables, "A1"), case_of(tables, "A2")
    assert case_of(tables, "A5") == one
    cite(tables, "A5", "t2", "u2")
    second = next_day(FIRST)
    run(tables.context(second))
    assert case_of(tables, "A5") == other
    assert f"1 of its alerts are in L-{other} now" in told(tables, second)[one][1]
    assert f"alerts of L-{one} are in it now" in told(tables, second)[other][1]


def test_a_case_that_stays_says_which_of_its_alerts_is_no_longer_raised(tables) -> None:
    alerts(tables, "id,detector,typology,subject,evidence\nA5,LAY-002,pass_through,c,t2")
    run(tables.context(FIRST))
    withdraw(tables, "A5")
    second = next_day(FIRST)
    run(tables.context(second))
    found = told(tables, second)
    assert "no longer raised: LAY-002" in found[case_of(tables, "A1")][1]
    assert "no longer raised" not in found[case_of(tables, "A2")][1]


def test_evidence_that_goes_and_comes_back_is_not_presented_as_new(tables) -> None:
    withdraw(tables, "A2")
    alerts(tables, "id,detector,typology,subject,evidence\nA6,FAN-001,fan_in,b,t2 u1 u2")
    run(tables.context(FIRST))
    first = case_of(tables, "A1")
    assert held(tables, first) == ["t1", "t2", "u1", "u2"]
    withdraw(tables, "A6")
    second = next_day(FIRST)
    run(tables.context(second))
    assert held(tables, first) == ["t1", "t2"]
    tables.warehouse.execute("delete from detect.alert_transaction where transaction_id = 't2'")
    withdraw(tables, "A6", "current")
    tables.warehouse.execute("update detect.alert set subject_id = 'h' where alert_id = 'A6'")
    third = next_day(second)
    run(tables.context(third))
    again = case_of(tables, "A6")
    assert again != first
    assert told(tables, third)[again] == ("changed", f"split from L-{first}")


def test_a_merged_lead_says_which_of_its_alerts_went_over_to_nobody(tables) -> None:
    alerts(tables, "id,detector,typology,subject,evidence\nA5,LAY-002,pass_through,i,u2")
    run(tables.context(FIRST))
    one, other = case_of(tables, "A1"), case_of(tables, "A2")
    withdraw(tables, "A5")
    alerts(tables, "id,detector,typology,subject,evidence\nA9,LAY-009,round_trip,b,t1 t2 u1")
    second = next_day(FIRST)
    run(tables.context(second))
    change, detail = told(tables, second)[other]
    assert change == "withdrawn"
    assert f"merged into L-{one}" in detail
    assert "no longer raised: LAY-002" in detail
