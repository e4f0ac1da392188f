"""Arrays of shares say what lists say, to the unit, also where 64 bits end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finintel.trace.parts import share_out
from finintel.trace.shares import MANY, SAFE, Shares

AMOUNTS = st.integers(0, 10**12)


def filled(amounts: list[int]) -> Shares:
    shares = Shares()
    for source, amount in enumerate(amounts):
        shares.add(shares.open(source), amount)
    return shares


@given(st.lists(AMOUNTS, min_size=MANY, max_size=40), st.lists(AMOUNTS, max_size=6))
def test_many_places_share_a_debit_as_a_list_does(held: list[int], debits: list[int]) -> None:
    shares, left = filled(held), list(held)
    assert shares.is_wide
    for amount in debits:
        covered = min(amount, sum(left))
        expected = share_out(covered, left) if covered < sum(left) else list(left)
        assert shares.draw(covered) == expected
        left = [before - part for before, part in zip(left, expected, strict=True)]
    assert shares.total == sum(left)


def test_equal_remainders_go_to_the_earlier_place() -> None:
    assert filled([1] * 20).draw(7) == [1] * 7 + [0] * 13


def test_what_is_spent_is_told_once_by_source() -> None:
    shares = filled([10] * 20)
    shares.spend(5)
    shares.spend(15)
    assert sum(amount for _, amount in shares.settled()) == 20
    assert list(shares.settled()) == []


@pytest.mark.parametrize("count", [3, 20])
def test_sums_beyond_an_array_stay_exact(count: int) -> None:
    huge = SAFE // 2
    shares = filled([huge] * count)
    assert not shares.is_wide
    assert shares.draw(count) == [1] * count
    assert shares.total == count * (huge - 1)
