"""Returned payments: what comes back reverses the fragments that had left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.trace.entries import OUTSIDE
from finintel.trace.overdraft import cancelled
from finintel.trace.parts import FRUIT, OWN, Part, Piece, convert, merged, share_out, without
from finintel.trace.sinks import MOVED_ON, Row

if TYPE_CHECKING:
    from finintel.trace.methods import Account
    from finintel.trace.scan import Scan


def taken_back(scan: Scan, number: int, account: Account, amount: int) -> list[Piece]:
    """Return what a returning debit takes: of the credit that it returns, then the rest."""
    returned = scan.ledger.returned[number]
    brought = scan.arrived.get(returned)
    taken: list[Piece] = []
    if brought and scan.ledger.credited[returned] == scan.ledger.debited[number]:
        whole = sum(part for _, part in brought)
        taken = account.take(convert(brought, min(amount, whole)), returned)
    left = amount - sum(piece[1] for piece in taken)
    return taken + account.debit(left) if left else taken


def origin_of(scan: Scan, number: int) -> int:
    """Return the pot that a credit comes from: of a returned payment, the one it had left."""
    returned = scan.ledger.returned[number]
    if scan.ledger.debited[number] == OUTSIDE and returned in scan.spans:
        left = scan.ledger.debited[returned]
        return OUTSIDE if left == scan.ledger.credited[number] else left
    return scan.ledger.debited[number]


def reversal(scan: Scan, number: int, received: int) -> list[Part]:
    """Return what a payment returned from outside brings back, and reverse its fragments.

    It may come back to another account; in another currency it counts as wholly returned.
    """
    ledger, returned = scan.ledger, scan.ledger.returned[number]
    first, pieces = scan.spans[returned]
    parts = merged(pieces)
    most = sum(amount for _, amount in parts)
    pots = ledger.pots
    is_converted = pots[ledger.debited[returned]][1] != pots[ledger.credited[number]][1]
    most = most if is_converted else min(received, most)
    back = share_out(most, [amount for _, amount in parts])
    scan.spans[returned] = (first, split_rows(scan.rows, first, pieces, list(back)))
    parts = [(source, share) for (source, _), share in zip(parts, back, strict=True) if share]
    reverse_carried(scan.carried, returned, parts)
    if is_converted:
        return convert(parts, received) or [(OWN, received)]
    return [*parts, (OWN, received - most)] if received > most else parts


def is_reversed(scan: Scan, number: int) -> bool:
    """Tell whether a credit returns a payment that had left the same pot."""
    ledger, returned = scan.ledger, scan.ledger.returned[number]
    return returned in scan.carried and ledger.debited[returned] == ledger.credited[number]


def returned_pieces(scan: Scan, pot: int, number: int, pieces: list[Piece]) -> list[Piece]:
    """Put a returned payment back; what the bank had financed of it cancels what is owed."""
    if not is_reversed(scan, number):
        scan.accounts[pot].credit(pieces)
        return pieces
    kept = cancelled(scan.owed[pot], pieces)
    scan.accounts[pot].restore(kept)
    return kept


def reverse_carried(carried: dict[int, list[Part]], returned: int, parts: list[Part]) -> None:
    """Take what came back off what the returned payment carried."""
    carried[returned] = without(carried[returned], parts)


def split_rows(rows: list[Row], row: int, pieces: list[Piece], back: list[int]) -> list[Piece]:
    """Mark what came back of a payment as moved on (it came in again), the rest staying paid out.

    Args:
        rows: all rows so far; changed in place.
        row: where the payment's rows begin; only what is reported has one.
        pieces: what the payment took and has not come back yet.
        back: how much comes back of each run of pieces of one source, first pieces first; used up.

    Returns:
        The pieces that have still not come back, one for each of `pieces`.
    """
    left: list[Piece] = []
    place = -1
    source_before: int | None = None
    for source, amount, credit in pieces:
        share = 0
        if amount:
            place += source != source_before
            source_before = source
            share = min(amount, back[place])
            back[place] -= share
        if source >= FRUIT:
            rows[row] = (*rows[row][:5], amount - share)
            rows.append((*rows[row][:4], MOVED_ON, share))
            row += 1
        left.append((source, amount - share, credit))
    return left
