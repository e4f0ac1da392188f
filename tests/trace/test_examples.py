"""The worked examples of the case law, to the cent (tests/trace/examples)."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from finintel.trace.follow import trace_forward
from finintel.trace.result import TraceResult

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.toml"))
# The two inner orders of the one mixed credit of Re Oatway are in two files.
INNER = {
    "oatway_own_part_first": "booked, traced_part_last",
    "oatway_traced_part_first": "booked, traced_part_first",
}


def minor(text: str) -> int:
    whole, cents = text.split(".")
    return int(whole) * 100 + int(cents)


def parts(text: str) -> list[tuple[str, int]]:
    return [(label, minor(amount)) for label, amount in (p.split() for p in text.split(" + ") if p)]


def load(name: str) -> dict[str, Any]:
    path = Path(__file__).parent / "examples" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def account_numbers(example: dict[str, Any]) -> dict[str, int]:
    names: dict[str, int] = {}
    for row in csv.DictReader(io.StringIO(example["rows"].strip())):
        for name in (row["from"], row["to"]):
            if name:
                names.setdefault(name, len(names))
    return names


def columns(example: dict[str, Any], until: str | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Entries and sources of an example; a row a day."""
    numbers = account_numbers(example)
    entries, sources = [], []
    for day, row in enumerate(csv.DictReader(io.StringIO(example["rows"].strip()))):
        is_fee = row["parts"] == "fee"
        if row["parts"] and not is_fee:
            sources += [(row["id"], label, amount) for label, amount in parts(row["parts"])]
        for name, direction in ((row["from"], "out"), (row["to"], "in")):
            if name:
                amount = row["amount"] if direction == "out" else row.get("received")
                entries.append(
                    {
                        "transaction_id": row["id"],
                        "account_number": numbers[name],
                        "direction": direction,
                        "amount_minor": minor(amount or row["amount"]),
                        "currency": example.get("currency", {}).get(name, "GBP"),
                        "booked_epoch": day * 86_400,
                        "transaction_number": day,
                        "kind": "fee" if is_fee else "transfer",
                        "is_overdraft_allowed": name in example.get("overdraft", []),
                    }
                )
        if row["id"] == until:
            break
    schema = ["transaction_id", "source_label", "amount_minor"]
    return pl.DataFrame(entries), pl.DataFrame(sources, schema=schema, orient="row")


def run(name: str, method: str, until: str | None = None) -> tuple[TraceResult, str]:
    result = trace_forward(*columns(load(name), until), [method], with_backwards=True)
    variants = [item.order_variant for item in result.runs]
    return result, INNER[name] if len(variants) > 1 else variants[0]


def cases() -> list[Any]:
    return [
        pytest.param(path.stem, method, place, value, id=f"{path.stem}-{method}-{place}")
        for path in EXAMPLES
        for method, expectations in load(path.stem)["expect"].items()
        for place, value in expectations.items()
    ]


@pytest.mark.parametrize(("name", "method", "place", "value"), cases())
def test_worked_example_agrees_to_the_cent(name: str, method: str, place: str, value: str) -> None:
    account, _, row = place.partition(" after ")
    result, variant = run(name, method, row or None)
    if row:
        number = account_numbers(load(name))[account]
        found = result.fragments.filter(
            (pl.col("order_variant") == variant)
            & (pl.col("account_number") == number)
            & (pl.col("sink") == "held")
        ).select("source_label", "amount_minor")
    else:
        found = result.composition([place]).filter(
            (pl.col("order_variant") == variant) & pl.col("is_traced")
        )
    total = found.group_by("source_label").agg(pl.col("amount_minor").sum())
    assert dict(total.select("source_label", "amount_minor").iter_rows()) == dict(parts(value))


@pytest.mark.parametrize(
    ("name", "method", "place", "value"),
    [
        ("overdraft", "fifo", "3", "U 50.00 + D1 1000.00 + OD 150.00"),
        ("overdraft", "libr", "3", "U 50.00 + D1 1000.00 + OD 150.00"),
        ("overdraft", "fifo", "notary", "D2 246.67 + C 353.33"),
        ("overdraft", "lifo", "notary", "C 500.00 + D2 100.00"),
        ("overdraft", "pro_rata", "notary", "D2 198.22 + C 401.78"),
        ("overdraft", "libr", "notary", "C 500.00 + D2 100.00"),
        ("overdraft", "traced_first", "notary", "D2 246.67 + C 353.33"),
        ("conversion", "fifo", "3", "C 2000.00 + D 4000.00"),
        ("conversion", "fifo", "4", "C 20.00"),
        ("conversion", "lifo", "3", "D 6000.00"),
        ("conversion", "pro_rata", "3", "C 1000.00 + D 5000.00"),
        ("conversion", "pro_rata", "4", "C 9.06 + D 10.94"),
        ("conversion", "libr", "3", "C 2000.00 + D 4000.00"),
        ("conversion", "libr", "4", "C 20.00"),
        ("conversion", "traced_first", "3", "D 6000.00"),
        ("debits_first", "pro_rata", "3", "C 2000.00 + OD 4000.00"),
    ],
)
def test_untraced_parts_of_the_examples_agree_too(
    name: str, method: str, place: str, value: str
) -> None:
    result, _ = run(name, method)
    found = result.composition([place]).select("source_label", "amount_minor")
    assert dict(found.iter_rows()) == dict(parts(value))


@pytest.mark.parametrize(
    ("method", "value"),
    [("fifo", 433480), ("lifo", 650220), ("pro_rata", 541850), ("libr", 433480)],
)
def test_a_conversion_keeps_the_shares(method: str, value: int) -> None:
    result, _ = run("conversion", method)
    in_b = result.conservation.filter(pl.col("currency") == "USD")
    assert in_b.get_column("traced_in_minor").to_list() == [value]


@pytest.mark.parametrize("method", ["fifo", "lifo", "pro_rata", "libr", "traced_first"])
def test_conservation_of_the_overdraft_example(method: str) -> None:
    """1,500.00 in = held + paid out + fee + overdraft repaid, under every method."""
    sums = run("overdraft", method)[0].conservation.select(pl.exclude(pl.String).sum())
    row = sums.row(0, named=True)
    assert row["traced_in_minor"] == 150000
    assert (row["overdraft_repaid_minor"], row["fee_minor"]) == (15000, 333)
    assert row["held_minor"] + row["paid_out_minor"] == 150000 - 15000 - 333


def test_backwards_tracing_links_the_overdraft_and_stays_apart() -> None:
    result, _ = run("overdraft", "fifo")
    found = result.backwards.select("label", "source_label", "amount_minor", "out_transaction_id")
    assert found.rows() == [("backwards", "D2", 15000, "3")]
    assert "backwards" not in result.fragments.get_column("sink")
    assert trace_forward(*columns(load("overdraft")), ["fifo"]).backwards.is_empty()
