"""Where boxes stand in a picture of arrows: in columns, so that every arrow goes to the right.

An arrow that would close a circle is kept apart: it goes back, and is drawn so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]

BOX_WIDTH, BOX_HEIGHT = 186, 36
COLUMN_GAP, ROW_GAP = 164, 14
# Many columns stand closer, so that the last is seen without scrolling.
CLOSE_GAP, WIDE_COLUMNS, FEW_ARROWS = 120, 5, 3
MARGIN = 20
SWEEPS = 6


@dataclass(frozen=True)
class Placing:
    """Box → left upper corner, the pairs that go back, and the size of the whole."""

    places: Mapping[str, tuple[int, int]]
    back: frozenset[Pair]
    width: int
    height: int


def place(pairs: Sequence[Pair], gap: int = COLUMN_GAP) -> Placing:
    """Place boxes in columns; pairs that come first win where arrows run in a circle."""
    forward, back = without_circles(pairs)
    columns = columns_of(levels_of(forward), pairs)
    lefts = lefts_of(columns, pairs, gap)
    step = BOX_HEIGHT + ROW_GAP
    tallest = max(len(column) for column in columns)
    places = {
        box: (
            lefts[number],
            MARGIN + (tallest - len(column)) * step // 2 + position * step,
        )
        for number, column in enumerate(columns)
        for position, box in enumerate(column)
    }
    deepest = max(y for _, y in places.values()) + BOX_HEIGHT + MARGIN
    return Placing(
        places,
        frozenset(back),
        lefts[-1] + BOX_WIDTH + MARGIN,
        deepest + (ROW_GAP * 3 if back else 0),
    )


def lefts_of(columns: Sequence[Sequence[str]], pairs: Sequence[Pair], gap: int) -> list[int]:
    """Return where each column begins: many stand closer, where few arrows leave the one before."""
    lefts = [MARGIN]
    for column in columns[:-1]:
        leaving = sum(origin in column for origin, _ in pairs)
        is_close = len(columns) >= WIDE_COLUMNS and leaving <= FEW_ARROWS
        lefts.append(lefts[-1] + BOX_WIDTH + (min(gap, CLOSE_GAP) if is_close else gap))
    return lefts


def without_circles(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Split pairs into those that close no circle with the ones before, and those that do."""
    after: dict[str, set[str]] = {}
    forward: list[Pair] = []
    back: list[Pair] = []
    for origin, destination in pairs:
        if origin == destination or reaches(destination, origin, after):
            back.append((origin, destination))
        else:
            after.setdefault(origin, set()).add(destination)
            forward.append((origin, destination))
    return forward, back


def reaches(start: str, goal: str, after: Mapping[str, set[str]]) -> bool:
    """Say whether a way leads from start to goal."""
    seen, open_ = {start}, [start]
    while open_:
        found = after.get(open_.pop(), set())
        if goal in found:
            return True
        open_ += found - seen
        seen |= found
    return False


def levels_of(pairs: Sequence[Pair]) -> dict[str, int]:
    """Return box → column: one behind the last box that points to it, sources close to theirs."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for origin, destination in pairs:
        before.setdefault(destination, []).append(origin)
        after.setdefault(origin, []).append(destination)
    level: dict[str, int] = {}
    waiting = dict.fromkeys((box for pair in pairs for box in pair), 0)
    ready = [box for box in waiting if box not in before]
    while ready:
        box = ready.pop()
        level[box] = max((level[item] + 1 for item in before.get(box, ())), default=0)
        for item in after.get(box, ()):
            waiting[item] += 1
            if waiting[item] == len(before[item]):
                ready.append(item)
    for box in sorted(level, key=lambda item: -level[item]):
        if box not in before and box in after:
            level[box] = min(level[item] for item in after[box]) - 1
    return level


def columns_of(level: dict[str, int], pairs: Sequence[Pair]) -> list[list[str]]:
    """Return the boxes column by column, each near the boxes that it is tied to."""
    for origin, destination in pairs:
        # boxes that only circles touch stand where their first partner stands
        if origin not in level:
            level[origin] = level.get(destination, 0)
        if destination not in level:
            level[destination] = level[origin]
    columns = [
        sorted(box for box, found in level.items() if found == number)
        for number in sorted(set(level.values()))
    ]
    near: dict[str, list[str]] = {}
    for origin, destination in pairs:
        near.setdefault(origin, []).append(destination)
        near.setdefault(destination, []).append(origin)
    for sweep in range(SWEEPS):
        columns = ordered(columns, near, is_forward=sweep % 2 == 0)
    return columns


def ordered(
    columns: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]], *, is_forward: bool
) -> list[list[str]]:
    """Order every column by the mean height of what its boxes are tied to.

    One column after the other, forward or backward, each by where the others stand by then: two
    that were ordered at once would change places for ever.
    """
    found = [list(column) for column in columns]
    height = {box: place for column in found for box, place in heights(column)}

    def middle(box: str) -> tuple[float, str]:
        tied = near[box]
        return sum(height[item] for item in tied) / len(tied), box

    for number in range(len(found)) if is_forward else reversed(range(len(found))):
        found[number].sort(key=middle)
        height.update(heights(found[number]))
    return found


def heights(column: Sequence[str]) -> list[tuple[str, float]]:
    """Return the boxes of a column with their places, counted from its middle."""
    return [(box, place - len(column) / 2) for place, box in enumerate(column)]
