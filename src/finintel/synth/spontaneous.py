"""What nobody schedules: cards, cash, gifts, invoices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.accounts import Accounts
from finintel.synth.companies import CASH_SECTORS, Companies
from finintel.synth.events import CHANNEL, NOBODY, SECONDS_PER_DAY, Events, make_events
from finintel.synth.money import Floats, Integers, Rates, in_notes
from finintel.synth.people import MEDIAN_INCOME_EUR, People
from finintel.synth.texts import draw_texts

# kind: share, median euro, spread of the logarithm, channel, text
PERSON_KINDS: Final = {
    "card": (0.62, 19.0, 0.95, "card", "shop"),
    "online": (0.06, 32.0, 0.9, "card", "shop"),
    "private": (0.10, 45.0, 1.1, "transfer", "private"),
    "instant": (0.08, 25.0, 0.9, "instant_transfer", "private"),
    "withdrawal": (0.10, 70.0, 0.6, "cash_withdrawal", "cash"),
    "deposit": (0.018, 180.0, 1.0, "cash_deposit", "cash"),
    "cheque": (0.012, 240.0, 1.0, "cheque", "private"),
    "exchange": (0.012, 120.0, 1.2, "virtual_asset", "exchange"),
}
FIRM_KINDS: Final = {
    "invoice": (0.52, 640.0, 1.35, "transfer", "invoice"),
    "service": (0.16, 900.0, 1.4, "transfer", "service"),
    "stake": (0.02, 4_000.0, 1.5, "transfer", "purchase"),
    "abroad": (0.08, 2_100.0, 1.3, "international_transfer", "invoice"),
    "takings": (0.18, 1_300.0, 0.9, "cash_deposit", "cash"),
    "petty_cash": (0.04, 260.0, 0.9, "cash_withdrawal", "cash"),
}
LAST_LOCAL_KIND: Final = 1  # invoices and services stay in the country, mostly
FIRM_SHARE: Final = 0.2  # of all spontaneous bookings
KEEN_SHARE: Final = 0.15  # of what owners of a wallet do has to do with it
WALLET_WAYS: Final = (0.45, 0.35, 0.2)  # into the wallet, out of it, to another wallet
CROSS_BORDER_SEEN: Final = 0.85  # of transfers abroad, how many are booked as such


@dataclass(frozen=True)
class Market:
    """Whom people and companies deal with; hubs arise from the Zipf-like weights."""

    people: People
    companies: Companies
    currency: Integers
    country: Integers
    branch: Integers
    rates: Rates
    firms: Integers
    firm_weight: Floats
    first_firm_of: tuple[Integers, ...]
    first_weight_of: tuple[Floats, ...]
    crowd: Integers


def open_market(people: People, companies: Companies, accounts: Accounts, rates: Rates) -> Market:
    """Prepare the choice of counterparties among those who have no staged part."""
    firms = companies.of_role("regular")
    countries = range(int(companies.country.max()) + 1)
    local = [firms[companies.country[firms] == code] for code in countries]
    return Market(
        people,
        companies,
        accounts.currency,
        accounts.country,
        accounts.branch,
        rates,
        firms,
        running_share(companies.size[firms]),
        tuple(companies.account[item] for item in local),
        tuple(running_share(companies.size[item]) for item in local),
        people.account[people.ordinary],
    )


def running_share(weight: Floats) -> Floats:
    """Return the cumulative shares by which `choose` draws."""
    total = np.cumsum(weight)
    return total / total[-1] if len(total) else total


def choose(generator: np.random.Generator, cumulative: Floats, count: int) -> Integers:
    """Draw places by cumulative shares."""
    return np.searchsorted(cumulative, generator.random(count), side="right").astype(np.int64)


def kinds_of(
    generator: np.random.Generator,
    table: dict[str, tuple[float, float, float, str, str]],
    count: int,
) -> Integers:
    """Draw which kind each booking is."""
    return choose(generator, running_share(np.array([row[0] for row in table.values()])), count)


def column(table: dict[str, tuple[float, float, float, str, str]], place: int) -> Floats:
    """Return a numeric column of a table of kinds."""
    return np.array([row[place] for row in table.values()], dtype=np.float64)


def shops(generator: np.random.Generator, market: Market, country: Integers) -> Integers:
    """Choose a shop in each country, large ones more often."""
    result = np.empty(len(country), dtype=np.int64)
    for code, accounts in enumerate(market.first_firm_of):
        mine = np.flatnonzero(country == code)
        result[mine] = accounts[choose(generator, market.first_weight_of[code], len(mine))]
    return result


def book_people(
    generator: np.random.Generator, market: Market, who: Integers, day: Integers
) -> Events:
    """Book something for each person in `who` on its day."""
    count = len(who)
    kind = kinds_of(generator, PERSON_KINDS, count)
    names = list(PERSON_KINDS)
    people = market.people
    keen = (people.wallet[who] >= 0) & (generator.random(count) < KEEN_SHARE)
    kind[keen] = names.index("exchange")
    own = people.account[who]
    means = people.income[who] / MEDIAN_INCOME_EUR / np.sqrt(np.maximum(people.activity[who], 1))
    euro = np.exp(generator.normal(0.0, 1.0, count) * column(PERSON_KINDS, 2)[kind])
    euro *= column(PERSON_KINDS, 1)[kind] * means
    other = market.crowd[generator.integers(0, len(market.crowd), count)]
    at = {name: kind == position for position, name in enumerate(names)}
    domestic = at["card"]
    other[domestic] = shops(generator, market, people.country[who[domestic]])
    online = at["online"]
    firm = choose(generator, market.firm_weight, int(online.sum()))
    other[online] = market.companies.account[market.firms[firm]]
    coins = at["exchange"]
    other[coins] = market.companies.hub_accounts("exchange", people.country[who[coins]], who[coins])
    own, other = swap_coins(generator, market, who, coins, own, other)
    cash_in, cash_out = at["deposit"], at["withdrawal"]
    return finish(generator, market, PERSON_KINDS, kind, day, own, other, euro, cash_in, cash_out)


def swap_coins(  # noqa: PLR0913, PLR0917 - one choice each
    generator: np.random.Generator,
    market: Market,
    who: Integers,
    coins: np.ndarray[tuple[int], np.dtype[np.bool_]],
    own: Integers,
    other: Integers,
) -> tuple[Integers, Integers]:
    """Let owners of a wallet fill it, empty it, or pay into another wallet."""
    wallet = market.people.wallet[who]
    held = np.flatnonzero(coins & (wallet >= 0))
    way = generator.choice(3, len(held), p=WALLET_WAYS)
    wallets = market.people.wallet[market.people.ordinary]
    wallets = wallets[wallets >= 0]
    stranger = wallets[generator.integers(0, len(wallets), len(held))] if len(wallets) else held
    payer, payee = own.copy(), other.copy()
    payer[held] = np.where(way == 0, own[held], wallet[held])
    payee[held] = np.where(way == 0, wallet[held], np.where(way == 1, own[held], stranger))
    return payer, payee


def book_firms(
    generator: np.random.Generator, market: Market, who: Integers, day: Integers
) -> Events:
    """Book something for each company in `who` (positions among companies) on its day."""
    count = len(who)
    kind = kinds_of(generator, FIRM_KINDS, count)
    names = list(FIRM_KINDS)
    cash_in = kind == names.index("takings")
    # Only trades that live on cash bring takings to the bank; the others send an invoice.
    dry = cash_in & ~np.isin(market.companies.sector[who], CASH_SECTORS)
    kind[dry] = 0
    cash_in &= ~dry
    cash_out = kind == names.index("petty_cash")
    own = market.companies.account[who]
    scale = np.minimum(np.sqrt(market.companies.size[who]), 8.0)
    euro = np.exp(generator.normal(0.0, 1.0, count) * column(FIRM_KINDS, 2)[kind])
    euro *= column(FIRM_KINDS, 1)[kind] * scale
    other = market.companies.account[market.firms[choose(generator, market.firm_weight, count)]]
    local = kind <= LAST_LOCAL_KIND
    other[local] = shops(generator, market, market.companies.country[who[local]])
    return finish(generator, market, FIRM_KINDS, kind, day, own, other, euro, cash_in, cash_out)


def finish(  # noqa: PLR0913, PLR0917 - one choice each
    generator: np.random.Generator,
    market: Market,
    table: dict[str, tuple[float, float, float, str, str]],
    kind: Integers,
    day: Integers,
    own: Integers,
    other: Integers,
    euro: Floats,
    cash_in: np.ndarray[tuple[int], np.dtype[np.bool_]],
    cash_out: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> Events:
    """Put the columns together; nobody pays himself."""
    originator = np.where(cash_in, NOBODY, own)
    beneficiary = np.where(cash_in, own, np.where(cash_out, NOBODY, other))
    same = originator == beneficiary
    beneficiary[same] = market.crowd[(other[same] + 1) % len(market.crowd)]
    currency = market.currency[own]
    amount = market.rates.from_euro(euro, currency, day)
    cash = cash_in | cash_out
    amount[cash] = in_notes(amount[cash], currency[cash])
    channels = np.array([CHANNEL[row[3]] for row in table.values()], dtype=np.int64)
    text = np.empty(len(own), dtype=np.int64)
    for position, row in enumerate(table.values()):
        mine = kind == position
        text[mine] = draw_texts(generator, row[4], int(mine.sum()))
    channel = channels[kind]
    abroad = (originator != NOBODY) & (beneficiary != NOBODY)
    abroad &= market.country[originator] != market.country[beneficiary]
    abroad &= (channel == CHANNEL["transfer"]) & (generator.random(len(own)) < CROSS_BORDER_SEEN)
    channel[abroad] = CHANNEL["international_transfer"]
    hour = np.clip(generator.normal(13.8, 3.6, len(own)), 0.2, 23.8)
    return make_events(
        day * SECONDS_PER_DAY + (hour * 3_600).astype(np.int64),
        originator,
        beneficiary,
        amount,
        channel=channel,
        text=text,
        branch=np.where(cash, market.branch[own], NOBODY),
    )
