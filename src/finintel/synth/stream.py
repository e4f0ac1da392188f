"""Merges background, staged rows and refunds into one ordered stream with ids and balances."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from finintel.synth.background import Background
from finintel.synth.balances import Balances
from finintel.synth.events import CHANNEL, NOBODY, SECONDS_PER_DAY, Events, join, received_amounts
from finintel.synth.money import Integers, Rates
from finintel.synth.texts import RANGES

REFUND_SHARE: Final = 0.003
LONGEST_REFUND_DAYS: Final = 9


@dataclass(frozen=True)
class Chunk:
    """Bookings in their final order, with serial numbers and what belongs to them."""

    start: int
    end: int
    events: Events
    serial: Integers
    credited: Integers
    originator_balance: Integers
    beneficiary_balance: Integers
    sequence: Integers


@dataclass
class Stream:
    """Everything that is booked, in order; `staged` is sorted by time."""

    background: Background
    staged: Events
    currency: Integers
    rates: Rates
    balances: Balances
    refunds: int
    days: int
    serial: int = 1

    def chunks(self, progress: Callable[[int, int], None]) -> Iterator[Chunk]:
        """Yield the chunks; `progress` is told the day reached and the number of days."""
        pending = join([])
        generator = np.random.default_rng([self.background.seed, 8])
        asked = 0
        for start, end in self.background.chunks():
            fresh = [self.background.day(day) for day in range(start, end)]
            wanted = round(self.refunds * end / self.days) - asked
            asked += wanted
            ordinary = join(fresh)
            refunds = self.draw_refunds(generator, ordinary, wanted)
            events, pending = self.merge(ordinary, refunds, pending, start, end)
            yield self.finish(events, start, end)
            progress(end, self.days)

    def draw_refunds(self, generator: np.random.Generator, events: Events, wanted: int) -> Events:
        """Let shops return some card payments days later; `returned` is the place, for now."""
        cards = np.flatnonzero(events.channel == CHANNEL["card"])
        chosen = generator.choice(cards, min(wanted, len(cards)), replace=False)
        source = events.take(chosen)
        credited = received_amounts(source, self.currency, self.rates)
        delay = generator.integers(
            SECONDS_PER_DAY, LONGEST_REFUND_DAYS * SECONDS_PER_DAY, len(chosen)
        )
        last = self.days * SECONDS_PER_DAY - 1
        start, _ = RANGES["refund"]
        return replace(
            source,
            second=np.minimum(source.second + delay, last),
            originator=source.beneficiary,
            beneficiary=source.originator,
            amount=credited,
            channel=np.full(len(chosen), CHANNEL["returned"], dtype=np.int64),
            text=np.full(len(chosen), start, dtype=np.int64),
            returned=chosen.astype(np.int64),
        )

    def merge(
        self, ordinary: Events, refunds: Events, pending: Events, start: int, end: int
    ) -> tuple[Events, Events]:
        """Put everything of these days in order; return it and the refunds that are due later.

        Rows of one second keep a fixed order: ordinary ones, pending refunds, refunds, staged.
        """
        due = pending.second < end * SECONDS_PER_DAY
        now = refunds.second < end * SECONDS_PER_DAY
        low, high = np.searchsorted(
            self.staged.second, [start * SECONDS_PER_DAY, end * SECONDS_PER_DAY]
        )
        parts = [
            ordinary,
            pending.take(due),
            refunds.take(now),
            self.staged.take(np.arange(low, high)),
        ]
        together = join(parts)
        order = np.argsort(together.second, kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        first = len(ordinary) + int(due.sum())
        fresh = slice(first, first + int(now.sum()))
        returned = together.returned.copy()
        returned[fresh] = self.serial + place[returned[fresh]]
        events = replace(together, returned=returned).take(order)
        later = refunds.take(~now)
        later = replace(later, returned=self.serial + place[later.returned])
        return events, join([pending.take(~due), later])

    def finish(self, events: Events, start: int, end: int) -> Chunk:
        """Give serial numbers and balances."""
        count = len(events)
        credited = received_amounts(events, self.currency, self.rates)
        balances = self.balances.post(events, credited)
        serial = np.arange(self.serial, self.serial + count, dtype=np.int64)
        self.serial += count
        day = events.day
        first = np.flatnonzero(np.diff(day, prepend=-1))
        sizes = np.diff(first, append=count)
        sequence = np.arange(count, dtype=np.int64) - np.repeat(first, sizes) + 1
        return Chunk(start, end, events, serial, credited, *balances, sequence)


NO_ROW: Final = NOBODY
