"""Check digits catch what they promise to catch: any one sign that is wrong."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finintel.trace import check_digits
from finintel.trace.check_digits import CHECKS

RIGHT = {
    "mod97": "5493001KJTIIGC8Y1R12",
    "iban": "ES9121000418450200051332",
    "luhn": "US0378331005",
    "imo": "9074729",
    "vin": "1M8GDM9AXKP042788",
}


def test_the_examples_in_the_text_hold() -> None:
    assert doctest.testmod(check_digits).failed == 0


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_right_number_holds(name: str) -> None:
    assert CHECKS[name](RIGHT[name])


@pytest.mark.parametrize("name", ["mod97", "iban", "luhn"])
@settings(max_examples=50)
@given(data=st.data())
def test_one_wrong_digit_is_caught(name: str, data: st.DataObject) -> None:
    right = RIGHT[name]
    places = [place for place, sign in enumerate(right) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != right[place]]))
    assert not CHECKS[name](right[:place] + wrong + right[place + 1 :])
