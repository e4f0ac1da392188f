"""Where things stand in the money-flow picture: accounts in columns by hop, payments by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

# Boxes of their own: what comes from or goes to cash or the unknown.
CASH_IN, CASH_OUT = "\x00in", "\x00out"

MOST_NODES = 64

# Of more leaves than these around one account, the largest are drawn and the rest is one box.
MOST_LEAVES = 10
LEAVES_KEPT = 7
BOX_WIDTH, BOX_HEIGHT = 172, 34
COLUMN_GAP, ROW_GAP = 156, 16
MARGIN = 24


@dataclass(frozen=True)
class Flow:
    """Payments from one box to another, summed."""

    origin: str
    destination: str
    amount: int
    count: int


def summed(transactions: Sequence[Row]) -> list[Flow]:
    """Sum payments by origin and destination."""
    totals: dict[tuple[str, str], list[int]] = {}
    for row in transactions:
        origin = row["originator_account_id"] or CASH_IN
        destination = row["beneficiary_account_id"] or CASH_OUT
        entry = totals.setdefault((origin, destination), [0, 0])
        entry[0] += row["amount_base"] or 0
        entry[1] += 1
    return [Flow(*pair, amount, count) for pair, (amount, count) in sorted(totals.items())]


def collapsed(flows: list[Flow], hops: Mapping[str, int]) -> tuple[list[Flow], dict[str, int]]:
    """Put the smaller leaves around one account into one box where there are too many to read.

    A leaf is an account with a single flow. The largest leaves of a crowd keep boxes of their own;
    in a picture with too many boxes none does.

    Returns:
        The flows, and box → number of accounts in it for boxes that stand for several.
    """
    crowds = leaves_by_neighbour(flows, hops)
    nodes = {end for flow in flows for end in (flow.origin, flow.destination)}
    kept = LEAVES_KEPT if len(nodes) <= MOST_NODES else 0
    group: dict[str, str] = {}
    for name, crowd in crowds.items():
        if len(crowd) > MOST_LEAVES or (kept == 0 and len(crowd) > 1):
            largest_first = sorted(crowd, key=lambda leaf: (-leaf[1], leaf[0]))
            group |= {node: name for node, _ in largest_first[kept:]}
    totals: dict[tuple[str, str], list[int]] = {}
    for flow in flows:
        pair = (group.get(flow.origin, flow.origin), group.get(flow.destination, flow.destination))
        entry = totals.setdefault(pair, [0, 0])
        entry[0] += flow.amount
        entry[1] += flow.count
    merged = {name: list(group.values()).count(name) for name in sorted(set(group.values()))}
    return [Flow(*pair, amount, count) for pair, (amount, count) in sorted(totals.items())], merged


def leaves_by_neighbour(
    flows: Sequence[Flow], hops: Mapping[str, int]
) -> dict[str, list[tuple[str, int]]]:
    """Return crowd → its leaves and their amounts; a crowd has one neighbour, side and hop."""
    touching: dict[str, list[Flow]] = {}
    for flow in flows:
        touching.setdefault(flow.origin, []).append(flow)
        touching.setdefault(flow.destination, []).append(flow)
    crowds: dict[str, list[tuple[str, int]]] = {}
    for node, touched in sorted(touching.items()):
        if len(touched) == 1 and node not in (CASH_IN, CASH_OUT):
            only = touched[0]
            side, other = ("to", only.destination) if only.origin == node else ("from", only.origin)
            name = f"\x01{side}\x01{other}\x01{hops.get(node, 0)}"
            crowds.setdefault(name, []).append((node, only.amount))
    return crowds


def columns_of(
    flows: Sequence[Flow], hops: Mapping[str, int], merged: Mapping[str, int]
) -> list[list[str]]:
    """Return the boxes column by column, each column ordered by the middle of its neighbours."""
    level = {node: hops[node] for flow in flows for node in ends(flow) if node in hops}
    level |= {name: int(name.rsplit("\x01", 1)[1]) for name in merged}
    for flow in flows:
        if flow.origin == CASH_IN:
            level[CASH_IN] = min(level.get(CASH_IN, 99), level.get(flow.destination, 0) - 1)
        if flow.destination == CASH_OUT:
            level[CASH_OUT] = max(level.get(CASH_OUT, 0), level.get(flow.origin, 0) + 1)
    columns = [
        sorted(node for node, found in level.items() if found == number)
        for number in sorted(set(level.values()))
    ]
    for _ in range(4):
        columns = ordered(columns, flows)
    return columns


def ends(flow: Flow) -> tuple[str, str]:
    """Return both boxes of a flow."""
    return flow.origin, flow.destination


def ordered(columns: list[list[str]], flows: Sequence[Flow]) -> list[list[str]]:
    """Order every column by the mean height of what its boxes are tied to."""
    height = {
        node: position - len(column) / 2
        for column in columns
        for position, node in enumerate(column)
    }
    near: dict[str, list[float]] = {}
    for flow in flows:
        near.setdefault(flow.origin, []).append(height[flow.destination])
        near.setdefault(flow.destination, []).append(height[flow.origin])

    def middle(node: str) -> tuple[float, str]:
        heights = near.get(node, [0.0])
        return sum(heights) / len(heights), node

    return [sorted(column, key=middle) for column in columns]


def placed(columns: Sequence[Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Return box → left upper corner; columns are centred on the tallest."""
    tallest = max(len(column) for column in columns)
    step = BOX_HEIGHT + ROW_GAP
    return {
        node: (
            MARGIN + number * (BOX_WIDTH + COLUMN_GAP),
            MARGIN + (tallest - len(column)) * step // 2 + position * step,
        )
        for number, column in enumerate(columns)
        for position, node in enumerate(column)
    }
