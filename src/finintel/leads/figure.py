"""The money-flow picture: accounts in columns, payments summed by pair, as plain SVG.

Readable at 5 and at 60 accounts: crowds of small leaves are one box, the width of a line follows
the amount, an amount stands at the end of its line that has no other. No script, no network; a
table beside the picture says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt
from typing import Any

from finintel.leads.flows import CASH_IN, CASH_OUT, Drawn, Flow
from finintel.leads.layout import BOX_HEIGHT, BOX_WIDTH, Placing, place

WIDEST_LINE = 15.0
LONGEST_LABEL = 22
# Up to this width a picture is made to fit its frame; beyond, it is scrolled.
FITTED = 1_500
LABEL_GAP = 13
FEW_LABELS = 45
Point = tuple[int, int]
Flows = Sequence[Flow]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Labels:
    """How the figure writes things."""

    name: Callable[[str], str]
    money: Callable[[int], str]
    cash_in: str
    cash_out: str
    accounts: Callable[[int], str]
    title: str


def money_flow(shown: Drawn, marked: frozenset[str], labels: Labels) -> str:
    """Return the picture as an SVG element, or an empty text when nothing moved.

    Args:
        shown: the flows, in order of time.
        marked: accounts that alerts are about; drawn stronger.
        labels: names, amounts and words.
    """
    flows = shown.flows
    if not flows:
        return ""
    placing = place([(flow.origin, flow.destination) for flow in flows])
    ports = ports_of(flows, placing)
    most = max(flow.amount for flow in flows) or 1
    lines = [line(flow, ports, placing, most, labels) for flow in flows]
    boxes = [
        box(name, spot, labels, size=shown.crowds.get(name, 0), is_marked=name in marked)
        for name, spot in sorted(placing.places.items(), key=lambda item: item[1])
    ]
    texts = amounts(flows, ports, placing, labels) if len(flows) <= FEW_LABELS else []
    return svg("flow", placing, labels.title, [*lines, *boxes, *texts])


def svg(kind: str, placing: Placing, title: str, parts: Sequence[str]) -> str:
    """Return an SVG element with a title, an arrow head, and what is in it."""
    classes = kind if placing.width > FITTED else f"{kind} fit"
    return (
        f'<svg class="{classes}" role="img" aria-labelledby="{kind}-title" '
        f'viewBox="0 0 {placing.width} {placing.height}" width="{placing.width}" '
        f'height="{placing.height}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{kind}-title">{escape(title)}</title>'
        f'<defs><marker id="{kind}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" '
        'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="#3d5a80"/></marker></defs>{"".join(parts)}</svg>'
    )


def ports_of(flows: Flows, placing: Placing) -> dict[tuple[str, str], tuple[Point, Point]]:
    """Return pair → where its line leaves and arrives, lines of one side one below another."""
    places = placing.places
    leaving: dict[str, list[str]] = {}
    arriving: dict[str, list[str]] = {}
    for flow in flows:
        leaving.setdefault(flow.origin, []).append(flow.destination)
        arriving.setdefault(flow.destination, []).append(flow.origin)
    for ends in (leaving, arriving):
        for tied in ends.values():
            tied.sort(key=lambda name: (places[name][1], name))

    def height(name: str, tied: Sequence[str], other: str) -> int:
        return places[name][1] + (tied.index(other) + 1) * BOX_HEIGHT // (len(tied) + 1)

    return {
        (flow.origin, flow.destination): (
            (
                places[flow.origin][0] + BOX_WIDTH,
                height(flow.origin, leaving[flow.origin], flow.destination),
            ),
            (
                places[flow.destination][0] - 1,
                height(flow.destination, arriving[flow.destination], flow.origin),
            ),
        )
        for flow in flows
    }


def line(
    flow: Flow,
    ports: Mapping[tuple[str, str], tuple[Point, Point]],
    placing: Placing,
    most: int,
    labels: Labels,
) -> str:
    """Draw one flow as a curve; one that goes back is bent around below."""
    (x1, y1), (x2, y2) = ports[flow.origin, flow.destination]
    width = 1.2 + (WIDEST_LINE - 1.2) * sqrt(flow.amount / most)
    if (flow.origin, flow.destination) in placing.back:
        kind, low = "back", placing.height - 6
        curve = f"M{x1} {y1}C{x1 + 60} {low} {x2 - 60} {low} {x2} {y2}"
    else:
        kind, bend = "ahead", max(40, (x2 - x1) // 2)
        curve = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    said = f"{labels.money(flow.amount)} ({flow.count})"
    return (
        f'<path class="{kind}" d="{curve}" stroke-width="{width:.1f}" marker-end="url(#flow-tip)">'
        f"<title>{escape(said)}</title></path>"
    )


def amounts(
    flows: Flows,
    ports: Mapping[tuple[str, str], tuple[Point, Point]],
    placing: Placing,
    labels: Labels,
) -> list[str]:
    """Write each amount beside the end of its line that fewer lines share, none upon another."""
    leaving = [flow.origin for flow in flows]
    arriving = [flow.destination for flow in flows]
    columns: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for flow in flows:
        if (flow.origin, flow.destination) in placing.back:
            continue
        (x1, y1), (x2, y2) = ports[flow.origin, flow.destination]
        at_origin = leaving.count(flow.origin) <= arriving.count(flow.destination)
        spot = (x1 + 8, "start") if at_origin else (x2 - 12, "end")
        height = y1 if at_origin else y2
        columns.setdefault(spot, []).append((height - 4, labels.money(flow.amount)))
    written = []
    for (x, anchor), wanted in sorted(columns.items()):
        free = 0
        for height, said in sorted(wanted):
            y = max(height, free)
            free = y + LABEL_GAP
            written.append(
                f'<text class="amount" text-anchor="{anchor}" x="{x}" y="{y}">{escape(said)}</text>'
            )
    return written


def box(name: str, spot: Point, labels: Labels, *, size: int, is_marked: bool) -> str:
    """Draw one account: its identifier, and below it who holds it."""
    kind = "marked" if is_marked else "plain"
    if size:
        return drawn_box("outside", spot, labels.accounts(size), "")
    if name in (CASH_IN, CASH_OUT):
        return drawn_box(
            "outside", spot, labels.cash_in if name == CASH_IN else labels.cash_out, ""
        )
    return drawn_box(kind, spot, labels.name(name) or name, name if labels.name(name) else "")


def drawn_box(kind: str, spot: Point, first: str, second: str) -> str:
    """Draw a box with one or two lines of text."""
    x, y = spot
    lines = (
        f'<text class="name" x="{x + 8}" y="{y + (15 if second else 22)}">'
        f"{escape(clipped(first))}</text>"
    )
    if second:
        lines += f'<text class="id" x="{x + 8}" y="{y + 29}">{escape(clipped(second))}</text>'
    return (
        f'<g class="{kind}"><title>{escape(first)} {escape(second)}</title>'
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>{lines}</g>'
    )


def clipped(text: str) -> str:
    """Shorten a label in the middle: both ends of an account number tell it apart."""
    if len(text) <= LONGEST_LABEL:
        return text
    return f"{text[: LONGEST_LABEL - 9]}…{text[-8:]}"
