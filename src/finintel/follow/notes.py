"""What a reader must know of an answer: what bounds left out, what is not known, what it is not.

Everything is counted, and where money is concerned, in money.
"""

from __future__ import annotations

from collections import Counter

from finintel.follow.answer import Answer
from finintel.follow.question import BACKWARD_METHODS
from finintel.follow.starts import Starts
from finintel.follow.tables import STOPS, Money
from finintel.trace.methods import methods
from finintel.vocabulary import TRACING_METHODS

# Bounds that a person can widen, and how.
WIDENED = {
    "hop_limit": "--hops",
    "account_limit": "--accounts",
    "row_limit": "--rows",
    "below_least_share": "--least",
    "round_limit": "--hops",
}


def notes(answer: Answer, starts: Starts, money: Money, base_currency: str) -> list[str]:
    """Return the notes on an answer, the most telling first."""
    return [
        *about_starts(starts, money, base_currency),
        *about_bounds(answer),
        *about_orders(answer),
        *about_openings(answer),
        *about_methods(answer),
    ]


def about_starts(starts: Starts, money: Money, base_currency: str) -> list[str]:
    """Say which of the transactions asked about are not in the answer."""
    found = []
    if starts.before_window:
        found.append(
            f"{starts.before_window} of the transactions asked about were booked before the "
            "window of the snapshot and are not followed"
        )
    if starts.after_end:
        found.append(f"{starts.after_end} of them were booked after --until")
    if starts.without_amount:
        found.append(f"{starts.without_amount} of them moved nothing")
    if starts.beyond_bound:
        left = money.text(starts.beyond_bound_base_minor, base_currency)
        found.append(
            f"the largest {starts.movements.height} are followed; {starts.beyond_bound} smaller "
            f"ones, {left} {base_currency} together, are not (--starts)"
        )
    return found


def about_bounds(answer: Answer) -> list[str]:
    """Say where following stopped; how much ends there stands in the tables."""
    reach = answer.reach
    met = Counter(reach.stopped.values())
    little = answer.endings.filter(stop="below_least_share").get_column("counterparty_number")
    met["below_least_share"] = little.n_unique()
    found = [f"{len(reach.hops)} accounts are followed, {reach.row_count:,} rows"]
    found += [
        f"{count} accounts are not: {STOPS[stop]}"
        + (f" ({WIDENED[stop]} widens it)" if stop in WIDENED else "")
        for stop, count in sorted(met.items())
        if count
    ]
    if len(found) > 1:
        found.append("what accounts that are not followed pay in again counts as the holder's own")
    return found


def about_orders(answer: Answer) -> list[str]:
    """Say which orders within a day were assumed, and which were refused as impossible."""
    if answer.result is None:
        return []
    variants = {run.order_variant.split(",")[0] for run in answer.result.runs}
    found = []
    if variants & {"credits_first", "debits_first"}:
        found.append(
            "some days have no times: the range is over credits first and debits first"
            if len(variants) > 1
            else "some days have no times: credits first is the only order that is possible"
        )
    if answer.result.refused.height:
        found.append(
            f"on {answer.result.refused.height} days of single accounts debits first is refused: "
            "it would overdraw an account that has no overdraft"
        )
    return found


def about_openings(answer: Answer) -> list[str]:
    """Say what the accounts held before the window, and who knows."""
    if answer.result is None:
        return []
    ledger = answer.result.ledger
    guessed = sum(not known for known in ledger.is_opening_known)
    if not guessed:
        return []
    return [
        f"{guessed} of {len(ledger.pots)} balances before the window are not known: the least that "
        "keeps the account from going below zero is taken, as unknown money, not as clean"
    ]


def about_methods(answer: Answer) -> list[str]:
    """Say what the range is over, and what it must not be used for."""
    run = {run.method for run in answer.result.runs} if answer.result else set(TRACING_METHODS)
    over = ", ".join(name for name in TRACING_METHODS if name in run)
    found = [
        f"least and most are over {over}, and every order; the headline is one of them",
        "in the way they are of the whole payment or holding, which may stand in several rows",
    ]
    if answer.question.is_forward:
        found.append("poison is an outer bound: all that any contact could mean, no result")
        found.append("lowest balance (libr) depends on all sources at once: never add two answers")
    else:
        left = [name for name in methods() if name not in BACKWARD_METHODS]
        found.append(
            f"{', '.join(left)} have no answer backward: they depend on which credits are traced; "
            "follow a credit forward and read the payment"
        )
    return found
