"""Persons and households: where they live, what they earn, whom they pay every month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.accounts import AccountBook
from finintel.synth.companies import Companies, draw_countries
from finintel.synth.money import EXPONENTS, Floats, Integers
from finintel.synth.places import BITCOIN, COUNTRIES

EMPLOYEE, PENSIONER, SELF_EMPLOYED, STUDENT, OFFICIAL = range(5)
KIND_SHARES: Final = (0.62, 0.16, 0.10, 0.09, 0.03)
MEDIAN_INCOME_EUR: Final = 1_750.0  # net, a month, at price level 1
INCOME_SPREAD: Final = 0.42
STUDENT_INCOME: Final = 0.25
PRICE_LEVEL: Final = np.array([item.price_level for item in COUNTRIES])
HOUSEHOLD_SIZES: Final = (0.3, 0.3, 0.2, 0.15, 0.05)
SAVERS_SHARE: Final = 0.5
WALLET_SHARE: Final = 0.03
WALLET_COINS: Final = 0.06  # what a wallet holds at the start, typically
DAYS_PER_YEAR: Final = 365


@dataclass(frozen=True)
class People:
    """Every person, one array per property; the position is the party's number.

    `income` is euro a month net; `birth` counts days from the world's first day; account numbers
    are -1 where there is none.
    """

    country: Integers
    kind: Integers
    income: Floats
    employer: Integers
    household: Integers
    birth: Integers
    account: Integers
    savings: Integers
    wallet: Integers
    activity: Floats
    cast: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def __len__(self) -> int:
        """Return the number of persons."""
        return len(self.country)

    @property
    def ordinary(self) -> Integers:
        """Persons who were given no part in a scheme, a twin or a staged purchase."""
        return np.flatnonzero(~self.cast).astype(np.int64)


def draw_households(generator: np.random.Generator, count: int) -> Integers:
    """Group neighbours into households of one to five."""
    sizes = generator.choice(5, count, p=HOUSEHOLD_SIZES) + 1
    return np.repeat(np.arange(count, dtype=np.int64), sizes)[:count]


def household_countries(generator: np.random.Generator, household: Integers) -> Integers:
    """Give each household a country; its members live together."""
    return draw_countries(generator, int(household.max()) + 1)[household]


def draw_employers(
    generator: np.random.Generator, companies: Companies, country: Integers, kind: Integers
) -> Integers:
    """Choose who pays each person: a company, an authority, the pension office; -1 for nobody."""
    employer = np.full(len(country), -1, dtype=np.int64)
    for code in np.unique(country):
        firms = companies.of_role("regular", int(code))
        weight = companies.size[firms] / companies.size[firms].sum()
        for role, members in (
            ("authority", (country == code) & (kind == OFFICIAL)),
            ("pension_office", (country == code) & (kind == PENSIONER)),
        ):
            offices = companies.of_role(role, int(code))
            employer[members] = offices[generator.integers(0, len(offices), int(members.sum()))]
        staff = (country == code) & (kind == EMPLOYEE)
        employer[staff] = generator.choice(firms, int(staff.sum()), p=weight)
    return employer


def draw_births(generator: np.random.Generator, kind: Integers) -> Integers:
    """Draw dates of birth that fit what each person does."""
    youngest = np.array([20, 63, 24, 18, 28])[kind]
    span = np.array([44, 28, 40, 8, 36])[kind]
    age = youngest + generator.random(len(kind)) * span
    births: Integers = -(age * DAYS_PER_YEAR).astype(np.int64)
    return births


def open_wallets(generator: np.random.Generator, book: AccountBook, country: Integers) -> Integers:
    """Open a wallet for some; return their numbers, -1 for those who have none."""
    owners = np.flatnonzero(generator.random(len(country)) < WALLET_SHARE).astype(np.int64)
    coins = generator.gamma(1.2, WALLET_COINS, len(owners)) * 10 ** EXPONENTS[BITCOIN]
    wallet = np.full(len(country), -1, dtype=np.int64)
    wallet[owners] = book.add(
        owners,
        country[owners],
        kind="virtual_asset",
        opened=-generator.integers(30, 1_500, len(owners)),
        opening=coins.astype(np.int64),
        currency=BITCOIN,
    )
    return wallet


def build_people(
    generator: np.random.Generator, book: AccountBook, companies: Companies, count: int
) -> People:
    """Populate the world and open a current account for everybody, savings for half."""
    household = draw_households(generator, count)
    country = household_countries(generator, household)
    kind = generator.choice(5, count, p=KIND_SHARES).astype(np.int64)
    spread = np.exp(generator.normal(0.0, INCOME_SPREAD, count))
    income = MEDIAN_INCOME_EUR * spread * PRICE_LEVEL[country]
    income[kind == STUDENT] *= STUDENT_INCOME
    opened = -generator.integers(120, 6_500, count)
    party = np.arange(count, dtype=np.int64)
    account = book.add(party, country, opened=opened)
    savings = np.full(count, -1, dtype=np.int64)
    savers = np.flatnonzero(generator.random(count) < SAVERS_SHARE)
    savings[savers] = book.add(savers, country[savers], kind="savings", opened=opened[savers] + 60)
    wallet = open_wallets(generator, book, country)
    return People(
        country=country,
        kind=kind,
        income=income,
        employer=draw_employers(generator, companies, country, kind),
        household=household,
        birth=draw_births(generator, kind),
        account=account,
        savings=savings,
        wallet=wallet,
        activity=np.minimum(generator.pareto(1.6, count) + 0.35, 30.0),
        cast=np.zeros(count, dtype=np.bool_),
    )
