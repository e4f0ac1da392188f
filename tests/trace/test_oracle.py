"""Every method against the slow oracle, on random small worlds."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.trace import worlds
from tests.trace.oracle import Oracle

from finintel.trace.follow import trace_forward
from finintel.trace.result import TraceResult

METHODS = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
LAST = "traced_part_last"


def carried(result: TraceResult, world: worlds.World) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {item.name: Counter() for item in world.moves}
    frame = result.composition([item.name for item in world.moves])
    for name, label, amount in frame.select(
        "transaction_id", "source_label", "amount_minor"
    ).iter_rows():
        found[name][label] += amount
    return found


def pots(frame: pl.DataFrame, column: str) -> dict[tuple[str, str], int]:
    rows = frame.filter(pl.col(column) > 0).select("account_number", "source_label", column)
    return {(str(account), label): amount for account, label, amount in rows.iter_rows()}


def reported(counter: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {key: n for key, n in counter.items() if n and key[1] not in ("C", "U", "OD")}


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds.worlds())
def test_every_amount_equals_the_oracle(method: str, world: worlds.World) -> None:
    agree(method, world)


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds.worlds())
def test_every_amount_equals_the_oracle_on_thousands_of_worlds(
    method: str, world: worlds.World
) -> None:
    agree(method, world)


def agree(method: str, world: worlds.World) -> None:
    result = trace_forward(worlds.entries(world), worlds.sources(world), [method])
    first = next(r.order_variant for r in result.runs if LAST not in r.order_variant)
    oracle = Oracle(method, world.stated).run(list(world.moves), worlds.openings(world))

    shown = TraceResult(
        result.ledger,
        result.sources,
        tuple(run for run in result.runs if run.order_variant == first),
        result.fragments,
        result.conservation,
        result.backwards,
        result.refused,
    )
    expected = {name: Counter(labels) for name, labels in oracle.carried.items()}
    assert carried(shown, world) == expected

    table = result.conservation.filter(pl.col("order_variant") == first)
    held = Counter(
        (account, label) for account, purse in oracle.purses.items() for label, _ in purse.coins
    )
    assert pots(table, "held_minor") == reported(held)
    assert pots(table, "traced_in_minor") == reported(oracle.came_in)
    assert pots(table, "overdraft_repaid_minor") == reported(oracle.repaid)
