"""The money-flow picture: accounts in columns by hop, payments summed by pair, as plain SVG.

Readable at 5 and at 60 accounts: leaves of one column that touch the same single account are drawn
as one box when there are too many; width of a line follows the amount. No script, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Any

from finintel.leads.layout import (
    BOX_HEIGHT,
    BOX_WIDTH,
    CASH_IN,
    CASH_OUT,
    MARGIN,
    MOST_NODES,
    Flow,
    collapsed,
    columns_of,
    placed,
    summed,
)
from finintel.leads.steps import account_hops

Row = Mapping[str, Any]

WIDEST_LINE = 16.0
LONGEST_LABEL = 23
LABEL_HEIGHT = 14


@dataclass(frozen=True)
class Labels:
    """How the figure writes things."""

    name: Callable[[str], str]
    money: Callable[[int], str]
    cash_in: str
    cash_out: str
    accounts: str
    title: str


def money_flow(transactions: Sequence[Row], marked: frozenset[str], labels: Labels) -> str:
    """Return the picture as an SVG element, or an empty text when nothing moved.

    Args:
        transactions: in order of time.
        marked: accounts that alerts are about; drawn stronger.
        labels: names, amounts and words.
    """
    hops = account_hops(transactions)
    flows, merged = collapsed(summed(transactions), hops)
    if not flows:
        return ""
    columns = columns_of(flows, hops, merged)
    places = placed(columns)
    height = max(y for _, y in places.values()) + BOX_HEIGHT + MARGIN
    width = max(x for x, _ in places.values()) + BOX_WIDTH + MARGIN
    largest = max(flow.amount for flow in flows) or 1
    lines = [line(flow, places, largest, labels) for flow in flows]
    if len(places) <= MOST_NODES // 2:
        lines += amounts(flows, places, labels)
    boxes = [
        box(node, place, merged.get(node, 0), labels, is_marked=node in marked)
        for node, place in sorted(places.items(), key=lambda item: item[1])
    ]
    return (
        f'<svg class="flow" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" xmlns="http://www.w3.org/2000/svg"><title>{escape(labels.title)}</title>'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" '
        'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#3d5a80"/></marker></defs>'
        f"{''.join(lines)}{''.join(boxes)}</svg>"
    )


def line(flow: Flow, places: Mapping[str, tuple[int, int]], largest: int, labels: Labels) -> str:
    """Draw one flow as a curve; one that goes back is bent around from below."""
    (x1, y1), (x2, y2) = places[flow.origin], places[flow.destination]
    width = 1.2 + (WIDEST_LINE - 1.2) * sqrt(flow.amount / largest)
    half = BOX_HEIGHT // 2
    if x2 > x1:
        kind, left, right = "ahead", x1 + BOX_WIDTH, x2 - 2
        bend = max(40, (right - left) // 2)
        first, last = f"{left} {y1 + half}", f"{right} {y2 + half}"
        curve = f"M{first}C{left + bend} {y1 + half} {right - bend} {y2 + half} {last}"
    else:
        kind, left, right = "back", x1 + BOX_WIDTH // 2, x2 + BOX_WIDTH // 2
        low = max(y1, y2) + BOX_HEIGHT + 26 + abs(x1 - x2) // 8
        curve = (
            f"M{left} {y1 + BOX_HEIGHT}C{left} {low} {right} {low} {right} {y2 + BOX_HEIGHT + 2}"
        )
    said = f"{labels.money(flow.amount)} ({flow.count})"
    return (
        f'<path class="{kind}" d="{curve}" stroke-width="{width:.1f}" marker-end="url(#tip)">'
        f"<title>{escape(said)}</title></path>"
    )


def amounts(
    flows: Sequence[Flow], places: Mapping[str, tuple[int, int]], labels: Labels
) -> list[str]:
    """Write the amounts of flows ahead between the columns, none upon another."""
    gaps: dict[int, list[tuple[int, Flow]]] = {}
    for flow in flows:
        (x1, y1), (x2, y2) = places[flow.origin], places[flow.destination]
        if x2 > x1:
            middle = (x1 + BOX_WIDTH + x2) // 2
            gaps.setdefault(middle, []).append(((y1 + y2 + BOX_HEIGHT) // 2 - 3, flow))
    written = []
    for x, wanted in sorted(gaps.items()):
        free = 0
        for height, flow in sorted(wanted, key=lambda item: (item[0], item[1].origin)):
            y = max(height, free)
            free = y + LABEL_HEIGHT
            said = escape(labels.money(flow.amount))
            written.append(f'<text class="amount" x="{x}" y="{y}">{said}</text>')
    return written


def box(node: str, place: tuple[int, int], size: int, labels: Labels, *, is_marked: bool) -> str:
    """Draw one account: its identifier, and below it who holds it."""
    if size:
        first, second = f"{size} {labels.accounts}", ""
    elif node in (CASH_IN, CASH_OUT):
        first, second = (labels.cash_in if node == CASH_IN else labels.cash_out), ""
    else:
        first, second = node, labels.name(node)
    x, y = place
    kind = "marked" if is_marked else ("outside" if node in (CASH_IN, CASH_OUT) else "plain")
    lines = f'<text x="{x + 8}" y="{y + (14 if second else 21)}">{escape(clipped(first))}</text>'
    if second:
        lines += f'<text class="holder" x="{x + 8}" y="{y + 27}">{escape(clipped(second))}</text>'
    return (
        f'<g class="{kind}"><title>{escape(first)} {escape(second)}</title>'
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="4"/>{lines}</g>'
    )


def clipped(text: str) -> str:
    """Shorten a label in the middle: both ends of an account number tell it apart."""
    if len(text) <= LONGEST_LABEL:
        return text
    return f"{text[: LONGEST_LABEL - 10]}…{text[-9:]}"
