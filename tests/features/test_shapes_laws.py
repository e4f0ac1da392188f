"""Laws of the finder: time, money, names, order of rows and strangers change nothing."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from tests.features.shape_ground import DAY, Ground, Transfer, open_shapes, shapes_of

ACCOUNTS = 120


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def life(seed: int, count: int = 900) -> list[Transfer]:
    """Ordinary payments: everybody has a few counterparties and pays them again and again."""
    chance = random.Random(seed)
    habit = {a: chance.sample(range(60, ACCOUNTS), 4) for a in range(ACCOUNTS)}
    rows = []
    for _ in range(count):
        payer = chance.randrange(ACCOUNTS)
        payee = chance.choice(habit[payer])
        if payer != payee:
            rows.append(
                (chance.randrange(30 * DAY), payer, payee, int(1_000 * chance.lognormvariate(2, 1)))
            )
    return rows


def chain(start: int, accounts: list[int], amount: int) -> list[Transfer]:
    return [
        (start + hop * 20_000, a, b, int(amount * 0.99**hop))
        for hop, (a, b) in enumerate(pairwise(accounts))
    ]


def ids(life_count: int, count: int) -> set[str]:
    return {f"t{life_count + place}" for place in range(count)}


def planted() -> list[Transfer]:
    return [
        *life(3),
        *chain(9 * DAY, [1, 2, 3, 4, 5, 6], 777_000),
        *chain(15 * DAY, [11, 12, 13, 14, 11], 555_500),
    ]


def test_a_chain_and_a_round_trip_are_found_whole(ground: Ground) -> None:
    rows = planted()
    found = ground.find(rows)
    count = len(rows) - 9

    assert ids(count, 5) in shapes_of(found, "layering_chain")
    assert ids(count + 5, 4) in shapes_of(found, "round_trip")


def test_time_shifted_changes_nothing(ground: Ground) -> None:
    rows = planted()
    later = [(epoch + 12_345_678, *rest) for epoch, *rest in rows]

    assert ground.find(later) == ground.find(rows)


def test_money_scaled_changes_nothing(ground: Ground) -> None:
    rows = planted()
    scaled = [(*rest, amount * 8) for *rest, amount in rows]

    assert ground.find(scaled) == ground.find(rows)


def test_accounts_renamed_change_nothing(ground: Ground) -> None:
    rows = planted()
    names = [f"n{(place * 77) % 1009:04}" for place in range(ACCOUNTS)]

    assert ground.find(rows, names) == ground.find(rows)


def test_strangers_rows_take_no_chain_away(ground: Ground) -> None:
    rows = planted()
    strangers = [
        (epoch, payer + ACCOUNTS, payee + ACCOUNTS, amount)
        for epoch, payer, payee, amount in life(8)
    ]
    found = ground.find([*rows, *strangers])
    count = len(rows) - 9

    assert ids(count, 5) in shapes_of(found, "layering_chain")
    assert ids(count + 5, 4) in shapes_of(found, "round_trip")


def test_rows_shuffled_change_nothing(ground: Ground) -> None:
    rows = planted()
    shuffled = list(rows)
    random.Random(1).shuffle(shuffled)
    back = {f"t{place}": f"t{rows.index(row)}" for place, row in enumerate(shuffled)}
    found = {
        (shape, weight, " ".join(sorted(back[name] for name in members.split())))
        for shape, weight, members in ground.find(shuffled)
    }

    assert found == {
        (shape, weight, " ".join(sorted(members.split())))
        for shape, weight, members in ground.find(rows)
    }


def test_a_chain_of_twelve_is_cut_at_eight(ground: Ground) -> None:
    rows = [*life(5), *chain(5 * DAY, list(range(20, 33)), 940_000)]
    found = shapes_of(ground.find(rows), "layering_chain")
    count = len(rows) - 12

    assert ids(count, 8) in found
    assert ids(count + 8, 4) in found


def test_against_the_order_of_time_there_is_no_chain(ground: Ground) -> None:
    forward = chain(9 * DAY, [1, 2, 3, 4, 5, 6], 777_000)
    times = [row[0] for row in forward]
    backward = [(late, *row[1:]) for late, row in zip(reversed(times), forward, strict=True)]
    found = ground.find([*life(3), *backward])

    assert ids(len(life(3)), 5) not in shapes_of(found, "layering_chain")


def test_a_payment_in_two_parts_is_one_hop(ground: Ground) -> None:
    start = 9 * DAY
    parts = [
        (start, 1, 2, 500_000),
        (start + 40_000, 2, 3, 300_000),
        (start + 80_000, 2, 3, 195_000),
        (start + 120_000, 3, 4, 490_000),
    ]
    rows = [*life(3), *parts]

    assert ids(len(life(3)), 4) in shapes_of(ground.find(rows), "layering_chain")


def test_two_strands_through_the_same_accounts_are_one_chain(ground: Ground) -> None:
    accounts = [1, 2, 3, 4, 5]
    strands = [*chain(9 * DAY, accounts, 777_000), *chain(9 * DAY + 9_000, accounts, 301_000)]
    found = shapes_of(ground.find([*life(3), *strands]), "layering_chain")
    hops = ground.warehouse.rows(
        "select count(*), count(distinct hop), min(hop), max(hop) from features.shape_transaction "
        "join features.shape using (list_place) where shape = 'layering_chain' "
        "group by list_place having count(*) = 8"
    )

    assert ids(len(life(3)), 8) in found
    assert hops == [(8, 4, 1, 4)]


def test_a_strand_weeks_later_is_a_chain_of_its_own(ground: Ground) -> None:
    accounts = [1, 2, 3, 4, 5]
    strands = [*chain(5 * DAY, accounts, 777_000), *chain(20 * DAY, accounts, 301_000)]
    found = shapes_of(ground.find([*life(3), *strands]), "layering_chain")

    assert ids(len(life(3)), 8) not in found
    assert ids(len(life(3)), 4) in found


def test_one_in_and_several_out_is_a_group(ground: Ground) -> None:
    start = 9 * DAY
    rows = [
        *life(3),
        (start, 1, 2, 600_000),
        *((start + 3_000 * hop, 2, 2 + hop, 198_000) for hop in (1, 2, 3)),
    ]
    ground.find(rows)
    groups = ground.warehouse.rows(
        "select kind, member_count, round(kept_ratio, 2) from features.link_group "
        "where account_number = 3 and kind = 'split'"
    )

    assert groups == [("split", 3, 0.99)] * 3


def test_a_shop_a_payroll_and_an_exchange_carry_no_chain(ground: Ground) -> None:
    public = [(place * 9_000, 100 + place, 1, 2_000 + place * 7 % 900) for place in range(150)] + [
        (place * 9_000 + 500, 2, 300 + place, 200_000) for place in range(150)
    ]
    rows = [*public, *chain(9 * DAY, [700, 701, 1, 2, 703], 888_000)]
    ground.find(rows)
    kinds = dict(ground.warehouse.rows("select account_id, kind from features.service_hub"))
    links = ground.warehouse.rows(
        "select count(*) from features.link where account_number in "
        "(select account_number from features.service_hub)"
    )

    assert kinds == {"a0001": "collecting", "a0002": "paying"}
    assert links == [(0,)]


def test_a_gather_scatter_holds_all_who_paid_in_though_fewer_are_paid_out(ground: Ground) -> None:
    gathered = [(9 * DAY + 20_000 * payer, payer, 1, 90_000 + payer) for payer in range(2, 12)]
    scattered = [(12 * DAY + 5_000 * payee, 1, payee, 290_000) for payee in range(12, 15)]
    rows = [*life(3), *gathered, *scattered]
    found = shapes_of(ground.find(rows), "gather_scatter")

    assert ids(len(rows) - 13, 13) in found


@pytest.mark.parametrize(
    "way",
    [
        pytest.param([1, 2, 1, 2, 1], id="a purchase and its refund, twice"),
        pytest.param([1, 2, 3, 2, 1], id="an order handed on, and all of it refunded"),
    ],
)
def test_what_is_paid_back_is_no_chain(ground: Ground, way: list[int]) -> None:
    """Whatever the sums, nothing goes anywhere."""
    found = ground.find([*life(3), *chain(9 * DAY, way, 777_000)])
    back = ids(len(life(3)), 4)

    for shape in ("layering_chain", "round_trip", "ring"):
        assert not [find for find in shapes_of(found, shape) if find & back]


AROUND = [1, 2, 3, 4, 5, 6, 1]


def around(times: list[int], accounts: list[int] = AROUND) -> list[Transfer]:
    """The same sum round a circle; each payment when it is said to be."""
    return [
        (9 * DAY + 20_000 * when, a, b, int(777_000 * 0.99**hop))
        for hop, ((a, b), when) in enumerate(zip(pairwise(accounts), times, strict=True))
    ]


@pytest.mark.parametrize(
    ("times", "is_found"),
    [
        pytest.param([0, 3, 1, 4, 5, 6], True, id="one paid ahead of its turn"),
        pytest.param([0, 3, 1, 4, 2, 5], True, id="two did, and who began: half of them"),
        pytest.param([3, 2, 1, 4, 0, -1], False, id="more than half did"),
        pytest.param([5, 4, 3, 2, 1, 0], False, id="against time"),
    ],
)
def test_a_circle_that_follows_time_for_the_most_part_is_a_ring(
    ground: Ground, times: list[int], is_found: bool
) -> None:
    rows = [*life(3), *around(times)]
    found = ground.find(rows)
    whole = ids(len(rows) - len(times), len(times))

    assert (whole in shapes_of(found, "ring")) is is_found
    assert whole not in shapes_of(found, "round_trip")


def test_a_circle_in_order_of_time_is_a_cycle_and_no_ring(ground: Ground) -> None:
    rows = [*life(3), *around([0, 1, 2, 3, 4, 5])]
    found = ground.find(rows)

    assert ids(len(rows) - 6, 6) in shapes_of(found, "round_trip")
    assert not shapes_of(found, "ring")


def test_what_passes_an_account_twice_is_no_ring(ground: Ground) -> None:
    twice = around([0, 3, 1, 4, 5, 6], [1, 2, 3, 2, 5, 6, 1])
    found = ground.find([*life(3), *twice])

    assert not shapes_of(found, "ring")
