"""The order of a day, read from running balances: each entry leads from one balance to the next.

Entries are edges of a graph whose nodes are balances; an order that agrees with every balance is an
Eulerian path through it (Hierholzer 1873).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise


def chain_start(signed: list[int], balances: list[int]) -> int:
    """Return the balance before the first entry of a day whose entries may be in any order.

    Args:
        signed: amounts, negative for debits.
        balances: balance after each entry.

    >>> chain_start([-30, 100], [70, 100])
    0
    """
    degree: dict[int, int] = defaultdict(int)
    for amount, after in zip(signed, balances, strict=True):
        degree[after - amount] += 1
        degree[after] -= 1
    starts = [balance for balance, surplus in degree.items() if surplus == 1]
    return starts[0] if len(starts) == 1 else balances[0] - signed[0]


def chain_order(signed: list[int], balances: list[int | None]) -> list[int] | None:
    """Return the order in which every balance follows from the one before, or None.

    Returns:
        Positions in `signed`, or None when balances are missing or do not form one chain.

    >>> chain_order([-30, 100], [70, 100])
    [1, 0]
    """
    known = [balance for balance in balances if balance is not None]
    if len(known) < len(signed):
        return None
    leaving: dict[int, list[int]] = defaultdict(list)
    for position in reversed(range(len(signed))):
        leaving[known[position] - signed[position]].append(position)
    walk: list[tuple[int, int]] = [(chain_start(signed, known), -1)]
    path: list[int] = []
    while walk:
        balance, edge = walk[-1]
        if leaving[balance]:
            position = leaving[balance].pop()
            walk.append((known[position], position))
        else:
            walk.pop()
            path.append(edge)
    order = path[-2::-1] if path[-1] == -1 else []
    return order if follows(order, signed, known) else None


def follows(order: list[int], signed: list[int], balances: list[int]) -> bool:
    """Tell whether an order uses every entry and each balance follows from the one before."""
    if len(order) != len(signed):
        return False
    return all(
        balances[before] + signed[after] == balances[after] for before, after in pairwise(order)
    )
