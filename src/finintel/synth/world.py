"""The world before anything happens: calendar, rates, people, companies, accounts, registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np

from finintel.synth.accounts import AccountBook
from finintel.synth.calendar import Calendar
from finintel.synth.companies import QUIET, Companies, build_companies
from finintel.synth.money import Rates, build_rates
from finintel.synth.people import People, build_people

BOOKINGS_PER_PERSON_AND_DAY: Final = 0.36
PERSONS_PER_COMPANY: Final = 11
MINIMUM_PEOPLE: Final = 120


@dataclass
class Registers:
    """Rows of the feeds other than transactions, each with the day it became known.

    A later row with the same key replaces the earlier one from that day on.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, source: str, known: int, **values: Any) -> None:  # noqa: ANN401 - the columns of a feed
        """Add one row; `known` is a day of the world, negative for long ago."""
        self.rows.setdefault(source, []).append({"known": known, **values})


@dataclass(frozen=True)
class World:
    """Everything that exists before the first booking."""

    seed: int
    nights: int
    calendar: Calendar
    rates: Rates
    people: People
    companies: Companies
    book: AccountBook
    registers: Registers

    def party_code(self, party: int) -> str:
        """Return the id of a party from its number."""
        persons = len(self.people)
        return f"P{party:07d}" if party < persons else f"C{party - persons:06d}"

    def on(self, day: int) -> date:
        """Return the date of a day of the world."""
        return self.calendar.on(day)


def stream_of(seed: int, *names: int) -> np.random.Generator:
    """Return the random stream of one purpose; streams do not disturb each other."""
    return np.random.default_rng([seed, *names])


def build_world(  # noqa: PLR0913 - one choice each
    *, seed: int, background: int, cast: int, quiet: int, calendar: Calendar, nights: int
) -> World:
    """Build a world that will live `background` bookings, with room for `cast` staged persons."""
    persons = int(background / (calendar.days * BOOKINGS_PER_PERSON_AND_DAY)) + cast
    persons = max(persons, MINIMUM_PEOPLE + cast)
    book = AccountBook(stream_of(seed, 1))
    companies = build_companies(
        stream_of(seed, 2),
        book,
        regular=max(persons // PERSONS_PER_COMPANY, 40),
        quiet=quiet,
        party=persons,
    )
    people = build_people(stream_of(seed, 3), book, companies, persons)
    rates = build_rates(stream_of(seed, 4), calendar.days)
    return World(seed, nights, calendar, rates, people, companies, book, Registers())


def quiet_companies(world: World) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the positions of companies that only staged stories use."""
    return world.companies.of_role(QUIET)
