"""What bounds leave out is said, in money; nothing is lost or made by them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.follow.book import WHOLE, asked
from tests.trace import worlds
from tests.trace.rows import entries

from finintel.follow.question import Bounds

CHAIN = """
id,from,to,amount
d,,1,1000
a,1,2,900
b,2,3,800
c,3,4,700
e,1,5,5
cash,4,,600
"""
law = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def stops(answer: Any, method: str = "fifo") -> dict[tuple[str, str | None], int]:
    shown = answer.endings.filter(pl.col("method") == method)
    total = shown.group_by("end", "stop").agg(pl.col("amount_minor").sum())
    return {(end, stop): amount for end, stop, amount in total.iter_rows()}


def test_without_bounds_the_way_ends_in_cash() -> None:
    assert stops(asked(entries(CHAIN), ["d"])) == {
        ("held", None): 400,
        ("paid_out", "cash_or_unknown"): 600,
    }


@pytest.mark.parametrize(
    ("bounds", "hubs", "expected"),
    [
        (Bounds(hops=1, least_share=Fraction(0)), (), {"hop_limit": 800}),
        (Bounds(accounts=2, least_share=Fraction(0)), (), {"account_limit": 805}),
        (Bounds(rows=5, least_share=Fraction(0)), (), {"row_limit": 805}),
        (Bounds(), (), {"below_least_share": 5, "cash_or_unknown": 600}),
        (Bounds(least_share=Fraction(0)), (3,), {"service_hub": 800}),
    ],
    ids=["hops", "accounts", "rows", "share", "hub"],
)
def test_a_bound_says_how_much_ended_at_it(
    bounds: Bounds, hubs: tuple[int, ...], expected: dict[str, int]
) -> None:
    found = stops(asked(entries(CHAIN), ["d"], bounds=bounds, hubs=hubs))
    assert {stop: amount for (_, stop), amount in found.items() if stop} == expected
    assert sum(found.values()) == 1000


def test_a_credit_to_a_hub_or_to_cash_ends_where_it_begins() -> None:
    answer = asked(entries(CHAIN), ["d"], hubs=(1,))
    assert answer.result is None
    assert stops(answer) == {("paid_out", "service_hub"): 1000}
    assert answer.ranged(answer.endings, ["stop"]).row(0) == (
        ("service_hub", 1000, 1000, 1000, 1000, 1000)
    )


def test_backward_says_where_it_stopped() -> None:
    whole = asked(entries(CHAIN), ["cash"], is_forward=False)
    near = asked(
        entries(CHAIN), ["cash"], is_forward=False, bounds=Bounds(hops=1, least_share=Fraction(0))
    )
    assert stops(whole) == {("came_in", "cash_or_unknown"): 600}
    assert stops(near) == {("came_in", "hop_limit"): 600}


def test_the_last_day_that_counts_is_the_last() -> None:
    from datetime import date

    from tests.follow.book import FrameBook, starts

    from finintel.follow.forward import follow_forward
    from finintel.follow.question import Question

    given = entries(CHAIN)
    question = Question("fifo", until=date(1970, 1, 2), bounds=WHOLE)
    answer = follow_forward(FrameBook(given), starts(given, ["d"], "in"), question, lambda *_: None)
    assert stops(answer) == {("held", None): 1000}


@law
@given(worlds.worlds())
def test_whatever_the_bound_all_that_came_in_is_shown(world: worlds.World) -> None:
    """Account by account the law is checked inside; here the whole, where nothing is converted."""
    if any(m.amount != m.received or m.kind == "interest" or m.returned for m in world.moves):
        return
    names = [m.name for m in world.moves if m.credited and not m.debited and m.kind == "transfer"]
    if not names:
        return
    total = sum(m.received for m in world.moves if m.name in names)
    for bounds in (WHOLE, Bounds(hops=0), Bounds(accounts=1), Bounds(rows=1)):
        answer = asked(worlds.entries(world), names, bounds=bounds)
        for method in ("fifo", "lifo", "pro_rata", "libr", "traced_first"):
            assert sum(stops(answer, method).values()) == total


def rows(answer: Any) -> list[tuple[Any, ...]]:
    return sorted(answer.path.rows(), key=repr)


@law
@given(worlds.worlds())
def test_order_of_rows_and_strangers_change_nothing(world: worlds.World) -> None:
    names = [m.name for m in world.moves if m.credited and m.kind == "transfer"][:2]
    given_entries = worlds.entries(world)
    if not names:
        return
    shuffled = given_entries.sample(fraction=1, shuffle=True, seed=1)
    other = given_entries.with_columns(
        pl.col("account_number") + 50,
        pl.concat_str(pl.lit("s-"), "transaction_id").alias("transaction_id"),
        pl.concat_str(pl.lit("s-"), "returned_transaction_id").alias("returned_transaction_id"),
    )
    for is_forward in (True, False):
        if not is_forward:
            names = [m.name for m in world.moves if m.debited][:2]
        plain = rows(asked(given_entries, names, is_forward=is_forward))
        assert rows(asked(shuffled, names, is_forward=is_forward)) == plain
        with_others = pl.concat([given_entries, other])
        assert rows(asked(with_others, names, is_forward=is_forward)) == plain


@law
@given(worlds.worlds())
def test_shifting_time_and_renaming_accounts_change_names_alone(world: worlds.World) -> None:
    names = [m.name for m in world.moves if m.credited and m.kind == "transfer"][:2]
    if not names:
        return
    given_entries = worlds.entries(world)
    moved = given_entries.with_columns(
        pl.col("booked_epoch") + 86_400 * 30, pl.col("account_number") + 7
    )
    plain, other = asked(given_entries, names), asked(moved, names)
    back = other.path.with_columns(
        pl.col(name) - 7 for name in ("account_number", "counterparty_number")
    )
    assert sorted(back.rows(), key=repr) == rows(plain)


@law
@given(worlds.worlds(with_returns=False))
def test_money_times_k_is_amounts_times_k_where_nothing_is_rounded(world: worlds.World) -> None:
    if any(m.amount != m.received or m.kind == "interest" for m in world.moves):
        return
    names = [m.name for m in world.moves if m.credited and not m.debited and m.kind == "transfer"]
    if not names:
        return
    exact = pl.col("method").is_in(["fifo", "lifo", "traced_first"])
    one, seven = (
        asked(worlds.entries(worlds.scaled(world, k)), names).path.filter(exact) for k in (1, 7)
    )
    larger = one.with_columns(pl.col("amount_minor") * 7)
    assert sorted(larger.rows(), key=repr) == sorted(seven.rows(), key=repr)
