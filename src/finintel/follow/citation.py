"""Where cited money enters, and where it leaves: the first and the last of many transactions.

An alert cites what it saw, hop after hop. Its value comes in with the transactions whose payer had
not just been paid by another one; followed from these alone, nothing is counted twice. Backward,
the same holds for those whose payee paid no other one later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True)
class Cited:
    """One cited transaction.

    Attributes:
        name: which.
        number: place in booked order.
        day: of booking; days since any date.
        is_time_known: whether the order inside the day is known.
        payer: account debited; None for cash or unknown.
        payee: account credited; None for cash or unknown.
    """

    name: str
    number: int
    day: int
    is_time_known: bool
    payer: int | None
    payee: int | None


@dataclass
class Arrival:
    """When value first came to an account: what it may leave with is booked after."""

    number: float = inf
    day: float = inf
    untimed_day: float = inf

    def add(self, one: Cited) -> bool:
        """Take note of a credit; tell whether it is earlier than what was known."""
        before = (self.number, self.day, self.untimed_day)
        self.day = min(self.day, one.day)
        if one.is_time_known:
            self.number = min(self.number, one.number)
        else:
            self.untimed_day = min(self.untimed_day, one.day)
        return before != (self.number, self.day, self.untimed_day)

    def leads_to(self, one: Cited) -> bool:
        """Tell whether a debit may hold what came: inside a day without times any order may be."""
        if one.is_time_known:
            return self.number < one.number or self.untimed_day <= one.day
        return self.day <= one.day


@dataclass
class Spread:
    """What can be reached from the transactions taken so far."""

    leaving: dict[int, list[Cited]]
    came: defaultdict[int, Arrival] = field(default_factory=lambda: defaultdict(Arrival))
    names: set[str] = field(default_factory=set)

    def take(self, start: Cited) -> None:
        """Add a transaction and all that it leads to."""
        self.names.add(start.name)
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one.payee is None or not self.came[one.payee].add(one):
                continue
            for other in self.leaving.get(one.payee, []):
                if self.came[one.payee].leads_to(other):
                    self.names.add(other.name)
                    waiting.append(other)


def first_ones(cited: Iterable[Cited]) -> list[str]:
    """Return the transactions by which value comes in, in booked order.

    Inside a day without times any order is possible, so a payer paid on that day counts as paid
    before. A circle that closes inside such a day has no first one: the earliest booked is taken.
    """
    ordered = sorted(cited, key=lambda one: one.number)
    came: defaultdict[int, Arrival] = defaultdict(Arrival)
    leaving: dict[int, list[Cited]] = {}
    for one in ordered:
        if one.payer == one.payee:
            continue
        if one.payee is not None:
            came[one.payee].add(one)
        if one.payer is not None:
            leaving.setdefault(one.payer, []).append(one)
    spread = Spread(leaving)
    found = [one for one in ordered if one.payer is None or not came[one.payer].leads_to(one)]
    for one in found:
        spread.take(one)
    for one in ordered:
        if one.name not in spread.names:
            found.append(one)
            spread.take(one)
    return [one.name for one in sorted(found, key=lambda one: one.number)]


def last_ones(cited: Sequence[Cited]) -> list[str]:
    """Return the transactions by which value leaves, in booked order: time and sides turned."""
    turned = [
        Cited(one.name, -one.number, -one.day, one.is_time_known, one.payee, one.payer)
        for one in cited
    ]
    return first_ones(turned)[::-1]
