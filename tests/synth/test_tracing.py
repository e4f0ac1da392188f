"""The generator's own tracing agrees with worked examples (in minor units)."""

from __future__ import annotations

import pytest

from finintel.synth.tracing import METHODS, Booking, Pot, convert_parts, follow


def placed(pot: Pot, amount: int) -> int:
    return sum(part for is_placed, part in pot.debit(amount) if is_placed)


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [
        ("fifo", 43_000, 2_500),
        ("lifo", 45_500, 0),
        ("pro_rata", 43_450, 1_718),
        ("libr", 43_000, 0),
        ("traced_first", 45_500, 0),
    ],
)
def test_lowest_intermediate_balance(method: str, first: int, second: int):
    pot = Pot(method)
    pot.credit([(False, 10_000)])
    pot.credit([(True, 45_500)])
    assert placed(pot, 53_000) == first
    pot.credit([(False, 33_300)])
    assert placed(pot, 30_000) == second


def test_conversion_keeps_the_sum_by_largest_remainder():
    parts = convert_parts([(False, 200_000), (True, 400_000)], 650_220)
    assert parts == [(False, 216_740), (True, 433_480)]


def test_money_is_conserved_along_a_chain():
    bookings = [
        Booking(-1, 1, 100_000, 100_000, 0),
        Booking(1, 2, 60_000, 60_000, 1),
        Booking(2, -1, 50_000, 50_000, 2),
    ]
    result = follow(bookings, {1: 30_000, 2: 5_000}, {0}, {1, 2})
    for method in METHODS:
        assert 0 <= result[2][method] <= result[1][method] <= 60_000
    assert result[1] == {
        "fifo": 30_000,
        "lifo": 60_000,
        "pro_rata": 46_154,
        "libr": 30_000,
        "traced_first": 60_000,
    }
