"""Where the invented world lies: countries, currencies and account-keeping institutions.

Country and currency codes are real (ISO 3166, ISO 4217); institutions, branches and everything
that has a name are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INSTITUTIONS_PER_COUNTRY: Final = 3
BRANCHES_PER_INSTITUTION: Final = 24
CASH_THRESHOLD_EUR: Final = 10_000  # the usual reporting threshold for cash, in euro


@dataclass(frozen=True)
class Currency:
    """A currency: exponent of the minor unit, units for one euro at the start, yearly drift.

    `note` is the bank note, in whole units, that cash is counted in.
    """

    code: str
    exponent: int
    units_per_euro: float
    volatility: float
    note: int


@dataclass(frozen=True)
class Country:
    """A country: its currency, share of the population, price level against the euro area."""

    code: str
    currency: str
    weight: float
    price_level: float
    towns: tuple[str, ...]


CURRENCIES: Final = (
    Currency("EUR", 2, 1.0, 0.0, 20),
    Currency("USD", 2, 1.085, 0.06, 20),
    Currency("COP", 2, 4_380.0, 0.12, 50000),
    Currency("MXN", 2, 19.9, 0.11, 200),
    Currency("PEN", 2, 4.05, 0.07, 50),
    Currency("DOP", 2, 65.2, 0.05, 1000),
    Currency("CLP", 0, 1_015.0, 0.10, 10000),
    Currency("JMD", 2, 171.0, 0.05, 1000),
    Currency("AED", 2, 3.985, 0.06, 50),
    Currency("BTC", 8, 0.0000165, 0.45, 1),
)
CURRENCY_INDEX: Final = {item.code: index for index, item in enumerate(CURRENCIES)}
EURO: Final = CURRENCY_INDEX["EUR"]
BITCOIN: Final = CURRENCY_INDEX["BTC"]

COUNTRIES: Final = (
    Country("ES", "EUR", 0.44, 1.0, ("Valdoria", "Monteluz", "Ríoseco Alto", "Peñalbar")),
    Country("PT", "EUR", 0.12, 0.85, ("Vilamora", "Sãolinho", "Ponteverde")),
    Country("DE", "EUR", 0.10, 1.25, ("Hallenbrück", "Nordwied", "Süßental")),
    Country("CO", "COP", 0.09, 0.42, ("Aguaverde", "Chirimoya", "Tunzá")),
    Country("MX", "MXN", 0.08, 0.48, ("Tlaxoco", "Cerrogrande", "Xilcapán")),
    Country("PE", "PEN", 0.05, 0.45, ("Huarimayo", "Llacoma")),
    Country("DO", "DOP", 0.04, 0.45, ("Bahondo", "Cayo Largo")),
    Country("CL", "CLP", 0.03, 0.60, ("Puerto Lengo", "Ñirequén")),
    Country("PA", "USD", 0.03, 0.62, ("Istmo Claro", "Colombré")),
    Country("JM", "JMD", 0.01, 0.45, ("Blue Harbour", "Marlow Bay")),
    Country("AE", "AED", 0.01, 1.1, ("Al Zuhra", "Marsa Noor")),
)
COUNTRY_INDEX: Final = {item.code: index for index, item in enumerate(COUNTRIES)}
HOME: Final = ("ES", "PT", "DE")
# Corridor countries: they have accounts abroad that appear only as the other end of a payment.
CORRIDORS: Final = (
    Country("MM", "USD", 0.0, 0.4, ("Yadawaddy",)),
    Country("AF", "USD", 0.0, 0.4, ("Darwazgar",)),
    Country("VE", "USD", 0.0, 0.4, ("Los Cedrales",)),
)
ALL_COUNTRIES: Final = COUNTRIES + CORRIDORS
COUNTRY_CURRENCY: Final = tuple(CURRENCY_INDEX[item.currency] for item in ALL_COUNTRIES)
INSTITUTION_COUNT: Final = len(ALL_COUNTRIES) * INSTITUTIONS_PER_COUNTRY


def institution_code(institution: int) -> str:
    """Return the invented code of an institution: XX, its country, its number.

    >>> institution_code(0)
    'XXES1'
    """
    country, number = divmod(institution, INSTITUTIONS_PER_COUNTRY)
    return f"XX{ALL_COUNTRIES[country].code}{number + 1}"


def is_reporting(institution: int) -> bool:
    """Tell whether an institution reports balances: two of three in each country do."""
    return institution % INSTITUTIONS_PER_COUNTRY != INSTITUTIONS_PER_COUNTRY - 1


def branch_code(branch: int) -> str:
    """Return the code of a branch, numbered through all institutions."""
    institution, number = divmod(branch, BRANCHES_PER_INSTITUTION)
    return f"{institution_code(institution)}-{number + 1:02d}"
