"""Who holds an account in the examined window: ended periods before it are history."""

from __future__ import annotations

from finintel.sqlfile import read_sql
from finintel.warehouse import open_warehouse
from finintel.workspace import Settings, shipped_resources

STATEMENT = shipped_resources() / "sql/features/party_account.sql"
TABLES = """
create schema core; create schema features;
create table core.party as
select 'NOW' as party_id, 'person' as party_type, null::date as recorded_to;
create table features.window as select date '2026-02-01' as first_on;
create table features.account_holder as
select 'K' as account_id, party_id, role, null::date as recorded_to, valid_to
from (values ('LONG_AGO', 'owner', date '2020-05-01'), ('JUST_BEFORE', 'owner', date '2026-02-01'),
    ('UNTIL_THEN', 'owner', date '2026-02-02'), ('NOW', 'owner', null),
    ('HELPER', 'authorised', null)) as held (party_id, role, valid_to);
"""


def test_who_held_an_account_before_the_window_is_no_holder_in_it():
    with open_warehouse(None, Settings()) as warehouse:
        for statement in warehouse.statements(TABLES):
            warehouse.connection.execute(statement)
        found = warehouse.run(read_sql(STATEMENT)).to_pylist()

    assert {(row["party_id"], row["is_owner"], row["holder_count"]) for row in found} == {
        ("UNTIL_THEN", True, 2),
        ("NOW", True, 2),
        ("HELPER", False, 2),
    }
