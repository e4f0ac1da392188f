"""Terms in working days, over weekends and holidays of a profile."""

from __future__ import annotations

from datetime import date

import pytest

from finintel.trace.deadlines import clocks, deadline

CALENDAR = {"weekend": ["saturday", "sunday"], "holidays": ["05-01", "2026-04-06"]}


@pytest.mark.parametrize(
    ("start", "days", "working", "expected"),
    [
        (date(2026, 3, 31), 7, False, date(2026, 4, 7)),
        (date(2026, 3, 31), 3, True, date(2026, 4, 3)),  # a Friday: the weekend is not touched
        (date(2026, 3, 31), 4, True, date(2026, 4, 7)),  # weekend and the Monday that is a holiday
        (date(2026, 4, 30), 1, True, date(2026, 5, 4)),  # holiday of every year, then the weekend
        (date(2026, 4, 4), 1, True, date(2026, 4, 7)),  # taken on a Saturday
        (date(2026, 3, 31), 0, True, date(2026, 3, 31)),
    ],
)
def test_a_term_ends_on_a_working_day_of_the_calendar(start, days, working, expected) -> None:
    assert deadline(start, days, CALENDAR, working_days=working) == expected


def test_a_measure_without_a_kind_applies_to_assets_and_names_its_source() -> None:
    measure = {"code": "m", "title": "t", "days": 2, "working_days": True, "source": "s; check"}
    clock = clocks({"calendar": CALENDAR, "measure": [measure]}, date(2026, 4, 2))[0]
    assert clock["applies_to"] == "asset"
    assert (clock["ends_on"], clock["term"]) == (date(2026, 4, 7), "2 working days")
