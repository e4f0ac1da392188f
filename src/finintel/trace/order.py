"""The orders that a day may have had, where only the date of its bookings is known.

1. A day is ambiguous for a pot that has credits and debits on it, one of them without a time.
2. Running balances settle it where the feed has them.
3. Else both extremes are computed: credits first and debits first.
4. Debits first is refused for a pot and day that it would overdraw without an overdraft, when the
   opening balance is known and credits first would not. Debits first is not a harmless default: it
   erases every same-day pass-through.
5. A circle of transfers inside one day cannot have credits first everywhere; the earliest booked
   transaction breaks it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from finintel.trace.balances import chain_order
from finintel.trace.day import ordered_day
from finintel.trace.entries import OUTSIDE, Ledger

BOOKED = "booked"
CREDITS_FIRST = "credits_first"
DEBITS_FIRST = "debits_first"


@dataclass(frozen=True)
class Orders:
    """The orders to compute.

    Attributes:
        variants: name → movement numbers in that order.
        refused: pot and day for which debits first was refused.
    """

    variants: Mapping[str, list[int]]
    refused: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Day:
    """One ambiguous day: its movements, the pots settled by balances, and the pots that are not."""

    movements: list[int]
    chains: Mapping[int, list[int]]
    open_pots: tuple[int, ...]


def possible_orders(ledger: Ledger) -> Orders:
    """Return the booked order where times or balances settle it, else the two extremes."""
    if all(ledger.is_time_known):
        return Orders({BOOKED: list(range(len(ledger.days)))}, ())
    days = [ambiguous_day(ledger, list(group)) for _, group in groupby_day(ledger)]
    refused = tuple(refusals(ledger, days))
    settled: dict[tuple[int, int], bool] = dict.fromkeys(refused, True)
    open_days = [(pot, ledger.days[day.movements[0]]) for day in days for pot in day.open_pots]
    if not open_days:
        return Orders({BOOKED: joined(ledger, days, debits_first=False, refused={})}, ())
    variants = {CREDITS_FIRST: joined(ledger, days, debits_first=False, refused=settled)}
    if len(refused) < len(open_days):
        variants[DEBITS_FIRST] = joined(ledger, days, debits_first=True, refused=settled)
    return Orders(variants, refused)


def groupby_day(ledger: Ledger) -> Iterable[tuple[int, Iterable[int]]]:
    """Group movement numbers by day, in booked order."""
    return groupby(range(len(ledger.days)), key=ledger.days.__getitem__)


def ambiguous_day(ledger: Ledger, movements: list[int]) -> Day:
    """Find the pots of a day whose order is not known, and those that running balances settle."""
    if all(ledger.is_time_known[number] for number in movements):
        return Day(movements, {}, ())
    touched: dict[int, list[tuple[int, int]]] = {}
    for number in movements:
        if ledger.debited[number] != ledger.credited[number]:
            touched.setdefault(ledger.debited[number], []).append((number, -1))
            touched.setdefault(ledger.credited[number], []).append((number, 1))
    touched.pop(OUTSIDE, None)
    chains: dict[int, list[int]] = {}
    open_pots = []
    for pot, entries in sorted(touched.items()):
        if len({sign for _, sign in entries}) == 1:
            continue
        if all(ledger.is_time_known[number] for number, _ in entries):
            continue
        chain = settled_by_balances(ledger, entries)
        if chain is None:
            open_pots.append(pot)
        else:
            chains[pot] = chain
    return Day(movements, chains, tuple(open_pots))


def settled_by_balances(ledger: Ledger, entries: list[tuple[int, int]]) -> list[int] | None:
    """Return the movements of one pot and day in the order of its balances, if it has them."""
    signed = [ledger.received[n] if sign > 0 else -ledger.amounts[n] for n, sign in entries]
    balances = [
        ledger.credited_balances[n] if sign > 0 else ledger.debited_balances[n]
        for n, sign in entries
    ]
    order = chain_order(signed, balances)
    return None if order is None else [entries[position][0] for position in order]


def refusals(ledger: Ledger, days: list[Day]) -> Iterable[tuple[int, int]]:
    """Yield the pots and days that debits first would overdraw, and credits first would not."""
    balance = list(ledger.openings)
    for day in days:
        paid: Counter[int] = Counter()
        came: Counter[int] = Counter()
        for number in day.movements:
            paid[ledger.debited[number]] += ledger.amounts[number]
            came[ledger.credited[number]] += ledger.received[number]
        for pot in day.open_pots:
            if ledger.may_overdraw[pot] is not False or not ledger.is_opening_known[pot]:
                continue
            if balance[pot] - paid[pot] < 0 <= balance[pot] + came[pot] - paid[pot]:
                yield pot, ledger.days[day.movements[0]]
        for pot in (paid.keys() | came.keys()) - {OUTSIDE}:
            balance[pot] += came[pot] - paid[pot]


def joined(
    ledger: Ledger, days: list[Day], *, debits_first: bool, refused: Mapping[tuple[int, int], bool]
) -> list[int]:
    """Return all movements, each ambiguous day in the order asked for."""
    order: list[int] = []
    for day in days:
        if not day.open_pots and not day.chains:
            order += day.movements
            continue
        on = ledger.days[day.movements[0]]
        debits = {pot for pot in day.open_pots if debits_first and (pot, on) not in refused}
        credits_ = set(day.open_pots) - debits
        order += ordered_day(ledger, day.movements, day.chains, credits_, debits)
    return order
