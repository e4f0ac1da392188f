"""A currency without a rate: its exchanges tell the rate, and without them its usual amount."""

from __future__ import annotations

import pytest
from tests.features.shape_ground import DAY, Ground, open_shapes

HOME = [(place * DAY, 1, 2, 10_000) for place in range(3)]
FOREIGN = [(4 * DAY, 2, 3, 500_000), (5 * DAY, 4, 5, 2_000_000)]  # no rate: 40 for one


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def valued(ground: Ground, deals: list[tuple[int, str]]) -> list[int]:
    """Return the base value of the foreign transfers; a deal says how much for 100."""
    exchanges = [(6 * DAY + place, 6, 6, 100) for place in range(len(deals))]
    ground.fill([*HOME, *FOREIGN, *exchanges])
    run = ground.warehouse.execute
    run(
        "update features.window_transfer set amount_base_minor = null, currency = 'XTS', "
        "received_currency = 'XTS' where transaction_id in ('t3', 't4')"
    )
    for place, (paid, side) in enumerate(deals):
        given, got = (
            (("XTS", paid), ("EUR", 100)) if side == "out" else (("EUR", 100), ("XTS", paid))
        )
        run(
            "update features.window_transfer set currency = $given, amount_minor = $paid, "
            "received_currency = $got, received_amount_minor = $received "
            "where transaction_id = $id",
            {
                "given": given[0],
                "paid": given[1],
                "got": got[0],
                "received": got[1],
                "id": f"t{5 + place}",
            },
        )
    ground.link()
    rows = ground.warehouse.rows(
        "select amount_base_minor from features.flow order by transaction_number"
    )
    return [amount for (amount,) in rows[len(HOME) :]]


@pytest.mark.parametrize(
    ("deals", "amounts"),
    [
        pytest.param([(4_000, "out"), (4_000, "in"), (90, "out")], [12_500, 50_000], id="known"),
        pytest.param([(4_000, "out"), (4_000, "in")], [5_000, 20_000], id="too few deals"),
        pytest.param([], [5_000, 20_000], id="none: its usual amount is the window's"),
    ],
)
def test_exchanges_tell_the_rate_that_no_list_told(
    ground: Ground, deals: list[tuple[int, str]], amounts: list[int]
) -> None:
    assert valued(ground, deals) == amounts
