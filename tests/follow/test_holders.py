"""A party is followed by what passed its accounts while it held them."""

from __future__ import annotations

import pytest

from finintel.sqlfile import read_sql
from finintel.warehouse import open_warehouse
from finintel.workspace import Settings, shipped_resources

STATEMENT = shipped_resources() / "sql/follow/holder_entry.sql"
TABLES = """
create schema mart;
create table mart.party as
select unnest(['P2', 'P4', 'P9']) as party_id, unnest([null, null, 'P4']) as same_as_party_id;
create table mart.window_account as
select unnest(['CO2', 'SHOP']) as account_id, unnest([1, 2]) as account_number;
create table mart.account_holder as
select 'CO2' as account_id, party_id, 'owner' as role, valid_from, valid_to
from (values ('P2', null, date '2026-03-25'), ('P9', date '2026-03-25', null))
    as held (party_id, valid_from, valid_to);
create table mart.entry as
select number as transaction_number, 1 as account_number, 2 as counterparty_number,
    'in' as direction, booked_at, 'transfer' as kind, 100 as amount_minor, 'EUR' as currency,
    100 as amount_base_minor
from (values (1, timestamp '2026-03-21 10:00'), (2, timestamp '2026-03-24 23:59'),
    (3, timestamp '2026-03-25 00:00')) as booked (number, booked_at);
"""


@pytest.mark.parametrize(
    ("name", "followed"),
    [
        pytest.param("P2", [1, 2], id="until the day from which it no longer holds"),
        pytest.param("P4", [3], id="from the day on that another record of the party names"),
        pytest.param("CO2", [1, 2, 3], id="an account by itself, whoever held it"),
    ],
)
def test_a_party_is_followed_while_it_holds_the_account(name: str, followed: list[int]) -> None:
    with open_warehouse(None, Settings()) as warehouse:
        for statement in warehouse.statements(TABLES):
            warehouse.connection.execute(statement)
        found = warehouse.run(read_sql(STATEMENT), {"id": name, "direction": "in"})

    assert found.column("transaction_number").to_pylist() == followed
