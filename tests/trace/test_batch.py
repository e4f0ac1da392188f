"""Many payments traced side by side say what each says alone, and keep what leads to them."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace import worlds
from tests.trace.rows import entries, sources

from finintel.trace.batch import trace_payments
from finintel.trace.entries import read_ledger
from finintel.trace.follow import trace_forward
from finintel.trace.ranges import traced_amounts
from finintel.trace.result import TraceResult

METHODS = ["fifo", "lifo", "pro_rata", "libr", "traced_first", "poison"]
PIECE = [
    "method",
    "order_variant",
    "source_label",
    "account_number",
    "currency",
    "in_transaction_id",
    "out_transaction_id",
    "hop",
    "sink",
    "amount_minor",
]
AMOUNT = ["method", "order_variant", "traced_minor"]


def paid(world: worlds.World, place: int) -> str:
    """The transaction that is traced: any one of the world."""
    ids = read_ledger(worlds.entries(world)).transaction_ids
    return ids[place % len(ids)]


def batched(named: dict[str, tuple[pl.DataFrame, pl.DataFrame, str]]) -> tuple[pl.DataFrame, ...]:
    """Trace payments together: amounts and fragments of all."""
    label = [(pl.lit(name).alias("trace_id"), *parts) for name, parts in named.items()]
    traced = list(
        trace_payments(
            pl.concat([rows.with_columns(name) for name, rows, _, _ in label]),
            pl.concat([roots.with_columns(name) for name, _, roots, _ in label]),
            {name: payment for name, (_, _, payment) in named.items()},
            METHODS,
        )
    )
    return pl.concat([t.amounts for t in traced]), pl.concat([t.fragments for t in traced])


def leading(result: TraceResult, payment: str) -> list[tuple[object, ...]]:
    """The pieces of a whole trace that lead to a payment, found one by one."""
    numbers = {name: number for number, name in enumerate(result.ledger.transaction_ids)}

    def before(credit: str | None) -> str | None:
        if credit is None:
            return None
        number = numbers[credit]
        returned = result.ledger.returned[number]
        if result.ledger.debited[number] >= 0:
            return credit
        return result.ledger.transaction_ids[returned] if returned >= 0 else None

    rows = result.fragments.select(PIECE).rows(named=True)
    run = ("method", "order_variant", "source_label")
    wanted = {(row[run[0]], row[run[1]], row[run[2]], payment) for row in rows}
    found: dict[int, None] = {}
    while True:
        fresh = [
            place
            for place, row in enumerate(rows)
            if place not in found and (*(row[name] for name in run), row[PIECE[6]]) in wanted
        ]
        if not fresh:
            return sorted((tuple(rows[place].values()) for place in found), key=repr)
        found |= dict.fromkeys(fresh)
        steps = ((rows[place], before(rows[place]["in_transaction_id"])) for place in fresh)
        wanted |= {(*(row[name] for name in run), debit) for row, debit in steps if debit}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(worlds.worlds(), st.integers(0, 50)), min_size=1, max_size=3))
def test_payments_traced_together_equal_each_traced_alone_and_whole(
    drawn: list[tuple[worlds.World, int]],
) -> None:
    named = {
        f"T{number}": (worlds.entries(world), worlds.sources(world), paid(world, place))
        for number, (world, place) in enumerate(drawn)
    }
    amounts, fragments = batched(named)
    for name, (rows, roots, payment) in named.items():
        whole = trace_forward(rows, roots, METHODS)
        own = amounts.filter(pl.col("trace_id") == name).select(AMOUNT).rows()
        assert sorted(own) == sorted(traced_amounts(whole, [payment]).select(AMOUNT).rows())
        kept = fragments.filter(pl.col("trace_id") == name).select(PIECE).rows()
        assert sorted(kept, key=repr) == leading(whole, payment)


def test_many_sources_in_one_pool_are_shared_to_the_unit_as_few_are() -> None:
    rows = "id,from,to,amount\n" + "".join(f"c{n},,1,{97 + 13 * n}\n" for n in range(60))
    rows += "".join(f"x{n},1,,{61 + 7 * n}\n" for n in range(12)) + "t,1,2,500\nhouse,2,,300"
    given_sources = sources(*((f"c{n}", f"S{n:02}") for n in range(60)))
    amounts, fragments = batched({"T": (entries(rows), given_sources, "house")})
    whole = trace_forward(entries(rows), given_sources, METHODS)
    assert sorted(amounts.select(AMOUNT).rows()) == sorted(
        traced_amounts(whole, ["house"]).select(AMOUNT).rows()
    )
    assert sorted(fragments.select(PIECE).rows(), key=repr) == leading(whole, "house")


def test_a_trace_without_entries_is_left_out() -> None:
    rows = entries("id,from,to,amount\nd,,1,10\nhouse,1,,10").with_columns(
        pl.lit("T").alias("trace_id")
    )
    roots = sources(("d", "D")).with_columns(pl.lit("T").alias("trace_id"))
    (traced,) = trace_payments(rows, roots, {"T": "house", "U": "boat"}, ["fifo"])
    assert traced.amounts.rows() == [("T", "fifo", "booked", 10)]
