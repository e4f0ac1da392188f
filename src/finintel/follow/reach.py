"""Which accounts are followed: those that carry most of the value asked about, and no hub.

By contact alone a few hops reach half a country. So accounts are taken in rounds: what is followed
so far is traced by every method, and only accounts that carry a share worth following are taken
next, most value first. Where that ends (a hub, a bound, too little value) is kept, so that the
answer can say how much went there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.follow.book import Book
from finintel.follow.question import Bounds

if TYPE_CHECKING:
    import polars as pl

HUB = "service_hub"
HOPS = "hop_limit"
ACCOUNTS = "account_limit"
ROWS = "row_limit"
LITTLE = "below_least_share"
UNSEEN = "no_statement"
UNKNOWN = "cash_or_unknown"
ROUNDS = "round_limit"

# What is being done, how much of it is done, and of how much.
Tick = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Wanted:
    """An account that value leads to (or from): how much at most, base minor units; how far."""

    value: int
    hop: int


class Reach:
    """Accounts that are followed, with their entries, and why others are not.

    Attributes:
        hops: account → transfers from the start, for those that are followed.
        stopped: account → why it is not followed; an account that nobody asked for is in neither.
    """

    def __init__(self, book: Book, bounds: Bounds, until_epoch: int | None) -> None:
        self.book = book
        self.bounds = bounds
        self.until_epoch = until_epoch
        self.hops: dict[int, int] = {}
        self.stopped: dict[int, str] = {}
        self.row_count = 0
        self.parts: list[pl.DataFrame] = []

    def take(self, wanted: Mapping[int, Wanted]) -> bool:
        """Follow accounts, most value first, as far as the bounds allow; tell whether any was."""
        asked = [account for account in wanted if account not in self.hops]
        sizes = self.book.sizes(asked) if asked else None
        known = {} if sizes is None else {row[0]: row[1:] for row in sizes.iter_rows()}
        taken: list[int] = []
        for account in sorted(asked, key=lambda number: (-wanted[number].value, number)):
            is_hub, entry_count = known.get(account, (False, 0))
            reason = self.refusal(wanted[account].hop, is_hub=is_hub, entry_count=entry_count)
            if reason:
                self.stopped[account] = reason
                continue
            self.stopped.pop(account, None)
            self.hops[account] = wanted[account].hop
            self.row_count += entry_count
            taken.append(account)
        if taken:
            self.parts.append(self.book.entries(taken, self.until_epoch))
        return bool(taken)

    def refusal(self, hop: int, *, is_hub: bool, entry_count: int) -> str:
        """Say which bound an account meets; empty when it may be followed."""
        if is_hub:
            return HUB
        if entry_count == 0:
            return UNSEEN
        if hop > self.bounds.hops:
            return HOPS
        if len(self.hops) >= self.bounds.accounts:
            return ACCOUNTS
        return ROWS if self.row_count + entry_count > self.bounds.rows else ""

    def entries(self) -> pl.DataFrame:
        """Return the entries of all accounts that are followed."""
        import polars as pl

        return pl.concat(self.parts)

    def least(self, total: int) -> int:
        """Return the least base value that an account must carry, of a total asked about."""
        return max(1, int(total * self.bounds.least_share))

    def reasons(self, account: pl.Expr) -> pl.Expr:
        """Say why value is not followed into (or out of) accounts; empty where it is."""
        import polars as pl

        said = {**self.stopped, **dict.fromkeys(self.hops, "")}
        known = account.replace_strict(said, default=LITTLE, return_dtype=pl.String)
        return pl.when(account.is_null()).then(pl.lit(UNKNOWN)).otherwise(known)

    def grow(self, find: Callable[[pl.DataFrame], Mapping[int, Wanted]], progress: Tick) -> None:
        """Take accounts in rounds until none is found any more.

        Args:
            find: entries of the accounts taken last → further accounts worth following.
            progress: told after every round what there is.
        """
        most = 2 * self.bounds.hops + 1
        for number in range(1, most + 1):
            progress(f"{len(self.hops)} accounts, {self.row_count:,} rows", number, most)
            wanted = find(self.parts[-1])
            if number == most:
                self.stopped |= dict.fromkeys(wanted, ROUNDS)
            elif self.take(wanted):
                continue
            return


def base_value(part: int, amount: int, base: int | None, unknown: int) -> int:
    """Return part of an amount in base minor units, half up; where no rate is known, `unknown`."""
    if base is None or amount == 0:
        return unknown
    return (part * base * 2 + amount) // (2 * amount)
