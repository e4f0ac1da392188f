"""Who plays a part: persons and quiet companies taken from the population at random."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from finintel.synth.places import (
    ALL_COUNTRIES,
    BRANCHES_PER_INSTITUTION,
    COUNTRIES,
    COUNTRY_CURRENCY,
    COUNTRY_INDEX,
    INSTITUTIONS_PER_COUNTRY,
)
from finintel.synth.world import World, quiet_companies

COUNTRY_NUMBER: Final = {item.code: index for index, item in enumerate(ALL_COUNTRIES)}


@dataclass(frozen=True)
class Actor:
    """A party with one of its accounts."""

    party: int
    account: int
    country: int
    currency: int

    @property
    def country_code(self) -> str:
        """ISO code of the country of the account."""
        return ALL_COUNTRIES[self.country].code


@dataclass
class Cast:
    """Hands out persons and companies; everybody plays one part at most."""

    world: World
    silent: set[int] = field(default_factory=set)  # parties without an ordinary life
    taken: list[tuple[str, int, int]] = field(default_factory=list)
    # Persons who stand by once, in the order drawn: a seller, a giver, a payee.
    standing_by: dict[int, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Shuffle the queues, one per country and kind of party."""
        generator = np.random.default_rng([self.world.seed, 5])
        people, companies = self.world.people, self.world.companies
        order = generator.permutation(len(people))
        quiet = generator.permutation(quiet_companies(self.world))
        self.queues: dict[tuple[str, int], list[int]] = {}
        for country in range(len(COUNTRIES)):
            mine = order[people.country[order] == country]
            self.queues["person", country] = mine.tolist()
            firms = quiet[companies.country[quiet] == country]
            self.queues["company", country] = firms.tolist()

    def mark(self) -> tuple[int, int, int]:
        """Remember who was taken so far."""
        return len(self.taken), self.world.book.size, len(self.standing_by)

    def rewind(self, mark: tuple[int, int, int]) -> None:
        """Hand back everybody taken since the mark, in an order that repeats."""
        while len(self.taken) > mark[0]:
            kind, country, number = self.taken.pop()
            self.queues[kind, country].append(number)
        self.world.book.rewind(mark[1])
        while len(self.standing_by) > mark[2]:
            self.standing_by.popitem()

    def next(self, kind: str, country: str | None, generator: np.random.Generator) -> int:
        """Take somebody of a country; when it has nobody left, of the fullest country."""
        weights = np.array([item.weight for item in COUNTRIES])
        drawn = int(generator.choice(len(COUNTRIES), p=weights / weights.sum()))
        place = drawn if country is None else COUNTRY_INDEX.get(country, drawn)
        if not self.queues[kind, place]:
            place = max(range(len(COUNTRIES)), key=lambda code: len(self.queues[kind, code]))
        number = self.queues[kind, place].pop()
        self.taken.append((kind, place, number))
        if kind == "person" and number in self.standing_by:
            return self.next(kind, country, generator)
        return number

    def bystander(self, generator: np.random.Generator) -> int:
        """Draw an ordinary person who plays no part, and from now on will play no other."""
        people = self.world.people
        party = int(generator.integers(0, len(people)))
        while people.cast[party] or party in self.standing_by:
            party = int(generator.integers(0, len(people)))
        self.standing_by[party] = None
        return party

    def reporting(self, account: int, country: int, generator: np.random.Generator) -> None:
        """Move an account to an institution that reports balances."""
        rank = int(generator.integers(0, INSTITUTIONS_PER_COUNTRY - 1))
        institution = country * INSTITUTIONS_PER_COUNTRY + rank
        branch = institution * BRANCHES_PER_INSTITUTION
        branch += int(generator.integers(0, BRANCHES_PER_INSTITUTION))
        self.world.book.change(account, institution=institution, branch=branch, country=country)

    def actor(self, party: int, account: int, country: int) -> Actor:
        """Put a party and an account of its country's currency together."""
        currency = COUNTRY_CURRENCY[country]
        self.world.book.change(account, currency=currency, overdraft=0)
        return Actor(party, account, country, currency)
