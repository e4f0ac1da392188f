"""What an earlier night decided stays decided when the window has left its payments."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import duckdb

from finintel.night import StageContext
from finintel.sqlfile import read_sql
from finintel.trace.nightly import match_payments
from finintel.trace.tables import build
from finintel.warehouse import Warehouse
from finintel.workspace import shipped_resources

TABLES = """
create table core.acquisition (acquisition_id varchar, asset_id varchar, acquirer_party_id varchar,
    seller_party_id varchar, intermediary_party_id varchar, payee_account_id varchar,
    acquired_on date, price_minor bigint, loan_minor bigint, currency varchar, recorded_to date);
create table core.account_holder (account_id varchar, party_id varchar, recorded_to date);
create table core.fx_daily (currency varchar, rated_on date, numerator bigint, denominator bigint);
create table features.all_transfer (transaction_id varchar, transaction_number bigint,
    originator_account_id varchar, originator_number bigint, beneficiary_account_id varchar,
    booked_epoch bigint, amount_base_minor bigint, received_amount_minor bigint,
    received_currency varchar);
create view features.acquisition as from core.acquisition;
create table features.client_account (account_id varchar);
create view features.account_holder as from core.account_holder;
insert into core.acquisition values ('D', 'A', 'P', null, null, 'KD', '2026-03-01', 10000, null,
    'EUR', null);
insert into core.account_holder values ('KP', 'P', null);
insert into core.fx_daily values ('EUR', '2026-03-01', 1, 1);
insert into features.all_transfer values
    ('price', 1, 'KP', 1, 'KD', epoch(date '2026-02-10')::bigint, 10000, 10000, 'EUR'),
    ('other', 2, 'KX', 2, 'KD', epoch(date '2026-03-02')::bigint, 9000, 9000, 'EUR')
"""


def house() -> Warehouse:
    made = Warehouse(duckdb.connect())
    for schema in ("core", "features", "trace"):
        made.execute(f"create schema {schema}")
    for statement in TABLES.split(";\n"):
        made.execute(statement)
    return made


def night(warehouse: Warehouse, first_on: date, as_of: date) -> None:
    """Match and choose with what the window of one night holds."""
    warehouse.execute(
        "create or replace table features.window_transfer as select * from features.all_transfer "
        "where booked_epoch >= epoch($first_on)",
        {"first_on": first_on},
    )
    root = shipped_resources() / "sql"
    stage = SimpleNamespace(
        warehouse=warehouse,
        window=lambda: (first_on, as_of),
        sql=lambda name: read_sql(Path(root, name)),
    )
    context = cast("StageContext", stage)
    match_payments(context)
    build(context, "cone_start", {"first_on": first_on})


def chosen(warehouse: Warehouse) -> list[str]:
    rows = warehouse.rows(
        "select transaction_id from trace.acquisition_payment where is_chosen order by all"
    )
    return [name for (name,) in rows]


def traced(warehouse: Warehouse) -> list[str]:
    return [name for (name,) in warehouse.rows("select transaction_id from trace.cone_start")]


def test_an_alternative_is_not_taken_once_the_window_has_left_the_price() -> None:
    warehouse = house()
    night(warehouse, date(2026, 1, 1), date(2026, 3, 5))
    assert (chosen(warehouse), traced(warehouse)) == (["price"], ["price"])

    for day in (11, 12):
        night(warehouse, date(2026, 2, day), date(2026, 3, 5 + day))
        assert (chosen(warehouse), traced(warehouse)) == (["price"], [])


def test_without_an_earlier_night_the_best_that_the_window_holds_is_taken() -> None:
    warehouse = house()
    night(warehouse, date(2026, 2, 11), date(2026, 3, 6))

    assert (chosen(warehouse), traced(warehouse)) == (["other"], ["other"])


def test_what_was_compared_with_a_deed_that_the_register_took_back_is_forgotten() -> None:
    warehouse = house()
    night(warehouse, date(2026, 1, 1), date(2026, 3, 5))
    warehouse.execute("update core.acquisition set recorded_to = date '2026-03-06'")
    night(warehouse, date(2026, 2, 11), date(2026, 3, 6))

    assert chosen(warehouse) == []
