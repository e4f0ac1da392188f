"""The stage `trace`: what it writes for payments whose entries have been cut out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import polars as pl
import pytest

from finintel.night import StageContext
from finintel.trace.payments import write_traces
from finintel.vocabulary import COLUMN_TYPES
from finintel.warehouse import Warehouse

ENTITIES = Path(__file__).parents[2] / "schemas" / "entities"
# A root of 100 arrives at account 1 and goes on to account 2, which has 50; 120 buy a house.
CONE_ENTRY = """
select * from (values
    ('T1', 1, 'A1', 10, 'd', 'in', 10000, 'EUR', null, 0, 'transfer', true, null::text),
    ('T1', 1, 'A1', 11, 'x', 'out', 10000, 'EUR', null, 60, 'transfer', true, null),
    ('T1', 2, 'A2', 9, 'c', 'in', 5000, 'EUR', 5000::bigint, 0, 'transfer', true, null),
    ('T1', 2, 'A2', 11, 'x', 'in', 10000, 'EUR', 15000, 60, 'transfer', true, null),
    ('T1', 2, 'A2', 12, 'fee', 'out', 1000, 'EUR', 14000, 90, 'fee', true, null),
    ('T1', 2, 'A2', 13, 'house', 'out', 12000, 'EUR', 2000, 120, 'transfer', true, null)
) as e (trace_id, account_number, account_id, transaction_number, transaction_id, direction,
    amount_minor, currency, balance_after_minor, booked_epoch, channel, is_time_known,
    returned_transaction_id)
"""


@pytest.fixture
def context() -> StageContext:
    warehouse = Warehouse(duckdb.connect())
    for schema in ("trace", "features"):
        warehouse.execute(f"create schema {schema}")
    for name in ("fragment", "asset_trace"):
        contract = tomllib.loads((ENTITIES / f"{name}.toml").read_text(encoding="utf-8"))
        columns = ", ".join(
            f"{column} {COLUMN_TYPES[spec['type']]}" + (" not null" if spec.get("required") else "")
            for column, spec in contract["columns"].items()
        )
        warehouse.execute(f"create table trace.{name} ({columns})")
    warehouse.execute(f"create table trace.cone_entry as {CONE_ENTRY}")
    warehouse.execute(
        "create table trace.cone_source as select 'T1' as trace_id, 'd' as transaction_id, "
        "10 as transaction_number, true as is_root"
    )
    warehouse.execute(
        "create table features.window_transfer as "
        "select 'house' as transaction_id, 12000 as amount_minor"
    )
    stage = SimpleNamespace(
        warehouse=warehouse,
        run_id="night",
        contracts=SimpleNamespace(profile=SimpleNamespace(headline_method="pro_rata")),
        progress=lambda *_: None,
        workspace=SimpleNamespace(settings=SimpleNamespace(threads=2)),
    )
    return cast("StageContext", stage)


def payments() -> pl.DataFrame:
    row: dict[str, Any] = {
        "trace_id": "T1",
        "acquisition_id": "Q1",
        "asset_id": "HOUSE",
        "transaction_id": "house",
        "amount_base_minor": 24000,
        "price_base_minor": 24000,
        "match_score": 0.9,
        "match_reasons": "amount",
    }
    return pl.DataFrame([row])


def test_the_value_traced_into_a_payment_is_written_by_method_in_base_currency(context) -> None:
    assert write_traces(context, payments()) == 1
    found = context.warehouse.frame(
        "select method, order_variant, traced_base_minor, is_headline from trace.asset_trace "
        "order by method"
    )
    # own 50 leave first by fifo and libr: 10 fee, 40 in the house, so 80 traced; pro rata 100/150
    assert found.rows() == [
        ("fifo", "booked", 16000, False),
        ("libr", "booked", 16000, False),
        ("lifo", "booked", 18000, False),
        ("pro_rata", "booked", 16000, True),
        ("traced_first", "booked", 18000, False),
    ]


def test_fragments_tie_each_piece_that_leads_to_the_payment_to_its_transactions(context) -> None:
    write_traces(context, payments())
    found = context.warehouse.frame(
        "select account_id, in_transaction_id, out_transaction_id, hop, sink, amount_minor "
        "from trace.fragment where method = 'lifo' order by fragment_number"
    )
    # 10 of the root went into the fee: counted by the scan, not kept
    assert found.rows() == [
        ("A1", "d", "x", 0, "moved_on", 10000),
        ("A2", "x", "house", 1, "paid_out", 9000),
    ]


def test_a_payment_that_nothing_traced_reaches_leaves_no_row(context) -> None:
    context.warehouse.execute("update trace.cone_source set is_root = false")
    assert write_traces(context, payments()) == 0
    assert context.warehouse.frame("select * from trace.asset_trace").is_empty()
