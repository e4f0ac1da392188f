"""One scan in time over a ledger: what each debit takes, what each credit brings, where it ends.

An overdraft is never a negative layer: what no source covers is financed by the bank (OD), and the
next credit repays it first. Linking that repayment back to what the overdraft bought (backwards
tracing, Brazil v Durant [2015] UKPC 35) is kept apart, in `backwards`.

Sequential by nature: what leaves depends on all that came and left before, in every account. Of a
movement between an account and the outside whose pieces nobody asks for (a plain one) only the
amount is booked; what it took is summed up by source until the account is looked at.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.methods import Account, methods
from finintel.trace.overdraft import pay_off
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
from finintel.trace.returns import (
    is_reversed,
    origin_of,
    returned_pieces,
    reversal,
    reverse_carried,
    taken_back,
)
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
        is_plain: Sequence[bool] | None = None,
    ) -> None:
        """Prepare a scan.

        Of movements that are plain (`plain_movements`) only the amount is booked; None: none is.
        """
        self.ledger = ledger
        self.sources = sources
        self.is_bound = not methods()[method].conserves
        self.is_inner_reversed = is_inner_reversed
        self.accounts: list[Account] = [methods()[method]() for _ in ledger.pots]
        self.owed: list[deque[tuple[int, int]]] = [deque() for _ in ledger.pots]
        self.held = [0] * len(ledger.pots)
        self.last_spent = [OPENING] * len(ledger.pots)
        self.later_returned = set(ledger.returned) - {OUTSIDE}
        self.is_plain = is_plain or [False] * len(ledger.days)
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
        debited, credited, is_plain = self.ledger.debited, self.ledger.credited, self.is_plain
        for number in order:
            if is_plain[number]:
                self.pass_by(number)
                continue
            parts = self.debit(number) if debited[number] != OUTSIDE else None
            if credited[number] != OUTSIDE:
                self.credit(number, parts)
        for pot, account in enumerate(self.accounts):
            self.settle(pot)
            self.leave(pot, OPENING, HELD, account.pieces())
        return self

    def pass_by(self, number: int) -> None:
        """Book the amount of a plain movement."""
        pot = self.ledger.debited[number]
        if pot == OUTSIDE:
            pot, amount = self.ledger.credited[number], self.ledger.received[number]
            self.held[pot] += amount
            self.accounts[pot].earn(amount)
            if self.owed[pot]:
                self.repay(pot, number)
            return
        amount = self.ledger.amounts[number]
        covered = min(amount, self.held[pot])
        self.held[pot] -= covered
        self.last_spent[pot] = number
        self.accounts[pot].spend(covered)
        if covered < amount:
            self.owed[pot].append((number, amount - covered))

    def settle(self, pot: int) -> None:
        """Note what plain debits took since the pot was last looked at, as of the last of them."""
        for source, amount in self.accounts[pot].settle():
            if source >= FRUIT:
                row = (source, pot, OPENING, self.last_spent[pot], PAID_OUT, amount)
                self.rows.append(row)

    def debit(self, number: int) -> list[Part]:
        """Take a movement out of the pot debited; what is not covered is the bank's."""
        ledger = self.ledger
        pot, amount = ledger.debited[number], ledger.amounts[number]
        account = self.accounts[pot]
        self.settle(pot)
        covered = amount if self.is_bound else min(amount, self.held[pot])
        if ledger.returned[number] == OUTSIDE:
            taken = account.debit(covered) if covered else []
        else:
            taken = taken_back(self, number, account, covered)
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
        self.bring(pot, number, parts, origin_of(self, number))
        if self.owed[pot] and not self.is_bound:
            self.repay(pot, number)

    def arriving(self, number: int, leaving: list[Part] | None) -> list[Part]:
        """Return what a credit brings, before anything stated about it."""
        ledger = self.ledger
        received, kind = ledger.received[number], ledger.kinds[number]
        if kind == "interest":
            self.settle(ledger.credited[number])
            weights = fruits(self.accounts[ledger.credited[number]].held())
            shares = share_out(received, [weight for _, weight in weights])
            return merged(
                (source, share) for (source, _), share in zip(weights, shares, strict=True)
            )
        if leaving is not None and kind != "fee":
            parts = convert(leaving, received)
            if ledger.returned[number] != OUTSIDE and is_reversed(self, number):
                reverse_carried(self.carried, ledger.returned[number], parts)
            return parts
        if kind == "opening":
            return [(UNKNOWN, received)]
        if ledger.returned[number] in self.spans:
            return reversal(self, number, received)
        return [(OWN, received)]

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
            self.settle(pot)
            pieces = returned_pieces(self, pot, number, pieces)
        else:
            self.accounts[pot].catch_up()
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

    def repay(self, pot: int, number: int) -> None:
        """Let a credit repay the bank, oldest debt first; that value is traced no further."""
        due = min(self.held[pot], sum(amount for _, amount in self.owed[pot]))
        self.settle(pot)
        pieces = self.accounts[pot].debit(due) if due else []
        self.held[pot] -= due
        self.leave(pot, OPENING, OVERDRAFT_REPAID, pieces)
        for source, amount, _ in pieces:
            for bought, part in pay_off(self.owed[pot], amount):
                if is_traced(source):
                    self.backwards.append((source, pot, number, bought, part))
