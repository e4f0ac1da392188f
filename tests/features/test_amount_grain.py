"""Where people name round sums, two equal ones are no sign of the same money."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.features.shape_ground import DAY, Ground, Transfer, open_shapes
from tests.features.test_shapes_laws import chain, life

from finintel.features.build import build_table, header_defaults

USUAL, OWN = 50_000, 51_237


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def round_life() -> list[Transfer]:
    """Every second payment is of the usual round sum."""
    return [
        (when, payer, payee, USUAL if place % 2 else amount)
        for place, (when, payer, payee, amount) in enumerate(life(3))
    ]


@pytest.mark.parametrize("step", [1, 3])
def test_grain_is_the_chance_of_the_very_same_amount(ground: Ground, step: int) -> None:
    ground.fill(round_life())
    ground.link()
    rows = ground.warehouse.rows(
        "select transaction_number, amount_bin, amount_base_minor from features.flow"
    )
    file = ground.files["amount_grain"]
    values = {
        **header_defaults(file),
        "grain_sample": len(rows) // (step - 1) if step > 1 else 10**6,
    }
    build_table(ground.context, file, values)
    found = ground.warehouse.rows(
        "select amount_base_minor, grain_ratio from features.amount_grain"
    )
    seen = [(b, amount) for number, b, amount in rows if number % step == 0]
    expected = {}
    for (bin_number, amount), count in Counter(seen).items():
        near = sum(abs(b - bin_number) <= 2 for b, _ in seen)
        ratio = (count - 1) / (near + 1_000)
        if ratio > 0.03:
            expected[amount] = round(ratio, 9)

    assert {amount: round(ratio, 9) for amount, ratio in found} == expected
    assert set(expected) == {USUAL}


def weight(ground: Ground, lived: list[Transfer], amount: int) -> float:
    """Return the weight of a chain whose every hop is of one amount."""
    way = [(*row[:3], amount) for row in chain(9 * DAY, [1, 2, 3, 4, 5], amount)]
    found = [
        row[1]
        for row in ground.find([*lived, *way])
        if row[0] == "layering_chain" and f"t{len(lived)}" in row[2].split()
    ]
    return max(found, default=0.0)


def test_a_chain_of_the_usual_sum_says_less_than_one_of_its_own(ground: Ground) -> None:
    lived = round_life()

    assert weight(ground, lived, OWN) - weight(ground, lived, USUAL) > 5.0
    assert abs(weight(ground, life(3), OWN) - weight(ground, life(3), USUAL)) < 1.0
