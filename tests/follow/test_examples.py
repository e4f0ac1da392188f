"""The worked examples of the case law, asked as the command asks them."""

from __future__ import annotations

import polars as pl
import pytest
from tests.follow.book import asked
from tests.trace.rows import entries
from tests.trace.test_examples import cases, columns, load, minor, parts

EXACT = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
# Whole credits of one source each, in one order: what the command can name by a transaction.
PLAIN = ("roscoe_winder", "overdraft", "conversion")


def named_sources(name: str) -> dict[str, str]:
    """Transaction → label of the traced credits of an example."""
    _, sources = columns(load(name))
    rows = sources.filter(~pl.col("source_label").is_in(["C", "U"]))
    return dict(rows.select("transaction_id", "source_label").iter_rows())


@pytest.mark.parametrize(
    ("name", "method", "place", "value"),
    [case for case in cases() if case.values[0] in PLAIN and " after " not in case.values[2]],
)
def test_a_payment_of_an_example_carries_the_same_to_the_cent(
    name: str, method: str, place: str, value: str
) -> None:
    given, _ = columns(load(name))
    labels = named_sources(name)
    answer = asked(given, list(labels))
    shown = answer.path.filter(
        (pl.col("method") == method) & (pl.col("out_transaction_id") == place)
    )
    total = shown.group_by("source_transaction_id").agg(pl.col("amount_minor").sum())
    assert {labels[source]: amount for source, amount in total.iter_rows()} == dict(parts(value))


def test_the_range_of_the_car_is_over_all_methods_and_poison_stays_outside() -> None:
    """Example 4: 2,452.60 to 6,482.20 of the price, 4,377.62 by the headline."""
    given, _ = columns(load("conversion"))
    answer = asked(given, list(named_sources("conversion")))
    ranges = answer.ranged(answer.path, ["out_transaction_id"])
    car = ranges.filter(pl.col("out_transaction_id") == "car").row(0, named=True)
    wanted = [minor(text) for text in ("4377.62", "2452.60", "6482.20")]
    assert [car[f"{name}_minor"] for name in ("headline", "minimum", "maximum")] == wanted
    assert car["bound_minor"] == minor("8000.00")


def test_an_overdraft_is_linked_back_only_when_asked_and_added_to_nothing() -> None:
    """Example 3: 150.00 of D2 repaid what row 3 had bought."""
    given, _ = columns(load("overdraft"))
    names = list(named_sources("overdraft"))
    plain = asked(given, names)
    opted = asked(given, names, with_backwards=True)
    assert plain.result is not None
    assert opted.result is not None
    assert plain.result.backwards.is_empty()
    late = opted.result.backwards.filter(pl.col("method") == "fifo")
    linked = late.select("label", "in_transaction_id", "out_transaction_id", "amount_minor")
    assert linked.rows() == [("backwards", "4", "3", 15000)]
    assert plain.path.equals(opted.path)


@pytest.mark.parametrize("method", EXACT)
def test_what_comes_in_is_where_it_ends(method: str) -> None:
    """Example 3: 1,500.00 = 246.67 or less held + paid out + fee + 150.00 overdraft repaid."""
    given, _ = columns(load("overdraft"))
    answer = asked(given, list(named_sources("overdraft")))
    shown = answer.endings.filter(pl.col("method") == method)
    total = dict(shown.group_by("end").agg(pl.col("amount_minor").sum()).iter_rows())
    assert sum(total.values()) == 150_000
    assert (total["fee"], total["overdraft_repaid"]) == (333, 15_000)


def test_the_payment_of_an_example_read_backward_names_its_credits() -> None:
    """Example 3: the notary's 600.00 holds, pro rata, 198.22 of credit 4 and 401.78 of credit 6."""
    given, _ = columns(load("overdraft"))
    answer = asked(given, ["notary"], is_forward=False)
    shown = answer.endings.filter(pl.col("method") == "pro_rata")
    made = shown.select("source_transaction_id", "amount_minor").sort("source_transaction_id")
    assert made.rows() == [("4", 19822), ("6", 40178)]


def test_both_orders_of_a_day_are_shown_and_an_impossible_one_is_refused() -> None:
    """Example 4: debits first would carry nothing; without an overdraft it is refused."""
    text = """
id,from,to,amount,day,kind,timed,overdraft
own,,1,200000,0,opening,,{0}
d,,1,1000001,1,,no,{0}
x,1,2,600000,1,,no,{0}
"""
    both = asked(entries(text.format("yes")), ["d"])
    only = asked(entries(text.format("no")), ["d"])
    assert {order for _, order, _ in both.runs} == {"credits_first", "debits_first"}
    assert {order for _, order, _ in only.runs} == {"credits_first"}
    assert only.result is not None
    assert only.result.refused.select("account_number", "day").rows() == [(1, 1)]
    paid = both.ranged(both.path, ["out_transaction_id"]).filter(out_transaction_id="x")
    assert paid.select("minimum_minor", "headline_minor", "headline_most_minor").rows() == [
        (0, 0, 500_000)
    ]
