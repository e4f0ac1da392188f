"""Times that are dates: within a day any order is possible, unless the source states one."""

from __future__ import annotations

import pytest
from tests.features.shape_ground import DAY, START, Ground, open_shapes, shapes_of
from tests.features.test_shapes_laws import life

LIFE = life(3)
NOON = 9 * DAY
MIDNIGHT = (START + NOON) // DAY * DAY - START
WAY = [(4, 5), (3, 4), (2, 3), (1, 2)]  # of a chain 1 → 5, told backwards


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


@pytest.mark.parametrize(
    ("at", "is_sequenced", "found"),
    [
        pytest.param(MIDNIGHT, False, True, id="dates in no stated order"),
        pytest.param(MIDNIGHT, True, False, id="dates in the order stated"),
        pytest.param(MIDNIGHT + 1, False, False, id="times"),
    ],
)
def test_order_within_a_date_is_unknown_unless_stated(
    ground: Ground, at: int, *, is_sequenced: bool, found: bool
) -> None:
    ground.is_sequenced = is_sequenced
    rows = [(at, payer, payee, 777_000 - payer) for payer, payee in WAY]
    whole = {f"t{len(LIFE) + place}" for place in range(len(WAY))}

    assert (whole in shapes_of(ground.find([*LIFE, *rows]), "layering_chain")) is found


def test_a_circle_within_a_date_is_a_round_trip_and_no_chain(ground: Ground) -> None:
    ground.is_sequenced = False
    rows = [(MIDNIGHT, *pair, 777_000) for pair in ((3, 1), (1, 2), (2, 3))]
    whole = {f"t{len(LIFE) + place}" for place in range(3)}
    shapes = ground.find([*LIFE, *rows])

    assert whole in shapes_of(shapes, "round_trip")
    assert whole not in shapes_of(shapes, "layering_chain")
