"""Companies, public bodies and the hubs through which everybody pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.accounts import AccountBook
from finintel.synth.money import Floats, Integers
from finintel.synth.places import CORRIDORS, COUNTRIES

REGULAR: Final = "regular"
QUIET: Final = "quiet"  # no staff and no customers of its own: what schemes and twins are cast from
# One body of each role per country, two of some; every one of them is a hub.
HUBS: Final = {
    "utility": 2,
    "telecom": 2,
    "card_issuer": 2,
    "tax_office": 1,
    "pension_office": 1,
    "authority": 2,
    "lender": 2,
    "landlord": 4,
    "notary": 5,
    "vehicle_dealer": 4,
    "boat_yard": 2,
    "aircraft_broker": 1,
    "gold_dealer": 2,
    "exchange": 2,
    "refinery": 1,
    "charity": 2,
}
ROLES: Final = (REGULAR, QUIET, *HUBS)
CORRIDOR_SHARE: Final = 0.012  # of regular companies
STATE_ROLES: Final = ("tax_office", "pension_office", "authority")
ACTIVITY: Final = {
    "utility": "35.14",
    "telecom": "61.10",
    "card_issuer": "64.19",
    "tax_office": "84.11",
    "pension_office": "84.30",
    "authority": "84.11",
    "lender": "64.92",
    "landlord": "68.20",
    "notary": "69.10",
    "vehicle_dealer": "45.11",
    "boat_yard": "30.12",
    "aircraft_broker": "46.14",
    "gold_dealer": "46.72",
    "exchange": "64.99",
    "refinery": "24.41",
    "charity": "94.99",
}
SECTORS: Final = ("47.11", "56.10", "41.20", "49.41", "10.71", "55.10", "46.90", "43.21", "96.02")
CASH_SECTORS: Final = (1, 4, 5, 8)  # restaurants, bakeries, hostels, hairdressers


@dataclass(frozen=True)
class Companies:
    """Every organisation, one array per property; positions count from the first company."""

    role: Integers
    country: Integers
    sector: Integers
    size: Floats
    registered: Integers
    account: Integers
    quiet: Integers

    def __len__(self) -> int:
        """Return the number of organisations."""
        return len(self.role)

    def of_role(self, role: str, country: int | None = None) -> Integers:
        """Return the positions of those with a role, in one country when given."""
        chosen = self.role == ROLES.index(role)
        if country is not None:
            chosen &= self.country == country
        return np.flatnonzero(chosen).astype(np.int64)

    def hub_accounts(self, role: str, country: Integers, draw: Integers) -> Integers:
        """Return, for each country, the account of one of its hubs; `draw` chooses which."""
        result = np.empty(len(country), dtype=np.int64)
        for code in np.unique(country):
            mine = country == code
            local = self.of_role(role, int(code))
            hubs = self.account[local if len(local) else self.of_role(role, 0)]
            result[mine] = hubs[draw[mine] % len(hubs)]
        return result


def draw_countries(generator: np.random.Generator, count: int) -> Integers:
    """Draw countries by their share of the population."""
    weights = np.array([item.weight for item in COUNTRIES])
    return generator.choice(len(COUNTRIES), count, p=weights / weights.sum()).astype(np.int64)


def hub_table() -> tuple[Integers, Integers]:
    """Return role and country of every hub."""
    pairs = [
        (ROLES.index(role), country)
        for country in range(len(COUNTRIES))
        for role, count in HUBS.items()
        for _ in range(count)
    ]
    table = np.array(pairs, dtype=np.int64)
    return table[:, 0], table[:, 1]


def trade_abroad(generator: np.random.Generator, country: Integers, firms: Integers) -> None:
    """Move a few companies to the corridor countries: they trade like everybody else."""
    count = max(round(len(firms) * CORRIDOR_SHARE), len(CORRIDORS))
    moved = firms[generator.permutation(len(firms))[:count]]
    country[moved] = len(COUNTRIES) + np.arange(len(moved)) % len(CORRIDORS)


def build_companies(
    generator: np.random.Generator, book: AccountBook, *, regular: int, quiet: int, party: int
) -> Companies:
    """Found all organisations and open one account for each.

    Regular and quiet ones are mixed, so that a position tells nothing. `party` is the number of
    the first company among all parties.
    """
    hub_role, hub_country = hub_table()
    ordinary = regular + quiet
    is_quiet = np.zeros(ordinary, dtype=np.int64)
    is_quiet[generator.permutation(ordinary)[:quiet]] = 1
    # Every country has at least one regular employer.
    country = draw_countries(generator, ordinary)
    first = np.flatnonzero(is_quiet == 0)[: len(COUNTRIES)]
    country[first] = np.arange(len(first))
    trade_abroad(generator, country, np.flatnonzero(is_quiet == 0)[len(COUNTRIES) :])
    role = np.concatenate([is_quiet, hub_role])
    place = np.concatenate([country, hub_country])
    count = len(role)
    size = np.minimum(generator.pareto(1.1, count) + 0.4, 400.0)
    registered = -(generator.gamma(2.0, 1_900.0, count)).astype(np.int64) - 400
    account = book.add(
        np.arange(party, party + count, dtype=np.int64),
        place,
        opened=registered + generator.integers(5, 300, count),
    )
    sector = generator.integers(0, len(SECTORS), count)
    return Companies(role, place, sector, size, registered, account, np.flatnonzero(is_quiet))
