"""The feeds keep the entity contracts and refer to what exists."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.synth.conftest import NIGHTS, Written

from finintel.contracts import Codelists, load_entities
from finintel.synth.feeds import ENTITY_OF, header_of
from finintel.synth.places import CURRENCIES
from finintel.workspace import Workspace

ASSET_FEEDS = [source for source, entity in ENTITY_OF.items() if entity == "asset"]
REFERENCES = [
    ("account_holder", "account_id", "account"),
    ("account_holder", "party_id", "party"),
    ("transaction", "originator_account_id", "account"),
    ("transaction", "beneficiary_account_id", "account"),
    ("ownership", "party_id", "party"),
    ("ownership", "asset_id", "asset"),
    ("acquisition", "asset_id", "asset"),
    ("acquisition", "acquirer_party_id", "party"),
    ("acquisition", "seller_party_id", "party"),
    ("acquisition", "payee_account_id", "account"),
    ("relationship", "party_id", "party"),
    ("relationship", "related_party_id", "party"),
    ("declared_income", "party_id", "party"),
    ("award", "buyer_party_id", "party"),
    ("award", "supplier_party_id", "party"),
    ("proceeding", "party_id", "party"),
    ("loan", "account_id", "account"),
    ("loan", "borrower_party_id", "party"),
    ("loan", "lender_party_id", "party"),
    ("watchlist", "party_id", "party"),
]


def assets(world: Written) -> pl.DataFrame:
    return pl.concat([world.feed(source) for source in ASSET_FEEDS])


@pytest.mark.parametrize("source", ENTITY_OF)
def test_header_is_the_contract(world: Written, source: str):
    entity = load_entities(Workspace(Path()))[ENTITY_OF[source]]
    assert tuple(world.feed(source).columns) == header_of(entity)


@pytest.mark.parametrize("source", ENTITY_OF)
def test_values_keep_the_contract(world: Written, source: str, codelists: Codelists):
    feed = world.feed(source)
    for column in load_entities(Workspace(Path()))[ENTITY_OF[source]].columns.values():
        name = column.name if column.name in feed.columns else column.name.removesuffix("_minor")
        values = feed[name]
        if column.required:
            assert values.null_count() == 0, name
        if column.codelist == "asset_type":
            assert set(values) <= {
                "land",
                "building",
                "vehicle",
                "vessel",
                "aircraft",
                "company_share",
            }
        elif column.codelist:
            assert set(values.drop_nulls()) <= set(codelists.of(column.codelist)), name
        if column.type == "boolean":
            assert set(values.drop_nulls()) <= {"true", "false"}
        if column.type == "date":
            assert values.drop_nulls().str.contains(r"^\d{4}-\d{2}-\d{2}$").all(), name


def test_currencies_have_the_exponents_of_the_code_list(codelists: Codelists):
    assert {item.code: item.exponent for item in CURRENCIES} == {
        item.code: codelists.exponents[item.code] for item in CURRENCIES
    }


def test_amounts_have_the_decimals_of_their_currency(world: Written, codelists: Codelists):
    feed = world.feed("transaction")
    for currency, rows in feed.group_by("currency"):
        exponent = codelists.exponents[str(currency[0])]
        pattern = rf"^\d+\.\d{{{exponent}}}$" if exponent else r"^\d+$"
        assert rows["amount"].str.contains(pattern).all(), currency


@pytest.mark.parametrize(("source", "column", "target"), REFERENCES)
def test_references_exist(world: Written, source: str, column: str, target: str):
    known = assets(world)["asset_id"] if target == "asset" else world.feed(target)[f"{target}_id"]
    assert set(world.feed(source)[column].drop_nulls()) <= set(known)


def test_transaction_ids_are_unique_and_short(world: Written):
    ids = world.feed("transaction")["transaction_id"]
    assert len(ids) == ids.n_unique() == 12_000
    assert set(ids.str.len_chars()) == {10}


def test_returned_transactions_exist_and_are_earlier(world: Written):
    feed = world.feed("transaction")
    returned = feed.drop_nulls("returned_transaction_id")
    assert len(returned) > 10
    pairs = returned.join(feed, left_on="returned_transaction_id", right_on="transaction_id")
    assert len(pairs) == len(returned)
    assert (pairs["booked_at"] > pairs["booked_at_right"]).all()
    assert (pairs["beneficiary_account_id"] == pairs["originator_account_id_right"]).all()


def test_drops_hold_only_their_day(world: Written):
    for night in NIGHTS[1:]:
        days = world.feed("transaction", night)["booked_at"].str.slice(0, 10)
        assert set(days) == {night}
        assert set(world.feed("fx_rate", night)["rated_on"]) == {night}
        assert set(world.feed("acquisition", night)["acquired_on"]) == {night}


def test_later_drops_bring_acquisitions_and_ownership(world: Written):
    for night in NIGHTS[1:]:
        assert len(world.feed("acquisition", night)) > 0
        assert world.feed("ownership", night)["valid_to"].drop_nulls().len() > 0


def test_balances_follow_from_the_bookings(world: Written):
    feed = world.feed("transaction").with_row_index("place")
    sides = pl.concat(
        [
            feed.select(
                "place",
                account="originator_account_id",
                balance="originator_balance",
                change=-pl.col("amount").cast(pl.Decimal(30, 8)),
            ),
            feed.select(
                "place",
                account="beneficiary_account_id",
                balance="beneficiary_balance",
                change=pl.coalesce("received_amount", "amount").cast(pl.Decimal(30, 8)),
            ),
        ]
    ).drop_nulls(["account", "balance"])
    sides = sides.with_columns(pl.col("balance").cast(pl.Decimal(30, 8))).sort("account", "place")
    expected = pl.col("balance").shift(1).over("account") + pl.col("change")
    wrong = sides.filter(pl.col("balance") != expected)
    assert len(sides) > 5_000
    assert wrong.is_empty()


def test_nobody_is_overdrawn_without_leave(world: Written):
    feed, accounts = world.feed("transaction"), world.feed("account")
    strict = accounts.filter(pl.col("is_overdraft_allowed") == "false")["account_id"]
    for side in ("originator", "beneficiary"):
        mine = feed.filter(pl.col(f"{side}_account_id").is_in(strict.to_list()))
        assert (mine[f"{side}_balance"].drop_nulls().cast(pl.Float64) >= 0).all()


def test_share_registry_has_a_ring_and_nested_holdings(world: Written):
    rows = world.feed("ownership").filter(
        pl.col("asset_id").str.starts_with("SHARE-") & pl.col("party_id").str.starts_with("C")
    )
    owner_of = dict(zip(rows["asset_id"].str.slice(6), rows["party_id"], strict=True))
    rings = [
        start
        for start in owner_of
        if owner_of.get(owner_of.get(owner_of.get(start, ""), "")) == start
    ]
    assert len(rings) == 3
    assert any(parent in owner_of for parent in owner_of.values())
