"""`python -m benchmarks.variants DATA [name …]`: do the shapes hold when the data look different?

DATA is a folder with `ledger/`, `amlworld/` and `amlsim/`, as tests take it from
FININTEL_EXTERNAL_DATA. Each variant is a copy of one of them with a change that the books of
another bank might show; it is examined in one night up to `detect`, and its line says how many
schemes one alert holds by half, at 1,000 alerts (AMLworld: 600), and what the strict tier is worth.
Renaming accounts and shuffling rows must change nothing, other changes little: what falls hangs on
a constant where a relation is meant. What is drawn is drawn from a fixed seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from benchmarks.examined import examined

from finintel.console import print_table
from finintel.evaluate import Evaluation, Grade, Standard, evaluate
from finintel.workspace import create_workspace

AS_OF = date(2022, 9, 30)
LEDGER = datetime(2022, 9, 1, tzinfo=UTC), 18  # its ordinary life, in days; before is history
AMLSIM = datetime(2017, 1, 1, tzinfo=UTC), 365
ALERTS = {"ledger": 1_000, "amlworld": 600, "amlsim": 1_000}
FILES = {  # the transactions, and what goes beside them
    "ledger": ("ledger.parquet",),
    "amlworld": ("hi_small_laundering_ego.parquet",),
    "amlsim": (
        "transactions.parquet",
        *("alert_transactions.parquet", "alert_accounts.parquet", "accounts.parquet"),
    ),
}
DROPPED_TENTHS, DAY_SECONDS = 3, 86_400
SMALLEST = 3  # transactions of a scheme that counts
KINDS = (
    *("FAN-IN", "FAN-OUT", "GATHER-SCATTER", "SCATTER-GATHER", "CYCLE", "RANDOM"),
    *("STACK", "BIPARTITE"),
)
PARTED = ("STACK", "BIPARTITE")  # disjoint by nature: counted by connected parts of two rows

Change = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Variant:
    """A changed copy: of which set, how; base currency, threshold factor; are rates sent."""

    feed: str
    change: Change
    currency: str = "USD"
    factor: str = "1"
    rated: bool = True


def as_it_is(rows: pl.DataFrame) -> pl.DataFrame:
    """Change nothing."""
    return rows


def scaled(factor: float, currency: str) -> Change:
    """Multiply every amount, to the cent, and name the currency."""
    return lambda rows: rows.with_columns(
        (pl.col("amount") * factor).round(2).clip(lower_bound=0.01),
        pl.lit(currency).alias("currency"),
    )


def rounded(unit: int) -> Change:
    """Round every amount to a multiple of a unit, as people name sums."""
    return lambda rows: rows.with_columns(
        ((pl.col("amount").cast(pl.Float64) / unit).round() * unit).clip(lower_bound=float(unit)),
    )


def fewer(rows: pl.DataFrame) -> pl.DataFrame:
    """Drop three tenths of the ordinary rows at random."""
    return rows.filter(
        pl.col("is_laundering") | (pl.int_range(pl.len()).shuffle(seed=7) % 10 >= DROPPED_TENTHS)
    )


def doubled(rows: pl.DataFrame) -> pl.DataFrame:
    """Let every ordinary row happen once more, within a day and a tenth of its amount."""
    again = rows.filter(~pl.col("is_laundering")).with_row_index("place")
    drawn = pl.col("place").shuffle(seed=5) / pl.len()
    other = pl.col("place").shuffle(seed=6) / pl.len()
    later = pl.duration(seconds=(DAY_SECONDS * drawn).cast(pl.Int64))
    return pl.concat(
        [
            rows.with_columns(pl.col("amount").cast(pl.Float64)),
            again.with_columns(
                pl.col("transaction_reference") + pl.col("transaction_reference").max(),
                pl.col("booked_at") + later,
                pl.col("amount").cast(pl.Float64) * (0.9 + 0.2 * other),
            ).select(rows.columns),
        ]
    ).with_columns(pl.col("amount").round(2).clip(lower_bound=0.01))


def recent(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep ordinary life alone: nothing tells who knew whom before."""
    return rows.filter(pl.col("booked_at").dt.epoch("s") >= LEDGER[0].timestamp())


