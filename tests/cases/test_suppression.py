"""What staff decided takes effect over nights: leads in work, at rest, and back on the list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.cases.night import NightTables, alerts, movements, next_day, night_tables

from finintel.cases.build import run

FIRST = date(2026, 3, 29)
SECOND, THIRD, FOURTH = next_day(FIRST), next_day(FIRST, 2), next_day(FIRST, 3)
UNTIL = date(2026, 9, 30)
CHAIN = """
id,day,from,to,amount
t1,2026-03-20,a,b,1000000
t2,2026-03-21,b,c,990000
g1,2026-03-20,GRANDMOTHER,GRANDCHILD,500000
g2,2026-03-21,GRANDMOTHER,GRANDCHILD,500000
"""
ALERTS = """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2
A2,STR-001,structuring,GRANDCHILD,g1 g2"""
SIGNED = {"decided_by": "AB", "second_by": "CD"}


class UndoneError(Exception):
    """Takes back what a test wrote."""


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NightTables]:
    """Two cases after the first night."""
    with night_tables(tmp_path_factory.mktemp("suppression") / "w") as opened:
        movements(opened, CHAIN)
        alerts(opened, ALERTS)
        run(opened.context(FIRST))
        yield opened


@pytest.fixture
def tables(first_night: NightTables) -> Iterator[NightTables]:
    """Two cases after the first night, as they were before any other test."""
    with suppress(UndoneError), first_night.warehouse.transaction():
        yield first_night
        raise UndoneError


def case_of(tables: NightTables, alert_id: str) -> str:
    found: str = tables.warehouse.value(
        'select case_id from cases.case_alert join cases."case" as work_item using (case_id) '
        "where alert_id = $alert and work_item.state <> 'merged'",
        {"alert": alert_id},
    )
    return found


def decide(
    tables: NightTables, alert_id: str, status: str, recorded: date = SECOND, **more: object
) -> None:
    """Record a decision on the lead that holds an alert, as conform does."""
    known = tables.warehouse.count("cases.disposition")
    values = {
        "lead_id": f"L-{case_of(tables, alert_id)}",
        "listed_run_id": f"n{next_day(recorded, -1):%Y%m%d}",
        "status_code": status,
        "decided_on": recorded,
        "recorded_from": recorded,
        "file_sha256": "f" * 64,
        "row_number": known + 2,
        **SIGNED,
        **more,
    }
    tables.fill("cases.disposition", pl.DataFrame({name: [item] for name, item in values.items()}))


def lead(tables: NightTables, as_of: date, alert_id: str) -> dict[str, object]:
    frame = tables.warehouse.frame(
        "select * from cases.lead where run_id = $run and case_id = $case",
        {"run": f"n{as_of:%Y%m%d}", "case": case_of(tables, alert_id)},
    )
    return frame.to_dicts()[0]


def states(tables: NightTables) -> list[tuple[str, str | None]]:
    return tables.warehouse.rows(
        "select state, end_reason from cases.suppression order by decided_on, decision_id"
    )


def grow(tables: NightTables, amount: int, detector: str = "LAY-001") -> None:
    """Let the chain's case cite another payment from the second day on."""
    movements(tables, f"id,day,from,to,amount\nn1,2026-03-22,c,d,{amount}")
    alerts(
        tables,
        "id,detector,typology,subject,evidence\n" + f"A3,{detector},layering_chain,c,t1 t2 n1",
    )


@pytest.mark.parametrize("status", ["in_analysis", "disseminated", "request_sent", "frozen"])
def test_a_lead_in_work_stays_in_sight_and_takes_no_place(tables: NightTables, status: str) -> None:
    decide(tables, "A1", status)
    counts = run(tables.context(SECOND))
    found = lead(tables, SECOND, "A1")

    assert (found["listing"], found["rank"], found["status_code"]) == ("in_work", None, status)
    assert found["status_on"] == SECOND
    assert counts["leads_in_work"] == 1
    assert counts["leads_ranked"] == 1
    assert f"staff decided {status} on {SECOND}" in str(found["change_detail"])


