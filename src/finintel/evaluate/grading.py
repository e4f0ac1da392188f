"""Grading: what a set of alerts holds of the labelled schemes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.evaluate.components import PART
from finintel.sqlfile import SqlFile, read_sql
from finintel.workspace import shipped_resources

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from finintel.warehouse import Warehouse

ALL = "all"
UNNAMED = "unnamed"  # as scheme_row.sql calls a scheme whose kind no feed says


@dataclass(frozen=True)
class Standard:
    """What is judged: the best `alerts` of at most `largest` rows, on schemes from `smallest` rows.

    `detectors` names those judged; all when empty.
    """

    alerts: int = 1_000
    largest: int = 80
    smallest: int = 3
    detectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindGrade:
    """Schemes of a kind: how many an alert touches, holds by half, and finds.

    A find is an alert that holds at least half of the scheme's transactions and at least half of
    whose transactions are the scheme's. `part…` count connected parts in place of schemes, and
    `joined…` of these the parts of two transactions and more: a single one has no shape.
    """

    kind: str
    schemes: int
    touched: int
    held: int
    found: int
    parts: int
    parts_held: int
    parts_found: int
    joined: int
    joined_held: int
    joined_found: int


@dataclass(frozen=True)
class Grade:
    """One set of alerts: its size, how many hold labelled rows, and what it finds of each kind.

    `attempts` are the labelled schemes of any size. A transaction labelled by itself, of which no
    feed says to which scheme it belongs, is none of them: these are `loose`.
    """

    name: str
    alerts: int
    rows: int
    largest_rows: int
    labelled: int
    pure: int
    attempts: int
    attempts_touched: int
    loose: int
    loose_touched: int
    kinds: tuple[KindGrade, ...]
    innocent: tuple[KindGrade, ...]


def statement(name: str) -> SqlFile:
    """Read one of the statements of sql/evaluate."""
    return read_sql(shipped_resources() / "sql" / "evaluate" / f"{name}.sql")


def grade(
    warehouse: Warehouse,
    name: str,
    alert_rows: pa.Table,
    schemes: tuple[pl.DataFrame, pl.DataFrame],
    smallest: int,
) -> Grade:
    """Grade a set of alerts.

    Args:
        warehouse: open for reading.
        name: how the set is called in the report.
        alert_rows: alert_id, transaction_id.
        schemes: rows of schemes, and the same rows by connected part.
        smallest: schemes with fewer rows count only among the attempts.
    """
    whole, parts = schemes
    with warehouse.registered("alert_row", alert_rows):
        with warehouse.registered("scheme_row", whole):
            found = warehouse.run(statement("scheme_found"))
            quality = warehouse.run(statement("alert_quality")).to_pylist()[0]
        with warehouse.registered("scheme_row", parts):
            found_parts = warehouse.run(statement("scheme_found"))
    kinds, innocent, attempts = summarise(found, found_parts, smallest)
    return Grade(
        name=name,
        alerts=quality["alert_count"],
        rows=quality["row_count"],
        largest_rows=quality["largest_rows"],
        labelled=quality["labelled_count"],
        pure=quality["pure_count"],
        **attempts,
        kinds=kinds,
        innocent=innocent,
    )


def summarise(
    found: pa.Table, found_parts: pa.Table, smallest: int
) -> tuple[tuple[KindGrade, ...], tuple[KindGrade, ...], dict[str, int]]:
    """Add up schemes by kind: those labelled, their innocent twins; and all attempts."""
    import polars as pl

    schemes, parts = pl.DataFrame(found), pl.DataFrame(found_parts)
    large = schemes.filter(pl.col("scheme_rows") >= smallest)
    whole_key = pl.col("scheme_key").str.split(PART).list.first()
    large_parts = parts.filter(whole_key.is_in(large["scheme_key"].to_list()))
    return (
        by_kind(large.filter(~pl.col("is_innocent")), large_parts.filter(~pl.col("is_innocent"))),
        by_kind(large.filter(pl.col("is_innocent")), large_parts.filter(pl.col("is_innocent"))),
        count_attempts(schemes.filter(~pl.col("is_innocent"))),
    )


def count_attempts(schemes: pl.DataFrame) -> dict[str, int]:
    """Count labelled schemes, and apart from them the transactions that are labelled alone."""
    import polars as pl

    alone = (pl.col("scheme_kind") == UNNAMED) & (pl.col("scheme_rows") == 1)
    attempts, loose = schemes.filter(~alone), schemes.filter(alone)
    return {
        "attempts": attempts.height,
        "attempts_touched": int(attempts["is_touched"].sum()),
        "loose": loose.height,
        "loose_touched": int(loose["is_touched"].sum()),
    }


def by_kind(schemes: pl.DataFrame, parts: pl.DataFrame) -> tuple[KindGrade, ...]:
    """Count schemes and parts by kind, all kinds together last."""
    kinds: Sequence[str] = sorted(set(schemes["scheme_kind"].to_list()))
    graded = [count_kind(kind, schemes, parts) for kind in kinds]
    return (*graded, count_kind(ALL, schemes, parts)) if graded else ()


def count_kind(kind: str, schemes: pl.DataFrame, parts: pl.DataFrame) -> KindGrade:
    """Count schemes and parts of one kind, or of all."""
    import polars as pl

    if kind != ALL:
        schemes = schemes.filter(pl.col("scheme_kind") == kind)
        parts = parts.filter(pl.col("scheme_kind") == kind)
    joined = parts.filter(pl.col("scheme_rows") > 1)
    return KindGrade(
        kind=kind,
        schemes=schemes.height,
        touched=int(schemes["is_touched"].sum()),
        held=int(schemes["is_held"].sum()),
        found=int(schemes["is_found"].sum()),
        parts=parts.height,
        parts_held=int(parts["is_held"].sum()),
        parts_found=int(parts["is_found"].sum()),
        joined=joined.height,
        joined_held=int(joined["is_held"].sum()),
        joined_found=int(joined["is_found"].sum()),
    )
