"""The timeline: what moved on each day of the evidence, when assets changed hands, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import sqrt
from typing import Any

from finintel.leads.teller import MOST_NAMED, Teller

Row = Mapping[str, Any]

WIDTH, HEIGHT, FLOOR = 1080, 174, 136
TOP = 58  # highest bar, below the rows of names
LEFT = 8
LEAST_BAR = 3.0
MOST_TICKS = 8
# Names of assets stand in the first of these rows that is free; without one, in the table only.
NAME_ROWS = (12, 25, 38)
SIGN_WIDTH = 6.4
LEAST_SPAN = 14  # days
# A text this close to a side is held there, so that none is cut.
NEAR_LEFT, NEAR_RIGHT = 90, WIDTH - 130


@dataclass(frozen=True)
class Day:
    """One day of the evidence: what was paid, how often, and what was acquired."""

    on: date
    amount: int
    count: int
    acquired: tuple[str, ...]


def days_of(transactions: Sequence[Row], assets: Sequence[Row]) -> list[Day]:
    """Return the days on which something happened, in order."""
    amounts: dict[date, list[int]] = {}
    for row in transactions:
        amounts.setdefault(row["booked_on"], []).append(row["amount_base"] or 0)
    acquired: dict[date, list[str]] = {}
    for row in assets:
        if row["acquired_on"]:
            acquired.setdefault(row["acquired_on"], []).append(row["asset_id"])
    return [
        Day(on, sum(amounts.get(on, ())), len(amounts.get(on, ())), tuple(acquired.get(on, ())))
        for on in sorted({*amounts, *acquired})
    ]


def timeline(days: Sequence[Day], teller: Teller, title: str) -> str:
    """Return the days as bars; the area follows the amount, so that small days stay visible."""
    if not days:
        return ""
    last = days[-1].on
    # a few days are shown among the days before them: after them nothing is known yet
    first = min(days[0].on, last - timedelta(days=LEAST_SPAN - 1))
    span = (last - first).days + 1
    step = (WIDTH - 2 * LEFT) / span
    most = max(day.amount for day in days) or 1
    parts = [bar(day, first, step, most, teller) for day in days if day.count]
    parts += marks([day for day in days if day.acquired], first, step, teller)
    parts.append(f'<path class="axis" d="M{LEFT} {FLOOR}H{WIDTH - LEFT}"/>')
    parts += ticks(first, span, step, teller)
    return (
        f'<svg class="days" role="img" aria-labelledby="days-title" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="days-title">{escape(title)}</title>{"".join(parts)}</svg>'
    )


def bar(day: Day, first: date, step: float, most: int, teller: Teller) -> str:
    """Draw what was paid on one day."""
    x = LEFT + (day.on - first).days * step
    height = max(LEAST_BAR, (FLOOR - TOP) * sqrt(day.amount / most))
    told = f"{teller.language.day(day.on)}: {teller.money(day.amount)} ({day.count})"
    label = ""
    if day.amount == most:
        label = (
            f'<text class="amount" x="{x + step / 2:.1f}" y="{FLOOR - height - 5:.1f}" '
            f'text-anchor="{anchor(x)}">{escape(teller.money(day.amount))}</text>'
        )
    return (
        f'<rect x="{x + step * 0.1:.1f}" y="{FLOOR - height:.1f}" height="{height:.1f}" '
        f'width="{max(2.0, step * 0.8):.1f}"><title>{escape(told)}</title></rect>{label}'
    )


def marks(days: Sequence[Day], first: date, step: float, teller: Teller) -> list[str]:
    """Mark the days on which assets were acquired, no name over another."""
    taken = dict.fromkeys(NAME_ROWS, 0.0)
    parts = []
    for day in days:
        x = LEFT + ((day.on - first).days + 0.5) * step
        left, right = reach(x, named(day))
        row = next((y for y in NAME_ROWS if taken[y] <= left), None)
        if row is not None:
            taken[row] = right
        parts.append(mark(day, x, row, teller))
    return parts


def mark(day: Day, x: float, row: int | None, teller: Teller) -> str:
    """Mark one day, with names where a row is free for them."""
    told = f"{teller.language.day(day.on)}: {named(day)}"
    label = (
        f'<text x="{x:.1f}" y="{row}" text-anchor="{anchor(x)}">{escape(named(day))}</text>'
        if row is not None
        else ""
    )
    top = (NAME_ROWS[-1] if row is None else row) + 5
    line = f'<path d="M{x:.1f} {top}V{FLOOR}"/>'
    return f'<g class="deed"><title>{escape(told)}</title>{line}{label}</g>'


def named(day: Day) -> str:
    """Return what was acquired on a day, the first few by name."""
    more = " …" if len(day.acquired) > MOST_NAMED else ""
    return ", ".join(day.acquired[:MOST_NAMED]) + more


def reach(x: float, text: str) -> tuple[float, float]:
    """Return from where to where a text at a place reaches, with a little air behind."""
    width = len(text) * SIGN_WIDTH
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor(x)]
    return left, left + width + SIGN_WIDTH


def ticks(first: date, span: int, step: float, teller: Teller) -> list[str]:
    """Write the days under the axis."""
    every = max(1, -(-span // MOST_TICKS))
    return [
        f'<text class="tick" x="{LEFT + (number + 0.5) * step:.1f}" y="{FLOOR + 18}" '
        f'text-anchor="{anchor(LEFT + number * step)}">'
        f"{escape(teller.language.short_day(first + timedelta(days=number)))}</text>"
        for number in range(0, span, every)
    ]


def anchor(x: float) -> str:
    """Return how a text is held at a place, so that none is cut at the sides."""
    if x < NEAR_LEFT:
        return "start"
    return "end" if x > NEAR_RIGHT else "middle"