@pytest.mark.parametrize(
    "status",
    [
        *("nfa_explained", "nfa_insufficient", "nfa_duplicate", "nfa_data_error"),
        *("false_positive", "suppressed"),
    ],
)
def test_a_closed_lead_rests_in_sight_with_reason_and_last_day(
    tables: NightTables, status: str
) -> None:
    decide(tables, "A1", status, reason_code="ordinary_business", suppressed_until=UNTIL)
    counts = run(tables.context(SECOND))
    found = lead(tables, SECOND, "A1")

    assert (found["listing"], found["rank"], found["status_code"]) == ("suppressed", None, status)
    assert found["suppressed_until"] == UNTIL
    assert found["suppression_reason"] == "case: ordinary_business"
    assert found["change"] == "unchanged"
    assert "suppressed for ordinary_business until 2026-09-30" in str(found["change_detail"])
    assert counts["leads_suppressed"] == 1


def test_a_closed_lead_without_a_day_rests_half_a_year(tables: NightTables) -> None:
    decide(tables, "A1", "nfa_explained")
    run(tables.context(SECOND))

    assert lead(tables, SECOND, "A1")["suppressed_until"] == next_day(SECOND, 180)


@pytest.mark.parametrize("status", ["open", "unfilled"])
def test_a_row_that_decides_nothing_changes_no_listing(tables: NightTables, status: str) -> None:
    decide(tables, "A1", status)
    run(tables.context(SECOND))
    found = lead(tables, SECOND, "A1")

    assert (found["listing"], found["status_code"]) == ("ranked", "open")


def test_a_suppression_holds_on_its_last_day_and_ends_after_it(tables: NightTables) -> None:
    decide(tables, "A1", "suppressed", reason_code="inheritance", suppressed_until=THIRD)
    for night, listing in ((SECOND, "suppressed"), (THIRD, "resting")):
        counts = run(tables.context(night))
        assert lead(tables, night, "A1")["listing"] == listing
        assert counts["leads_suppressed"] == 1
    run(tables.context(FOURTH))
    found = lead(tables, FOURTH, "A1")

    assert found["listing"] == "ranked"
    assert found["status_code"] == "suppressed"
    assert found["suppressed_until"] is None
    assert "its last day is over" in str(found["change_detail"])
    assert states(tables) == [("expired", "its last day is over")]


@pytest.mark.parametrize(
    ("amount", "listing"),
    [(497_500, "suppressed"), (497_501, "ranked")],
    ids=["a quarter more", "just more"],
)
def test_more_evidence_than_a_quarter_ends_it_early(
    tables: NightTables, amount: int, listing: str
) -> None:
    decide(tables, "A1", "nfa_explained")
    run(tables.context(SECOND))
    grow(tables, amount)
    run(tables.context(THIRD))
    found = lead(tables, THIRD, "A1")

    assert (found["listing"], found["change"]) == (listing, "changed")
    ended = "ended: it was" in str(found["change_detail"])
    assert ended == (listing == "ranked")


def test_what_came_between_list_and_return_is_not_what_staff_had_seen(tables: NightTables) -> None:
    grow(tables, 800_000)
    run(tables.context(SECOND))
    decide(tables, "A1", "nfa_explained", recorded=THIRD, listed_run_id=f"n{FIRST:%Y%m%d}")
    run(tables.context(THIRD))

    assert states(tables) == [("ended_early", "evidence grew by 40 %")]
    assert lead(tables, THIRD, "A1")["listing"] == "ranked"


def test_a_higher_band_ends_it_early_and_it_does_not_begin_again(tables: NightTables) -> None:
    decide(tables, "A1", "nfa_explained")
    run(tables.context(SECOND))
    alerts(
        tables,
        "id,detector,typology,subject,evidence\nA3,LAY-002,layering_chain,b,t1 t2",
    )
    run(tables.context(THIRD))
    assert states(tables)[0][0] == "ended_early"
    assert "band confidence rose" in str(states(tables)[0][1])
    tables.warehouse.execute("update detect.alert set state = 'withdrawn' where alert_id = 'A3'")
    run(tables.context(FOURTH))

    assert states(tables)[0][0] == "ended_early"
    assert lead(tables, FOURTH, "A1")["listing"] == "ranked"


