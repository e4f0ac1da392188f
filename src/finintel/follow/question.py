"""What is asked: from where, which way, by which method, and how far at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from fractions import Fraction

from finintel.trace.opening import SECONDS_OF_DAY
from finintel.vocabulary import TRACING_METHODS

# The outer bound: computed beside the methods, never part of a range.
BOUND = "poison"
# Without a set of traced credits only these say where a payment came from.
BACKWARD_METHODS = tuple(name for name in TRACING_METHODS if name in ("fifo", "lifo", "pro_rata"))


@dataclass(frozen=True)
class Bounds:
    """How far an answer reaches; what a bound leaves out is counted and shown.

    Attributes:
        hops: transfers from the start at most; the nightly trace has the same default.
        accounts: accounts followed at most, those with most value first.
        rows: entries of all followed accounts together; this bounds the time that an answer takes.
        starts: credits (or payments) that an answer starts from, the largest first.
        least_share: least part of the value asked about that an account must carry to be followed.
    """

    hops: int = 8
    accounts: int = 200
    rows: int = 20_000
    starts: int = 250
    least_share: Fraction = Fraction(1, 100)


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        headline: the method that is shown; the range is over all methods in any case.
        is_forward: where value went; else where it came from.
        until: last day that counts; all when None.
        with_backwards: also link repaid overdrafts to what they had bought (Brazil v Durant).
    """

    headline: str
    is_forward: bool = True
    until: date | None = None
    with_backwards: bool = False
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def until_epoch(self) -> int | None:
        """The last second that counts, seconds UTC."""
        if self.until is None:
            return None
        midnight = datetime.combine(self.until, time(), tzinfo=UTC)
        return int(midnight.timestamp()) + SECONDS_OF_DAY - 1
