"""What is owed to the bank: never a negative layer, but a debt that names what it financed."""

from __future__ import annotations

from collections import deque

from finintel.trace.parts import BANK, Piece


def pay_off(debts: deque[tuple[int, int]], amount: int) -> list[tuple[int, int]]:
    """Reduce debts, oldest first.

    Args:
        debts: (movement that the bank had financed, minor units); changed in place.
        amount: minor units repaid.

    Returns:
        Which movements were paid off by how much.
    """
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


def cancelled(debts: deque[tuple[int, int]], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of a returned payment less what the bank had financed and is still owed.

    Args:
        debts: as for `pay_off`; changed in place.
        pieces: what comes back.
    """
    kept: list[Piece] = []
    for source, amount, credit in pieces:
        paid = pay_off(debts, amount) if source == BANK else []
        left = amount - sum(part for _, part in paid)
        if left:
            kept.append((source, left, credit))
    return kept
