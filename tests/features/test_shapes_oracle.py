"""Links, groups, chains and cycles against brute force in plain Python, on small worlds.

Each world is filled and linked once; every search is compared on it. A world is up to eight graphs
of seven accounts side by side: what a statement costs, it costs once for all of them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.features.shape_ground import DAY, START, Ground, open_shapes

from finintel.features.arrays import read
from finintel.features.shape_groups import find_groups
from finintel.features.shape_paths import (
    CLOSURE,
    HOP_COST,
    MOST_CHAIN,
    MOST_CYCLE,
    MUTUAL,
    MUTUAL_LEAST,
    chain_rows,
    cycle_rows,
    generations,
)
from finintel.features.shape_rings import MUTUAL_ANY_ORDER, ring_rows

GAP, BAND, BEAM, REACH = 4 * DAY, 0.2, 6, 20 * DAY
BUNDLE, BUNDLED, PASSING = 7 * DAY, 20, 30 * DAY
AMOUNTS = st.sampled_from([10_000, 10_100, 9_900, 10_500, 12_000, 20_000, 20_300, 55_555, 5_050])
TRANSFERS = st.sampled_from([15 * DAY, 45 * DAY]).flatmap(
    lambda length: st.lists(
        st.tuples(st.integers(0, length), st.integers(0, 6), st.integers(0, 6), AMOUNTS).filter(
            lambda row: row[1] != row[2]
        ),
        min_size=10,
        max_size=28,
    )
)
# of each circle its accounts, numbers of the window, and which of them a company holds
CIRCLES = st.lists(
    st.dictionaries(st.integers(1, 7), st.booleans(), min_size=2, max_size=4), max_size=2
)
GRAPHS = st.lists(st.tuples(TRANSFERS, CIRCLES), min_size=1, max_size=8)
ACCOUNTS = 7
SMALL = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def side_by_side(graphs) -> tuple[list[tuple], list[dict[int, bool]]]:
    """Give the accounts of each graph numbers of their own."""
    transfers, circles = [], []
    for first, (own, homes) in zip(range(0, len(graphs) * ACCOUNTS, ACCOUNTS), graphs, strict=True):
        transfers += [(t, payer + first, payee + first, amount) for t, payer, payee, amount in own]
        circles += [{first + n: is_company for n, is_company in home.items()} for home in homes]
    return transfers, circles


def legs(ground: Ground) -> dict[int, dict]:
    """Transfers, and bundles of one young or passing pair: by a loop over time."""
    rows = ground.warehouse.rows(
        "select transaction_number, booked_epoch, originator_number, beneficiary_number, "
        "amount_base_minor from features.window_transfer order by 1"
    )
    found: dict[int, dict] = {}
    met: dict = {}
    series: dict = defaultdict(list)
    dealt: dict = defaultdict(list)
    for _, epoch, payer, payee, _ in rows:
        dealt[payer, payee].append(epoch)
    for number, epoch, payer, payee, amount in rows:
        first = met.setdefault((payer, payee), epoch)
        young = epoch - first <= 7 * DAY
        found[number] = {
            "first": (number, epoch),
            "last": (number, epoch),
            "payer": payer,
            "payee": payee,
            "amount": amount,
            "young": young,
            "count": 1,
        }
        all_of_pair = dealt[payer, payee]
        passing = all_of_pair[-1] - first <= PASSING and len(all_of_pair) <= BUNDLED
        if young or passing:
            series[payer, payee].append((number, epoch, amount))
    for (payer, payee), members in series.items():
        bundle = [members[0]]
        for member in (*members[1:], None):
            if member is not None and member[1] - bundle[-1][1] <= BUNDLE:
                bundle.append(member)
                continue
            if 2 <= len(bundle) <= BUNDLED:
                found[bundle[-1][0] + 10**10] = {
                    "first": bundle[0][:2],
                    "last": bundle[-1][:2],
                    "payer": payer,
                    "payee": payee,
                    "amount": sum(m[2] for m in bundle),
                    "young": True,
                    "count": len(bundle),
                }
            bundle = [member]
    return found


def follows(x: dict, y: dict, end: str) -> bool:
    """In order of booking, or on one date of which the second says no more."""
    is_date = y["first"][1] % DAY == 0 and y["last"][1] % DAY == 0
    return bool(y[end][0] > x[end][0] or (is_date and y[end][1] // DAY == x[end][1] // DAY))


def near(x: tuple[int, int], y: tuple[int, int]) -> bool:
    return abs(x[1] - y[1]) <= GAP


def is_streamed(x: dict, y: dict) -> bool:
    """A series beside a series: it begins near the other's first and ends near its last."""
    return y["count"] > 1 and near(x["first"], y["first"]) and near(x["last"], y["last"])


