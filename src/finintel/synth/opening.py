"""What stands on ordinary accounts when the world begins, and which accounts are staged."""

from __future__ import annotations

from typing import Final

import numpy as np

from finintel.synth.accounts import ACCOUNT_TYPE, Accounts
from finintel.synth.cast import Cast
from finintel.synth.money import Floats, Integers
from finintel.synth.world import World, stream_of

MONTHS_OF_INCOME: Final = (0.6, 3.2)  # on a current account at the start
HUB_OPENING_EUR: Final = 9_000_000.0
SAVINGS_MONTHS: Final = (0.5, 14.0)


def ordinary_openings(world: World, accounts: Accounts) -> Integers:
    """Draw openings of persons by income and habit, of companies by what they will pay out."""
    people, generator = world.people, stream_of(world.seed, 50)
    opening = accounts.opening.copy()
    persons = np.flatnonzero(
        (accounts.party < len(people)) & (accounts.kind <= ACCOUNT_TYPE["savings"])
    )
    owner = accounts.party[persons]
    savings = accounts.kind[persons] == ACCOUNT_TYPE["savings"]
    draw = generator.random(len(persons))
    current = MONTHS_OF_INCOME[0] + (MONTHS_OF_INCOME[1] - MONTHS_OF_INCOME[0]) * draw**2
    saved = SAVINGS_MONTHS[0] + (SAVINGS_MONTHS[1] - SAVINGS_MONTHS[0]) * draw**3
    # Who spends often needs more to begin with.
    habit = np.sqrt(np.maximum(people.activity[owner], 1.0))
    months = np.where(savings, saved, current * habit)
    day = np.zeros(len(persons), dtype=np.int64)
    euro = people.income[owner] * months + 20.0
    opening[persons] = world.rates.from_euro(euro, accounts.currency[persons], day)
    firms = world.companies.account
    needed = company_needs(world)
    start = np.zeros(len(firms), dtype=np.int64)
    opening[firms] = world.rates.from_euro(needed, accounts.currency[firms], start)
    return opening


def company_needs(world: World) -> Floats:
    """Return what each company needs in euro so that wages and bills seldom overdraw it."""
    people, firms = world.people, world.companies
    months = world.calendar.days / 30.0 + 1.0
    paid = people.employer >= 0
    wages = np.bincount(
        people.employer[paid], weights=people.income[paid], minlength=len(firms)
    ).astype(np.float64)
    bills = 9_000.0 * np.sqrt(firms.size) * np.minimum(np.sqrt(firms.size), 8.0)
    hub = np.where(firms.role > 1, HUB_OPENING_EUR + 40.0 * people.income.sum() / 100, 0.0)
    needs: Floats = months * (1.1 * wages + bills) + hub
    return needs


def staged_accounts(world: World, cast: Cast, accounts: Accounts) -> Integers:
    """Return the accounts whose every booking is known beforehand."""
    people = world.people
    first_company = len(people)
    firms = [number + first_company for kind, _, number in cast.taken if kind == "company"]
    parties = np.concatenate([np.flatnonzero(people.cast), np.array(firms, dtype=np.int64)])
    return np.flatnonzero(np.isin(accounts.party, parties)).astype(np.int64)
