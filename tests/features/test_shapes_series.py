"""Value passed on in many payments over weeks, what was gathered and goes on, and cash before."""

from __future__ import annotations

from typing import Any

import pytest
from tests.features.shape_ground import DAY, Ground, Transfer, open_shapes, shapes_of
from tests.features.test_shapes_laws import chain, life

FIRM, ABROAD, OWNER, OTHER = 1, 2, 4, 5
LIVED = life(3)
HOME = [{FIRM + 1: True, OWNER + 1: False}]


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def found(ground: Ground, rows: list[Transfer], shape: str) -> list[set[str]]:
    return shapes_of(ground.find([*LIVED, *rows]), shape)


def ids(*places: int) -> set[str]:
    return {f"t{len(LIVED) + place}" for place in places}


def tranches(count: int, step: int, late: int = 30_000) -> list[Transfer]:
    """The firm pays abroad, a tranche a step; each goes on a little later, to the owner at last."""
    amounts = [610_000 + 70_000 * (place % 4) for place in range(count)]
    begin = 2 * DAY
    way = [(begin + place * step, FIRM, ABROAD, amount) for place, amount in enumerate(amounts)]
    on = [(when + late, ABROAD, OTHER, amount * 98 // 100) for when, _, _, amount in way]
    home = (max(on)[0] + DAY, OTHER, OWNER, sum(row[3] for row in on) * 99 // 100)
    return [*way, *on, home]


@pytest.mark.parametrize(
    ("count", "step", "is_found"),
    [
        pytest.param(8, 2 * DAY, True, id="eight tranches over two weeks"),
        pytest.param(5, 7 * DAY, True, id="a tranche a week: just met"),
        pytest.param(4, 7 * DAY + 1, False, id="more than a week between two"),
        pytest.param(20, DAY, True, id="twenty: just met"),
        pytest.param(21, DAY, False, id="twenty-one are a habit"),
    ],
)
def test_money_that_leaves_and_returns_in_tranches_came_home(
    ground: Ground, count: int, step: int, is_found: bool
) -> None:
    ground.live_together(HOME)
    rows = tranches(count, step)
    whole = ids(*range(len(rows)))

    assert (whole in found(ground, rows, "round_trip")) is is_found


def test_tranches_between_strangers_do_not_come_home(ground: Ground) -> None:
    ground.live_together([])
    rows = tranches(8, 2 * DAY)

    assert ids(*range(len(rows))) not in found(ground, rows, "round_trip")


@pytest.mark.parametrize(("before", "is_found"), [(30 * DAY, True), (30 * DAY + 1, False)])
def test_a_pair_that_deals_for_more_than_thirty_days_has_a_habit(
    ground: Ground, before: int, is_found: bool
) -> None:
    ground.live_together(HOME)
    rows = [(row[0] + 20 * DAY, *row[1:]) for row in tranches(8, 2 * DAY)]
    earlier = (rows[7][0] - before, FIRM, ABROAD, 1_000)
    held = found(ground, [*rows, earlier], "round_trip")

    assert (ids(*range(len(rows))) in held) is is_found


def test_two_strands_of_a_round_trip_are_one(ground: Ground) -> None:
    ground.live_together([])
    way = [1, 2, 3, 4, 1]
    near = [*chain(9 * DAY, way, 777_000), *chain(9 * DAY + 9_000, way, 301_000)]
    late = [*chain(5 * DAY, way, 777_000), *chain(20 * DAY, way, 301_000)]

    assert ids(*range(8)) in found(ground, near, "round_trip")
    assert ids(*range(8)) not in found(ground, late, "round_trip")


def test_two_strands_that_came_home_in_two_transfers_are_one(ground: Ground) -> None:
    ground.live_together([{FIRM + 1: True, OTHER + 1: False}])
    way = [FIRM, ABROAD, OTHER]
    near = [*chain(9 * DAY, way, 777_000), *chain(9 * DAY + 9_000, way, 776_000)]
    late = [*chain(5 * DAY, way, 777_000), *chain(20 * DAY, way, 776_000)]

    assert ids(*range(4)) in found(ground, near, "round_trip")
    assert ids(*range(4)) not in found(ground, late, "round_trip")


COLLECTOR, PAYEE = 200, 230  # who take no part in ordinary life
GATHERED = [
    (9 * DAY + 20_000 * payer, 210 + payer, COLLECTOR, 90_000 + payer) for payer in range(8)
]
SUM = sum(row[3] for row in GATHERED)
LAST = GATHERED[-1][0]


def on(after: int, payee: int, percent: int) -> Transfer:
    return (LAST + after, COLLECTOR, payee, SUM * percent // 100)


@pytest.mark.parametrize(
    ("passed", "is_found"),
    [
        pytest.param([on(DAY, PAYEE, 97)], True, id="whole, to one"),
        pytest.param([on(DAY, PAYEE, 60), on(2 * DAY, PAYEE + 1, 36)], True, id="in two parts"),
        pytest.param([on(DAY, PAYEE, 82)], True, id="within the band"),
        pytest.param([on(DAY, PAYEE, 81)], False, id="too much stays"),
        pytest.param([on(DAY, PAYEE, 123)], False, id="more than came"),
        pytest.param([on(7 * DAY, PAYEE, 97)], True, id="a week later: just met"),
        pytest.param([on(7 * DAY + 1, PAYEE, 97)], False, id="more than a week later"),
        pytest.param([on(20_000 - LAST + GATHERED[3][0], PAYEE, 97)], False, id="before it came"),
        pytest.param([on(DAY + n, PAYEE + n, 19) for n in range(5)], False, id="to many"),
        pytest.param(
            [on(DAY, PAYEE, 97), (4 * DAY, COLLECTOR, PAYEE, 500)],
            False,
            id="to whom it paid before",
        ),
    ],
)
def test_what_was_gathered_and_goes_on_is_one_story(
    ground: Ground, passed: list[Transfer], is_found: bool
) -> None:
    ground.live_together([])
    ground.find([*LIVED, *GATHERED, *passed])
    listed = ground.warehouse.rows(
        "select transaction_id from features.shape join features.shape_transaction "
        "using (list_place) where shape = 'fan_in' and role = 'passed_on' and subject_id = $id",
        {"id": f"a{COLLECTOR:04}"},
    )
    onward = ids(*range(len(GATHERED), len(GATHERED) + len(passed)))

    assert {row[0] for row in listed} == (onward if is_found else set())


RELAYS = [PAYEE, PAYEE + 1, PAYEE + 2, PAYEE + 3, PAYEE + 4]


def listed_hops(ground: Ground, rows: list[Transfer]) -> list[int]:
    """Return the hops of what was gathered and passed on, after it was gathered."""
    ground.live_together([])
    ground.find([*LIVED, *GATHERED, *rows])
    listed = ground.warehouse.rows(
        "select hop from features.shape join features.shape_transaction using (list_place) "
        "where shape = 'fan_in' and role = 'passed_on' and subject_id = $id order by hop, position",
        {"id": f"a{COLLECTOR:04}"},
    )
    return [hop for (hop,) in listed]


@pytest.mark.parametrize(
    ("onward", "hops"),
    [
        pytest.param(chain(LAST + DAY, [COLLECTOR, *RELAYS[:3]], SUM), [2, 3, 4], id="three on"),
        pytest.param(chain(LAST + DAY, [COLLECTOR, *RELAYS], SUM), [2, 3, 4, 5], id="four at most"),
        pytest.param(
            [on(DAY, PAYEE, 97), (LAST + 2 * DAY, PAYEE, PAYEE + 1, SUM * 79 // 100)],
            [2],
            id="too much stays there",
        ),
        pytest.param(
            [
                on(DAY, PAYEE, 60),
                on(DAY + 9, PAYEE + 1, 36),
                (LAST + 2 * DAY, PAYEE, PAYEE + 2, SUM * 59 // 100),
            ],
            [2, 2, 3],
            id="one of two passes it on",
        ),
        pytest.param(
            [
                on(DAY, PAYEE, 70),
                on(DAY + 9, PAYEE + 1, 21),
                (LAST + DAY + 99, PAYEE, PAYEE + 2, SUM * 64 // 100),
                (LAST + 2 * DAY, PAYEE + 1, PAYEE, SUM * 20 // 100),
                (LAST + 3 * DAY, PAYEE, PAYEE + 3, SUM * 20 // 100),
            ],
            [2, 2, 3, 3, 3],
            id="an account reached twice passes it on once",
        ),
    ],
)
def test_what_is_passed_on_is_followed_while_it_goes_on_whole(
    ground: Ground, onward: list[Transfer], hops: list[int]
) -> None:
    assert listed_hops(ground, onward) == hops


def test_a_find_that_would_grow_beyond_its_cap_is_followed_no_further(ground: Ground) -> None:
    tranche = SUM // 75
    way = [(LAST + 600 * n, COLLECTOR, PAYEE, tranche) for n in range(72)]
    once_more = [(LAST + 600 * 72, COLLECTOR, PAYEE, tranche)]

    assert listed_hops(ground, way) == [2] * 72
    assert listed_hops(ground, [*way, *once_more]) == []


def test_a_chain_stands_beside_the_fan_that_it_is_the_way_on_of(ground: Ground) -> None:
    onward = chain(LAST + DAY, [COLLECTOR, *RELAYS[:4]], SUM)
    ground.live_together([])
    chains = found(ground, [*GATHERED, *onward], "layering_chain")

    assert ids(*range(len(GATHERED), len(GATHERED) + len(onward))) in chains


def test_what_a_collector_earns_explains_what_it_gathered_and_passed_on(ground: Ground) -> None:
    ground.live_together([])
    run = ground.warehouse.execute
    account = f"a{COLLECTOR:04}"
    run(
        "insert into features.party_account by name "
        "select 'P' as party_id, $account as account_id, true as is_owner",
        {"account": account},
    )
    run(
        "insert into features.party_year by name select 'P' as party_id, "
        "2023 as money_year, $minor as income_base_minor",
        {"minor": SUM},
    )
    ground.find([*LIVED, *GATHERED, on(DAY, PAYEE, 97)])
    ratio = ground.warehouse.value(
        "select explained_ratio from features.shape where shape = 'fan_in' and subject_id = $id",
        {"id": account},
    )
    for table in ("party_account", "party_year"):
        run(f"delete from features.{table}")

    assert ratio == 1.0


MOVED = chain(9 * DAY, [1, 2, 3, 4], 777_000)


def cash(*deposits: tuple[int, int]) -> list[Any]:
    return [(9 * DAY - before, None, 1, amount) for before, amount in deposits]


@pytest.mark.parametrize(
    ("deposits", "cited"),
    [
        pytest.param(cash((2 * DAY, 400_000), (DAY, 380_000)), {0, 1}, id="adds up"),
        pytest.param(cash((DAY, 388_500)), {0}, id="half of it: just met"),
        pytest.param(cash((DAY, 388_499)), set(), id="less than half"),
        pytest.param(
            cash((3 * DAY, 50_000), (2 * DAY, 400_000), (DAY, 380_000)), {1, 2}, id="the latest"
        ),
        pytest.param(cash((7 * DAY, 777_000)), {0}, id="a week before: just met"),
        pytest.param(cash((7 * DAY + 1, 777_000)), set(), id="more than a week before"),
        pytest.param(cash((-DAY, 777_000)), set(), id="paid in afterwards"),
        pytest.param([(8 * DAY, None, 2, 777_000)], set(), id="on another account"),
    ],
)
def test_cash_that_a_chain_was_paid_from_is_cited_with_it(
    ground: Ground, deposits: list[Any], cited: set[int]
) -> None:
    ground.live_together([])
    ground.find([*LIVED, *MOVED, *deposits])
    listed = ground.warehouse.rows(
        "select transaction_id, hop, position from features.shape "
        "join features.shape_transaction using (list_place) "
        "where shape = 'layering_chain' and role = 'placed'"
    )

    assert {row[0] for row in listed} == ids(*(len(MOVED) + place for place in cited))
    assert all(hop == 0 and position <= len(cited) for _, hop, position in listed)


def test_more_deposits_than_a_find_may_cite_leave_the_latest(ground: Ground) -> None:
    ground.live_together([])
    deposits = cash(*((DAY + 600 * place, 9_000) for place in range(85)))
    ground.find([*LIVED, *MOVED, *deposits])
    counts = ground.warehouse.rows(
        "select transaction_count, account_count, hop_count from features.shape "
        "join features.shape_transaction using (list_place) where role = 'placed' "
        "group by all"
    )

    assert counts == [(80, 4, 3)]
