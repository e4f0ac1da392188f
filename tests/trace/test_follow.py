"""Conventions of tracing, one story each; backward tracing; ranges; faults."""

from __future__ import annotations

import polars as pl
import pytest
from tests.trace.rows import entries, sources

from finintel.errors import TraceError
from finintel.trace.backward import financing_steps
from finintel.trace.distribution import pari_passu
from finintel.trace.follow import trace_backward, trace_forward
from finintel.trace.ranges import holder_range, traced_ranges
from finintel.trace.result import TraceResult

CONSERVING = ["fifo", "libr", "lifo", "pro_rata", "traced_first"]


def trace(text: str, *parts: tuple[str, str] | tuple[str, str, int]) -> TraceResult:
    return trace_forward(entries(text), sources(*parts), CONSERVING)


def amounts(result: TraceResult, method: str, sink: str) -> dict[str, int]:
    found = result.fragments.filter((pl.col("method") == method) & (pl.col("sink") == sink))
    total = found.group_by("source_label").agg(pl.col("amount_minor").sum())
    return dict(total.iter_rows())


def test_a_fragment_is_tied_to_the_credit_that_brought_it_and_the_debit_that_took_it() -> None:
    result = trace("id,from,to,amount\nd,,1,100\na,1,2,100\nb,2,,30", ("d", "D"))
    rows = result.fragments.filter(pl.col("method") == "fifo").select(
        "account_number", "hop", "in_transaction_id", "out_transaction_id", "sink", "amount_minor"
    )
    assert rows.rows() == [
        (1, 0, "d", "a", "moved_on", 100),
        (2, 1, "a", "b", "paid_out", 30),
        (2, 1, "a", None, "held", 70),
    ]


@pytest.mark.parametrize("method", CONSERVING)
def test_a_returned_payment_reverses_its_fragment(method: str) -> None:
    text = """
id,from,to,amount,kind,returned
c,,1,50,,
d,,1,100,,
x,1,,90,,
r,,1,90,return,x
"""
    result = trace(text, ("d", "D"))
    before = trace("id,from,to,amount\nc,,1,50\nd,,1,100", ("d", "D"))
    assert amounts(result, method, "held") == amounts(before, method, "held")
    assert amounts(result, method, "paid_out") == {}
    assert result.composition(["x"]).is_empty()


def test_a_partial_return_leaves_the_rest_paid_out() -> None:
    text = "id,from,to,amount,kind,returned\nd,,1,100,,\nx,1,,80,,\nr,,1,30,return,x"
    result = trace(text, ("d", "D"))
    assert amounts(result, "fifo", "paid_out") == {"D": 50}
    assert amounts(result, "fifo", "held") == {"D": 50}


def test_a_payment_returned_by_a_traced_account_takes_back_its_own_credit() -> None:
    text = """
id,from,to,amount,kind,returned
c,,2,500,,
d,,1,100,,
x,1,2,100,,
r,2,1,100,return,x
"""
    result = trace(text, ("d", "D"))
    for method in CONSERVING:
        held = result.fragments.filter((pl.col("method") == method) & (pl.col("sink") == "held"))
        assert held.select("account_number", "amount_minor").rows() == [(1, 100)]


@pytest.mark.parametrize(("currency", "received"), [("EUR", 80), ("USD", 95)])
def test_a_payment_may_be_returned_to_another_account(currency: str, received: int) -> None:
    text = f"""
id,from,to,amount,kind,returned
d,,1,100,,
x,1,,80,,
r,,2,{received},return,x
"""
    given = entries(text).with_columns(
        pl.when(pl.col("transaction_id") == "r")
        .then(pl.lit(currency))
        .otherwise("currency")
        .alias("currency")
    )
    result = trace_forward(given, sources(("d", "D")), ["fifo"])
    held = result.fragments.filter(pl.col("sink") == "held")
    columns = held.select("account_number", "hop", "in_transaction_id", "amount_minor")
    assert columns.rows() == [(1, 0, "d", 20), (2, 1, "r", received)]
    assert amounts(result, "fifo", "paid_out") == {}


