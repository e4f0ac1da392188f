"""Where traced money comes from: credits, or parts of them, each a source of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.errors import TraceError, all_faults
from finintel.trace.parts import (
    BANK,
    FIRST_TRACED,
    FIXED_LABELS,
    FRUIT,
    OWN,
    UNKNOWN,
    Part,
    is_traced,
    merged,
)

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.entries import Ledger

STATED_LABELS = {"C": OWN, "U": UNKNOWN}


@dataclass(frozen=True)
class Sources:
    """The sources of one trace.

    Attributes:
        labels: label by source number; C own, U unknown, F fruit, OD the bank's, then the traced.
        transactions: transaction of each source, None for the fixed ones.
        stated: movement number → parts of its credit that are stated, in the order given.
        has_unknown_inner: some credit is mixed and nobody says which part lies in front.
    """

    labels: list[str]
    transactions: list[str | None]
    stated: dict[int, list[Part]]
    has_unknown_inner: bool


def read_sources(sources: pl.DataFrame, ledger: Ledger) -> Sources:
    """Read sources and find the credits that they name.

    Args:
        sources: transaction_id; source_label (unique, e.g. D1; C and U state own and unknown money
            and may come often; defaults to the transaction); amount_minor (null: all of the credit;
            what a mixed credit leaves unstated is own money, behind the stated parts).
        ledger: the movements.

    Raises:
        TraceError: a transaction is not in the ledger or credits no account of it, a label comes
            twice, or parts exceed their credit; all faults in one go.
    """
    numbers = {name: number for number, name in enumerate(ledger.transaction_ids)}
    labels = list(FIXED_LABELS)
    transactions: list[str | None] = [None] * FIRST_TRACED
    stated: dict[int, list[Part]] = {}
    faults: list[str] = []
    taken = set(labels)
    for name, label, amount in source_rows(sources):
        number = numbers.get(name)
        if number is None or ledger.credited[number] < 0:
            faults.append(f"transaction {name} credits no account of the ledger")
            continue
        whole = ledger.received[number] if amount is None else amount
        stated.setdefault(number, []).append((STATED_LABELS.get(label, len(labels)), whole))
        if label not in STATED_LABELS:
            if label in taken:
                faults.append(f"source label {label} comes twice or is reserved")
            taken.add(label)
            labels.append(label)
            transactions.append(name)
    faults += over_stated(stated, ledger)
    if faults:
        raise all_faults("sources to trace", faults, TraceError)
    mixed = any(is_mixed(parts, ledger.received[number]) for number, parts in stated.items())
    return Sources(labels, transactions, stated, mixed)


def grouped_sources(ledger: Ledger, groups: Mapping[str, int]) -> Sources:
    """Return sources that hold many credits each, for sums in which single ones do not matter.

    Args:
        ledger: the movements.
        groups: transaction → number of its group, from 0 on; each is a credit of the ledger, whole.

    Returns:
        Sources whose number is FIRST_TRACED and the group; they name no transaction.
    """
    numbers = {name: number for number, name in enumerate(ledger.transaction_ids)}
    count = max(groups.values(), default=-1) + 1
    stated = {
        numbers[name]: [(FIRST_TRACED + group, ledger.received[numbers[name]])]
        for name, group in groups.items()
    }
    labels = [*FIXED_LABELS, *(f"group {group}" for group in range(count))]
    return Sources(labels, [None] * len(labels), stated, has_unknown_inner=False)


def source_rows(sources: pl.DataFrame) -> list[tuple[str, str, int | None]]:
    """Return transaction, label and amount of each source, defaults filled in."""
    rows = sources.to_dict(as_series=False)
    names = rows["transaction_id"]
    labels = rows.get("source_label", names)
    amounts = rows.get("amount_minor", [None] * len(names))
    return list(zip(names, labels, amounts, strict=True))


def over_stated(stated: dict[int, list[Part]], ledger: Ledger) -> list[str]:
    """Name the credits whose stated parts exceed them, or hold a part that is not positive."""
    return [
        f"transaction {ledger.transaction_ids[number]}: its stated parts do not fit its amount"
        for number, parts in stated.items()
        if sum(amount for _, amount in parts) > ledger.received[number]
        or any(amount < 0 for _, amount in parts)
    ]


def is_mixed(parts: list[Part], whole: int) -> bool:
    """Tell whether a credit has more than one part."""
    return len(parts) + (sum(amount for _, amount in parts) < whole) > 1


def restated(arriving: list[Part], stated: list[Part], *, is_reversed: bool = False) -> list[Part]:
    """Return what a credit brings when some of it is stated.

    A statement names only value that is not traced already, so nothing is counted twice: traced
    parts stay, stated parts take the place of the untraced ones from the front. Where nothing was
    traced before, a statement does not say which part of the credit it means: traced parts are
    laid in front, or behind when reversed.

    >>> restated([(0, 700)], [(4, 300)])
    [(4, 300), (0, 400)]
    """
    parts: list[Part] = []
    waiting = list(reversed(stated))
    for source, amount in arriving:
        left = amount
        while left and waiting and not is_traced(source):
            label, wanted = waiting.pop()
            share = min(left, wanted)
            if share:
                parts.append((label, share))
            left -= share
            if wanted > share:
                waiting.append((label, wanted - share))
        if left:
            parts.append((source, left))
    if any(is_traced(source) for source, _ in arriving):
        return merged(parts)
    return merged(inner_order(parts, is_reversed=is_reversed))


def inner_order(parts: list[Part], *, is_reversed: bool) -> list[Part]:
    """Return a mixed credit with its traced parts in front, or the other way round."""
    ordered = sorted(parts, key=lambda part: not is_traced(part[0]))
    return ordered[::-1] if is_reversed else ordered


def fruits(held: dict[int, int]) -> list[Part]:
    """Return the weights of interest: earned on traced money, or on its fruit, it is fruit.

    Interest on own money is own money; on nothing held it is unknown, never clean by default.
    """
    if not held:
        return [(UNKNOWN, 1)]
    kinds = {source: source if source in (OWN, UNKNOWN, BANK) else FRUIT for source in held}
    return [(kinds[source], amount) for source, amount in held.items()]
