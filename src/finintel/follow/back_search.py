"""Which payers financed enough to be followed: shares account by account, multiplied along the way.

Seen alone, an account says which of its credits each of its debits was made of, by every method. So
an account is scanned once, when it is taken, and the way back is a product of shares. It decides
only whom to follow; what is shown is the allocation over all accounts together.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from finintel.follow.light_scan import light_scans
from finintel.follow.question import BACKWARD_METHODS
from finintel.follow.reach import Reach, Wanted, base_value
from finintel.trace.entries import TRACE, Ledger, read_ledgers
from finintel.trace.parts import FIRST_TRACED
from finintel.trace.sources import grouped_sources

if TYPE_CHECKING:
    import polars as pl

# Method, and 0 or 1: the first or the last order that untimed days may have had.
Key = tuple[str, int]
KEYS: tuple[Key, ...] = tuple((method, place) for method in BACKWARD_METHODS for place in (0, 1))


class Shares:
    """What debits were made of, account by account.

    Attributes:
        made_of: (method, order) → debit → (credit, part of the debit) pairs.
        amounts: debit → its amount.
        payers: credit → account that paid it, and account credited.
    """

    def __init__(self, least: int) -> None:
        """Keep no payer whose credits to one account together are less, base minor units."""
        self.least = least
        self.made_of: dict[Key, dict[str, list[tuple[str, int]]]] = {key: {} for key in KEYS}
        self.amounts: dict[str, int] = {}
        self.payers: dict[str, tuple[int, int]] = {}

    def add(self, entries: pl.DataFrame) -> None:
        """Scan accounts, each on its own."""
        import polars as pl

        payer, base = pl.col("counterparty_number"), pl.col("amount_base_minor")
        place = ["account_number", "counterparty_number"]
        enough = (base.sum().over(place) >= self.least) | base.is_null().any().over(place)
        credited = entries.filter(
            (pl.col("direction") == "in") & payer.is_not_null() & enough & (pl.col("kind") != "fee")
        )
        columns = ("transaction_id", "counterparty_number", "account_number")
        for name, paying, account in credited.select(columns).iter_rows():
            self.payers[name] = (paying, account)
        debits = entries.filter(pl.col("direction") == "out")
        self.amounts |= dict(debits.select("transaction_id", "amount_minor").iter_rows())
        alone = entries.with_columns(pl.col("account_number").cast(pl.String).alias(TRACE))
        for name, ledger in read_ledgers(alone).items():
            self.scan(ledger, int(name))

    def scan(self, ledger: Ledger, account: int) -> None:
        """Note what each debit of one account is made of, by every method and order."""
        credits_ = [
            name
            for name in ledger.transaction_ids
            if name in self.payers and self.payers[name][1] == account
        ]
        groups = {name: group for group, name in enumerate(credits_)}
        for method, place, scan in light_scans(
            ledger, grouped_sources(ledger, groups), BACKWARD_METHODS
        ):
            made = {
                ledger.transaction_ids[number]: [
                    (credits_[source - FIRST_TRACED], part)
                    for source, part in parts
                    if source >= FIRST_TRACED
                ]
                for number, parts in scan.carried.items()
            }
            self.made_of[method, place] |= made
            if place == 0:  # stands for the last order too, until there is one
                self.made_of[method, 1] |= made

    def wanted(self, asked: pl.DataFrame, reach: Reach) -> dict[int, Wanted]:
        """Return the accounts not followed that financed enough of the payments by any method."""
        most: dict[int, int] = defaultdict(int)
        hops: dict[int, int] = {}
        for key in KEYS:
            values: dict[int, int] = defaultdict(int)
            for credit, value in self.traced_back(asked, key, reach):
                payer, account = self.payers[credit]
                values[payer] += value
                hop = reach.hops[account] + 1
                hops[payer] = min(hops.get(payer, hop), hop)
            for payer, value in values.items():
                most[payer] = max(most[payer], value)
        enough = {payer: value for payer, value in most.items() if value >= self.least}
        return {payer: Wanted(value, hops[payer]) for payer, value in enough.items()}

    def traced_back(self, asked: pl.DataFrame, key: Key, reach: Reach) -> list[tuple[str, int]]:
        """Return the credits from accounts not followed, with the base value that they financed.

        A payment without a rate counts as worth following: what is not known is not little.
        """
        made_of, found = self.made_of[key], []
        columns = ("transaction_id", "amount_base_minor")
        due = {
            name: self.least if base is None else base
            for name, base in asked.select(columns).iter_rows()
        }
        for _ in range(reach.bounds.hops + 1):
            further: dict[str, int] = defaultdict(int)
            for debit, value in due.items():
                for credit, part in made_of.get(debit, ()):
                    share = base_value(part, self.amounts[debit], value, 0)
                    if self.payers[credit][0] in reach.hops:
                        further[credit] += share
                    elif share:
                        found.append((credit, share))
            due = further
        return found
