"""Pairs that deal once where few do: amounts and days do not matter, strangers do."""

from __future__ import annotations

import random

import pytest
from tests.features.shape_ground import DAY, Ground, Transfer, open_shapes, shapes_of

YEAR = 360 * DAY
SCHEME = {
    "fan_in": [(9 * DAY + 3_000 * payer, payer, 1, 900 + payer) for payer in range(2, 7)],
    "fan_out": [(payee * 40 * DAY, 1, payee, 900 + payee) for payee in range(2, 8)],
    "gather_scatter": [
        *((20 * DAY + payer * DAY, payer, 1, 400 * payer) for payer in range(2, 6)),
        *((30 * DAY + payee * DAY, 1, payee, 150 * payee) for payee in range(7, 11)),
    ],
    "scatter_gather": [
        *((20 * DAY + middle * DAY, 1, middle, 400 * middle) for middle in range(2, 7)),
        *((30 * DAY + middle * DAY, middle, 8, 150 * middle) for middle in range(2, 7)),
    ],
    "round_trip": [
        (20 * DAY, 1, 2, 900),
        (24 * DAY, 2, 3, 200),
        (31 * DAY, 3, 4, 1_500),
        (33 * DAY, 4, 1, 400),
    ],
}


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def habits(strangers: int = 0) -> list[Transfer]:
    """A year of 120 pairs that deal month after month; strangers of them deal once instead."""
    chance = random.Random(4)
    rows = []
    for pair in range(120):
        payer, payee = 20 + pair % 40, 60 + chance.randrange(40)
        months = 1 if pair < strangers else 12
        for month in range(months):
            day = month * 30 + chance.randrange(28)
            rows.append((day * DAY, payer, payee, int(1_000 * chance.lognormvariate(2, 1))))
    return rows


@pytest.mark.parametrize("shape", sorted(SCHEME))
def test_a_scheme_of_strangers_is_found_whatever_its_amounts_and_days(
    ground: Ground, shape: str
) -> None:
    life = habits()
    found = ground.find([*life, *SCHEME[shape]])

    wanted = {f"t{len(life) + place}" for place in range(len(SCHEME[shape]))}
    assert any(len(wanted & held) * 2 >= len(wanted) for held in shapes_of(found, shape))


@pytest.mark.parametrize(
    ("strangers", "says"), [pytest.param(0, True, id="few"), pytest.param(90, False, id="many")]
)
def test_dealing_once_says_nothing_where_many_do(
    ground: Ground, strangers: int, says: bool
) -> None:
    ground.find([*habits(strangers), *SCHEME["round_trip"]])
    ratio = ground.warehouse.value("select sole_ratio from features.flow_span")

    assert (ratio is not None) is says


def test_friends_who_pay_each_other_again_are_no_strangers(ground: Ground) -> None:
    life = habits()
    again = [(at + 90 * DAY, a, b, amount + 7) for at, a, b, amount in SCHEME["round_trip"]]
    found = ground.find([*life, *SCHEME["round_trip"], *again])

    assert not shapes_of(found, "round_trip")
