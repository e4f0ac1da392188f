"""The days of the world and their rhythm: pay days, weekends, the month's beginning, December."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from finintel.synth.money import Floats, Integers

PEOPLE_WEEK: Final = np.array([0.93, 0.93, 0.98, 1.05, 1.22, 1.25, 0.78])  # Monday first
FIRM_WEEK: Final = np.array([1.1, 1.15, 1.1, 1.1, 1.05, 0.22, 0.06])
DECEMBER: Final = 12
DECEMBER_FACTOR: Final = 1.22
MONDAY, SATURDAY = 0, 5
LAST_PAY_DAY: Final = 28


@dataclass(frozen=True)
class Calendar:
    """Day 0 is `first`; the world ends with `until`, included."""

    until: date
    days: int

    @property
    def first(self) -> date:
        """The first day of the world."""
        return self.until - timedelta(days=self.days - 1)

    def on(self, day: int) -> date:
        """Return the date of a day of the world; days before the first are negative."""
        return self.first + timedelta(days=day)

    def number(self, on: date) -> int:
        """Return the day of the world of a date."""
        return (on - self.first).days

    def month_days(self, day: int) -> tuple[int, ...]:
        """Return the days of the month that are booked on this day.

        What falls on a weekend is booked on Monday, so a Monday has three and a Sunday none.
        """
        today = self.on(day)
        if today.weekday() >= SATURDAY:
            return ()
        reach = 3 if today.weekday() == MONDAY else 1
        found = [(today - timedelta(days=back)).day for back in range(reach)]
        return tuple(item for item in found if item <= LAST_PAY_DAY)

    def weights(self, week: Floats) -> Floats:
        """Return how lively each day is; they add up to one."""
        days = [self.on(day) for day in range(self.days)]
        rhythm = [
            week[item.weekday()]
            * (1.12 - 0.008 * item.day)
            * (DECEMBER_FACTOR if item.month == DECEMBER else 1.0)
            for item in days
        ]
        total = np.array(rhythm)
        shares: Floats = total / total.sum()
        return shares


def spread_evenly(total: int, weights: Floats) -> Integers:
    """Share a whole number out by weights so that the shares add up to it."""
    edges = np.rint(np.concatenate([[0.0], np.cumsum(weights)]) * total).astype(np.int64)
    edges[-1] = total
    shares: Integers = np.diff(edges)
    return shares
