"""What the money-flow picture shows: payments summed by pair, crowds of small leaves as one box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

# Boxes of their own: what comes from or goes to cash or the unknown.
CASH_IN, CASH_OUT = "\x00in", "\x00out"
CROWD = "\x01"

# With more boxes than these the smallest flows are left out, and the picture says how many.
MOST_BOXES = 30
# In a picture of more boxes than these, flows below this part of the largest are left out.
READ_AT_ONCE, LEAST_PART = 16, 250
# Of more leaves than these around one account, the largest are drawn and the rest is one box.
MOST_LEAVES = 6
LEAVES_KEPT = 4
# From so many boxes on a crowd is one box.
FEW_BOXES = 60


@dataclass(frozen=True)
class Flow:
    """Payments from one box to another, summed; flows are ordered by their first payment."""

    origin: str
    destination: str
    amount: int
    count: int


@dataclass(frozen=True)
class Drawn:
    """The flows of a picture, how many accounts a box stands for, and how many flows it lacks."""

    flows: tuple[Flow, ...]
    crowds: Mapping[str, int]
    left_out: int


def drawn(transactions: Sequence[Row]) -> Drawn:
    """Return what to draw of transactions that stand in order of time."""
    flows = summed_pairs(transactions)
    group = crowds_of(flows)
    merged = summed(
        [
            Flow(
                group.get(flow.origin, flow.origin),
                group.get(flow.destination, flow.destination),
                flow.amount,
                flow.count,
            )
            for flow in flows
        ]
    )
    kept = largest(merged)
    boxes = {box for flow in kept for box in (flow.origin, flow.destination)}
    sizes = {name: list(group.values()).count(name) for name in sorted(set(group.values()) & boxes)}
    return Drawn(tuple(kept), sizes, len(merged) - len(kept))


def summed_pairs(transactions: Sequence[Row]) -> list[Flow]:
    """Sum payments by pair of accounts, in order of the first payment."""
    return summed(
        [
            Flow(
                row["originator_account_id"] or CASH_IN,
                row["beneficiary_account_id"] or CASH_OUT,
                row["amount_base"] or 0,
                1,
            )
            for row in transactions
        ]
    )


def summed(flows: Sequence[Flow]) -> list[Flow]:
    """Sum flows by pair, in the order in which the pairs are met."""
    totals: dict[tuple[str, str], list[int]] = {}
    for flow in flows:
        entry = totals.setdefault((flow.origin, flow.destination), [0, 0])
        entry[0] += flow.amount
        entry[1] += flow.count
    return [Flow(*pair, amount, count) for pair, (amount, count) in totals.items()]


def crowds_of(flows: Sequence[Flow]) -> dict[str, str]:
    """Return account → the box of its crowd, for the smaller leaves where there are many.

    A leaf has a single flow; a crowd has one neighbour and one direction.
    """
    touching: dict[str, list[Flow]] = {}
    for flow in flows:
        touching.setdefault(flow.origin, []).append(flow)
        touching.setdefault(flow.destination, []).append(flow)
    crowds: dict[str, list[tuple[int, str]]] = {}
    for box, (only, *others) in touching.items():
        if others or box in (CASH_IN, CASH_OUT):
            continue
        side, other = ("to", only.destination) if only.origin == box else ("from", only.origin)
        crowds.setdefault(f"{CROWD}{side}{CROWD}{other}", []).append((-only.amount, box))
    kept = LEAVES_KEPT if len(touching) <= FEW_BOXES else 1
    return {
        box: name
        for name, crowd in crowds.items()
        if len(crowd) > (MOST_LEAVES if len(touching) <= FEW_BOXES else 2)
        for _, box in sorted(crowd)[kept:]
    }


def largest(flows: Sequence[Flow]) -> list[Flow]:
    """Return the largest flows that fit into a picture, in their order."""
    count = len({box for flow in flows for box in (flow.origin, flow.destination)})
    most = max((flow.amount for flow in flows), default=0)
    least = most // LEAST_PART if count > READ_AT_ONCE else 0
    boxes: set[str] = set()
    kept: set[tuple[str, str]] = set()
    for flow in sorted(flows, key=lambda item: (-item.amount, item.origin, item.destination)):
        ends = {flow.origin, flow.destination}
        if flow.amount >= least and len(boxes | ends) <= MOST_BOXES:
            boxes |= ends
            kept.add((flow.origin, flow.destination))
    return [flow for flow in flows if (flow.origin, flow.destination) in kept]
