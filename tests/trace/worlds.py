"""Small random worlds for the tracing laws, and their columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl
from hypothesis import strategies as st
from tests.trace.oracle import Move

ACCOUNTS = ("1", "2", "3")
CURRENCY = {"1": "EUR", "2": "USD", "3": "EUR"}
SECONDS_BETWEEN = 60


@dataclass(frozen=True)
class World:
    moves: tuple[Move, ...]
    stated: dict[str, list[tuple[str, int]]]
    may_overdraw: bool


@st.composite
def worlds(draw: st.DrawFn, *, with_returns: bool = True, most: int = 40) -> World:
    moves: list[Move] = []
    for account in ACCOUNTS:
        if draw(st.booleans()):
            amount = draw(st.integers(0, most))
            moves.append(Move(f"open{account}", None, account, amount, amount, "opening"))
    for number in range(draw(st.integers(1, 14))):
        moves.append(draw(move(f"t{number}", moves, with_returns, most)))
    credits_ = [item for item in moves if item.credited and item.received]
    stated: dict[str, list[tuple[str, int]]] = {}
    for number, item in enumerate(
        draw(st.lists(st.sampled_from(credits_), max_size=3, unique=True)) if credits_ else []
    ):
        part = draw(st.integers(1, item.received)) if draw(st.booleans()) else item.received
        stated[item.name] = [(f"D{number}", part)]
    return World(tuple(moves), stated, draw(st.booleans()))


@st.composite
def move(draw: st.DrawFn, name: str, before: list[Move], with_returns: bool, most: int) -> Move:
    returnable = [m for m in before if m.kind == "transfer" and m.returned is None]
    if with_returns and returnable and draw(st.integers(0, 4)) == 0:
        original = draw(st.sampled_from(returnable))
        share = draw(st.sampled_from([1, 2]))
        return Move(
            name,
            original.credited,
            original.debited,
            -(-original.received // share),
            -(-original.amount // share),
            "return",
            original.name,
        )
    ends = draw(
        st.sampled_from([(a, b) for a in (*ACCOUNTS, None) for b in (*ACCOUNTS, None) if a != b])
    )
    amount = draw(st.integers(1, most))
    kind = "transfer"
    if ends[1] is None:
        kind = draw(st.sampled_from(["transfer", "transfer", "fee"]))
    elif ends[0] is None:
        kind = draw(st.sampled_from(["transfer", "transfer", "interest"]))
    crosses = None not in ends and CURRENCY[ends[0] or ""] != CURRENCY[ends[1] or ""]
    return Move(name, *ends, amount, draw(st.integers(1, most)) if crosses else amount, kind)


def entries(world: World) -> pl.DataFrame:
    rows = []
    for number, item in enumerate(world.moves):
        for account, direction, amount in (
            (item.debited, "out", item.amount),
            (item.credited, "in", item.received),
        ):
            if account:
                rows.append(
                    {
                        "transaction_id": item.name,
                        "account_number": int(account),
                        "direction": direction,
                        "amount_minor": amount,
                        "currency": CURRENCY[account],
                        "booked_epoch": number * SECONDS_BETWEEN,
                        "transaction_number": number,
                        "kind": item.kind,
                        "is_time_known": True,
                        "is_overdraft_allowed": world.may_overdraw,
                        "returned_transaction_id": item.returned,
                    }
                )
    return pl.DataFrame(rows, schema_overrides={"returned_transaction_id": pl.String})


def sources(world: World) -> pl.DataFrame:
    rows = [(name, *part) for name, parts in world.stated.items() for part in parts]
    schema = {"transaction_id": pl.String, "source_label": pl.String, "amount_minor": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def openings(world: World) -> dict[str, int]:
    """The least that keeps an account from going below zero, where nothing else is known."""
    found = {}
    for account in ACCOUNTS:
        balance = lowest = 0
        opened = any(m.kind == "opening" and m.credited == account for m in world.moves)
        for item in world.moves:
            balance -= item.amount if item.debited == account else 0
            lowest = min(lowest, balance)
            balance += item.received if item.credited == account else 0
        found[account] = 0 if opened or world.may_overdraw else -lowest
    return found


def scaled(world: World, factor: int) -> World:
    moves = tuple(
        replace(item, amount=item.amount * factor, received=item.received * factor)
        for item in world.moves
    )
    stated = {k: [(label, n * factor) for label, n in v] for k, v in world.stated.items()}
    return World(moves, stated, world.may_overdraw)
