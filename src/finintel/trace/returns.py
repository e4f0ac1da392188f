"""Returned payments: what comes back reverses the fragments that had left."""

from __future__ import annotations

from finintel.trace.parts import FRUIT, Part, Piece, without
from finintel.trace.sinks import MOVED_ON, Row


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