def test_an_asset_that_was_not_seen_is_material(tables: NightTables) -> None:
    """On the statement itself: what a case holds comes from the tracing tables elsewhere."""
    decide(tables, "A1", "nfa_explained")
    run(tables.context(SECOND))
    case_id = case_of(tables, "A1")
    tables.fill("cases.case_asset", f"case_id,asset_id\n{case_id},OLD\n{case_id},NEW")
    tables.fill(
        "cases.case_seen",
        "case_id,kind,item_id,first_run_id\n"
        f"{case_id},asset,OLD,n{FIRST:%Y%m%d}\n{case_id},asset,NEW,n{SECOND:%Y%m%d}",
    )
    found = tables.warehouse.run(
        tables.context(SECOND).sql("cases/suppression_change.sql"), {"more_percent": 25}
    )

    assert found.column("change").to_pylist() == ["an asset that was not seen: NEW"]


def test_a_later_decision_lifts_a_suppression(tables: NightTables) -> None:
    decide(tables, "A1", "nfa_explained")
    run(tables.context(SECOND))
    decide(tables, "A1", "open", recorded=THIRD)
    run(tables.context(THIRD))
    found = lead(tables, THIRD, "A1")

    assert (found["listing"], found["status_code"]) == ("ranked", "open")
    assert states(tables) == [("lifted", "a later decision")]


def test_a_decision_taken_back_by_a_corrected_file_ends(tables: NightTables) -> None:
    decide(tables, "A1", "nfa_explained")
    run(tables.context(SECOND))
    tables.warehouse.execute("update cases.disposition set recorded_to = $on", {"on": THIRD})
    run(tables.context(THIRD))
    found = lead(tables, THIRD, "A1")

    assert (found["listing"], found["status_code"]) == ("ranked", "open")
    assert states(tables) == [("lifted", "the decision was taken back")]


def test_a_corrected_last_day_renews_what_has_expired(tables: NightTables) -> None:
    decide(tables, "A1", "suppressed", reason_code="inheritance", suppressed_until=SECOND)
    run(tables.context(SECOND))
    run(tables.context(THIRD))
    assert states(tables)[0][0] == "expired"
    tables.warehouse.execute(
        "update cases.disposition set suppressed_until = $until", {"until": UNTIL}
    )
    run(tables.context(FOURTH))

    assert states(tables) == [("in_force", None)]
    assert lead(tables, FOURTH, "A1")["listing"] == "suppressed"


# ── a grandmother's gifts: a standing false alarm, allowed for one payer and one payee ───────────

GIFT: dict[str, Any] = {
    "reason_code": "family_gift",
    "scope_code": "pair",
    "payer_id": "GRANDMOTHER",
    "payee_id": "GRANDCHILD",
    "suppressed_until": UNTIL,
}


def gift(
    tables: NightTables, amount: int, payer: str = "GRANDMOTHER", subject: str = "GRANDCHILD"
) -> None:
    """Another payment to the grandchild, alerted in an episode of its own."""
    movements(tables, f"id,day,from,to,amount\ng3,2026-03-28,{payer},GRANDCHILD,{amount}")
    alerts(tables, f"id,detector,typology,subject,evidence\nA4,STR-001,structuring,{subject},g3")


def test_gifts_of_the_pair_rest_whatever_case_they_fall_into(tables: NightTables) -> None:
    decide(tables, "A2", "suppressed", **GIFT)
    gift(tables, 500_000, subject="GRANDMOTHER")
    run(tables.context(SECOND))
    old, new = lead(tables, SECOND, "A2"), lead(tables, SECOND, "A4")

    assert old["case_id"] != new["case_id"]
    assert old["listing"] == new["listing"] == "suppressed"
    assert new["change"] == "new"
    assert new["suppression_reason"] == "pair: family_gift"
    assert lead(tables, SECOND, "A1")["listing"] == "ranked"


