"""What becomes of alerts over nights, on tables of a few rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cases.night import NightTables, alerts, movements, next_day, night_tables

from finintel.cases.build import run

FIRST = date(2026, 3, 29)
CHAIN = """
id,day,from,to,amount
t1,2026-03-20,a,b,1000000
t2,2026-03-21,b,c,990000
t3,2026-03-22,c,d,980000
x1,2026-03-20,HUB,e,500000
x2,2026-03-20,HUB,f,500000
x3,2026-03-21,e,g,400000
x4,2026-03-21,f,h,400000
"""


@pytest.fixture
def tables(tmp_path: Path):
    with night_tables(tmp_path / "w") as opened:
        movements(opened, CHAIN)
        yield opened


def cases_of(tables: NightTables) -> dict[str, str]:
    return dict(tables.warehouse.rows("select alert_id, case_id from cases.case_alert"))


def leads_of(tables: NightTables, as_of: date) -> dict[str, str]:
    return dict(
        tables.warehouse.rows(
            "select case_id, change from cases.lead where run_id = $run",
            {"run": tables.context(as_of).run_id},
        )
    )


def test_alerts_that_share_half_of_the_smaller_are_one_case(tables: NightTables) -> None:
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2
A2,LAY-002,pass_through,c,t2 t3
A3,STR-001,structuring,g,x3""",
    )
    counts = run(tables.context(FIRST))
    found = cases_of(tables)
    assert found["A1"] == found["A2"] != found["A3"]
    assert counts["leads_new"] == 2
    assert counts["leads_ranked"] == 2


def test_alerts_that_meet_only_in_a_service_hub_stay_apart(tables: NightTables) -> None:
    tables.fill("features.service_hub", "account_id,account_number,kind\nHUB,1,paying")
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A1,LAY-002,pass_through,e,x1
A2,LAY-002,pass_through,f,x1
A3,LAY-001,fan_out,HUB,x1 x2""",
    )
    run(tables.context(FIRST))
    assert len(set(cases_of(tables).values())) == 3


def test_an_anomaly_alert_joins_a_case_but_founds_none(tables: NightTables) -> None:
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2
A2,ANO-001,anomaly,b,t1
A3,ANO-001,anomaly,g,x3""",
    )
    counts = run(tables.context(FIRST))
    found = cases_of(tables)
    assert found["A1"] == found["A2"]
    assert "A3" not in found
    assert counts["alerts_of_models_alone"] == 1


def test_a_case_keeps_its_id_grows_ages_and_is_withdrawn_only_by_its_alerts(
    tables: NightTables,
) -> None:
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2""",
    )
    run(tables.context(FIRST))
    case_id = cases_of(tables)["A1"]
    assert leads_of(tables, FIRST) == {case_id: "new"}
    second = next_day(FIRST)
    run(tables.context(second))
    assert leads_of(tables, second) == {case_id: "unchanged"}
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A2,LAY-002,pass_through,c,t2 t3""",
    )
    third = next_day(second)
    run(tables.context(third))
    assert leads_of(tables, third) == {case_id: "changed"}
    tables.warehouse.execute("update detect.alert set state = 'aged'")
    fourth = next_day(third)
    run(tables.context(fourth))
    assert leads_of(tables, fourth)[case_id] in {"aged", "changed"}
    tables.warehouse.execute("update detect.alert set state = 'withdrawn'")
    fifth = next_day(fourth)
    run(tables.context(fifth))
    assert leads_of(tables, fifth) == {case_id: "withdrawn"}
    sixth = next_day(fifth)
    run(tables.context(sixth))
    assert leads_of(tables, sixth) == {}


def test_cases_merge_into_the_one_that_overlaps_most_and_split_again_by_their_own_id(
    tables: NightTables,
) -> None:
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2
A3,STR-001,structuring,g,x3""",
    )
    run(tables.context(FIRST))
    before = cases_of(tables)
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A9,LAY-009,round_trip,b,t1 t2 x3""",
    )
    second = next_day(FIRST)
    run(tables.context(second))
    states = dict(
        tables.warehouse.rows(
            'select case_id, coalesce(successor_case_id, state) from cases."case"'
        )
    )
    assert states == {before["A1"]: "open", before["A3"]: before["A1"]}
    tables.warehouse.execute("update detect.alert set state = 'withdrawn' where alert_id = 'A9'")
    third = next_day(second)
    run(tables.context(third))
    after = cases_of(tables)
    events = tables.warehouse.rows(
        "select event, other_case_id from cases.lead_event where run_id = $run and event = 'split'",
        {"run": tables.context(third).run_id},
    )
    assert after == before  # the case that was merged takes up its identifier again
    assert events == [("split", before["A1"])]
    assert sorted(leads_of(tables, third).values()) == ["changed", "changed"]


def test_an_alert_about_a_notary_joins_the_buyer_who_paid_most_and_no_other(
    tables: NightTables,
) -> None:
    movements(
        tables,
        "id,day,from,to,amount\n"
        "b1,2026-03-20,k,N,900000\nb2,2026-03-21,m,N,500000\n"
        "k1,2026-03-19,x,k,900000\nm1,2026-03-19,y,m,500000",
    )
    tables.fill(
        "core.acquisition",
        "acquisition_id,asset_id,acquirer_party_id,acquired_on,recorded_from\n"
        "Q1,S1,P1,2026-03-20,2026-03-20\nQ2,S2,P2,2026-03-21,2026-03-21",
    )
    tables.fill(
        "trace.asset_trace",
        "trace_id,acquisition_id,asset_id,transaction_id,method,order_variant,is_headline,"
        "traced_base_minor,run_id\n"
        "T1,Q1,S1,b1,fifo,booked,true,0,n20260329\nT2,Q2,S2,b2,fifo,booked,true,0,n20260329",
    )
    alerts(
        tables,
        """id,detector,typology,subject,evidence
A1,PAS-001,pass_through,k,k1 b1
A2,PAS-001,pass_through,m,m1 b2
A3,DOR-001,dormant_account,N,b1 b2""",
    )
    run(tables.context(FIRST))
    found = cases_of(tables)
    assert found["A3"] == found["A1"] != found["A2"]
