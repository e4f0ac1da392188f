"""What is traced: entries of accounts, read once into lists that the scan walks in booked order.

One transaction is one movement, whether one of its two accounts is known or both. A pot is what one
account holds in one currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.errors import TraceError, all_faults
from finintel.trace.opening import SECONDS_OF_DAY, known_openings

if TYPE_CHECKING:
    import polars as pl

OUTSIDE = -1
TRACE = "trace_id"
KINDS = ("transfer", "fee", "interest", "return", "opening")
REQUIRED = ("transaction_id", "account_number", "direction", "amount_minor", "currency")
# Columns that a feed may lack, and what their absence means.
OPTIONAL = {
    "kind": "transfer",
    "is_time_known": True,
    "is_overdraft_allowed": None,
    "balance_after_minor": None,
    "returned_transaction_id": None,
}


MOVED = (
    "transaction_id",
    "day",
    "pot",
    "pot_in",
    "is_time_known",
    "amount_minor",
    "amount_minor_in",
    "kind",
    "returned",
    "balance_after_minor",
    "balance_after_minor_in",
)


@dataclass(frozen=True)
class Ledger:
    """Movements in booked order and the pots they touch. Amounts are minor units.

    Attributes:
        transaction_ids: one per movement.
        days: booking day as days since 1970-01-01.
        is_time_known: false where only the date is known, so that a day may have had other orders.
        debited: pot that the movement leaves, or OUTSIDE.
        credited: pot that it reaches, or OUTSIDE.
        amounts: what leaves.
        received: what arrives; differs after a conversion.
        kinds: transfer, fee, interest, return, opening.
        returned: number of the movement that this one returns, or OUTSIDE.
        debited_balances: balance of the pot debited after the movement, where the feed has it.
        credited_balances: the same of the pot credited.
        pots: account number and currency.
        openings: what a pot held before its first movement; 0 where it is not known.
        is_opening_known: whether a balance or an opening entry says so.
        may_overdraw: whether the account may go below zero; None where nobody says.
    """

    transaction_ids: list[str]
    days: list[int]
    is_time_known: list[bool]
    debited: list[int]
    credited: list[int]
    amounts: list[int]
    received: list[int]
    kinds: list[str]
    returned: list[int]
    debited_balances: list[int | None]
    credited_balances: list[int | None]
    pots: list[tuple[int, str]]
    openings: list[int]
    is_opening_known: list[bool]
    may_overdraw: list[bool | None]


EMPTY = Ledger([], [], [], [], [], [], [], [], [], [], [], [], [], [], [])


def read_ledger(entries: pl.DataFrame) -> Ledger:
    """Read entries into a ledger.

    Args:
        entries: one row per transaction and account concerned, with columns transaction_id,
            account_number, direction (in, out), amount_minor and currency (of the account's side),
            booked_epoch (seconds, UTC), transaction_number (booked order inside a second; the
            booking sequence where the feed has one), and optionally kind, is_time_known,
            is_overdraft_allowed, balance_after_minor, returned_transaction_id. Rows in any order.

    Raises:
        TraceError: a column is missing, or entries contradict each other; all faults in one go.
    """
    import polars as pl

    return read_ledgers(entries.with_columns(pl.lit("").alias(TRACE))).get("", EMPTY)


def read_ledgers(entries: pl.DataFrame) -> dict[str, Ledger]:
    """Read the entries of many traces in one go: trace_id → its ledger, by trace_id.

    Args:
        entries: as for `read_ledger`, and trace_id. The traces have nothing to do with each other.

    Raises:
        TraceError: as `read_ledger`.
    """
    import polars as pl

    frame = completed(entries)
    pot_keys = [TRACE, "account_number", "currency"]
    pots = (
        frame.group_by(pot_keys)
        .agg(pl.col("is_overdraft_allowed").any(ignore_nulls=False).alias("may_overdraw"))
        .sort(pot_keys)
        .with_row_index("pot")
        .with_columns(pl.col("pot").cast(pl.Int64))
    )
    moved = movements(frame.join(pots, on=pot_keys, how="left"))
    openings = pl.Series("opening", known_openings(moved, pots.height), dtype=pl.Int64)
    pots = pots.with_columns(openings)
    columns = Columns(moved, pots)
    rows, own = spans(moved), spans(pots)
    return {name: columns.ledger(span, own[name]) for name, span in rows.items()}


def spans(frame: pl.DataFrame) -> dict[str, slice]:
    """Return where the rows of each trace stand in a frame that is sorted by trace."""
    import polars as pl

    lengths = frame.group_by(TRACE, maintain_order=True).agg(pl.len())
    found, start = {}, 0
    for name, length in lengths.iter_rows():
        found[str(name)] = slice(start, start + length)
        start += length
    return found


class Columns:
    """Movements and pots of many traces as lists, from which the ledger of each is cut out."""

    def __init__(self, moved: pl.DataFrame, pots: pl.DataFrame) -> None:
        import polars as pl

        firsts = pots.group_by(TRACE, maintain_order=True).agg(pl.col("pot").first().alias("first"))
        told = moved.join(firsts, on=TRACE, how="left", maintain_order="left").with_columns(
            (pl.col("booked_epoch") // SECONDS_OF_DAY).alias("day"),
            *((pl.col(side) - pl.col("first")).fill_null(OUTSIDE) for side in ("pot", "pot_in")),
        )
        self.moved = {name: told.get_column(name).to_list() for name in MOVED}
        self.pots = list(pots.select("account_number", "currency").iter_rows())
        self.openings = pots.get_column("opening").to_list()
        self.may_overdraw = pots.get_column("may_overdraw").to_list()

    def ledger(self, rows: slice, own: slice) -> Ledger:
        """Return the ledger of one trace; its pots are numbered from 0.

        Args:
            rows: its movements.
            own: its pots.
        """
        cut = {column: values[rows] for column, values in self.moved.items()}
        openings = self.openings[own]
        numbers = {code: number for number, code in enumerate(cut["transaction_id"])}
        return Ledger(
            transaction_ids=list(numbers),
            days=cut["day"],
            is_time_known=cut["is_time_known"],
            debited=cut["pot"],
            credited=cut["pot_in"],
            amounts=cut["amount_minor"],
            received=cut["amount_minor_in"],
            kinds=cut["kind"],
            returned=[numbers.get(code, OUTSIDE) for code in cut["returned"]],
            debited_balances=cut["balance_after_minor"],
            credited_balances=cut["balance_after_minor_in"],
            pots=self.pots[own],
            openings=[opening or 0 for opening in openings],
            is_opening_known=[opening is not None for opening in openings],
            may_overdraw=self.may_overdraw[own],
        )


def completed(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the entries with every column and no contradiction; raises with all faults."""
    import polars as pl

    needed = [*REQUIRED, "booked_epoch", "transaction_number"]
    missing = [name for name in needed if name not in entries.columns]
    if missing:
        raise TraceError(f"entries to trace: column(s) {', '.join(missing)} missing")
    frame = entries.with_columns(
        pl.lit(value).alias(name) for name, value in OPTIONAL.items() if name not in entries.columns
    ).with_columns(
        pl.col("is_time_known").fill_null(value=True),
        pl.col("is_overdraft_allowed").cast(pl.Boolean),
        pl.col("balance_after_minor").cast(pl.Int64),
        pl.col("returned_transaction_id").cast(pl.String),
    )
    wrong = {
        "amount is negative or missing": pl.col("amount_minor").fill_null(-1) < 0,
        "direction is neither in nor out": ~pl.col("direction").is_in(["in", "out"]),
        f"kind is none of {', '.join(KINDS)}": ~pl.col("kind").is_in(list(KINDS)),
        "two entries in one direction": pl.struct(
            TRACE, "transaction_id", "direction"
        ).is_duplicated(),
    }
    faults = [
        f"transaction {name}: {fault}"
        for fault, condition in wrong.items()
        for name in frame.filter(condition).get_column("transaction_id").head(20)
    ]
    if faults:
        raise all_faults("entries to trace", faults, TraceError)
    return frame


def movements(frame: pl.DataFrame) -> pl.DataFrame:
    """Join the two entries of each transaction into one row, in booked order.

    A side that is not known takes the other side's amount. At most one entry per transaction and
    direction: key to key.
    """
    import polars as pl

    shared = ["booked_epoch", "transaction_number", "kind", "is_time_known"]
    sides = ["pot", "amount_minor", "balance_after_minor"]
    keys = [TRACE, "transaction_id"]
    columns = [*keys, *shared, "returned_transaction_id", *sides]
    out = frame.filter(pl.col("direction") == "out").select(columns)
    into = frame.filter(pl.col("direction") == "in").select(columns)
    return (
        out.join(into, on=keys, how="full", coalesce=True, suffix="_in")
        .with_columns(pl.coalesce(name, f"{name}_in").alias(name) for name in shared)
        .with_columns(
            pl.coalesce("amount_minor", "amount_minor_in").alias("amount_minor"),
            pl.coalesce("amount_minor_in", "amount_minor").alias("amount_minor_in"),
            pl.coalesce("returned_transaction_id", "returned_transaction_id_in").alias("returned"),
        )
        .sort(TRACE, "booked_epoch", "transaction_number", "transaction_id")
    )
