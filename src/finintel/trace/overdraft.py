"""What is owed to the bank: never a negative layer, but a debt that names what it financed."""

from __future__ import annotations

from collections import deque


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
