"""Disputed groups: links that would join records which contradict each other.

Links are taken strongest first, and one that would bring a contradiction into a group is left out
(sequential by nature, on the few links of disputed groups). A record that is equally like two
records which contradict each other is linked to neither of them: nobody can say which it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Link = tuple[str, str, float]
Pair = tuple[str, str]


def agreeable(links: Iterable[Link], contradictions: Iterable[Pair]) -> list[Pair]:
    """Return the links that can stand together, as pairs of ids.

    >>> agreeable([("a", "x", 0.9), ("b", "x", 0.8)], [("a", "b")])
    [('a', 'x')]
    >>> agreeable([("a", "x", 0.9), ("b", "x", 0.9)], [("a", "b")])
    []
    """
    against: dict[str, set[str]] = defaultdict(set)
    for first, second in contradictions:
        against[first].add(second)
        against[second].add(first)
    ordered = sorted(set(links), key=lambda link: (-link[2], link[0], link[1]))
    undecided = ambiguous(ordered, against)
    group: dict[str, set[str]] = {}
    kept = []
    for first, second, _ in ordered:
        if (first, second) in undecided:
            continue
        mine, theirs = group.setdefault(first, {first}), group.setdefault(second, {second})
        if mine is not theirs and any(against[member] & theirs for member in mine):
            continue
        kept.append((first, second))
        if mine is not theirs:
            mine |= theirs
            for member in theirs:
                group[member] = mine
    return sorted(kept)


def ambiguous(links: list[Link], against: dict[str, set[str]]) -> set[Pair]:
    """Return the links of records that are equally like two records which contradict each other."""
    near: dict[tuple[str, float], set[str]] = defaultdict(set)
    for first, second, weight in links:
        near[first, weight].add(second)
        near[second, weight].add(first)
    found: set[Pair] = set()
    for (record, _), partners in near.items():
        for partner in partners:
            if against[partner] & partners:
                found.add((min(record, partner), max(record, partner)))
    return found