def one_bank(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep what one bank sees that holds half of the accounts: what they pay and are paid."""
    names = pl.concat([rows["from_account"], rows["to_account"]]).unique().sort()
    own = names.gather(pl.int_range(len(names), eager=True).shuffle(seed=3).head(len(names) // 2))
    return rows.filter(
        pl.col("from_account").is_in(own.implode()) | pl.col("to_account").is_in(own.implode())
    )


def bankless(rows: pl.DataFrame) -> pl.DataFrame:
    """Hide the banks: accounts are known by their number alone."""
    return rows.with_columns(from_bank=pl.lit(1), to_bank=pl.lit(1))


def thinned(rows: pl.DataFrame) -> pl.DataFrame:
    """Drop a tenth of the rows at random."""
    return rows.filter(pl.int_range(pl.len()).shuffle(seed=7) % 10 > 0)


def renamed(rows: pl.DataFrame) -> pl.DataFrame:
    """Give accounts new names in another order and shuffle the rows."""
    names = pl.concat([rows["from_account"], rows["to_account"]]).unique().sort()
    fresh = pl.int_range(len(names), eager=True).shuffle(seed=3).cast(pl.String)
    other = dict(zip(names, "x" + fresh, strict=True))
    return rows.with_columns(
        pl.col("from_account", "to_account").replace_strict(other),
    ).sample(fraction=1.0, shuffle=True, seed=11)


def until(share: float, column: str, life: tuple[datetime, int]) -> Change:
    """Keep the history and the first part of ordinary life."""
    begin, days = life
    end = begin.timestamp() + share * days * 86_400
    return lambda rows: rows.filter(pl.col(column).dt.epoch("s") < end)


def by_day(column: str) -> Change:
    """Cut times to the day, as many books do."""
    return lambda rows: rows.with_columns(pl.col(column).dt.truncate("1d"))


def masked(rows: pl.DataFrame) -> pl.DataFrame:
    """Hide how the money moved."""
    return rows.with_columns(pl.lit("Wire").alias("payment_format"))


def one_currency(rows: pl.DataFrame) -> pl.DataFrame:
    """Hide how the money moved and in which currency: amounts at their face."""
    return masked(rows).with_columns(
        pl.lit("US Dollar").alias("payment_currency"),
        pl.lit("US Dollar").alias("receiving_currency"),
        pl.col("amount_paid").alias("amount_received"),
    )


VARIANTS = {
    "ledger": Variant("ledger", as_it_is),
    "ledger, renamed and shuffled": Variant("ledger", renamed),
    "ledger, amounts × 1,000 in pesos": Variant("ledger", scaled(1_000.0, "COP"), "COP", "1000"),
    "ledger, amounts × 0.01": Variant("ledger", scaled(0.01, "USD"), factor="0.01"),
    "ledger, in dollars without a rate, books in euro": Variant("ledger", as_it_is, "EUR"),
    "ledger, amounts rounded to the unit": Variant("ledger", rounded(1)),
    "ledger, amounts rounded to hundreds": Variant("ledger", rounded(100)),
    "ledger, three tenths of ordinary life lost": Variant("ledger", fewer),
    "ledger, ordinary life twice": Variant("ledger", doubled),
    "ledger, no history": Variant("ledger", recent),
    "ledger, as one bank sees it": Variant("ledger", one_bank),
    "ledger, a tenth of the rows lost": Variant("ledger", thinned),
    "ledger, first half": Variant("ledger", until(1 / 2, "booked_at", LEDGER)),
    "ledger, first third": Variant("ledger", until(1 / 3, "booked_at", LEDGER)),
    "ledger, times cut to the day": Variant("ledger", by_day("booked_at")),
    "amlworld": Variant("amlworld", as_it_is),
    "amlworld, format masked": Variant("amlworld", masked),
    "amlworld, format and currency masked": Variant("amlworld", one_currency),
    "amlworld, no banks named": Variant("amlworld", bankless),
    "amlworld, no list of rates": Variant("amlworld", as_it_is, rated=False),
    "amlworld, times cut to the day": Variant("amlworld", by_day("timestamp")),
    "amlsim": Variant("amlsim", as_it_is),
    "amlsim, a tenth of the rows lost": Variant("amlsim", thinned),
    "amlsim, first half": Variant("amlsim", until(1 / 2, "tran_timestamp", AMLSIM)),
    "amlsim, first third": Variant("amlsim", until(1 / 3, "tran_timestamp", AMLSIM)),
}


def main() -> None:
    """Examine the variants and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with ledger/, amlworld/ and amlsim/")
    parser.add_argument("variant", nargs="*", help=f"of: {'; '.join(VARIANTS)}")
    asked = parser.parse_args()
    unknown = sorted(set(asked.variant) - set(VARIANTS))
    if unknown:
        parser.error(f"no such variant: {'; '.join(unknown)}")
    lines = []
    for name in asked.variant or VARIANTS:
        lines.append((name, *line(examine(VARIANTS[name], asked.data))))
        print(*lines[-1], sep=" | ", flush=True)
    print_table(
        "schemes of which one alert holds half, of all; parts of stack and bipartite",
        ("variant", "alerts", "pure", *(kind.lower() for kind in KINDS), "strict: n, pure, held"),
        lines,
    )


def examine(variant: Variant, data: Path) -> Evaluation:
    """Write the variant, examine it in one night, and evaluate it."""
    with TemporaryDirectory(prefix="finintel-variants-") as scratch:
        folder = Path(scratch) / "w"
        create_workspace(folder)
        settings = folder / "finintel.toml"
        text = settings.read_text(encoding="utf-8")
        own = f'base_currency = "{variant.currency}"\nthreshold_factor = "{variant.factor}"\n'
        settings.write_text(f"{text}\n{own}", encoding="utf-8")
        write_feed(variant, data, folder / "inbox")
        with examined(folder, AS_OF) as warehouse:
            return evaluate(warehouse, Standard(alerts=ALERTS[variant.feed], smallest=SMALLEST))


def write_feed(variant: Variant, data: Path, inbox: Path) -> None:
    """Write the changed rows, and what goes with them, where feeds arrive."""
    target = inbox / variant.feed
    target.mkdir(parents=True, exist_ok=True)
    first, *beside = FILES[variant.feed]
    rows = variant.change(pl.read_parquet(data / variant.feed / first))
    rows.write_parquet(target / first)
    for name in beside:
        other = pl.read_parquet(data / variant.feed / name)
        if "tran_id" in other.columns:  # labels of transactions that are there
            other = other.filter(pl.col("tran_id").is_in(rows["tran_id"].implode()))
        other.write_parquet(target / name)
    if variant.feed == "amlworld" and variant.rated:
        rates = inbox / "fx_rate"
        rates.mkdir(parents=True, exist_ok=True)
        (rates / "fx_rates.csv").write_bytes((data / "amlworld" / "fx_rates.csv").read_bytes())


def line(found: Evaluation) -> tuple[str, ...]:
    """Return the cells of a variant."""
    budget, strict = found.detectors[:2]
    return (
        str(budget.alerts),
        share(budget.pure, budget.alerts),
        *(held(budget, kind) for kind in KINDS),
        f"{strict.alerts}, {share(strict.pure, strict.alerts)}, "
        f"{sum(kind.held for kind in strict.kinds if kind.kind != 'all')}",
    )


def held(grade: Grade, name: str) -> str:
    """Say how many schemes (or connected parts) of a kind one alert holds by half."""
    kind = next((kind for kind in grade.kinds if kind.kind.upper().replace("_", "-") == name), None)
    if kind is None:
        return "–"
    if name in PARTED:
        return f"{kind.joined_held}/{kind.joined}"
    return f"{kind.held}/{kind.schemes}"


def share(part: int, whole: int) -> str:
    """Return a share to two digits."""
    return f"{part / max(whole, 1):.2f}"


if __name__ == "__main__":
    main()