def pairs(found: dict[int, dict]) -> set[tuple[int, int, bool]]:
    """Every two legs near one another in time and amount, by trying all."""
    return {
        (a, b, follows(x, y, "first") and follows(x, y, "last"))
        for a, x in found.items()
        for b, y in found.items()
        if x["payee"] == y["payer"]
        and (near(x["last"], y["first"]) or is_streamed(x, y))
        and abs(math.log(y["amount"]) - math.log(x["amount"])) <= BAND
    }


@SMALL
@given(GRAPHS.map(side_by_side), st.sampled_from([5, 60]), st.booleans())
def test_every_search_finds_what_brute_force_finds(
    ground: Ground, world, sole_percent, dates_only
) -> None:
    transfers, circles = world
    if dates_only:
        transfers = [((START + t[0]) // DAY * DAY - START, *t[1:]) for t in transfers]
    ground.fill(transfers)
    ground.live_together(circles)
    ground.link(sole_percent)

    candidates_are_all_pairs(ground)
    sole_links_are_all_pairs_that_dealt_once(ground, sole_percent)
    links_are_the_best_of_both_sides(ground)
    groups_are_the_nearest_sums(ground)
    chains_are_walks(ground)
    cycles_are_a_search_by_breadth(ground, circles)
    rings_are_closed_walks(ground)


@settings(SMALL, max_examples=25)
@given(TRANSFERS, st.integers(3, 9).flatmap(lambda size: st.permutations(range(size))))
def test_circles_whose_payments_fall_in_any_order(ground: Ground, transfers, order) -> None:
    """Few drawn worlds hold a ring: here each has a circle, of which about every third is one."""
    size = len(order)
    circle = [
        (20 * DAY + 15_000 * when, 10 + place, 10 + (place + 1) % size, 77_000 - 13 * place)
        for place, when in enumerate(order)
    ]
    ground.fill([*transfers, *circle])
    ground.live_together([])
    ground.link()

    rings_are_closed_walks(ground)


def candidates_are_all_pairs(ground: Ground) -> None:
    rows = ground.warehouse.rows(
        "select in_number, out_number, is_ordered from features.link_candidate"
    )

    assert Counter((a, b, bool(c)) for a, b, c in rows) == Counter(pairs(legs(ground)))


def sole_links_are_all_pairs_that_dealt_once(ground: Ground, sole_percent: int) -> None:
    """Amounts are free where few pairs deal once; of both kinds the greater evidence counts."""
    known = ground.warehouse.rows(
        "select transaction_number, booked_epoch, originator_number, beneficiary_number "
        "from features.window_transfer"
    )
    dealt = Counter((payer, payee) for _, _, payer, payee in known)
    paid = Counter(payer for _, _, payer, _ in known)
    sole = [row for row in known if dealt[row[2], row[3]] == 1]
    ratio = len(sole) / len(known)
    span = ground.warehouse.value("select span_seconds from features.flow_span")
    expected = {
        (a, b): -math.log(
            2 * (paid[middle] + 1) * ratio * (abs(late - early) + DAY) / span + 0.0005
        )
        for a, early, _, middle in sole
        for b, late, other, _ in sole
        if other == middle and 100 * ratio <= sole_percent and abs(late - early) <= 30 * DAY
    }
    found = ground.warehouse.rows("select in_number, out_number, evidence from features.link_sole")
    assert {(a, b): round(e, 6) for a, b, e in found} == {
        key: round(e, 6) for key, e in expected.items()
    }

    both = ground.warehouse.rows(
        "select in_number, out_number, evidence from features.link_candidate"
    )
    for a, b, evidence in both:
        expected[a, b] = max(evidence, expected.get((a, b), evidence))
    merged = ground.warehouse.rows(
        "select in_number, out_number, evidence from features.link_evidence"
    )
    assert Counter((a, b, round(e, 6)) for a, b, e in merged) == Counter(
        (a, b, round(e, 6)) for (a, b), e in expected.items()
    )


def links_are_the_best_of_both_sides(ground: Ground) -> None:
    candidate = ground.warehouse.rows(
        "select in_number, out_number, evidence from features.link_evidence "
        "where is_ordered = 1 and evidence >= 1.0"
    )
    kept = set()
    for a, b, evidence in candidate:
        before = [(-e, o) for i, o, e in candidate if i == a and (-e, o) < (-evidence, b)]
        behind = [(-e, i) for i, o, e in candidate if o == b and (-e, i) < (-evidence, a)]
        if len(before) < 3 and len(behind) < 3:
            kept.add((a, b, len(before) + 1, len(behind) + 1))

    found = ground.warehouse.rows(
        "select in_number, out_number, in_place, out_place from features.link"
    )
    assert set(found) == kept


def groups_are_the_nearest_sums(ground: Ground) -> None:
    """Several in, one out, or the reverse: the next two to eight of the other side, added up."""
    rows = ground.warehouse.rows(
        "select transaction_number, booked_epoch, originator_number, beneficiary_number, "
        "amount_base_minor from features.window_transfer order by 1"
    )
    span = ground.warehouse.value("select span_seconds from features.flow_span")
    into, out = defaultdict(list), defaultdict(list)
    for number, epoch, payer, payee, amount in rows:
        out[payer].append((number, epoch, amount))
        into[payee].append((number, epoch, amount))
    expected = set()
    for account in (a for a in into if a in out and len(into[a]) + len(out[a]) >= 3):
        for number, epoch, amount in into[account]:
            after = [o for o in out[account] if o[0] > number]
            expected |= group("split", (number, epoch, amount), after, len(out[account]), span)
        for number, epoch, amount in out[account]:
            before = [i for i in reversed(into[account]) if i[0] < number]
            expected |= group("merge", (number, epoch, amount), before, len(into[account]), span)

    find_groups(ground.warehouse, span)
    found = ground.warehouse.rows(
        "select pivot_number, kind, number, member_count, round(kept_ratio, 6), "
        "round(evidence, 5) from features.link_group"
    )
    assert Counter(found) == Counter(expected)


def group(kind: str, pivot: tuple, near: list[tuple], usual: int, span: float) -> set[tuple]:
    """The number of neighbours whose sum comes nearest to the pivot, by trying each number."""
    number, epoch, amount = pivot
    tries = [
        (abs(math.log(sum(m[2] for m in near[:size]) / amount)), size)
        for size in range(2, min(8, len(near)) + 1)
        if abs(near[size - 1][1] - epoch) <= 2 * DAY
    ]
    if not tries or min(tries)[0] > 0.1:
        return set()
    miss, size = min(tries)
    gap = abs(near[size - 1][1] - epoch)
    evidence = -math.log(7 * (miss + 0.015) * usual * (gap + 14_400) / span + 0.0005)
    if evidence < 2.0:
        return set()
    total = sum(m[2] for m in near[:size])
    kept = total / amount if kind == "split" else amount / total
    return {(number, kind, m[0], size, round(kept, 6), round(evidence, 5)) for m in near[:size]}


def chains_are_walks(ground: Ground) -> None:
    rows = ground.warehouse.rows(
        "select in_number, out_number, evidence from features.link "
        f"where in_place = 1 and out_place = 1 and evidence >= {MUTUAL_LEAST} "
        "and originator_number <> beneficiary_number"
    )
    after = {a: (b, evidence) for a, b, evidence in rows}
    heads = set(after) - {b for b, _ in after.values()}
    expected = set()
    for head in heads:
        path, gains = [head], [0.0]
        while path[-1] in after:
            following, evidence = after[path[-1]]
            path.append(following)
            gains.append(evidence - HOP_COST)
        for start in range(0, len(path), MOST_CHAIN):
            piece = path[start : start + MOST_CHAIN]
            weight = sum(gains[start + 1 : start + MOST_CHAIN])
            if len(piece) >= 2:
                expected |= {(piece[0], n, h + 1, round(weight, 6)) for h, n in enumerate(piece)}

    found = chain_rows(read(ground.warehouse, MUTUAL))
    columns = ("find_key", "leg_number", "hop", "weight")
    listed = zip(*(found[name].tolist() for name in columns), strict=True)
    assert {(k, n, h, round(w, 6)) for k, n, h, w in listed} == expected


def rings_are_closed_walks(ground: Ground) -> None:
    """Legs that are the best of both ends in whatever order, followed until they close."""
    rows = ground.warehouse.rows(
        "select in_number, out_number, account_number, is_ordered, evidence "
        "from features.link_evidence"
    )
    out_of, into = defaultdict(list), defaultdict(list)
    for a, b, _, _, evidence in rows:
        if evidence >= MUTUAL_LEAST:
            out_of[a].append((-evidence, b))
            into[b].append((-evidence, a))
    after = {
        a: (b, account, ordered, evidence)
        for a, b, account, ordered, evidence in rows
        if out_of[a] and min(out_of[a])[1] == b and min(into[b])[1] == a
    }
    expected = set()
    for start in after:
        walk: list[tuple[int, int, bool, float]] = []
        leg = start
        while leg in after and len(walk) < MOST_CYCLE and (not walk or leg != start):
            walk.append(after[leg])
            leg = after[leg][0]
        ahead = sum(1 - ordered for _, _, ordered, _ in walk)
        if (
            leg == start
            and len(walk) >= 3
            and len({account for _, account, _, _ in walk}) == len(walk)
            and 2 <= ahead <= len(walk) / 2
            and start == min(number for number, *_ in walk)
        ):
            weight = round(sum(evidence - HOP_COST for *_, evidence in walk), 6)
            legs_in_order = [start, *(number for number, *_ in walk[:-1])]
            expected |= {(start, n, h + 1, weight) for h, n in enumerate(legs_in_order)}

    found = ring_rows(read(ground.warehouse, MUTUAL_ANY_ORDER))
    columns = ("find_key", "leg_number", "hop", "weight")
    listed = zip(*(found[name].tolist() for name in columns), strict=True)
    assert {(k, n, h, round(w, 6)) for k, n, h, w in listed} == expected


def closing(start: int, end: int, passed: list[int], circles) -> float:
    """Evidence that a path came home: to its account, or to a circle that it had left."""
    if start == end:
        return CLOSURE if len(passed) >= 2 else 0.0
    sizes = []
    for members in circles:
        if start in members and end in members:
            company = members[start] or members[end]
            if company or len(passed) >= 2:
                sizes.append(len(members))
    lived = any(start in members and p in members for members in circles for p in passed)
    return CLOSURE - math.log(min(sizes)) if sizes and not lived else 0.0


def walk(rows, epochs, circles) -> Counter:  # noqa: C901 - an oracle is one loop
    """Cycles by breadth: the best paths of each first leg at each length, in plain Python."""
    after = defaultdict(list)
    for a, b, payer, payee, evidence in rows:
        after[a].append((b, payer, payee, evidence))
    paths: list = [
        ((a, b), payer, payee, evidence) for a, b, payer, payee, evidence in sorted(rows)
    ]
    cycles: Counter = Counter()
    length = 2
    while paths:
        for path, start, end, weight in paths:
            home = closing(start, end, [epochs["payee"][n] for n in path[:-1]], circles)
            if home > 0.0 and len(set(path)) == len(path):
                cycles[path, round(weight - HOP_COST * (len(path) - 1) + home, 5)] += 1
        if length >= MOST_CYCLE:
            break
        longer = defaultdict(list)
        for place, (path, start, end, weight) in enumerate(paths):
            if end == start:
                continue
            for b, payer, payee, evidence in after[path[-1]]:
                near = epochs["last"][b] - epochs["last"][path[0]] <= REACH
                if near and payer != payee:
                    longer[path[0]].append(
                        (-(weight + evidence), b, place, (*path, b), start, payee)
                    )
        paths = [
            (path, start, payee, -negative)
            for first in sorted(longer)
            for negative, _, _, path, start, payee in sorted(longer[first])[:BEAM]
        ]
        length += 1
    return cycles


def cycles_are_a_search_by_breadth(ground: Ground, circles) -> None:
    rows = ground.warehouse.rows(
        "select in_number, out_number, originator_number, beneficiary_number, evidence "
        "from features.link"
    )
    known = legs(ground)
    epochs = {
        "last": {n: leg["last"][1] for n, leg in known.items()},
        "payee": {n: leg["payee"] for n, leg in known.items()},
    }

    def build(name: str, table: str, **values) -> None:
        file = ground.context.sql(f"features/shapes/{name}.sql")
        defaults = {k: v["default"] for k, v in file.header.get("parameters", {}).items()}
        ground.warehouse.build(("features", table), file, {**defaults, **values})

    found = cycle_rows(generations(ground.warehouse, build))
    hops = defaultdict(list)
    columns = ("find_key", "hop", "leg_number", "weight")
    for key, hop, number, weight in zip(*(found[c].tolist() for c in columns), strict=True):
        hops[key, round(weight, 5)].append((hop, number))
    listed = Counter(
        (tuple(n for _, n in sorted(path)), weight) for (_, weight), path in hops.items()
    )
    assert listed == walk(rows, epochs, circles)
