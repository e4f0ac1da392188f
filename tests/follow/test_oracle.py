"""Both directions of the command's core against the slow oracle, on random small worlds."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.follow.book import WHOLE, asked
from tests.trace import worlds
from tests.trace.oracle import Move, Oracle

from finintel.follow.answer import PIECE
from finintel.follow.question import BACKWARD_METHODS

METHODS = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
random_worlds = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def whole_credits(world: worlds.World) -> list[str]:
    """The stated credits, as the command states them: all of each, under its own name."""
    by_name = {move.name: move for move in world.moves}
    return [name for name in world.stated if by_name[name].kind != "opening"]


@random_worlds
@given(worlds.worlds())
def test_forward_every_end_equals_the_oracle(world: worlds.World) -> None:
    names = whole_credits(world)
    entries = worlds.entries(world)
    if not names:
        return
    answer = asked(entries, names)
    by_name = {move.name: move for move in world.moves}
    stated = {name: [(name, by_name[name].received)] for name in sorted_by(world, names)}
    for method in METHODS:
        oracle = Oracle(method, stated).run(list(world.moves), worlds.openings(world))
        shown = answer.path.filter(pl.col("method") == method)
        assert held(shown) == held_by_oracle(oracle)
        assert left(shown) == left_by_oracle(oracle, world)
        assert repaid(shown) == {key: n for key, n in oracle.repaid.items() if n and traced(key[1])}


def sorted_by(world: worlds.World, names: list[str]) -> list[str]:
    return [move.name for move in world.moves if move.name in names]


def traced(label: str) -> bool:
    return label not in ("C", "U", "OD")


def held(shown: pl.DataFrame) -> dict[tuple[str, str], int]:
    return summed(shown.filter(pl.col("end") == "held"))


def repaid(shown: pl.DataFrame) -> dict[tuple[str, str], int]:
    return summed(shown.filter(pl.col("end") == "overdraft_repaid"))


def summed(shown: pl.DataFrame) -> dict[tuple[str, str], int]:
    total = shown.group_by("account_number", "source_label").agg(pl.col("amount_minor").sum())
    return {(str(account), label): amount for account, label, amount in total.iter_rows()}


def held_by_oracle(oracle: Oracle) -> dict[tuple[str, str], int]:
    counted = Counter(
        (account, label)
        for account, purse in oracle.purses.items()
        for label, _ in purse.coins
        if traced(label)
    )
    return dict(counted)


def left(shown: pl.DataFrame) -> dict[tuple[str, str, str], int]:
    """What each debit took, whatever became of it later."""
    gone = shown.filter(pl.col("out_transaction_id").is_not_null())
    total = gone.group_by("out_transaction_id", "account_number", "source_label").agg(
        pl.col("amount_minor").sum()
    )
    return {(out, str(account), label): n for out, account, label, n in total.iter_rows()}


def left_by_oracle(oracle: Oracle, world: worlds.World) -> dict[tuple[str, str, str], int]:
    del world
    return {key: n for key, n in oracle.gone.items() if n and traced(key[2])}


@random_worlds
@given(worlds.worlds(with_returns=False))
def test_backward_every_payment_is_made_of_what_the_oracle_says(world: worlds.World) -> None:
    entries = worlds.entries(world)
    payments = [move.name for move in world.moves if move.debited and move.kind != "opening"]
    if not payments:
        return
    answer = asked(entries, payments, is_forward=False)
    last = max(number for number, move in enumerate(world.moves) if move.name in payments)
    moves = list(world.moves[: last + 1])
    outside = {
        move.name: [(move.name, move.received)]
        for move in moves
        if move.credited and not move.debited and move.kind == "transfer"
    }
    for method in BACKWARD_METHODS:
        oracle = Oracle(method, outside).run(moves, worlds.openings(world))
        shown = answer.endings.filter(pl.col("method") == method)
        for name in payments:
            made = shown.filter(pl.col("payment_transaction_id") == name)
            assert by_label(made) == Counter(oracle.carried[name]), (method, name)


def by_label(made: pl.DataFrame) -> Counter[str]:
    total = made.group_by("source_label").agg(pl.col("amount_minor").sum())
    return Counter(dict(total.iter_rows()))


@pytest.mark.parametrize("is_forward", [True, False])
def test_an_answer_has_the_same_columns_in_both_directions(is_forward: bool) -> None:
    world = worlds.World((Move("a", None, "1", 5, 5), Move("b", "1", None, 3, 3)), {}, False)
    answer = asked(
        worlds.entries(world), ["a" if is_forward else "b"], is_forward=is_forward, bounds=WHOLE
    )
    assert answer.path.columns == answer.endings.columns == list(PIECE)
