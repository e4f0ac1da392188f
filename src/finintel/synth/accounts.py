"""The accounts of the world: who keeps what where, and what stood on it at the start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from finintel.synth.money import Integers
from finintel.synth.places import (
    ALL_COUNTRIES,
    BRANCHES_PER_INSTITUTION,
    COUNTRY_CURRENCY,
    INSTITUTIONS_PER_COUNTRY,
)

ACCOUNT_TYPES: Final = ("current", "savings", "loan", "virtual_asset", "internal")
ACCOUNT_TYPE: Final = {code: index for index, code in enumerate(ACCOUNT_TYPES)}
INSTITUTION_SHARES: Final = (0.4, 0.3, 0.3)  # the third of each country reports no balances
# Account numbers are a bijection of the position, so that neighbours do not look like neighbours.
NUMBER_STEP: Final = 7_368_787
NUMBER_RANGE: Final = 10_000_000
OVERDRAFT_SHARE: Final = 0.2  # of accounts whose bank agreed to one
COLUMNS: Final = (
    "party",
    "kind",
    "currency",
    "country",
    "institution",
    "branch",
    "opened",
    "opening",
    "overdraft",
)


@dataclass(frozen=True)
class Accounts:
    """Every account, one array per property; `opened` counts days from the world's first day."""

    party: Integers
    kind: Integers
    currency: Integers
    country: Integers
    institution: Integers
    branch: Integers
    opened: Integers
    opening: Integers
    overdraft: Integers

    def __len__(self) -> int:
        """Return the number of accounts."""
        return len(self.party)

    @property
    def is_reporting(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """True where the institution reports balances."""
        third: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            self.institution % INSTITUTIONS_PER_COUNTRY != INSTITUTIONS_PER_COUNTRY - 1
        )
        return third

    def codes(self) -> pl.Series:
        """Return the account ids: XX, country, institution, number. They are no valid IBANs."""
        number = (np.arange(len(self), dtype=np.int64) * NUMBER_STEP + 41) % NUMBER_RANGE
        stems = [
            f"XX{country.code}{i + 1}"
            for country in ALL_COUNTRIES
            for i in range(INSTITUTIONS_PER_COUNTRY)
        ]
        frame = pl.DataFrame({"stem": pl.Series(stems).gather(self.institution), "number": number})
        text = pl.col("stem") + pl.col("number").cast(pl.String).str.zfill(7)
        return frame.select(text.alias("code")).to_series()


@dataclass
class AccountBook:
    """Accounts while the world is being made: grows, then is closed into `Accounts`."""

    generator: np.random.Generator
    parts: dict[str, list[Integers]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    size: int = 0
    changes: dict[str, dict[int, int]] = field(
        default_factory=lambda: {name: {} for name in COLUMNS}
    )

    def change(self, account: int, **values: int) -> None:
        """Give an account other properties than those it was opened with."""
        for name, value in values.items():
            self.changes[name][account] = value

    def own_currency(self, country: int) -> int:
        """Return the currency in which accounts of a country are kept."""
        return COUNTRY_CURRENCY[country]

    def rewind(self, size: int) -> None:
        """Forget the accounts opened since the book had this size."""
        while self.size > size:
            removed = [parts.pop() for parts in self.parts.values()]
            self.size -= len(removed[0])

    def add(  # noqa: PLR0913 - one choice each
        self,
        party: Integers,
        country: Integers,
        *,
        kind: str = "current",
        opened: Integers | int = -900,
        opening: Integers | int = 0,
        currency: Integers | int | None = None,
        reporting: bool = False,
    ) -> Integers:
        """Open one account for each party in its country; return their numbers.

        `reporting` chooses an institution that reports balances.
        """
        count = len(party)
        draw = self.generator.random(count)
        cuts = np.cumsum(INSTITUTION_SHARES)[:-1]
        rank = np.searchsorted(cuts, draw * (cuts[-1] if reporting else 1.0), side="right")
        institution = country * INSTITUTIONS_PER_COUNTRY + rank
        branch = self.generator.integers(0, BRANCHES_PER_INSTITUTION, count)
        own = np.array(COUNTRY_CURRENCY, dtype=np.int64)[country]
        values = {
            "party": party,
            "kind": ACCOUNT_TYPE[kind],
            "currency": own if currency is None else currency,
            "country": country,
            "institution": institution,
            "branch": institution * BRANCHES_PER_INSTITUTION + branch,
            "opened": opened,
            "opening": opening,
            "overdraft": (self.generator.random(count) < OVERDRAFT_SHARE).astype(np.int64),
        }
        for name, value in values.items():
            full = np.broadcast_to(np.asarray(value, dtype=np.int64), (count,)).copy()
            self.parts[name].append(full)
        numbers = np.arange(self.size, self.size + count, dtype=np.int64)
        self.size += count
        return numbers

    def close(self) -> Accounts:
        """Return all accounts opened so far."""
        closed = Accounts(*(np.concatenate(self.parts[name]) for name in COLUMNS))
        for name, values in self.changes.items():
            column = getattr(closed, name)
            column[list(values)] = list(values.values())
        return closed
