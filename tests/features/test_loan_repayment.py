"""Which payments repay which loan: the lender's accounts are one, and who may repay is no sign."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from finintel.features.build import header_defaults
from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import shipped_resources

FEATURES = shipped_resources() / "sql/features"
TABLES = """
create table core.loan (loan_id varchar, account_id varchar, borrower_party_id varchar,
    lender_party_id varchar, granted_on date, principal_minor bigint, currency varchar,
    recorded_to date);
create table core.account (account_id varchar, account_type varchar, recorded_to date);
create table core.relationship (party_id varchar, related_party_id varchar,
    relationship_type varchar, valid_from date, valid_to date, recorded_to date,
    file_sha256 varchar, row_number bigint);
create table core.fx_daily (currency varchar, rated_on date, numerator bigint, denominator bigint);
create table features.party_kept (record_id varchar, party_id varchar);
create table features.party_account (party_id varchar, account_id varchar, is_owner boolean,
    holder_count bigint);
create table features.window_transfer (transaction_id varchar, originator_account_id varchar,
    beneficiary_account_id varchar, booked_epoch bigint, amount_base_minor bigint);
insert into core.loan values ('L1', 'OWN', 'BORROWER', 'LENDER', '2026-01-01', 1000, 'EUR', null);
insert into features.party_account values ('BORROWER', 'OWN', true, 1), ('STRANGER', 'KS', true, 1),
    ('LENDER', 'DESK', true, 1), ('LENDER', 'CASHIER', true, 1)