def test_a_returned_overdraft_cancels_what_the_bank_had_financed() -> None:
    text = """
id,from,to,amount,kind,returned,overdraft
d,,1,100,,,yes
x,1,,150,,,yes
r,,1,150,return,x,yes
"""
    result = trace(text, ("d", "D"))
    assert amounts(result, "fifo", "held") == {"D": 100}
    assert amounts(result, "fifo", "overdraft_repaid") == {}


@pytest.mark.parametrize(("method", "fruit"), [("fifo", 10), ("lifo", 0), ("pro_rata", 7)])
def test_interest_is_fruit_as_the_balance_it_was_earned_on(method: str, fruit: int) -> None:
    text = """
id,from,to,amount,kind
c,,1,100,
d,,1,200,
x,1,,200,
i,,1,10,interest
"""
    # fifo holds 100 D, lifo 100 C, pro rata 67 D and 33 C
    result = trace(text, ("d", "D"))
    assert amounts(result, method, "held").get("F", 0) == fruit


def test_interest_on_nothing_held_is_unknown_not_own() -> None:
    text = "id,from,to,amount,kind\nd,,1,100,\nx,1,,100,\ni,,1,5,interest\ny,1,,5,"
    found = trace(text, ("d", "D")).composition(["y"])
    assert set(found.get_column("source_label")) == {"U"}


def test_a_credit_of_nothing_has_no_place_among_the_layers() -> None:
    """Else it would win ties: one minor unit of interest on one each of two sources."""
    text = """
id,from,to,amount,kind,overdraft
open,,2,0,opening,no
d,,2,1,,no
u,1,2,1,,no
i,,2,1,interest,no
"""
    held = amounts(trace(text, ("d", "D")), "lifo", "held")
    assert held == {"D": 1, "F": 1}


def test_a_statement_names_only_what_is_not_traced_already() -> None:
    text = "id,from,to,amount\nc,,1,60\nd,,1,40\nx,1,2,100"
    result = trace(text, ("d", "D1"), ("x", "D2"))
    held = result.fragments.filter((pl.col("method") == "fifo") & (pl.col("sink") == "held"))
    assert dict(held.select("source_label", "amount_minor").iter_rows()) == {"D1": 40, "D2": 60}


def test_what_a_mixed_credit_leaves_unstated_is_own_money() -> None:
    text = "id,from,to,amount\nd,,1,100\nx,1,,100"
    found = trace(text, ("d", "D", 30)).composition(["x"]).filter(pl.col("method") == "libr")
    assert dict(found.select("source_label", "amount_minor").iter_rows()) == {"C": 70, "D": 30}


def test_an_account_in_two_currencies_is_two_pots() -> None:
    given = entries("id,from,to,amount\nd,,1,100\nx,1,,60")
    given = given.with_columns(
        pl.when(pl.col("transaction_id") == "x")
        .then(pl.lit("USD"))
        .otherwise("currency")
        .alias("currency")
    )
    result = trace_forward(given, sources(("d", "D")), ["fifo"])
    assert result.conservation.select("currency", "held_minor").rows() == [("EUR", 100)]


def test_tracing_stops_at_the_time_asked_for() -> None:
    given = entries("id,from,to,amount\nd,,1,100\nx,1,,60")
    result = trace_forward(given, sources(("d", "D")), ["fifo"], until_epoch=0)
    assert result.fragments.get_column("sink").to_list() == ["held"]


def test_the_range_of_an_asset_is_over_all_methods_and_poison_stays_outside() -> None:
    text = "id,from,to,amount\nc,,1,100\nd,,1,50\nhouse,1,,80\nx,1,,10"
    result = trace_forward(entries(text), sources(("d", "D")))
    row = traced_ranges(result, ["house"], "pro_rata").row(0, named=True)
    assert (row["minimum_minor"], row["maximum_minor"]) == (0, 50)
    assert (row["headline_minimum_minor"], row["headline_maximum_minor"]) == (27, 27)
    assert row["bound_minor"] == 80
    with pytest.raises(TraceError, match="headline"):
        traced_ranges(trace_forward(entries(text), sources(("d", "D")), ["fifo"]), ["x"], "libr")


