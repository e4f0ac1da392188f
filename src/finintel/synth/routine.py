"""Something that is booked every month, and how it is booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.events import Events, make_events
from finintel.synth.money import Integers
from finintel.synth.texts import draw_texts

NIGHT_BATCH: Final = (300, 21_000)  # seconds after midnight: standing orders run before six


OFFICE: Final = (30_600, 64_800)


@dataclass(frozen=True)
class Routine:
    """Something booked every month, one row per party that does it.

    `amount` is in minor units of the originator's currency; `spread` is how much it varies.
    """

    party: Integers
    day: Integers
    originator: Integers
    beneficiary: Integers
    amount: Integers
    spread: float
    channel: str
    purpose: str
    hours: tuple[int, int] = NIGHT_BATCH

    def take(self, index: Integers) -> Routine:
        """Return the routine of the parties at these places."""
        return Routine(
            self.party[index],
            self.day[index],
            self.originator[index],
            self.beneficiary[index],
            self.amount[index],
            self.spread,
            self.channel,
            self.purpose,
            self.hours,
        )


def fire(generator: np.random.Generator, routine: Routine, chosen: Integers, day: int) -> Events:
    """Book a routine on a day for the chosen parties."""
    count = len(chosen)
    second = day * 86_400 + generator.integers(*routine.hours, count)
    noise = 1.0 + routine.spread * (generator.random(count) - 0.5)
    amount = np.maximum(np.rint(routine.amount[chosen] * noise), 1).astype(np.int64)
    return make_events(
        second,
        routine.originator[chosen],
        routine.beneficiary[chosen],
        amount,
        channel=routine.channel,
        text=draw_texts(generator, routine.purpose, count),
    )
