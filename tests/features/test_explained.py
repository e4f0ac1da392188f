"""What the registers explain of a find: declared receipts, and moves of one's own money."""

from __future__ import annotations

import pytest
from tests.features.shape_ground import DAY, Ground, open_shapes
from tests.features.test_shapes_laws import chain, life

ACCOUNTS = [1, 2, 3, 4]


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def explained(
    ground: Ground, holders: dict[int, str], incomes: list[tuple[str, str, int]]
) -> float:
    """Return the explained share of a chain 1 → 2 → 3 → 4 of 777,000 minor units."""
    run = ground.warehouse.execute
    for table in ("party_account", "party_income", "party_year"):
        run(f"delete from features.{table}")
    for account, party in holders.items():
        run(
            "insert into features.party_account by name "
            "select $party as party_id, $account as account_id, true as is_owner",
            {"party": party, "account": f"a{account:04}"},
        )
    for party, kind, minor in incomes:
        values = {"party": party, "kind": kind, "minor": minor}
        run(
            "insert into features.party_income by name select $party as party_id, "
            "2023 as money_year, $kind as income_kind, $minor as income_base_minor",
            values,
        )
        run(
            "insert into features.party_year by name select $party as party_id, "
            "2023 as money_year, $minor as income_base_minor",
            {"party": party, "minor": minor},
        )
    ground.find([*life(3), *chain(9 * DAY, ACCOUNTS, 777_000)])
    ratio = ground.warehouse.value(
        "select explained_ratio from features.shape where shape = 'layering_chain' "
        "and transaction_count = 3 order by weight desc"
    )
    return round(float(ratio), 2)


HOLDERS = {account: f"P{account}" for account in ACCOUNTS}


@pytest.mark.parametrize(
    ("incomes", "share"),
    [
        pytest.param([], 0.0, id="nothing declared"),
        pytest.param([("P4", "salary", 700_000)], 1.0, id="a salary that covers the receipt"),
        pytest.param([("P4", "salary", 600_000)], 0.0, id="a salary that covers part"),
        pytest.param([("P4", "gift", 380_000)], 0.5, id="a gift explains as much as it is"),
        pytest.param([("P2", "asset_sale", 777_000)], 1.0, id="a sale on the way explains it"),
        pytest.param([("P2", "salary", 900_000)], 0.0, id="a salary on the way explains nothing"),
        pytest.param([("P1", "gift", 900_000)], 0.0, id="what the payer declared is not asked"),
    ],
)  # fmt: skip
def test_a_declaration_explains_what_its_receiver_got(ground, incomes, share) -> None:
    assert explained(ground, HOLDERS, incomes) == share


def test_a_hop_between_accounts_of_one_party_moves_its_own_money(ground) -> None:
    assert explained(ground, {1: "P", 2: "P", 3: "Q", 4: "R"}, []) == 0.33
    assert explained(ground, {1: "P", 2: "P", 3: "P", 4: "R"}, []) == 0.67
