"""Payments whose text names an asset's number, against a search of every text for every number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
TABLES = """
create schema core; create schema trace; create schema features;
create table trace.listed_asset (asset_id varchar);
create table trace.near_account (asset_id varchar, party_id varchar, account_id varchar);
create table trace.acquisition_payment (asset_id varchar, transaction_id varchar);
create table core.asset (asset_id varchar, registration_number varchar, recorded_to date);
create table core.ownership (asset_id varchar, party_id varchar, interest_type varchar,
    valid_from date, valid_to date, recorded_to date);
create table core.transaction (transaction_id varchar, remittance_text varchar);
create table features.window_transfer (transaction_id varchar, originator_account_id varchar,
    booked_on date, amount_base_minor bigint);
insert into trace.near_account values ('A', 'P', 'a1'), ('A', 'Q', 'a1'), ('B', 'R', 'a2');
create view features.ownership as from core.ownership;
insert into core.ownership values ('A', 'Q', 'legal', null, null, null);
insert into trace.acquisition_payment values ('A', 't0');
"""
LETTERS = st.text(alphabet="aB1", max_size=9)


@settings(max_examples=40, deadline=None)
@given(numbers=st.lists(LETTERS, min_size=2, max_size=2), texts=st.lists(LETTERS, max_size=8))
def test_found_are_the_texts_that_hold_a_number(numbers: list[str], texts: list[str]) -> None:
    house = Warehouse(duckdb.connect())
    house.connection.execute(TABLES)
    registered = dict(zip("AB", numbers, strict=True))
    paid = {f"t{place}": (f"a{1 + place % 3}", text) for place, text in enumerate(texts)}
    for asset_id, number in registered.items():
        house.execute("insert into trace.listed_asset values ($a)", {"a": asset_id})
        house.execute("insert into core.asset values ($a, $n, null)", {"a": asset_id, "n": number})
    for name, (account, text) in paid.items():
        house.execute("insert into core.transaction values ($t, $s)", {"t": name, "s": text})
        house.execute(
            "insert into features.window_transfer values ($t, $a, date '2026-03-01', 700)",
            {"t": name, "a": account},
        )
    file = read_sql(ROOT / "sql/trace/running_cost.sql")
    values = {"as_of": date(2026, 3, 31), "least_length": 3}
    found = house.rows(file.statement, house.named(file, values))
    near = {"A": ("a1", "P", True), "B": ("a2", "R", False)}
    expected = [
        (asset_id, name, date(2026, 3, 1), near[asset_id][1], 700, near[asset_id][2])
        for asset_id, number in registered.items()
        for name, (account, text) in sorted(paid.items())
        if account == near[asset_id][0]
        and len(number) >= 3
        and number.upper() in text.upper()
        and (asset_id, name) != ("A", "t0")
    ]
    assert found == expected
