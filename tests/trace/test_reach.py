"""Cutting out what traced money can have reached."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from tests.trace import worlds
from tests.trace.rows import entries, sources

from finintel.trace.follow import trace_forward
from finintel.trace.reach import reachable_entries

CHAIN = """
id,from,to,amount
early,2,5,10
d,,1,100
a,1,2,100
b,2,3,100
c,3,4,100
other,,6,100
"""


def accounts(frame: pl.DataFrame) -> list[int]:
    return frame.get_column("account_number").unique().sort().to_list()


def test_accounts_are_reached_in_time_order_only() -> None:
    assert accounts(reachable_entries(entries(CHAIN), sources(("d", "D")))) == [1, 2, 3, 4]


def test_the_way_ends_at_a_stop_and_after_the_most_hops() -> None:
    given_entries, given_sources = entries(CHAIN), sources(("d", "D"))
    stops = pl.DataFrame({"account_number": [3]})
    assert accounts(reachable_entries(given_entries, given_sources, stops)) == [1, 2]
    assert accounts(reachable_entries(given_entries, given_sources, most_hops=1)) == [1, 2]
    cut = reachable_entries(given_entries, given_sources, stops)
    sinks = trace_forward(cut, given_sources, ["fifo"]).fragments
    assert sinks.filter(pl.col("out_transaction_id") == "b").get_column("sink").to_list() == [
        "paid_out"
    ]


def test_a_day_without_times_is_reached_as_a_whole() -> None:
    text = "id,from,to,amount,day,timed\na,1,2,100,1,no\nd,,1,100,1,no"
    assert accounts(reachable_entries(entries(text), sources(("d", "D")))) == [1, 2]


@settings(max_examples=40, deadline=None)
@given(worlds.worlds(with_returns=False))
def test_what_is_cut_off_changes_no_traced_amount(world: worlds.World) -> None:
    whole, named = worlds.entries(world), worlds.sources(world)
    traced = named.filter(~pl.col("source_label").is_in(["C", "U"]))
    columns = ["method", "source_label", "account_number", "out_transaction_id", "amount_minor"]
    cut = reachable_entries(whole, traced)

    def found(frame: pl.DataFrame) -> list[tuple[object, ...]]:
        methods = ["fifo", "lifo", "traced_first"]
        result = trace_forward(frame, named, methods).fragments
        return result.filter(pl.col("source_label") != "F").select(columns).sort(columns).rows()

    assert found(cut) == found(whole)
