"""The ordinary life of those who have a part: wages, cards and rent around the story."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from finintel.synth.calendar import Calendar
from finintel.synth.events import NOBODY, Events, join
from finintel.synth.money import Integers
from finintel.synth.routine import Routine, fire
from finintel.synth.scene import Scene
from finintel.synth.spontaneous import Market, book_firms, book_people

PERSON_BOOKINGS_A_DAY = 0.2
FIRM_BOOKINGS_A_DAY = 0.22
PAID_SHARE = 0.58  # of invoices are what customers pay


def staged_life(  # noqa: PLR0913, PLR0917 - one choice each
    seed: int,
    calendar: Calendar,
    market: Market,
    routines: list[Routine],
    persons: Integers,
    firms: Integers,
    first_company: int,
) -> Events:
    """Return all ordinary bookings of these persons and companies (positions)."""
    generator = np.random.default_rng([seed, 7])
    parties = np.concatenate([persons, firms + first_company])
    mine = [item.take(np.flatnonzero(np.isin(item.party, parties))) for item in routines]
    parts = [
        fire(generator, routine, np.flatnonzero(np.isin(routine.day, month_days)), day)
        for day in range(calendar.days)
        for routine in mine
        if (month_days := list(calendar.month_days(day)))
    ]
    parts.append(
        book_people(generator, market, *drawn(generator, persons, calendar, PERSON_BOOKINGS_A_DAY))
    )
    trade = book_firms(generator, market, *drawn(generator, firms, calendar, FIRM_BOOKINGS_A_DAY))
    parts.append(with_customers(generator, market, trade))
    return join(parts)


def with_customers(generator: np.random.Generator, market: Market, trade: Events) -> Events:
    """Turn some invoices round: the company is paid instead of paying."""
    both = (trade.originator != NOBODY) & (trade.beneficiary != NOBODY)
    both &= market.currency[trade.originator] == market.currency[trade.beneficiary]
    paid = both & (generator.random(len(trade)) < PAID_SHARE)
    return replace(
        trade,
        originator=np.where(paid, trade.beneficiary, trade.originator),
        beneficiary=np.where(paid, trade.originator, trade.beneficiary),
    )


def drawn(
    generator: np.random.Generator, who: Integers, calendar: Calendar, rate: float
) -> tuple[Integers, Integers]:
    """Draw how often each does something, and on which days."""
    scale = generator.gamma(1.6, 1.0 / 1.6, len(who))
    times = generator.poisson(rate * calendar.days * scale)
    repeated = np.repeat(who, times)
    return repeated, generator.integers(0, calendar.days, len(repeated))


def openings(
    events: Events, credited: Integers, base: dict[int, int], accounts: Integers
) -> dict[int, int]:
    """Return what stood on each account at the start so that it never goes below zero.

    `base` is what is wanted at least; `credited` what each beneficiary receives.
    """
    account = np.concatenate([events.originator, events.beneficiary])
    second = np.concatenate([events.second, events.second])
    change = np.concatenate([-events.amount, credited])
    kept = np.isin(account, accounts) & (account != NOBODY)
    account, second, change = account[kept], second[kept], change[kept]
    order = np.lexsort((change, second, account))
    account, change = account[order], change[order]
    result = dict(base)
    edges = np.flatnonzero(np.diff(account, prepend=-9, append=-9))
    for start, end in pairwise(edges):
        lowest = int(np.cumsum(change[start:end]).min())
        number = int(account[start])
        wanted = base.get(number, 0)
        result[number] = max(wanted, -lowest + wanted // 6)
    return result


def wanted_openings(scenes: list[Scene]) -> dict[int, int]:
    """Add up what the stories need to stand on accounts before they begin."""
    wanted: dict[int, int] = {}
    for scene in scenes:
        for account, amount in scene.savings_needed.items():
            wanted[account] = wanted.get(account, 0) + amount
    return wanted
