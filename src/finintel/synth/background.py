"""The life of everybody without a part, streamed in chunks of days so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.calendar import FIRM_WEEK, PEOPLE_WEEK, Calendar, spread_evenly
from finintel.synth.events import Events, join
from finintel.synth.money import Integers
from finintel.synth.routine import Routine, fire
from finintel.synth.spontaneous import (
    FIRM_SHARE,
    Market,
    book_firms,
    book_people,
    choose,
    running_share,
)

ROWS_PER_CHUNK: Final = 400_000
DAYS_OF_MONTH: Final = 32


@dataclass(frozen=True)
class Background:
    """Everybody's routines by day of the month, and how much else happens each day."""

    seed: int
    calendar: Calendar
    market: Market
    routines: tuple[Routine, ...]
    groups: tuple[tuple[Integers, ...], ...]  # per routine and day of the month: who
    people_quota: Integers
    firm_quota: Integers

    def day(self, day: int) -> Events:
        """Return what is booked on one day, in no particular order."""
        generator = np.random.default_rng([self.seed, 6, day])
        parts = []
        for month_day in self.calendar.month_days(day):
            for routine, groups in zip(self.routines, self.groups, strict=True):
                if len(groups[month_day]):
                    parts.append(fire(generator, routine, groups[month_day], day))
        parts.append(self.spontaneous(generator, day))
        return join(parts)

    def spontaneous(self, generator: np.random.Generator, day: int) -> Events:
        """Return what nobody scheduled."""
        market, people = self.market, self.market.people
        ordinary = people.ordinary
        who = ordinary[
            choose(generator, running_share(people.activity[ordinary]), self.people_quota[day])
        ]
        firms = market.firms[choose(generator, market.firm_weight, self.firm_quota[day])]
        return join(
            [
                book_people(generator, market, who, np.full(len(who), day)),
                book_firms(generator, market, firms, np.full(len(firms), day)),
            ]
        )

    def chunks(self) -> Iterator[tuple[int, int]]:
        """Yield ranges of days, first and one past the last, of about a chunk's rows each.

        A chunk never crosses the end of a month, nor joins the last nights.
        """
        start, rows = 0, 0
        for day in range(self.calendar.days):
            month_ends = self.calendar.on(day + 1).day == 1
            rows += int(self.people_quota[day] + self.firm_quota[day]) * 2
            if month_ends or rows >= ROWS_PER_CHUNK or day + 1 == self.calendar.days:
                yield start, day + 1
                start, rows = day + 1, 0


def prepare_background(  # noqa: PLR0913 - one choice each
    *,
    seed: int,
    calendar: Calendar,
    market: Market,
    routines: list[Routine],
    staged_parties: Integers,
    total: int,
) -> Background:
    """Plan the days so that exactly `total` rows are booked.

    Raises ValueError, with how many are missing, when the routines alone are more than that.
    """
    ordinary = [
        item.take(np.flatnonzero(~np.isin(item.party, staged_parties))) for item in routines
    ]
    groups = tuple(by_day_of_month(item.day) for item in ordinary)
    scheduled = sum(
        len(group[month_day])
        for day in range(calendar.days)
        for month_day in calendar.month_days(day)
        for group in groups
    )
    left = total - scheduled
    if left < 0:
        raise ValueError(
            f"too few transactions: the stories and the lives around them need {-left} more; "
            "ask for more transactions or fewer days"
        )
    firms = int(left * FIRM_SHARE)
    return Background(
        seed,
        calendar,
        market,
        tuple(ordinary),
        groups,
        spread_evenly(left - firms, calendar.weights(PEOPLE_WEEK)),
        spread_evenly(firms, calendar.weights(FIRM_WEEK)),
    )


def by_day_of_month(day: Integers) -> tuple[Integers, ...]:
    """Return, for each day of the month, the places that hold it."""
    order = np.argsort(day, kind="stable")
    edges = np.searchsorted(day[order], np.arange(DAYS_OF_MONTH + 1))
    return tuple(order[edges[i] : edges[i + 1]] for i in range(DAYS_OF_MONTH))
