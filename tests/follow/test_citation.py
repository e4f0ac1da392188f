"""Where cited money enters and leaves, and the light scan that decides whom to follow."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from tests.trace import worlds

from finintel.follow.citation import Cited, first_ones, last_ones
from finintel.follow.light_scan import light_scans
from finintel.trace.entries import read_ledger
from finintel.trace.order import possible_orders
from finintel.trace.parts import FIRST_TRACED, Part
from finintel.trace.scans import scan_all
from finintel.trace.sources import read_sources


def cited(text: str, *, is_time_known: bool = True) -> list[Cited]:
    """Read `name:day payer>payee`, a dot for cash, in booked order."""
    found = []
    for number, item in enumerate(text.split(", ")):
        head, ends = item.split()
        name, _, day = head.partition(":")
        payer, payee = (None if end == "." else int(end) for end in ends.split(">"))
        found.append(Cited(name, number, int(day or number), is_time_known, payer, payee))
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("a 1>2, b 2>3, c 3>4", ["a"], ["c"]),
        ("a .>1, b .>1, c 1>2", ["a", "b"], ["c"]),
        ("a 1>2, b 1>3, c 1>4", ["a", "b", "c"], ["a", "b", "c"]),
        ("a 1>2, b 2>3, c 3>1", ["a"], ["c"]),
        ("a 2>3, b 1>2", ["a", "b"], ["a", "b"]),
        ("a 1>1", ["a"], ["a"]),
        ("a 1>2, b 2>., x 8>9", ["a", "x"], ["b", "x"]),
    ],
    ids=["chain", "fan-in", "fan-out", "round trip", "wrong order", "to itself", "two"],
)
def test_the_first_and_the_last_of_what_is_cited(
    text: str, first: list[str], last: list[str]
) -> None:
    assert first_ones(cited(text)) == first
    assert last_ones(cited(text)) == last


def test_inside_a_day_without_times_any_order_may_be() -> None:
    """Booked second, paid in first: the id decides nothing."""
    same_day = cited("b:1 2>3, a:1 1>2", is_time_known=False)
    assert first_ones(same_day) == ["a"]
    assert last_ones(same_day) == ["b"]


def test_a_circle_inside_a_day_begins_with_the_earliest_booked() -> None:
    circle = cited("a:1 1>2, b:1 2>1, c:1 5>6", is_time_known=False)
    assert first_ones(circle) == ["a", "c"]
    assert last_ones(circle) == ["b", "c"]


def traced(parts: Sequence[Part]) -> int:
    return sum(amount for source, amount in parts if source >= FIRST_TRACED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds.worlds(with_returns=False))
def test_the_light_scan_carries_the_same_traced_value(world: worlds.World) -> None:
    """Exact where nothing is shared; where it is, the untraced rest is one source here."""
    ledger = read_ledger(worlds.entries(world))
    sources = read_sources(worlds.sources(world), ledger)
    if any(m.kind == "interest" for m in world.moves) or sources.has_unknown_inner:
        return
    methods = ("fifo", "lifo", "traced_first")
    full = scan_all(ledger, sources, possible_orders(ledger), methods)
    light = light_scans(ledger, sources, methods)
    for run, (method, _, scan) in zip(full, light, strict=True):
        assert run.method == method
        for number, parts in run.carried.items():
            if ledger.debited[number] >= 0:
                assert traced(scan.carried.get(number, ())) == traced(parts)
