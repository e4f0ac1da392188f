"""One day put in order under what is known or assumed of each pot."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise

from finintel.trace.entries import Ledger


def ordered_day(
    ledger: Ledger,
    movements: list[int],
    chains: Mapping[int, list[int]],
    credits_first: set[int],
    debits_first: set[int],
) -> list[int]:
    """Order a day's movements so that as many waits as possible are kept.

    A movement waits for: its predecessor in a chain settled by balances; its predecessor among the
    movements whose time is known; every credit (or debit) of a pot where those go first. Ready
    movements leave in booked order. When all wait for one another, the earliest booked goes.
    """
    waits = Waits(ledger, movements)
    for chain in chains.values():
        waits.in_sequence(chain)
    waits.in_sequence([number for number in movements if ledger.is_time_known[number]])
    for number in movements:
        debited, credited = ledger.debited[number], ledger.credited[number]
        if debited == credited:
            continue
        if credited in credits_first:
            waits.opens(number, credited)
        if debited in credits_first:
            waits.waits_for(number, debited)
        if debited in debits_first:
            waits.opens(number, debited)
        if credited in debits_first:
            waits.waits_for(number, credited)
    return waits.order()


class Waits:
    """What still holds each movement back; every wait is counted once and released once."""

    def __init__(self, ledger: Ledger, movements: list[int]) -> None:
        self.ledger = ledger
        self.movements = movements
        self.held_back: Counter[int] = Counter()
        self.next_in_line: dict[int, list[int]] = defaultdict(list)
        self.gate_of: dict[int, list[int]] = defaultdict(list)
        self.gate_open_after: Counter[int] = Counter()
        self.behind_gate: dict[int, list[int]] = defaultdict(list)

    def in_sequence(self, numbers: list[int]) -> None:
        """Let each movement wait for the one before it."""
        for before, after in pairwise(numbers):
            self.next_in_line[before].append(after)
            self.held_back[after] += 1

    def opens(self, number: int, pot: int) -> None:
        """Count a movement among those that go first at a pot."""
        self.gate_of[number].append(pot)
        self.gate_open_after[pot] += 1

    def waits_for(self, number: int, pot: int) -> None:
        """Let a movement wait until all that go first at a pot have gone."""
        self.behind_gate[pot].append(number)
        self.held_back[number] += 1

    def order(self) -> list[int]:
        """Release movements one by one, the earliest booked of those that wait for nothing."""
        ready = [number for number in self.movements if not self.held_back[number]]
        done: dict[int, None] = {}
        rest = iter(self.movements)
        while len(done) < len(self.movements):
            number = heapq.heappop(ready) if ready else next(rest)
            if number in done:
                continue
            done[number] = None
            for freed in self.released_by(number):
                self.held_back[freed] -= 1
                if not self.held_back[freed]:
                    heapq.heappush(ready, freed)
        return list(done)

    def released_by(self, number: int) -> list[int]:
        """Return the movements that one wait less holds back once this one has gone."""
        freed = list(self.next_in_line[number])
        for pot in self.gate_of[number]:
            self.gate_open_after[pot] -= 1
            if not self.gate_open_after[pot]:
                freed += self.behind_gate[pot]
        return freed
