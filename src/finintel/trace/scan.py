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
from finintel.trace.overdraft import cancelled, pay_off
from finintel.trace.parts import (
    BANK,
    FRUIT,
    OPENING,
    OWN,
    UNKNOWN,
    Part,
    Piece,
    convert,
    is_traced,
    merged,
    share_out,
)
from finintel.trace.returns import reverse_carried, split_rows
from finintel.trace.sinks import FEE, HELD, MOVED_ON, OVERDRAFT_REPAID, PAID_OUT, Row
from finintel.trace.sources import Sources, fruits, restated


class Scan:
    """The state of one scan by one method; spent once it has run.

    Attributes:
        rows: every piece of traced value, or its fruit, that left a pot or lies in it at the end.
        came_in: traced value and fruit as (pot, source, movement that brought it, amount).
        carried: movement → parts that it carried in the end, net of what was returned, of every
            source; in the currency debited, or credited where it comes from outside.
        hops: (pot, source) → shortest distance from the source.
        held: what each pot holds, of every source.
        owed: what each pot owes to the bank, and for which movements, oldest first.
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
        self.held = [0] * len(ledger.pots)
        self.later_returned = set(ledger.returned) - {OUTSIDE}
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
        covered = amount if self.is_bound else min(amount, self.held[pot])
        if ledger.returned[number] == OUTSIDE:
            taken = account.debit(covered) if covered else []
        else:
            taken = self.taken_back(number, account, covered)
        self.held[pot] -= covered
        if covered < amount:
            self.owed[pot].append((number, amount - covered))
            taken.append((BANK, amount - covered, OPENING))
        if number in self.later_returned:
            self.spans[number] = (len(self.rows), taken)
        self.leave(pot, number, self.sink_of(number), taken)
        parts = merged(taken)
        self.carried[number] = parts
        return parts

    def taken_back(self, number: int, account: Account, amount: int) -> list[Piece]:
        """Return what a returning debit takes: of the credit that it returns, then the rest."""
        returned = self.ledger.returned[number]
        brought = self.arrived.get(returned)
        taken: list[Piece] = []
        if brought and self.ledger.credited[returned] == self.ledger.debited[number]:
            whole = sum(part for _, part in brought)
            taken = account.take(convert(brought, min(amount, whole)), returned)
        left = amount - sum(piece[1] for piece in taken)
        return taken + account.debit(left) if left else taken

    def sink_of(self, number: int) -> int:
        """Say where a debit ends: a fee is the bank's, interest charged too."""
        if self.ledger.kinds[number] in ("fee", "interest"):
            return FEE
        return PAID_OUT if self.ledger.credited[number] == OUTSIDE else MOVED_ON

    def leave(self, pot: int, number: int, sink: int, pieces: list[Piece]) -> None:
        """Note traced pieces that leave a pot, or lie in it at the end."""
        for source, amount, credit in pieces:
            if source >= FRUIT:
                self.rows.append((source, pot, credit, number, sink, amount))

    def credit(self, number: int, leaving: list[Part] | None) -> None:
        """Bring a movement into the pot credited; it first repays what is owed to the bank."""
        pot = self.ledger.credited[number]
        parts = self.arriving(number, leaving)
        stated = self.sources.stated.get(number)
        if stated is not None:
            parts = restated(parts, stated, is_reversed=self.is_inner_reversed)
        if number in self.later_returned:
            self.arrived[number] = parts
        if leaving is None:
            self.carried[number] = parts
        self.bring(pot, number, parts, self.origin_of(number))
        if self.owed[pot] and not self.is_bound:
            self.repay(pot, number)

    def origin_of(self, number: int) -> int:
        """Return the pot that a credit comes from: of a returned payment, the one it had left."""
        returned = self.ledger.returned[number]
        if self.ledger.debited[number] == OUTSIDE and returned in self.spans:
            left = self.ledger.debited[returned]
            return OUTSIDE if left == self.ledger.credited[number] else left
        return self.ledger.debited[number]

    def arriving(self, number: int, leaving: list[Part] | None) -> list[Part]:
        """Return what a credit brings, before anything stated about it."""
        ledger = self.ledger
        received, kind = ledger.received[number], ledger.kinds[number]
        if kind == "interest":
            weights = fruits(self.accounts[ledger.credited[number]].held())
            shares = share_out(received, [weight for _, weight in weights])
            return merged(
                (source, share) for (source, _), share in zip(weights, shares, strict=True)
            )
        if leaving is not None and kind != "fee":
            parts = convert(leaving, received)
            if ledger.returned[number] != OUTSIDE and self.is_reversed(number):
                reverse_carried(self.carried, ledger.returned[number], parts)
            return parts
        if kind == "opening":
            return [(UNKNOWN, received)]
        if ledger.returned[number] in self.spans:
            return self.reversal(number, received)
        return [(OWN, received)]

    def reversal(self, number: int, received: int) -> list[Part]:
        """Return what a payment returned from outside brings back, and reverse its fragments.

        It may come back to another account; in another currency it counts as wholly returned.
        """
        ledger, returned = self.ledger, self.ledger.returned[number]
        first, pieces = self.spans[returned]
        parts = merged(pieces)
        most = sum(amount for _, amount in parts)
        pots = ledger.pots
        is_converted = pots[ledger.debited[returned]][1] != pots[ledger.credited[number]][1]
        most = most if is_converted else min(received, most)
        back = share_out(most, [amount for _, amount in parts])
        self.spans[returned] = (first, split_rows(self.rows, first, pieces, list(back)))
        parts = [(source, share) for (source, _), share in zip(parts, back, strict=True) if share]
        reverse_carried(self.carried, returned, parts)
        if is_converted:
            return convert(parts, received) or [(OWN, received)]
        return [*parts, (OWN, received - most)] if received > most else parts

    def bring(self, pot: int, number: int, parts: list[Part], origin: int) -> None:
        """Put parts into a pot; a returned payment goes back to where it was taken from."""
        pieces: list[Piece] = []
        is_kept_apart = number in self.later_returned
        for source, amount in parts:
            if not amount:
                continue
            if source >= FRUIT:
                self.came_in.append((pot, source, number, amount))
                self.note_hop(pot, source, origin)
            elif not is_kept_apart:
                pieces.append((source, amount, OPENING))
                continue
            pieces.append((source, amount, number))
        if number != OPENING and self.ledger.returned[number] != OUTSIDE:
            pieces = self.returned_pieces(pot, number, pieces)
        else:
            self.accounts[pot].credit(pieces)
        self.held[pot] += sum([piece[1] for piece in pieces])

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
        ledger, returned = self.ledger, self.ledger.returned[number]
        return returned in self.carried and ledger.debited[returned] == ledger.credited[number]

    def returned_pieces(self, pot: int, number: int, pieces: list[Piece]) -> list[Piece]:
        """Put a returned payment back; what the bank had financed of it cancels what is owed."""
        if not self.is_reversed(number):
            self.accounts[pot].credit(pieces)
            return pieces
        kept = cancelled(self.owed[pot], pieces)
        self.accounts[pot].restore(kept)
        return kept

    def repay(self, pot: int, number: int) -> None:
        """Let a credit repay the bank, oldest debt first; that value is traced no further."""
        due = min(self.held[pot], sum(amount for _, amount in self.owed[pot]))
        pieces = self.accounts[pot].debit(due) if due else []
        self.held[pot] -= due
        self.leave(pot, OPENING, OVERDRAFT_REPAID, pieces)
        for source, amount, _ in pieces:
            for bought, part in pay_off(self.owed[pot], amount):
                if is_traced(source):
                    self.backwards.append((source, pot, number, bought, part))
