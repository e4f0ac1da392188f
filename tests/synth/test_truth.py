"""What was planted is written down, can be traced, and does not stand out by a single value."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest
from tests.synth.conftest import Written

from finintel.synth.law import VARIANTS
from finintel.synth.schemes import STORIES

CENT = 100  # minor units of tolerance for rounding along a chain


def assets_of(ledger: dict[str, Any]) -> list[dict[str, Any]]:
    return [asset for scheme in ledger["schemes"] for asset in scheme["assets"]]


def test_every_kind_is_planted_beside_its_twin(world: Written):
    ledger = world.ledger
    assert {item["kind"] for item in ledger["schemes"]} == {story.kind for story in STORIES}
    assert {item["kind"] for item in ledger["twins"]} == {story.twin_kind for story in STORIES}
    assert len(ledger["schemes"]) == len(ledger["twins"]) >= 12


def test_every_legal_variant_occurs(world: Written):
    assert {item["legal"]["legal_variant"] for item in world.ledger["schemes"]} == set(VARIANTS)


def test_every_twin_has_an_explained_source(world: Written):
    assert all(item["explained_by"] for item in world.ledger["twins"])
    kinds = set(world.feed("declared_income")["income_kind"])
    assert {"inheritance", "asset_sale", "severance", "loan", "gift"} <= kinds


def test_labels_name_sources_chain_asset_and_owner(world: Written):
    labels = world.feed("truth")
    for scheme in world.ledger["schemes"]:
        mine = labels.filter(pl.col("scheme_id") == scheme["scheme_id"])
        told = set(mine.filter(pl.col("subject_type") == "transaction")["subject_id"])
        assert told == {*scheme["source_transaction_ids"], *scheme["chain_transaction_ids"]}
        asset = scheme["assets"][0]
        row = mine.filter(pl.col("subject_id") == asset["asset_id"]).row(0, named=True)
        assert int(row["expected_minor"]) == asset["intended_eur_minor"] > 0
        owners = set(mine.filter(pl.col("role") == "owner")["subject_id"])
        assert asset["owner_party_id"] in owners


def test_label_keys_are_unique(world: Written):
    labels = world.feed("truth")
    key = ["source_id", "subject_type", "subject_id", "scheme_id"]
    assert labels.select(key).is_duplicated().sum() == 0


def test_labels_refer_to_transactions_that_exist(world: Written):
    labels = world.feed("truth").filter(pl.col("subject_type") == "transaction")
    assert set(labels["subject_id"]) <= set(world.feed("transaction")["transaction_id"])


def test_registered_owner_is_the_planted_one(world: Written):
    ownership = world.feed("ownership")
    for asset in assets_of(world.ledger):
        now = ownership.filter(
            (pl.col("asset_id") == asset["asset_id"])
            & (pl.col("valid_from") >= asset["acquired_on"])
        )
        ended = now.filter(pl.col("valid_to").is_not_null())["party_id"]
        assert set(now["party_id"]) - set(ended) == {asset["owner_party_id"]}


def test_payments_add_up_to_the_price_less_loan_and_cash(world: Written):
    transactions = world.feed("transaction")
    deeds = world.feed("acquisition")
    for asset in assets_of(world.ledger):
        paid = transactions.filter(
            pl.col("transaction_id").is_in(asset["purchase_transaction_ids"])
        )
        credited = (
            paid.select(pl.coalesce("received_amount", "amount").cast(pl.Float64)).sum().item()
        )
        deed = deeds.filter(
            (pl.col("asset_id") == asset["asset_id"])
            & (pl.col("acquirer_party_id") == asset["first_acquirer_party_id"])
        ).row(0, named=True)
        price, loan = float(deed["price"]), float(deed["loan"] or 0)
        assert 0.85 * (price - loan) <= credited <= 1.001 * (price - loan)
        assert set(paid["beneficiary_account_id"]) == {deed["payee_account_id"]}


def test_no_account_of_a_path_passes_on_more_than_it_has(large_world: Written):
    for scheme in large_world.ledger["schemes"]:
        for fragment in scheme["fragments"]:
            assert all(value >= 0 for name, value in fragment.items() if name != "transaction_id")


def test_intended_value_lies_within_the_methods(large_world: Written):
    inside = [
        min(asset["traced_eur_minor"].values()) - CENT
        <= asset["intended_eur_minor"]
        <= max(asset["traced_eur_minor"].values()) + CENT
        for asset in assets_of(large_world.ledger)
    ]
    assert sum(inside) / len(inside) >= 0.95


def test_ranges_are_narrow_where_little_is_commingled(large_world: Written):
    widths = sorted(
        (max(asset["traced_eur_minor"].values()) - min(asset["traced_eur_minor"].values()))
        / asset["price_eur_minor"]
        for asset in assets_of(large_world.ledger)
        if asset["commingled_ratio"] < 0.2
    )
    assert widths[len(widths) // 2] < 0.25


def test_schemes_stay_rare(large_world: Written):
    labels = large_world.feed("truth")
    planted = labels.filter(
        (pl.col("subject_type") == "transaction") & (pl.col("is_innocent") == "false")
    )
    assert len(planted) / 90_000 < 0.007


@pytest.mark.parametrize(
    "column",
    ["channel", "purpose_code", "currency", "originator_country_code", "beneficiary_country_code"],
)
def test_no_single_value_gives_schemes_away(large_world: Written, column: str):
    labels = large_world.feed("truth").filter(pl.col("is_innocent") == "false")
    feed = large_world.feed("transaction").with_columns(
        planted=pl.col("transaction_id").is_in(labels["subject_id"].to_list())
    )
    values = feed.group_by(column).agg(rows=pl.len(), planted=pl.col("planted").sum())
    telling = values.filter((pl.col("planted") >= 5) & (pl.col("planted") > 0.5 * pl.col("rows")))
    assert telling.is_empty(), telling


def test_no_remittance_text_is_only_planted(large_world: Written):
    labels = large_world.feed("truth").filter(pl.col("is_innocent") == "false")
    feed = large_world.feed("transaction").with_columns(
        planted=pl.col("transaction_id").is_in(labels["subject_id"].to_list()),
        stem=pl.col("remittance_text").str.replace(r" \d+$", ""),
    )
    values = feed.group_by("stem").agg(rows=pl.len(), planted=pl.col("planted").sum())
    telling = values.filter((pl.col("planted") >= 5) & (pl.col("planted") > 0.7 * pl.col("rows")))
    assert telling.is_empty(), telling


def test_register_ids_tell_nothing(world: Written):
    story_ids = {item["scheme_id"] for item in world.ledger["schemes"]}
    for source, column in (("acquisition", "acquisition_id"), ("proceeding", "proceeding_id")):
        codes = world.feed(source)[column]
        assert not any(story in code for story in story_ids for code in codes)


def test_schemes_vary_in_length(large_world: Written):
    lengths = Counter(len(item["chain_transaction_ids"]) for item in large_world.ledger["schemes"])
    assert len(lengths) >= 6
