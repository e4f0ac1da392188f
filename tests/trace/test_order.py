"""The orders that a day may have had (example 4 and its neighbours)."""

from __future__ import annotations

import polars as pl
import pytest
from tests.trace.rows import entries, sources

from finintel.trace.follow import trace_forward
from finintel.trace.result import TraceResult

# Example 4: account 1 (EUR) and 2 (USD, amounts as received); the traced credit and the transfer
# share a date.
EXAMPLE_4 = """
id,from,to,amount,received,day,kind,timed,overdraft,balance
open,,1,200000,,0,opening,,{overdraft},
own,,2,340000,,0,opening,,no,
transfer,1,2,600000,650220,1,,no,{overdraft},{out}
d,,1,1000001,,1,,no,{overdraft},{into}
fee,2,,2000,,2,fee,,no,
car,2,,800000,,3,,,no,
"""


def example_4(overdraft: str, out: str = "", into: str = "") -> TraceResult:
    text = EXAMPLE_4.format(overdraft=overdraft, out=out, into=into)
    given = sources(("d", "D"), ("open", "C"), ("own", "C"))
    return trace_forward(entries(text), given, ["fifo", "lifo", "pro_rata", "libr", "traced_first"])


def car(result: TraceResult, variant: str) -> dict[str, int]:
    found = result.composition(["car"]).filter(
        (pl.col("order_variant") == variant) & pl.col("is_traced")
    )
    return dict(found.select("method", "amount_minor").iter_rows())


CREDITS_FIRST = {
    "fifo": 245260,
    "lifo": 648220,
    "pro_rata": 437762,
    "libr": 245260,
    "traced_first": 648220,
}


def test_both_orders_are_shown_apart_on_an_account_with_overdraft() -> None:
    result = example_4("yes")
    assert {run.order_variant for run in result.runs} == {"credits_first", "debits_first"}
    assert car(result, "credits_first") == CREDITS_FIRST
    assert car(result, "debits_first") == {}
    held = result.conservation.filter(
        (pl.col("order_variant") == "debits_first") & (pl.col("account_number") == 1)
    )
    assert held.get_column("held_minor").to_list() == [600001] * 5
    assert held.get_column("overdraft_repaid_minor").to_list() == [400000] * 5


def test_debits_first_is_refused_where_it_overdraws_an_account_without_overdraft() -> None:
    result = example_4("no")
    assert {run.order_variant for run in result.runs} == {"credits_first"}
    assert car(result, "credits_first") == CREDITS_FIRST
    assert result.refused.rows() == [(1, "EUR", 1)]


def test_what_an_overdraft_financed_arrives_as_the_banks_money() -> None:
    found = example_4("yes").composition(["transfer"])
    found = found.filter((pl.col("order_variant") == "debits_first") & (pl.col("method") == "fifo"))
    assert dict(found.select("source_label", "amount_minor").iter_rows()) == {
        "C": 200000,
        "OD": 400000,
    }


def test_running_balances_settle_the_order_of_a_day() -> None:
    credits_first = example_4("yes", out="600001", into="1200001")
    assert {run.order_variant for run in credits_first.runs} == {"booked"}
    assert car(credits_first, "booked") == CREDITS_FIRST
    debits_first = example_4("yes", out="-400000", into="600001")
    assert {run.order_variant for run in debits_first.runs} == {"booked"}
    assert car(debits_first, "booked") == {}


def test_balances_that_form_no_chain_settle_nothing() -> None:
    result = example_4("yes", out="1", into="2")
    assert {run.order_variant for run in result.runs} == {"credits_first", "debits_first"}


def test_a_known_time_settles_the_order_of_a_day() -> None:
    text = "id,from,to,amount,day\nd,,1,100,1\nx,1,,100,1"
    result = trace_forward(entries(text), sources(("d", "D")), ["fifo"])
    assert [run.order_variant for run in result.runs] == ["booked"]


def test_credits_first_passes_money_on_through_several_accounts_of_one_day() -> None:
    text = """
id,from,to,amount,day,timed
c,3,4,100,1,no
b,2,3,100,1,no
a,1,2,100,1,no
d,,1,100,1,no
"""
    result = trace_forward(entries(text), sources(("d", "D")), ["fifo"])
    held = result.fragments.filter(pl.col("sink") == "held")
    assert held.select("order_variant", "account_number").rows() == [
        ("credits_first", 4),
        ("debits_first", 1),
    ]


def test_a_circle_inside_one_day_is_broken_by_the_earliest_booked() -> None:
    text = """
id,from,to,amount,day,timed
a,1,2,60,1,no
b,2,1,60,1,no
d,,1,100,0,
"""
    result = trace_forward(entries(text), sources(("d", "D")), ["fifo"])
    first = result.fragments.filter(pl.col("order_variant") == "credits_first")
    assert first.filter(pl.col("sink") == "held").select(
        "account_number", "amount_minor"
    ).rows() == [
        (1, 40),
        (1, 60),
    ]


def test_the_least_opening_is_found_for_each_order() -> None:
    """Without a known opening no order can be refused; debits first then needs unknown money."""
    text = "id,from,to,amount,day,timed,overdraft\nx,1,,70,1,no,no\nd,,1,100,1,no,no"
    result = trace_forward(entries(text), sources(("d", "D")), ["fifo"])
    found = result.composition(["x"]).select("order_variant", "source_label", "amount_minor")
    assert found.rows() == [("credits_first", "D", 70), ("debits_first", "U", 70)]
    assert result.refused.is_empty()


def test_the_opening_balance_is_read_from_the_first_running_balance() -> None:
    text = "id,from,to,amount,balance\nd,,1,100,130\nx,1,,120,10"
    result = trace_forward(entries(text), sources(("d", "D")), ["fifo"])
    found = result.composition(["x"]).select("source_label", "amount_minor")
    assert sorted(found.rows()) == [("D", 90), ("U", 30)]


@pytest.mark.parametrize(("opening", "held"), [("-40", 60), ("-100", 0)])
def test_a_negative_opening_balance_is_repaid_first(opening: str, held: int) -> None:
    text = f"id,from,to,amount,overdraft,balance\nd,,1,100,yes,{100 + int(opening)}"
    result = trace_forward(entries(text), sources(("d", "D")), ["fifo"])
    assert result.conservation.get_column("held_minor").to_list() == [held]
    assert result.conservation.get_column("overdraft_repaid_minor").to_list() == [100 - held]
