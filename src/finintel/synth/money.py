"""Exchange rates of the invented world, and money as integers of minor units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from finintel.synth.places import CURRENCIES

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
EXPONENTS: Integers = np.array([item.exponent for item in CURRENCIES], dtype=np.int64)
POWERS: Floats = np.power(10.0, EXPONENTS)
NOTES: Integers = np.array([item.note for item in CURRENCIES], dtype=np.int64) * 10**EXPONENTS
RATE_DECIMALS = 6
RATE_DECIMALS_COIN = 10
DAYS_PER_YEAR = 365.0


def in_notes(minor: Integers, currency: Integers) -> Integers:
    """Round cash to whole notes of its currency, one at least."""
    note = NOTES[currency]
    counted: Integers = np.maximum((minor + note // 2) // note, 1) * note
    return counted


@dataclass(frozen=True)
class Rates:
    """Units of each currency for one euro, per day; the last axis is the day of the world."""

    units: Floats

    def from_euro(self, euro: Floats, currency: Integers, day: Integers) -> Integers:
        """Return minor units of `currency` for amounts in euro (major units), at least one."""
        value = np.rint(euro * self.units[currency, day] * POWERS[currency])
        return np.maximum(value, 1.0).astype(np.int64)

    def convert(
        self, minor: Integers, source: Integers, target: Integers, day: Integers
    ) -> Integers:
        """Return minor units of `target` for minor units of `source`, rounded half to even."""
        ratio = self.units[target, day] / self.units[source, day]
        value = np.rint(minor * (ratio * (POWERS[target] / POWERS[source])))
        return np.maximum(value, 1.0).astype(np.int64)

    def one(self, minor: int, source: int, target: int, day: int) -> int:
        """Convert one amount: the same arithmetic as `convert`."""
        if source == target:
            return minor
        cells = [np.array([item], dtype=np.int64) for item in (minor, source, target, day)]
        return int(self.convert(cells[0], cells[1], cells[2], cells[3])[0])


def build_rates(generator: np.random.Generator, days: int) -> Rates:
    """Draw a small random walk per currency, rounded as the feed shows it."""
    rows = []
    for item in CURRENCIES:
        steps = generator.normal(0.0, item.volatility / np.sqrt(DAYS_PER_YEAR), days)
        path = item.units_per_euro * np.exp(np.cumsum(steps))
        decimals = RATE_DECIMALS_COIN if item.units_per_euro < 1.0 / 100 else RATE_DECIMALS
        rows.append(np.round(path, decimals))
    return Rates(np.stack(rows))
