"""How the money moved, in at most six steps: payments of one hop belong to one step.

A hop is the distance of the paying account from where the value enters: accounts that are seen
paying first stand at 0, an account stands one behind the first that paid it. Cash and unknown ends
have no place of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_STEPS = 6
MOST_CITED = 3
Row = Mapping[str, Any]
Amounts = Mapping[str, int]


@dataclass(frozen=True)
class Step:
    """Payments of one hop: when, how many, how much, from where to where, the largest of them.

    `amount` and those of `cited` are by currency, in minor units: see `amounts`.
    """

    first: date
    last: date
    count: int
    amount: Amounts
    origins: tuple[str | None, ...]
    destinations: tuple[str | None, ...]
    cited: tuple[tuple[str, Amounts], ...]
    is_rest: bool = False


def account_hops(transactions: Sequence[Row]) -> dict[str, int]:
    """Return account → hop, from transactions in order of time."""
    hops: dict[str, int] = {}
    for row in transactions:
        origin, destination = row["originator_account_id"], row["beneficiary_account_id"]
        if origin is not None and origin not in hops:
            hops[origin] = 0
        if destination is not None and destination not in hops:
            hops[destination] = hops[origin] + 1 if origin is not None else 0
    return hops


def steps_of(transactions: Sequence[Row], most: int = MOST_STEPS) -> list[Step]:
    """Return the steps in order of time; what does not fit into `most` is put into the last."""
    hops = account_hops(transactions)
    groups: dict[tuple[int, bool], list[Row]] = {}
    for row in transactions:
        origin = row["originator_account_id"]
        destination = row["beneficiary_account_id"]
        hop = -1 if origin is None else hops[origin]
        groups.setdefault((hop, destination is None), []).append(row)
    by_size = sorted(groups.values(), key=lambda rows: (-total(rows), rows[0]["transaction_id"]))
    # a hundredth of all, such as a fee on the way, is no step
    small = total(transactions) // 100
    large = [rows for rows in by_size if total(rows) > small] or by_size
    kept = large if len(large) == len(by_size) <= most else large[: most - 1]
    steps = sorted((step_of(rows) for rows in kept), key=order)
    rest = [row for rows in by_size if rows not in kept for row in rows]
    rest.sort(key=lambda row: (row["booked_on"], row["transaction_id"]))
    return [*steps, step_of(rest, is_rest=True)] if rest else steps


def order(step: Step) -> tuple[date, date, str]:
    """Return what steps are sorted by."""
    return (step.first, step.last, step.cited[0][0])


def total(rows: Sequence[Row]) -> int:
    """Return the sum of rows in base minor units."""
    return sum(row["amount_base"] or 0 for row in rows)


def amounts(rows: Sequence[Row]) -> Amounts:
    """Sum rows up in the base currency; those without a rate to it, in their own, are beside."""
    found: dict[str, int] = {}
    for row in rows:
        is_known = row["amount_base"] is not None
        currency = row["base_currency"] if is_known else row["currency"]
        amount = row["amount_base"] if is_known else row["amount"]
        found[currency] = found.get(currency, 0) + amount
    return found


def step_of(rows: Sequence[Row], *, is_rest: bool = False) -> Step:
    """Sum rows up as one step."""
    largest = sorted(rows, key=lambda row: (-(row["amount_base"] or 0), row["transaction_id"]))
    return Step(
        first=min(row["booked_on"] for row in rows),
        last=max(row["booked_on"] for row in rows),
        count=len(rows),
        amount=amounts(rows),
        origins=accounts(largest, "originator_account_id"),
        destinations=accounts(largest, "beneficiary_account_id"),
        cited=tuple((row["transaction_id"], amounts([row])) for row in largest[:MOST_CITED]),
        is_rest=is_rest,
    )


def accounts(rows: Sequence[Row], column: str) -> tuple[str | None, ...]:
    """Return the different accounts of a column, those of the largest payments first."""
    return tuple(dict.fromkeys(row[column] for row in rows))
