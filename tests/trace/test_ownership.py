"""Economic shares against an oracle that tries every extreme split of every company's capital."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finintel.trace import ownership
from finintel.trace.beneficial import all_shares
from finintel.trace.holdings import TOLERANCE, consistent, numbered

SCHEMA = {
    "held_id": pl.String,
    "holder_id": pl.String,
    "is_person": pl.Boolean,
    "minimum_ratio": pl.Float64,
    "maximum_ratio": pl.Float64,
}
COMPANIES = ("c0", "c1", "c2")
PERSONS = ("p0", "p1")


Row = tuple[str, str, bool, float, float]
Bounds = tuple[float, float]


def shares(rows: Sequence[Row]) -> dict[tuple[str, str | None], Bounds]:
    """Return the bounds of each thing and person; those of nobody known stand under None."""
    found = all_shares(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    return {(held, person): (low, high) for held, person, low, high, _ in found.iter_rows()}


def test_shares_multiply_along_a_chain_and_add_across_paths() -> None:
    found = shares(
        [
            ("house", "c1", False, 0.5, 0.5),
            ("house", "p1", True, 0.25, 0.25),
            ("c1", "p1", True, 0.4, 0.6),
            ("c1", "p2", True, 0.1, 0.2),
        ]
    )
    assert found[("house", "p1")] == pytest.approx((0.25 + 0.5 * 0.4, 0.25 + 0.5 * 0.6))
    assert found[("house", "p2")] == pytest.approx((0.05, 0.1))


def test_a_company_that_holds_its_own_shares_hands_everything_to_the_other_owner() -> None:
    found = shares([("c", "c", False, 0.5, 0.5), ("c", "p", True, 0.5, 0.5)])
    assert found[("c", "p")] == pytest.approx((1.0, 1.0))


def test_companies_that_own_only_each_other_leave_everything_unknown() -> None:
    found = shares([("a", "b", False, 1.0, 1.0), ("b", "a", False, 1.0, 1.0)])
    assert found == {("a", None): (1.0, 1.0), ("b", None): (1.0, 1.0)}


@pytest.mark.parametrize("rounds", [40, 41])
def test_companies_that_own_almost_all_of_each_other_leave_an_unknown_share(
    monkeypatch, rounds
) -> None:
    """Whichever of the two had its turn last."""
    monkeypatch.setattr(ownership, "MAXIMUM_ROUNDS", rounds)
    almost = 1 - 1e-7
    rows = [
        ("a", "b", False, almost, almost),
        ("b", "a", False, almost, almost),
        ("b", "p", True, 1e-7, 1e-7),
    ]
    numbers, _ = numbered(pl.DataFrame(rows, schema=SCHEMA, orient="row"))
    most, _ = ownership.settle(consistent(numbers), "maximum", TOLERANCE)
    found = shares(rows)

    assert most.ratio.tolist() == [1.0, 1.0]
    for company in ("a", "b"):
        low, high = found[(company, "p")]
        assert low < 0.5 < high


def test_an_unknown_share_reaches_no_further_than_the_others_leave() -> None:
    found = shares([("c", "p", True, 0.0, 1.0), ("c", "q", True, 0.7, 0.7)])
    assert found[("c", "p")] == pytest.approx((0.0, 0.3))


def test_minima_above_one_are_a_contradiction_and_count_as_unknown() -> None:
    found = shares([("c", "p", True, 0.8, 0.8), ("c", "q", True, 0.8, 0.8)])
    assert found[("c", "p")] == pytest.approx((0.0, 0.8))


@st.composite
def graphs(draw: st.DrawFn) -> list[Row]:
    rows = []
    for company in COMPANIES:
        left = 1.0
        for holder in (*PERSONS, *COMPANIES):
            if not draw(st.booleans()):
                continue
            low = draw(st.integers(0, 4)) / 10
            low = min(low, max(left - 0.05, 0.0))
            left -= low
            high = min(1.0, low + draw(st.integers(0, 5)) / 10)
            rows.append((company, holder, holder in PERSONS, low, high))
    return rows


def least_solution(matrix, direct):
    """Add up direct + matrix direct + matrix² direct + …, doubling the terms in every round.

    Companies that wholly own each other make the system singular; the sum then hands on nothing.
    Where they do not, every twentieth belongs to somebody else, and 8,192 terms leave nothing over.
    """
    value, power = direct.copy(), matrix.copy()
    for _ in range(13):
        value, power = value + power @ value, power @ power
    return value


def oracle(
    rows: list[Row], groups: Sequence[tuple[str, ...]]
) -> list[tuple[list[float], list[float]]]:
    """Try every order in which every company may hand out its free capital; keep the extremes.

    These are the corners of what the intervals allow, and a share is extreme in a corner. Returns
    the least and the most that each group of persons together has of each company.
    """
    choices = []
    for company in COMPANIES:
        own = [row for row in rows if row[0] == company]
        splits = [{row[1]: row[3] for row in own}]
        for order in permutations(own):
            slack = 1 - sum(row[3] for row in own)
            split = {}
            for row in order:
                extra = min(row[4] - row[3], max(slack, 0.0))
                slack -= extra
                split[row[1]] = row[3] + extra
            splits.append(split)
        choices.append(
            [
                (
                    [split.get(other, 0.0) for other in COMPANIES],
                    [sum(split.get(person, 0.0) for person in group) for group in groups],
                )
                for split in map(dict, {tuple(sorted(split.items())) for split in splits})
            ]
        )
    combinations = list(product(*choices))
    matrix = np.array([[between for between, _ in one] for one in combinations])
    direct = np.array([[handed for _, handed in one] for one in combinations])
    value = least_solution(matrix, direct)
    return list(zip(value.min(axis=0).T.tolist(), value.max(axis=0).T.tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(graphs(), min_size=6, max_size=8), st.integers(0, 2**32 - 1))
def test_bounds_equal_the_extremes_over_all_splits_and_hold_true_shares(
    drawn: list[list[Row]], seed: int
) -> None:
    """Several graphs side by side are solved at once, and each is compared by itself."""
    named = [
        (f"{place} {held}", f"{place} {holder}", is_person, low, high)
        for place, rows in enumerate(drawn)
        for held, holder, is_person, low, high in rows
    ]
    found = shares(named)
    for place, rows in enumerate(drawn):
        own = f"{place} "
        bounds = {
            (held.removeprefix(own), person and person.removeprefix(own)): both
            for (held, person), both in found.items()
            if held.startswith(own)
        }
        equal_the_extremes(rows, bounds)
        hold_true_shares(rows, bounds, np.random.default_rng([seed, place]))


def equal_the_extremes(rows, bounds) -> None:
    *alone, together = oracle(rows, [*((person,) for person in PERSONS), PERSONS])
    for person, extremes in zip(PERSONS, alone, strict=True):
        for company, worst, best in zip(COMPANIES, *extremes, strict=True):
            assert bounds.get((company, person), (0, 0)) == pytest.approx((worst, best), abs=1e-9)
    # what nobody accounts for is what all persons together leave
    for company, worst, best in zip(COMPANIES, *together, strict=True):
        if any(row[0] == company for row in rows):
            unknown = bounds.get((company, None), (0, 0))
            assert unknown == pytest.approx((1 - best, 1 - worst), abs=1e-9)


def hold_true_shares(rows, bounds, chance) -> None:
    value = drawn_solution(rows, chance)
    for (position, company), (column, person) in product(enumerate(COMPANIES), enumerate(PERSONS)):
        low, high = bounds.get((company, person), (0.0, 0.0))
        assert low - 1e-9 <= value[position, column] <= high + 1e-9
    assert (value.sum(axis=1) <= 1 + 1e-9).all()


def drawn_solution(rows: list[Row], chance):
    """Draw true shares inside the intervals and solve x = d + A x as it stands."""
    matrix, direct = np.zeros((len(COMPANIES),) * 2), np.zeros((len(COMPANIES), len(PERSONS)))
    for position, company in enumerate(COMPANIES):
        own = [row for row in rows if row[0] == company]
        slack = 1 - sum(row[3] for row in own)
        for _, holder, is_person, low, high in sorted(own, key=lambda _: chance.random()):
            extra = chance.random() * min(high - low, max(slack, 0.0))
            slack -= extra
            if is_person:
                direct[position, PERSONS.index(holder)] = low + extra
            else:
                matrix[position, COMPANIES.index(holder)] = low + extra
    return least_solution(matrix, direct)
