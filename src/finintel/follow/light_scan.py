"""A scan for sums: exact for traced value, and only as busy as traced value is.

Until traced value reaches an account, its own movements change its balance and nothing else; when
it does, what the account holds by then lies in one layer, which is unknown or own and in any case
not traced. Every method takes the same of the traced layers as from the whole history, so which
accounts are worth following can be seen from this at a fraction of the cost. What is shown is
scanned in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.order import possible_orders
from finintel.trace.parts import FIRST_TRACED, OPENING, OWN, UNKNOWN, Part
from finintel.trace.scan import Scan
from finintel.trace.scans import collector_paused, openings_for
from finintel.trace.sources import Sources


class LightScan(Scan):
    """A scan that keeps layers only in accounts that traced value has reached.

    `carried` holds what was paid from these alone.
    """

    def run(self, order: Sequence[int], openings: Sequence[int]) -> LightScan:
        """Book every movement in order."""
        self.balance = list(openings)
        self.is_reached = [False] * len(openings)
        ledger, stated = self.ledger, self.sources.stated
        amounts, received = ledger.amounts, ledger.received
        for number in order:
            debited, credited = ledger.debited[number], ledger.credited[number]
            leaving: list[Part] | None = None
            is_traced = number in stated
            if debited != OUTSIDE:
                if self.is_reached[debited]:
                    leaving = self.debit(number)
                    is_traced = is_traced or any(part[0] >= FIRST_TRACED for part in leaving)
                else:
                    self.balance[debited] -= amounts[number]
                    leaving = [(OWN, amounts[number])]
            if credited == OUTSIDE:
                continue
            if is_traced or self.is_reached[credited]:
                self.reach(credited)
                self.credit(number, leaving)
            else:
                self.balance[credited] += received[number]
        return self

    def reach(self, pot: int) -> None:
        """Put what a pot holds, or owes, by now into one layer, the first time it is reached."""
        if self.is_reached[pot]:
            return
        self.is_reached[pot] = True
        amount = self.balance[pot]
        if amount > 0:
            self.bring(pot, OPENING, [(UNKNOWN, amount)], OUTSIDE)
        elif amount < 0:
            self.owed[pot].append((OPENING, -amount))


def light_scans(
    ledger: Ledger, sources: Sources, methods: Sequence[str]
) -> Iterator[tuple[str, int, LightScan]]:
    """Run every method under every order that days may have had: method, place of order, scan."""
    for place, order in enumerate(possible_orders(ledger).variants.values()):
        openings = openings_for(ledger, order)
        for method in methods:
            with collector_paused():
                scan = LightScan(ledger, sources, method).run(order, openings)
            yield method, place, scan
