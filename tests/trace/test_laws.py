"""Laws of tracing: what may change an amount, and what may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from tests.trace import worlds
from tests.trace.oracle import Move

from finintel.trace.follow import trace_forward
from finintel.trace.intervals import interval_fragments
from finintel.trace.lowest_balance import lowest_balance_held

METHODS = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
EXACT = ("fifo", "lifo", "traced_first")
AMOUNTS = [
    "method",
    "order_variant",
    "source_label",
    "source_transaction_id",
    "account_number",
    "in_transaction_id",
    "out_transaction_id",
    "hop",
    "sink",
    "amount_minor",
]
law = settings(max_examples=25, deadline=None)


def fragments(
    world: worlds.World, change: Any = None, methods: tuple[str, ...] | None = None
) -> list[tuple[Any, ...]]:
    entries = worlds.entries(world)
    result = trace_forward(change(entries) if change else entries, worlds.sources(world), methods)
    return sorted(result.fragments.select(AMOUNTS).rows(), key=repr)


@law
@given(worlds.worlds())
def test_the_order_of_rows_does_not_matter(world: worlds.World) -> None:
    assert fragments(world) == fragments(
        world, lambda e: e.sample(fraction=1, shuffle=True, seed=1)
    )


@law
@given(worlds.worlds())
def test_shifting_time_changes_nothing(world: worlds.World) -> None:
    shifted = fragments(world, lambda e: e.with_columns(pl.col("booked_epoch") + 86_400 * 7))
    assert fragments(world) == shifted


@law
@given(worlds.worlds())
def test_renaming_accounts_renames_them_and_nothing_else(world: worlds.World) -> None:
    renamed = fragments(world, lambda e: e.with_columns(-pl.col("account_number") + 100))
    back = sorted(((*row[:4], 100 - row[4], *row[5:]) for row in renamed), key=repr)
    assert fragments(world) == back


@law
@given(worlds.worlds())
def test_rows_of_strangers_change_nothing(world: worlds.World) -> None:
    strangers = worlds.World(
        tuple(
            replace(
                item,
                name=f"stranger-{item.name}",
                returned=item.returned and f"stranger-{item.returned}",
            )
            for item in world.moves
        ),
        {},
        world.may_overdraw,
    )
    other = worlds.entries(strangers).with_columns(pl.col("account_number") + 50)
    assert fragments(world) == fragments(world, lambda e: pl.concat([e, other]))


@law
@given(worlds.worlds(with_returns=False))
def test_money_times_k_gives_amounts_times_k_where_nothing_is_rounded(world: worlds.World) -> None:
    if any(item.amount != item.received or item.kind == "interest" for item in world.moves):
        return
    larger = fragments(worlds.scaled(world, 7), methods=EXACT)
    assert larger == sorted(
        ((*row[:9], row[9] * 7) for row in fragments(world, methods=EXACT)), key=repr
    )


@law
@given(worlds.worlds(with_returns=False))
def test_lowest_balance_of_all_sources_together_scales_exactly(world: worlds.World) -> None:
    """Only the split of a debit among several traced sources is rounded, never their sum."""
    if any(item.amount != item.received or item.kind == "interest" for item in world.moves):
        return

    def totals(scale: int) -> dict[Any, int]:
        one = worlds.scaled(world, scale)
        found = trace_forward(worlds.entries(one), worlds.sources(one), ["libr"]).fragments
        by = found.group_by("account_number", "out_transaction_id", "sink")
        return {row[:3]: row[3] for row in by.agg(pl.col("amount_minor").sum()).rows()}

    assert totals(7) == {key: amount * 7 for key, amount in totals(1).items()}


@law
@given(worlds.worlds(with_returns=False))
def test_traced_value_left_is_most_by_lowest_balance_and_least_by_traced_first(
    world: worlds.World,
) -> None:
    """One account, one traced class: the two ends of what is held."""
    moves = tuple(
        replace(m, debited=m.debited if m.debited == "1" else None, received=m.amount)
        if m.credited != "1"
        else replace(m, debited=None, received=m.received)
        for m in world.moves
        if "1" in (m.debited, m.credited)
    )
    moves = tuple(
        replace(m, credited=m.credited if m.credited == "1" else None)
        for m in moves
        if m.kind != "interest"
    )
    names = {m.name for m in moves if m.credited}
    stated = {name: parts for name, parts in world.stated.items() if name in names}
    if not stated:
        return
    one = worlds.World(moves, stated, world.may_overdraw)
    result = trace_forward(worlds.entries(one), worlds.sources(one), METHODS)
    held = dict(result.conservation.group_by("method").agg(pl.col("held_minor").min()).iter_rows())
    total = (
        result.conservation.group_by("method", "order_variant")
        .agg(pl.col("held_minor").sum())
        .rows()
    )
    assert held
    most = max(value for method, _, value in total if method == "libr")
    least = min(value for method, _, value in total if method == "traced_first")
    assert all(least <= value <= most for _, _, value in total)


@law
@given(worlds.worlds(with_returns=False))
def test_fifo_equals_the_overlap_of_intervals(world: worlds.World) -> None:
    """Every credit a source of its own: the scan and the one sort name the same fragments."""
    plain = [m for m in world.moves if m.kind != "interest" and not (m.debited and m.credited)]
    one = worlds.World(
        tuple(plain), {m.name: [(m.name, m.received)] for m in plain if m.credited}, True
    )
    if not one.stated or not any(parts[0][1] for parts in one.stated.values()):
        return
    scanned = (
        trace_forward(worlds.entries(one), worlds.sources(one), ["fifo"])
        .fragments.group_by("in_transaction_id", "out_transaction_id", "sink", maintain_order=True)
        .agg(pl.col("amount_minor").sum())
    )
    overlap = interval_fragments(
        worlds.entries(one).select(
            pl.col("account_number").alias("pot"),
            pl.col("transaction_number").alias("position"),
            "direction",
            "transaction_id",
            "amount_minor",
        )
    )
    ours = [
        (credit, None if sink == "overdraft_repaid" else debit, amount)
        for credit, debit, sink, amount in scanned.fill_null("-").iter_rows()
    ]
    theirs = sorted(
        overlap.with_columns(
            pl.when(~pl.col("is_overdraft_repaid")).then("out_transaction_id").fill_null("-")
        )
        .group_by("in_transaction_id", "out_transaction_id", "is_overdraft_repaid")
        .agg(pl.col("amount_minor").sum())
        .select(
            "in_transaction_id",
            pl.when(~pl.col("is_overdraft_repaid")).then("out_transaction_id"),
            "amount_minor",
        )
        .rows(),
        key=repr,
    )
    assert sorted(ours, key=repr) == theirs


def test_lowest_balance_in_closed_form_gives_what_the_minimum_of_claim_and_balance_does_not() -> (
    None
):
    """Example 3: the popular formula would say 0.00 where 246.67 is held."""
    balances = [5000, 105000, -15000, 25000, 24667, 74667, 14667, 24667]
    traced = [0, 100000, 0, 40000, 0, 0, 0, 10000]
    rows = pl.DataFrame({"pot": 0, "position": range(8), "traced_in_minor": traced}).with_columns(
        pl.Series("balance_minor", balances)
    )
    held = lowest_balance_held(rows).get_column("held_minor").to_list()
    assert held == [0, 100000, 0, 25000, 24667, 24667, 14667, 24667]


@pytest.mark.parametrize("method", [*METHODS, "poison"])
def test_nothing_traced_leaves_no_fragment(method: str) -> None:
    world = worlds.World((Move("t0", None, "1", 5, 5),), {}, True)
    assert fragments(world, methods=(method,)) == []
