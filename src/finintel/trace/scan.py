"""One scan in time over a ledger: what each debit takes, what each credit brings, where it ends.

An overdraft is never a negative layer: what no source covers is financed by the bank (OD), and the
next credit repays it first. Linking that repayment back to what the overdraft bought (backwards
tracing, Brazil v Durant [2015] UKPC 35) is kept apart, in `backwards`.

Sequential by nature: what leaves depends on all that came and left before, in every account.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.methods import Account, methods
from finintel.trace.parts import (
    BANK,
    OPENING,
    OWN,
    UNKNOWN,
    Part,
    Piece,
    convert,
    is_traced,
    merged,
    share_out,
    without,
)
from finintel.trace.sources import Sources, fruits, inner_order, restated

MOVED_ON, PAID_OUT, FEE, HELD, OVERDRAFT_REPAID = range(5)
SINKS = ("moved_on", "paid_out", "fee", "held", "overdraft_repaid")
# source, pot, credit that brought it, movement that took it, sink, amount.
Row = tuple[int, int, int, int, int, int]


class Scan:
    """The state of one scan by one method; spent once it has run.

    Attributes:
        rows: every piece of value that left a pot or lies in it at the end, of all sources.
        came_in: (pot, source, movement that brought it, amount), of all sources.
        carried: movement → parts that it carried in the end, net of what was returned; in the
            currency debited, or credited where it comes from outside.
        hops: (pot, source) → shortest distance from the source.
        backwards: (source, pot, credit, movement that the overdraft had paid, amount).
    """

    def __init__(
        self,
        ledger: Ledger,
        sources: Sources,
        method: str,
        *,
        is_inner_reversed: bool = False,
    ) -> None:
        self.ledger = ledger
        self.sources = sources
        self.is_bound = not methods()[method].conserves
        self.is_inner_reversed = is_inner_reversed
        self.accounts: list[Account] = [methods()[method]() for _ in ledger.pots]
        self.owed: list[deque[tuple[int, int]]] = [deque() for _ in ledger.pots]
        self.later_returned = set(ledger.returned)
        self.spans: dict[int, tuple[int, list[Piece]]] = {}
        self.rows: list[Row] = []
        self.came_in: list[tuple[int, int, int, int]] = []
        self.carried: dict[int, list[Part]] = {}
        self.arrived: dict[int, list[Part]] = {}
        self.hops: dict[tuple[int, int], int] = {}
        self.backwards: list[tuple[int, int, int, int, int]] = []

    def run(self, order: Sequence[int], openings: Sequence[int]) -> Scan:
        """Book every movement in order, then list what is held."""
        for pot, amount in enumerate(openings):
            if amount > 0:
                self.bring(pot, OPENING, [(UNKNOWN, amount)], OUTSIDE)
            elif amount < 0:
                self.owed[pot].append((OPENING, -amount))
        debited, credited = self.ledger.debited, self.ledger.credited
        for number in order:
            parts = self.debit(number) if debited[number] != OUTSIDE else None
            if credited[number] != OUTSIDE:
                self.credit(number, parts)
        for pot, account in enumerate(self.accounts):
            self.leave(pot, OPENING, HELD, account.pieces())
        return self

    def debit(self, number: int) -> list[Part]:
        """Take a movement out of the pot debited; what is not covered is the bank's."""
        ledger = self.ledger
        pot, amount = ledger.debited[number], ledger.amounts[number]
        account = self.accounts[pot]
        taken = self.taken_back(number, account, amount)
        left = amount - sum(piece[1] for piece in taken) if taken else amount
        if left:
            taken = taken + account.debit(left)
        missing = amount - sum(piece[1] for piece in taken)
        if missing:
            self.owed[pot].append((number, missing))
            taken.append((BANK, missing, OPENING))
        if number in self.later_returned:
            self.spans[number] = (len(self.rows), taken)
        self.leave(pot, number, self.sink_of(number), taken)
        parts = merged(taken)
        self.carried[number] = parts
        return parts

    def taken_back(self, number: int, account: Account, amount: int) -> list[Piece]:
        """Return what a returning debit takes of the very credit that it returns."""
        returned = self.ledger.returned[number]
        brought = self.arrived.get(returned) if returned != OUTSIDE else None
        if not brought or self.ledger.credited[returned] != self.ledger.debited[number]:
            return []
        whole = sum(part for _, part in brought)
        return account.take(convert(brought, min(amount, whole)), returned)

    def sink_of(self, number: int) -> int:
        """Say where a debit ends: a fee is the bank's, interest charged too."""
        if self.ledger.kinds[number] in ("fee", "interest"):
            return FEE
        return PAID_OUT if self.ledger.credited[number] == OUTSIDE else MOVED_ON

    def leave(self, pot: int, number: int, sink: int, pieces: list[Piece]) -> None:
        """Note pieces that leave a pot, or lie in it at the end."""
        self.rows += [
            (source, pot, credit, number, sink, amount) for source, amount, credit in pieces
        ]

    def credit(self, number: int, leaving: list[Part] | None) -> None:
        """Bring a movement into the pot credited; it first repays what is owed to the bank."""
        pot = self.ledger.credited[number]
        parts = self.arriving(number, leaving)
        stated = self.sources.stated.get(number)
        if stated is not None:
            parts = restated(parts, stated)
            if leaving is None:
                parts = inner_order(parts, is_reversed=self.is_inner_reversed)
        if number in self.later_returned:
            self.arrived[number] = parts
        if leaving is None:
            self.carried[number] = parts
        self.bring(pot, number, parts, self.ledger.debited[number])
        if self.owed[pot] and not self.is_bound:
            self.repay(pot, number)

    def arriving(self, number: int, leaving: list[Part] | None) -> list[Part]:
        """Return what a credit brings, before anything stated about it."""
        ledger = self.ledger
        received, kind = ledger.received[number], ledger.kinds[number]
        if leaving is not None and kind not in ("fee", "interest"):
            parts = convert(leaving, received)
            if self.is_reversed(number):
                returned = ledger.returned[number]
                self.carried[returned] = without(self.carried[returned], parts)
            return parts
        if kind == "interest":
            weights = fruits(self.accounts[ledger.credited[number]].held())
            shares = share_out(received, [weight for _, weight in weights])
            return merged((source, share) for (source, _), share in zip(weights, shares, strict=True))
        if kind == "opening":
            return [(UNKNOWN, received)]
        if ledger.returned[number] in self.spans:
            return self.reversal(number, received)
        return [(OWN, received)]

    def reversal(self, number: int, received: int) -> list[Part]:
        """Return what a payment returned from outside brings back, and reverse its fragments."""
        ledger, returned = self.ledger, self.ledger.returned[number]
        first, pieces = self.spans[returned]
        amounts = [piece[1] for piece in pieces]
        if ledger.credited[number] != ledger.debited[returned]:
            parts = convert(self.carried[returned], received)
            return parts or [(OWN, received)]
        back = share_out(min(received, sum(amounts)), amounts)
        left: list[Piece] = []
        for offset, ((source, amount, credit), share) in enumerate(zip(pieces, back, strict=True)):
            row = self.rows[first + offset]
            self.rows[first + offset] = (*row[:5], amount - share)
            self.rows.append((*row[:4], MOVED_ON, share))
            left.append((source, amount - share, credit))
        self.spans[returned] = (first, left)
        parts = [(piece[0], share) for piece, share in zip(pieces, back, strict=True) if share]
        self.carried[returned] = without(self.carried[returned], parts)
        more = received - sum(share for _, share in parts)
        return [*parts, (OWN, more)] if more else parts

    def bring(self, pot: int, number: int, parts: list[Part], origin: int) -> None:
        """Put parts into a pot; a returned payment goes back to where it was taken from."""
        pieces = [(source, amount, number) for source, amount in parts if amount]
        for source, amount, _ in pieces:
            self.came_in.append((pot, source, number, amount))
            self.note_hop(pot, source, origin)
        if number != OPENING and self.is_reversed(number):
            pieces = self.cancelled(pot, pieces)
            self.accounts[pot].restore(pieces)
        else:
            self.accounts[pot].credit(pieces)

    def note_hop(self, pot: int, source: int, origin: int) -> None:
        """Keep the shortest distance of a pot from a source: 0 where the source itself came in."""
        known = self.hops.get((pot, source))
        before = self.hops.get((origin, source))
        if before is None:
            self.hops.setdefault((pot, source), 0)
        elif known is None or before + 1 < known:
            self.hops[pot, source] = before + 1

    def is_reversed(self, number: int) -> bool:
        """Tell whether a credit returns a payment that had left the same pot."""
        returned = self.ledger.returned[number]
        return returned in self.carried and (
            self.ledger.debited[returned] == self.ledger.credited[number]
        )

    def cancelled(self, pot: int, pieces: list[Piece]) -> list[Piece]:
        """Let what the bank had financed, and now comes back, cancel what is owed to it."""
        kept: list[Piece] = []
        for source, amount, credit in pieces:
            paid = self.pay(pot, amount) if source == BANK else []
            gone = sum(part for _, part in paid)
            if gone:
                self.leave(pot, OPENING, OVERDRAFT_REPAID, [(source, gone, credit)])
            if amount > gone:
                kept.append((source, amount - gone, credit))
        return kept

    def repay(self, pot: int, number: int) -> None:
        """Let a credit repay the bank, oldest debt first; that value is traced no further."""
        due = sum(amount for _, amount in self.owed[pot])
        pieces = self.accounts[pot].debit(due)
        self.leave(pot, OPENING, OVERDRAFT_REPAID, pieces)
        for source, amount, _ in pieces:
            for bought, part in self.pay(pot, amount):
                if is_traced(source):
                    self.backwards.append((source, pot, number, bought, part))

    def pay(self, pot: int, amount: int) -> list[tuple[int, int]]:
        """Reduce what is owed; return which movements the bank had financed, and how much."""
        debts = self.owed[pot]
        paid: list[tuple[int, int]] = []
        while amount and debts:
            bought, due = debts[0]
            part = min(amount, due)
            paid.append((bought, part))
            amount -= part
            if part == due:
                debts.popleft()
            else:
                debts[0] = (bought, due - part)
        return paid
