"""Payments traced in processes of their own say what they say here."""

from __future__ import annotations

import sys

import polars as pl
import pytest
from tests.trace.rows import entries, sources

from finintel.errors import TraceError
from finintel.trace import apart
from finintel.trace.apart import Batch, trace_batches
from finintel.trace.batch import Traced


def batch(name: str, root: int) -> Batch:
    """A root comes to an account that has 5,000, and 12,000 of both are paid for a house."""
    rows = entries(f"id,from,to,amount\nown,,1,5000\nroot,,1,{root}\nhouse,1,,12000")
    roots = sources(("root", "R"))
    label = pl.lit(name).alias("trace_id")
    return Batch(rows.with_columns(label), roots.with_columns(label), {name: "house"})


BATCHES = [batch(name, 8_000 + 1_000 * place) for place, name in enumerate("TUV")]


def told(answers: list[list[Traced]]) -> list[tuple[object, ...]]:
    return [
        row
        for part in answers
        for one in part
        for row in (*one.amounts.rows(), *one.fragments.rows())
    ]


def test_processes_answer_what_one_does_and_in_the_order_asked() -> None:
    here = list(trace_batches(BATCHES, 1))
    there = list(trace_batches(BATCHES, 2))

    assert [part[0].amounts.item(0, "trace_id") for part in there] == ["T", "U", "V"]
    assert told(there) == told(here)
    assert told(here)


def test_what_contradicts_itself_is_said_as_it_would_be_here() -> None:
    broken = Batch(BATCHES[0].entries.drop("amount_minor"), BATCHES[0].sources, {"T": "house"})
    with pytest.raises(TraceError) as here:
        list(trace_batches([broken], 1))
    with pytest.raises(TraceError) as there:
        list(trace_batches([broken, BATCHES[1]], 2))

    assert str(there.value) == str(here.value)


@pytest.mark.parametrize(
    ("child", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", r"ended with -9: no message"),
        ("raise MemoryError('too large')", r"ended with 1: MemoryError: too large"),
    ],
)
def test_a_process_that_fails_is_named_with_a_remedy(monkeypatch, child, said) -> None:
    monkeypatch.setattr(apart, "CHILD", (sys.executable, "-c", child))

    with pytest.raises(TraceError, match=said) as failed:
        list(trace_batches(BATCHES, 2))
    assert "threads = 1" in str(failed.value)