"""
GRANTED = 1_767_225_600
DAY = 86_400


@pytest.fixture
def house() -> Iterator[Warehouse]:
    with duckdb.connect() as connection:
        made = Warehouse(connection)
        for schema in ("core", "features"):
            made.execute(f"create schema {schema}")
        for statement in TABLES.split(";\n"):
            made.execute(statement)
        yield made


def repaid(house: Warehouse, **parameters: int) -> dict[str, str]:
    """Build the features; return transaction → loan that it repaid."""
    for name in ("relation", "tie", "loan", "loan_payment", "loan_repayment"):
        file = read_sql(FEATURES / f"{name}.sql")
        values = header_defaults(file) | {"base_currency": "EUR"} | parameters
        house.execute(
            f"create table features.{name} as {file.statement}", house.named(file, values)
        )
    rows = house.rows("select transaction_id, loan_id from features.loan_repayment")
    found = dict(rows)
    assert len(found) == len(rows)
    return found


def pay(house: Warehouse, name: str, payer: str, payee: str, amount: int, *, day: int = 5) -> None:
    house.execute(
        "insert into features.window_transfer values ($name, $payer, $payee, $epoch, $amount)",
        {
            "name": name,
            "payer": payer,
            "payee": payee,
            "epoch": GRANTED + day * DAY,
            "amount": amount,
        },
    )


def lend(house: Warehouse, borrower: str, lender: str, amount: int, on: str) -> None:
    house.execute(
        "insert into core.loan values ('L2', 'KL', $borrower, $lender, $on::date, "
        "$amount, 'EUR', null)",
        {"borrower": borrower, "lender": lender, "on": on, "amount": amount},
    )


def strangers_sum(house: Warehouse) -> None:
    pay(house, "t1", "KS", "DESK", 200)
    pay(house, "t2", "KS", "CASHIER", 400)


BOTH = {"t1": "L1", "t2": "L1"}


def test_all_accounts_of_a_lender_are_one_lender(house: Warehouse) -> None:
    strangers_sum(house)

    assert repaid(house) == BOTH


def test_what_reaches_the_borrowers_payment_account_repays_nothing(house: Warehouse) -> None:
    pay(house, "t1", "KS", "OWN", 900)

    assert repaid(house) == {}


def test_a_loan_account_is_one_even_where_the_borrower_holds_it(house: Warehouse) -> None:
    house.execute("insert into core.account values ('OWN', 'loan', null)")
    pay(house, "t1", "KS", "OWN", 10)

    assert repaid(house) == {"t1": "L1"}


def test_an_account_of_one_loan_needs_no_sum_to_say_which_loan(house: Warehouse) -> None:
    house.execute("update core.loan set account_id = 'CASHIER'")
    pay(house, "t1", "KS", "CASHIER", 10)

    assert repaid(house) == {"t1": "L1"}


@pytest.mark.parametrize("payer", ["OWN", "CASHIER", "NOBODYS"])
def test_borrower_lender_and_unknown_holder_are_no_strangers(house: Warehouse, payer: str) -> None:
    pay(house, "t1", payer, "DESK", 600)

    assert repaid(house) == {}


def test_a_joint_account_is_nobody_elses_alone(house: Warehouse) -> None:
    house.execute("update features.party_account set holder_count = 2 where account_id = 'KS'")
    strangers_sum(house)

    assert repaid(house) == {}


def test_who_lends_to_others_refinances(house: Warehouse) -> None:
    lend(house, "X", "STRANGER", 50, "2020-01-01")
    strangers_sum(house)

    assert repaid(house) == {}


def test_a_customer_of_the_lender_may_repay_an_own_loan(house: Warehouse) -> None:
    lend(house, "STRANGER", "LENDER", 50, "2020-01-01")
    strangers_sum(house)

    assert repaid(house) == {}


@pytest.mark.parametrize(
    ("relation", "expected"), [("parent", {}), ("spouse", {}), ("associate", BOTH)]
)
@pytest.mark.parametrize("ends", [("STRANGER", "BORROWER"), ("BORROWER", "STRANGER")])
def test_those_close_to_the_borrower_may_repay(
    house: Warehouse, relation: str, expected: dict[str, str], ends: tuple[str, str]
) -> None:
    house.execute(
        "insert into core.relationship by name select $one as party_id, "
        "$other as related_party_id, $relation as relationship_type",
        {"one": ends[0], "other": ends[1], "relation": relation},
    )
    strangers_sum(house)

    assert repaid(house) == expected


@pytest.mark.parametrize(("principal", "expected"), [(1_200, {}), (1_201, BOTH)])
def test_the_sum_says_which_loan_where_it_fits_one_only(
    house: Warehouse, principal: int, expected: dict[str, str]
) -> None:
    lend(house, "X", "LENDER", principal, "2026-01-02")
    strangers_sum(house)

    assert repaid(house) == expected


@pytest.mark.parametrize(
    ("granted", "expected"),
    [("2026-01-03", {}), ("2026-01-04", {"t1": "L1", "t2": "L1"})],
)
def test_a_loan_granted_when_the_stranger_had_begun_to_pay_explains_only_a_part(
    house: Warehouse, granted: str, expected: dict[str, str]
) -> None:
    lend(house, "X", "LENDER", 700, granted)
    pay(house, "t1", "KS", "DESK", 200, day=2)
    pay(house, "t2", "KS", "CASHIER", 400)

    assert repaid(house) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"least_percent": 60}, BOTH),
        ({"least_percent": 61}, {}),
        ({"most_percent": 60}, BOTH),
        ({"most_percent": 59}, {}),
        ({"most_loans": 1}, BOTH),
        ({"most_loans": 0}, {}),
        ({"repaid_days": 5}, BOTH),
        ({"repaid_days": 4}, {}),
    ],
)
def test_both_sides_of_each_threshold(
    house: Warehouse, parameters: dict[str, int], expected: dict[str, str]
) -> None:
    strangers_sum(house)

    assert repaid(house, **parameters) == expected


def test_what_was_paid_before_the_loan_repays_nothing(house: Warehouse) -> None:
    pay(house, "t1", "KS", "DESK", 600, day=-1)
    pay(house, "t2", "KS", "DESK", 600, day=0)

    assert repaid(house) == {"t2": "L1"}


def test_a_loan_granted_long_before_the_window_hides_no_young_one(house: Warehouse) -> None:
    lend(house, "X", "LENDER", 1_000, "2020-01-01")
    strangers_sum(house)

    assert repaid(house, most_loans=1) == BOTH


def test_a_relative_is_one_under_whichever_record_of_his_the_register_has_it(
    house: Warehouse,
) -> None:
    house.execute("insert into features.party_kept values ('OLD RECORD', 'STRANGER')")
    house.execute(
        "insert into core.relationship by name select 'BORROWER' as party_id, "
        "'OLD RECORD' as related_party_id, 'sibling' as relationship_type"
    )
    strangers_sum(house)

    assert repaid(house) == {}