def test_a_further_gift_in_the_same_case_rests_too(tables: NightTables) -> None:
    decide(tables, "A2", "suppressed", **GIFT)
    gift(tables, 500_000)
    run(tables.context(SECOND))
    old, new = lead(tables, SECOND, "A2"), lead(tables, SECOND, "A4")

    assert old["case_id"] == new["case_id"]
    assert old["listing"] == "suppressed"


def test_the_pair_may_be_named_by_its_party(tables: NightTables) -> None:
    tables.fill("core.account_holder", "account_id,party_id,role\nGRANDMOTHER,P1,owner")
    decide(tables, "A2", "suppressed", **GIFT | {"payer_id": "P1"})
    run(tables.context(SECOND))

    assert lead(tables, SECOND, "A2")["listing"] == "suppressed"


@pytest.mark.parametrize(
    ("amount", "payer", "listing"),
    [
        (625_000, "GRANDMOTHER", "suppressed"),
        (625_001, "GRANDMOTHER", "ranked"),
        (500_000, "STRANGER", "ranked"),
    ],
    ids=["a quarter more", "just more", "another payer"],
)
def test_the_allowance_is_for_the_pair_and_what_was_usual(
    tables: NightTables, amount: int, payer: str, listing: str
) -> None:
    decide(tables, "A2", "suppressed", **GIFT)
    run(tables.context(SECOND))
    gift(tables, amount, payer)
    run(tables.context(THIRD))

    assert lead(tables, THIRD, "A4")["listing"] == listing


def test_one_payment_of_somebody_else_in_the_evidence_is_not_covered(tables: NightTables) -> None:
    decide(tables, "A2", "suppressed", **GIFT)
    gift(tables, 400_000, "STRANGER")
    alerts(tables, "id,detector,typology,subject,evidence\nA5,FAN-001,fan_in,GRANDCHILD,g1 g2 g3")
    run(tables.context(SECOND))
    found = lead(tables, SECOND, "A2")

    assert found["listing"] == "ranked"
    assert found["suppressed_alert_count"] == 1


def test_one_detector_on_one_subject_rests_and_no_other(tables: NightTables) -> None:
    decide(
        tables,
        "A1",
        "false_positive",
        reason_code="rule_does_not_fit",
        scope_code="subject_detector",
        subject_id="'b",  # as a list wrote it, safe for spreadsheets
        detector_id="LAY-001",
    )
    run(tables.context(SECOND))
    found = lead(tables, SECOND, "A1")

    assert (found["listing"], found["status_code"]) == ("suppressed", "open")
    assert lead(tables, SECOND, "A2")["listing"] == "ranked"


def test_a_model_alone_does_not_bring_a_lead_back(tables: NightTables) -> None:
    tables.warehouse.execute(f"update detect.alert set first_run_id = 'n{FIRST:%Y%m%d}'")
    alerts(tables, "id,detector,typology,subject,evidence\nA6,ANO-001,anomaly,GRANDCHILD,g1")
    decide(tables, "A2", "suppressed", **GIFT)
    run(tables.context(SECOND))

    assert lead(tables, SECOND, "A2")["listing"] == "suppressed"


# ── merges and splits ────────────────────────────────────────────────────────────────────────────


def test_a_suppression_ends_when_its_case_is_merged_and_work_goes_along(
    tables: NightTables,
) -> None:
    before = case_of(tables, "A1")
    decide(tables, "A1", "suppressed", reason_code="inheritance", suppressed_until=UNTIL)
    decide(tables, "A1", "request_sent", listed_run_id=f"n{FIRST:%Y%m%d}", decided_on=FIRST)
    run(tables.context(SECOND))
    alerts(
        tables,
        "id,detector,typology,subject,evidence\nA9,LAY-009,round_trip,b,t1 t2 g1",
    )
    run(tables.context(THIRD))

    assert case_of(tables, "A1") != before
    assert states(tables) == [("ended_early", f"merged into {case_of(tables, 'A1')}")]
    assert lead(tables, THIRD, "A2")["status_code"] == "suppressed"
    assert lead(tables, THIRD, "A2")["listing"] == "ranked"
