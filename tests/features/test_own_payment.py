"""Which payments a buyer made to the account of the deed, near its date."""

from __future__ import annotations

import duckdb
import pytest

from finintel.features.build import header_defaults
from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import shipped_resources

DEED, DAY = 1_769_904_000, 86_400


@pytest.mark.parametrize(
    ("payer", "payee", "days", "expected"),
    [
        pytest.param("OWN", "SELLER", -30, ["t"], id="30 days before"),
        pytest.param("OWN", "SELLER", -31, [], id="31 days before"),
        pytest.param("OWN", "SELLER", 30, ["t"], id="30 days after"),
        pytest.param("OWN", "SELLER", 31, [], id="31 days after"),
        pytest.param("PROXY", "SELLER", 0, [], id="an account of which the buyer is no owner"),
        pytest.param("OTHER", "SELLER", 0, [], id="somebody else's account"),
        pytest.param("OWN", "SHOP", 0, [], id="to somebody else"),
    ],
)
def test_a_buyer_pays_the_account_of_the_deed_near_its_date(
    payer: str, payee: str, days: int, expected: list[str]
) -> None:
    with duckdb.connect() as connection:
        house = Warehouse(connection)
        house.execute("create schema features")
        house.execute(
            "create table features.purchase as select 'Q' as acquisition_id, "
            "'BUYER' as acquirer_id, 'SELLER' as payee_account_id, "
            f"{DEED}::bigint as deed_epoch, 1000::hugeint as cost_base_minor"
        )
        house.execute(
            "create table features.party_account as select * from (values "
            "('BUYER', 'OWN', 'person', true), ('BUYER', 'PROXY', 'person', false), "
            "('FRIEND', 'OTHER', 'person', true)) as t (party_id, account_id, party_type, is_owner)"
        )
        house.execute(
            "create table features.window_transfer as select 't' as transaction_id, "
            "$payer as originator_account_id, $payee as beneficiary_account_id, "
            "$epoch::bigint as booked_epoch, 1000::bigint as amount_base_minor",
            {"payer": payer, "payee": payee, "epoch": DEED + days * DAY},
        )
        file = read_sql(shipped_resources() / "sql/features/own_payment.sql")
        rows = house.rows(file.statement, house.named(file, header_defaults(file)))

    assert [row[5] for row in rows] == expected
