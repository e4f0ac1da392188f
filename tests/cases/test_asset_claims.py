"""Which case has an asset: who cites where the money came from, else who is about the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases.night import AS_OF, NightTables, alerts, movements, night_tables

from finintel.cases.build import run

ROWS = """
id,day,from,to,amount
s1,2026-03-01,u,a,60000
s2,2026-03-02,v,a,40000
h1,2026-03-03,a,b,90000
p1,2026-03-04,b,n,90000
x1,2026-03-03,b,z,5000
x2,2026-03-03,b,y,5000
x3,2026-03-03,b,w,5000
"""
HEAD = "id,detector,typology,subject,evidence\n"
SOURCES = "A1,STR-001,structuring,a,s1 s2\n"
WAY = "A2,PAS-001,pass_through,a,h1\n"
BROAD = "A3,FAN-002,fan_out,b,h1 x1 x2 x3\n"
PAYER = "A4,STK-001,stack,b,p1 x1 x2\n"


@pytest.fixture
def tables(tmp_path: Path):
    with night_tables(tmp_path / "w") as opened:
        movements(opened, ROWS)
        traced(opened)
        yield opened


def traced(tables: NightTables) -> None:
    """Trace payment p1 to s1 (two thirds) and s2 (one third)."""
    tables.fill(
        "trace.asset_trace",
        "asset_id,trace_id,acquisition_id,transaction_id,method,order_variant,is_headline,"
        "price_base_minor,traced_base_minor,traced_ratio,match_score,match_reasons,run_id\n"
        "S,T1,Q1,p1,fifo,booked,true,90000,90000,1.0,0.9,amount and date,n20260331",
    )
    tables.fill(
        "trace.fragment",
        "trace_id,method,order_variant,fragment_number,source_transaction_id,account_id,"
        "in_transaction_id,out_transaction_id,hop,sink,amount_minor,currency,amount_base_minor\n"
        "T1,fifo,booked,1,s1,b,h1,p1,2,asset,60000,EUR,60000\n"
        "T1,fifo,booked,2,s2,b,h1,p1,2,asset,30000,EUR,30000",
    )
    tables.fill(
        "trace.cone_credit",
        "trace_id,transaction_id,amount_base_minor\nT1,s1,60000\nT1,s2,40000\nT1,h1,90000",
    )
    tables.fill(
        "trace.cone_start",
        "trace_id,acquisition_id,transaction_id,amount_base_minor\nT1,Q1,p1,90000",
    )
    tables.fill(
        "trace.cone_source", "trace_id,transaction_id,is_root\nT1,s1,true\nT1,s2,true\nT1,h1,false"
    )


def claimed(tables: NightTables, raised: str, on_way: str = "") -> dict[str, int]:
    """Return, per case that holds the asset, its alerts' names and the value traced."""
    alerts(tables, HEAD + raised)
    for name in on_way.split():
        tables.fill(
            "trace.cone_alert",
            f"trace_id,alert_id,is_weak,is_main,cited_count\nT1,{name},false,true,1",
        )
    run(tables.context(AS_OF))
    return dict(
        tables.warehouse.rows(
            "select string_agg(distinct alert_id, ' ' order by alert_id), "
            "max(held.traced_base_minor) from cases.case_asset_trace as held "
            "join cases.case_alert using (case_id) group by case_id"
        )
    )


def test_the_case_that_cites_the_sources_has_the_asset_and_one_about_the_way_has_not(tables):
    assert claimed(tables, SOURCES + BROAD, on_way="A3") == {"A1": 90_000}


def test_where_no_case_cites_the_sources_the_one_about_the_way_has_it(tables):
    assert claimed(tables, WAY, on_way="A2") == {"A2": 90_000}


def test_a_broad_alert_that_touches_the_way_has_no_claim(tables):
    assert claimed(tables, BROAD, on_way="A3") == {}


def test_the_case_that_cites_the_payment_comes_before_one_about_the_way(tables):
    assert claimed(tables, WAY + PAYER, on_way="A2 A4") == {"A4": 90_000}


def test_a_part_below_the_least_share_is_no_claim(tables):
    tables.warehouse.execute(
        "update trace.fragment set amount_minor = case source_transaction_id "
        "when 's1' then 4000 else 86000 end"
    )
    assert claimed(tables, "A1,CSH-001,cash_intensity,a,s1\n") == {}


def test_a_part_of_the_least_share_is_one(tables):
    tables.warehouse.execute(
        "update trace.fragment set amount_minor = case source_transaction_id "
        "when 's1' then 4500 else 85500 end"
    )
    assert claimed(tables, "A1,CSH-001,cash_intensity,a,s1\n") == {"A1": 4_500}


def test_the_range_of_an_asset_is_over_methods_each_followed_through_all_payments(tables) -> None:
    """First in first out finds 90 and 10, last in first out 40 and 60: 100 by both, never 50."""
    movements(tables, "id,day,from,to,amount\np2,2026-03-05,b,n,60000")
    columns = (
        "asset_id,trace_id,acquisition_id,transaction_id,method,order_variant,is_headline,"
        "price_base_minor,traced_base_minor,traced_ratio,match_score,match_reasons,run_id\n"
    )
    tables.fill(
        "trace.asset_trace",
        columns + "S,T1,Q1,p1,lifo,booked,false,150000,40000,0.3,0.9,amount,n20260331\n"
        "S,T2,Q1,p2,fifo,booked,true,150000,10000,0.1,0.9,amount,n20260331\n"
        "S,T2,Q1,p2,lifo,booked,false,150000,60000,0.4,0.9,amount,n20260331",
    )
    tables.fill(
        "trace.fragment",
        "trace_id,method,order_variant,fragment_number,source_transaction_id,account_id,"
        "in_transaction_id,out_transaction_id,hop,sink,amount_minor,currency,amount_base_minor\n"
        "T1,lifo,booked,1,s1,b,h1,p1,2,asset,40000,EUR,40000\n"
        "T2,fifo,booked,1,s1,b,h1,p2,2,asset,10000,EUR,10000\n"
        "T2,lifo,booked,1,s1,b,h1,p2,2,asset,60000,EUR,60000",
    )
    tables.fill("trace.cone_credit", "trace_id,transaction_id,amount_base_minor\nT2,s1,60000")
    tables.fill(
        "trace.cone_start",
        "trace_id,acquisition_id,transaction_id,amount_base_minor\nT2,Q1,p2,60000",
    )
    alerts(tables, HEAD + SOURCES)
    run(tables.context(AS_OF))

    assert tables.warehouse.rows(
        "select traced_minimum_base_minor, traced_maximum_base_minor, traced_headline_base_minor, "
        "headline_method from cases.case_asset"
    ) == [(100_000, 100_000, 100_000, "fifo")]
