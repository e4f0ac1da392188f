"""Value across currencies: exchanges tell a rate that is not on file, a deal has two sides."""

from __future__ import annotations

import pytest
from tests.features.shape_ground import DAY, Ground, open_shapes
from tests.features.test_shapes_laws import life

from finintel.features.shapes import find_shapes

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


FILED = 1.25  # dollars a euro
WAY = [(9 * DAY, 11, 12), (9 * DAY + 40_000, 12, 13), (9 * DAY + 80_000, 13, 14)]
START_MINOR = 777_000


def chain_through_dollars(market: float) -> list[tuple[str, int, str, int]]:
    """Euro bought into dollars, passed on in dollars, sold again: at a market's rate, less 1 %."""
    dollars = [int(START_MINOR * market * 0.99**hop) for hop in range(3)]
    return [
        ("EUR", START_MINOR, "USD", dollars[0]),
        ("USD", dollars[1], "USD", dollars[1]),
        ("USD", dollars[2], "EUR", int(dollars[2] / market)),
    ]


def found_chain(ground: Ground, sides: list[tuple[str, int, str, int]]) -> list[int]:
    """Return the hops of the chains over the way, whose payments have these two sides."""
    lived = life(3)
    ground.fill([*lived, *((*way, 1) for way in WAY)])
    run = ground.warehouse.execute
    run("delete from core.fx_daily")
    run(
        "insert into core.fx_daily by name select 'USD' as currency, booked_on as rated_on, "
        "cast(4 as hugeint) as numerator, cast(5 as hugeint) as denominator from "
        "(select distinct booked_on from features.window_transfer)"
    )
    for place, (given, paid, got, received) in enumerate(sides):
        known = next((m for c, m in ((given, paid), (got, received)) if c == "EUR"), None)
        run(
            "update features.window_transfer set currency = $given, amount_minor = $paid, "
            "received_currency = $got, received_amount_minor = $received, "
            "amount_base_minor = $base where transaction_id = $id",
            {
                "given": given,
                "paid": paid,
                "got": got,
                "received": received,
                "base": paid * 4 // 5 if known is None else known,
                "id": f"t{len(lived) + place}",
            },
        )
    ground.live_together([])
    ground.link()
    find_shapes(ground.context)
    run("delete from core.fx_daily")
    rows = ground.warehouse.rows(
        "select any_value(hop_count) from features.shape "
        "join features.shape_transaction using (list_place) where shape = 'layering_chain' "
        f"and transaction_id = 't{len(lived)}' group by list_place"
    )
    return [hops for (hops,) in rows]


@pytest.mark.parametrize("market", [FILED, FILED * 0.6, FILED * 0.75, FILED * 1.25, FILED * 1.6])
def test_a_market_away_from_the_filed_rate_breaks_no_chain(ground: Ground, market: float) -> None:
    assert found_chain(ground, chain_through_dollars(market)) == [3]


def test_a_quarter_that_stays_with_an_account_breaks_the_chain(ground: Ground) -> None:
    sides = chain_through_dollars(FILED)
    sides[1] = ("USD", sides[1][1] * 3 // 4, "USD", sides[1][1] * 3 // 4)

    assert found_chain(ground, sides) == []


def test_a_fee_taken_on_the_way_is_not_missed_at_the_next_account(ground: Ground) -> None:
    less = [START_MINOR * percent // 100 for percent in (100, 70, 69, 68)]
    sides = [
        ("EUR", less[0], "EUR", less[1]),
        *(("EUR", paid, "EUR", paid) for paid in less[2:]),
    ]

    assert found_chain(ground, sides) == [3]
