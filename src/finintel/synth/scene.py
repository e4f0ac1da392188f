"""A stage on which one scheme, twin or ordinary purchase is played, payment by payment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

import numpy as np

from finintel.synth.cast import COUNTRY_NUMBER, Actor, Cast
from finintel.synth.events import CHANNEL, NOBODY, SECONDS_PER_DAY
from finintel.synth.money import NOTES
from finintel.synth.payments import Payment, Purchase
from finintel.synth.people import PENSIONER
from finintel.synth.texts import draw_texts

HOUR: Final = 3_600
EARLIEST_HOUR, LATEST_HOUR = 7, 21
REPORTING_SHARE: Final = 0.94  # of those with a part bank where balances are reported
SHORTEST_DELAY: Final = 1_200  # seconds
DOMESTIC_CHANNELS: Final = ("transfer", "instant_transfer", "cheque")
DOMESTIC_SHARES: Final = (0.72, 0.2, 0.08)


@dataclass
class Scene:
    """One story: its rows, register entries and what it was meant to be.

    `start` is the day it begins; `tempo` below 1 shortens all delays so that it fits the window.
    """

    cast: Cast
    generator: np.random.Generator
    story_id: str
    kind: str
    is_innocent: bool
    start: int
    tempo: float
    variant: int
    rows: list[tuple[int, ...]] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)
    sources: list[int] = field(default_factory=list)
    parties: dict[int, str] = field(default_factory=dict)
    savings_needed: dict[int, int] = field(default_factory=dict)
    entries: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)
    last: int = 0

    # Who ------------------------------------------------------------------------------------

    def person(
        self,
        country: str | None = None,
        *,
        income: float | None = None,
        alive: bool = True,
        role: str = "",
    ) -> Actor:
        """Cast a person; `income` in euro a month replaces the drawn one; 0 means without."""
        people = self.cast.world.people
        party = self.cast.next("person", country, self.generator)
        people.cast[party] = True
        if people.kind[party] == PENSIONER and income is not None:
            people.kind[party] = 0
        if income is not None:
            people.income[party] = max(income, 1.0)
            people.employer[party] = -1 if income == 0 else people.employer[party]
        account, place = int(people.account[party]), int(people.country[party])
        return self.enter(party, account, place, alive=alive, role=role)

    def company(
        self,
        country: str | None = None,
        *,
        age_days: int | None = None,
        alive: bool = True,
        role: str = "",
    ) -> Actor:
        """Cast a company; one of a corridor country moves there; `age_days` makes it young."""
        world = self.cast.world
        position = self.cast.next("company", country, self.generator)
        place = COUNTRY_NUMBER.get(country or "", int(world.companies.country[position]))
        world.companies.country[position] = place
        world.companies.size[position] = min(world.companies.size[position], self.between(0.3, 1.6))
        account = int(world.companies.account[position])
        if age_days is not None:
            world.companies.registered[position] = self.start - age_days
            opened = self.start - max(age_days - 9, 1)
            world.book.change(account, opened=opened)
        return self.enter(len(world.people) + position, account, place, alive=alive, role=role)

    def enter(self, party: int, account: int, country: int, *, alive: bool, role: str) -> Actor:
        """Bring a party on stage: its account moves to an institution that reports balances."""
        if self.generator.random() < REPORTING_SHARE:
            self.cast.reporting(account, country, self.generator)
        if not alive:
            self.silent.add(party)
        if role:
            self.parties[party] = role
        return self.cast.actor(party, account, country)

    def second_account(self, actor: Actor, kind: str, currency: int | None = None) -> Actor:
        """Open another account of the same party."""
        place, party = np.array([actor.country]), np.array([actor.party])
        opened = self.start - int(self.generator.integers(20, 900))
        number = self.cast.world.book.add(
            party, place, kind=kind, opened=opened, currency=currency, reporting=True
        )[0]
        own = actor.currency if currency is None else currency
        self.cast.world.book.change(int(number), currency=own, overdraft=0, opened=opened)
        return Actor(actor.party, int(number), actor.country, own)

    def bystander(self) -> Actor:
        """Choose an ordinary person's account at random; it keeps its own life."""
        people = self.cast.world.people
        party = self.cast.bystander(self.generator)
        country = int(people.country[party])
        currency = int(self.cast.world.book.own_currency(country))
        return Actor(party, int(people.account[party]), country, currency)

    def hub(self, role: str, country: int) -> Actor:
        """Choose a hub of a role in a country (at home when the country has none)."""
        world = self.cast.world
        found = world.companies.of_role(role, country)
        place = country if len(found) else 0
        found = found if len(found) else world.companies.of_role(role, 0)
        position = int(found[self.generator.integers(0, len(found))])
        currency = int(world.book.own_currency(place))
        account = int(world.companies.account[position])
        return Actor(len(world.people) + position, account, place, currency)

    # When and how much ----------------------------------------------------------------------

    def begin(self) -> int:
        """Return the second at which the story opens."""
        moment = int(self.generator.integers(8 * HOUR, 19 * HOUR))
        return self.start * SECONDS_PER_DAY + moment

    def later(self, second: int, low: float, high: float) -> int:
        """Return a moment between `low` and `high` hours later, by day rather than by night."""
        delay = np.exp(self.generator.uniform(np.log(low), np.log(high))) * HOUR * self.tempo
        moment = second + max(int(delay), SHORTEST_DELAY) + int(self.generator.integers(1, 1_100))
        hour = moment % SECONDS_PER_DAY / HOUR
        wait = int(self.generator.uniform(0.1, 9.0) * HOUR)
        if hour < EARLIEST_HOUR:
            return moment + int((EARLIEST_HOUR - hour) * HOUR) + wait
        if hour > LATEST_HOUR:
            return moment + int((24 - hour + EARLIEST_HOUR) * HOUR) + wait
        return moment

    def between(self, low: float, high: float) -> float:
        """Draw a number from a range."""
        return float(self.generator.uniform(low, high))

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from a range, both ends included."""
        return int(self.generator.integers(low, high + 1))

    def chance(self, share: float) -> bool:
        """Be true for a share of the stories."""
        return bool(self.generator.random() < share)

    def convert(self, minor: int, source: int, target: int, second: int) -> int:
        """Convert an amount at the rate of the day."""
        return self.cast.world.rates.one(minor, source, target, self.rate_day(second))

    def minor(self, euro: float, actor: Actor, second: int) -> int:
        """Return an amount in euro as minor units of an account's currency."""
        return self.convert(max(round(euro * 100), 1), 0, actor.currency, second)

    def notes(self, euro: float, actor: Actor, second: int) -> int:
        """Return about this many euro in whole notes of an account's currency, rounded down."""
        note = int(NOTES[actor.currency])
        return max(self.minor(euro, actor, second) // note, 1) * note

    def rate_day(self, second: int) -> int:
        """Return the day whose rate holds, kept inside the world for a rehearsal."""
        return min(max(second // SECONDS_PER_DAY, 0), self.cast.world.calendar.days - 1)

    # What happens ---------------------------------------------------------------------------

    def pay(  # noqa: PLR0913 - one choice each
        self,
        second: int,
        payer: Actor | None,
        payee: Actor | None,
        amount: int,
        *,
        role: str = "",
        channel: str = "",
        text: str = "private",
        source: bool = False,
    ) -> Payment:
        """Book a payment; without payer it is cash paid in, without payee cash taken out.

        A `role` puts the row into the truth; `source` marks the money whose way is followed.
        """
        amount = max(int(amount), 1)
        code = CHANNEL[channel or self.usual_channel(payer, payee)]
        written = int(draw_texts(self.generator, text, 1)[0])
        cash = payee if payer is None else payer if payee is None else None
        ends = (payer.account if payer else NOBODY, payee.account if payee else NOBODY)
        row = len(self.rows)
        self.rows.append((second, *ends, amount, code, written, 1 if cash else NOBODY))
        if role:
            self.roles[row] = role
        if source:
            self.sources.append(row)
        self.last = max(self.last, second // SECONDS_PER_DAY)
        received = amount
        if payer and payee:
            received = self.convert(amount, payer.currency, payee.currency, second)
        return Payment(row, second, payer, payee, amount, received, source)

    def usual_channel(self, payer: Actor | None, payee: Actor | None) -> str:
        """Choose how money moves between two accounts, as ordinary people do."""
        if payer is None:
            return "cash_deposit"
        if payee is None:
            return "cash_withdrawal"
        if payer.country != payee.country:
            return "remittance" if self.chance(0.15) else "international_transfer"
        return str(self.generator.choice(DOMESTIC_CHANNELS, p=DOMESTIC_SHARES))

    def register_code(self, prefix: str, part: str = "") -> str:
        """Return an id for a register that tells nothing about the story."""
        text = f"{self.cast.world.seed}/{self.story_id}/{prefix}/{part}"
        return f"{prefix}-{crc32(text.encode()):08X}"

    def enter_register(self, source: str, day: int, **values: Any) -> None:  # noqa: ANN401 - of a feed
        """Write into a register; the row becomes known on that day."""
        self.entries.append((source, day, values))
        self.last = max(self.last, day)
