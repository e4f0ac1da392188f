"""Whose accounts hold the money of clients: firms that deeds name between buyer and seller."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import shipped_resources

AS_OF = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("deed", "party_type", "is_owner", "expected"),
    [
        pytest.param("'B', 'S', 'N', '2026-03-31', null", "organisation", True, {"KN"}, id="firm"),
        pytest.param("'B', 'S', 'N', '2026-04-01', null", "organisation", True, set(), id="later"),
        pytest.param(
            "'B', 'S', 'N', '2026-03-01', '2026-03-02'", "organisation", True, set(), id="old row"
        ),
        pytest.param("'B', 'N', 'N', '2026-03-31', null", "organisation", True, set(), id="dealer"),
        pytest.param("'N', 'S', 'N', '2026-03-31', null", "organisation", True, set(), id="buyer"),
        pytest.param("'B', 'S', 'N', '2026-03-31', null", "person", True, set(), id="person"),
        pytest.param("'B', 'S', 'N', '2026-03-31', null", None, True, {"KN"}, id="kind unknown"),
        pytest.param("'B', 'S', 'N', '2026-03-31', null", "organisation", False, set(), id="proxy"),
    ],
)
def test_who_stands_between_buyer_and_seller_holds_the_money_of_clients(
    deed: str, party_type: str | None, is_owner: bool, expected: set[str]
) -> None:
    with duckdb.connect() as connection:
        house = Warehouse(connection)
        house.execute("create schema features")
        house.execute(
            "create table features.acquisition (acquirer_party_id varchar, "
            "seller_party_id varchar, intermediary_party_id varchar, acquired_on date, "
            "recorded_to date)"
        )
        house.execute(
            "create table features.party_account (party_id varchar, account_id varchar, "
            "party_type varchar, is_owner boolean)"
        )
        house.execute(f"insert into features.acquisition values ({deed})")
        house.execute(
            "insert into features.party_account values ('N', 'KN', $kind, $owner), "
            "('S', 'KS', 'person', true)",
            {"kind": party_type, "owner": is_owner},
        )
        file = read_sql(shipped_resources() / "sql/features/client_account.sql")
        found = {row[0] for row in house.rows(file.statement, house.named(file, {"as_of": AS_OF}))}

    assert found == expected