def test_a_payment_shows_which_credits_financed_it_and_by_which_way() -> None:
    text = """
id,from,to,amount,received
a,,1,100,
b,,1,100,
x,1,2,150,300
c,,2,50,
house,2,,320,
"""
    result = trace_backward(entries(text), ["fifo"])
    found = result.composition(["house"]).select("source_label", "amount_minor").rows()
    assert found == [("a", 200), ("b", 100), ("c", 20)]
    steps = financing_steps(result, "house").select(
        "step", "source_label", "account_number", "in_transaction_id", "amount_minor"
    )
    assert sorted(steps.rows()) == [
        (0, "a", 2, "x", 200),
        (0, "b", 2, "x", 100),
        (0, "c", 2, "c", 20),
        (1, "a", 1, "a", 100),
        (1, "b", 1, "b", 50),
    ]


def test_only_the_share_that_went_on_is_followed_back() -> None:
    text = "id,from,to,amount\na,,1,100\nx,1,2,100\ncar,2,,25\nhouse,2,,60"
    steps = financing_steps(trace_backward(entries(text), ["fifo"]), "house")
    assert steps.select("step", "amount_minor").rows() == [(0, 60), (1, 60)]


def test_methods_that_need_sources_have_no_answer_to_where_money_came_from() -> None:
    given = entries("id,from,to,amount\na,,1,100\nx,1,,100")
    assert {run.method for run in trace_backward(given).runs} == {"fifo", "lifo", "pro_rata"}
    with pytest.raises(TraceError, match="depend on which credits"):
        trace_backward(given, ["libr"])


def test_all_faults_of_the_sources_are_named_at_once() -> None:
    given = entries("id,from,to,amount\na,,1,100\nx,1,,100")
    with pytest.raises(TraceError) as caught:
        trace_forward(given, sources(("x", "D1"), ("none", "D2"), ("a", "D3", 101)))
    message = str(caught.value)
    assert "transaction x credits no account" in message
    assert "transaction none credits no account" in message
    assert "its stated parts do not fit" in message


def test_a_label_comes_once_and_is_not_a_reserved_one() -> None:
    given = entries("id,from,to,amount\na,,1,100\nb,,1,100")
    with pytest.raises(TraceError, match="comes twice or is reserved"):
        trace_forward(given, sources(("a", "D"), ("b", "D")))
    with pytest.raises(TraceError, match="comes twice or is reserved"):
        trace_forward(given, sources(("a", "OD")))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"amount_minor": -1}, "amount is negative"),
        ({"direction": "up"}, "direction is neither"),
        ({"kind": "gift"}, "kind is none of"),
    ],
)
def test_entries_that_cannot_be_traced_are_named(change: dict[str, object], fault: str) -> None:
    given = entries("id,from,to,amount\na,,1,100")
    given = given.with_columns(pl.lit(value).alias(name) for name, value in change.items())
    with pytest.raises(TraceError, match=f"transaction a: {fault}"):
        trace_forward(given, sources(("a", "D")))


def test_a_missing_column_and_an_unknown_method_are_named() -> None:
    given = entries("id,from,to,amount\na,,1,100")
    with pytest.raises(TraceError, match="booked_epoch missing"):
        trace_forward(given.drop("booked_epoch"), sources(("a", "D")))
    with pytest.raises(TraceError, match="unknown tracing method tiho; known: fifo"):
        trace_forward(given, sources(("a", "D")), ["tiho"])


def test_two_entries_in_one_direction_are_a_fault() -> None:
    given = entries("id,from,to,amount\na,,1,100")
    with pytest.raises(TraceError, match="two entries in one direction"):
        trace_forward(pl.concat([given, given]), sources(("a", "D")))


def test_no_entries_and_no_sources_give_an_empty_trace() -> None:
    result = trace_forward(entries("id,from,to,amount"), sources())
    assert result.fragments.is_empty()


def test_pari_passu_is_a_distribution_apart_from_tracing() -> None:
    """Barlow Clowes: 425.00, 850.00, 425.00 where the rolling charge gives 400, 800, 500."""
    assert pari_passu([100000, 200000, 100000], 170000) == [42500, 85000, 42500]


def test_a_holders_share_of_a_joint_account_is_anything_up_to_all() -> None:
    assert holder_range(5000, 2) == (0, 5000)
    assert holder_range(5000, 1) == (5000, 5000)
