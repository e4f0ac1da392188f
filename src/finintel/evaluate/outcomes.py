"""What staff decided, as labels: for evaluation and training, never for a detector at night."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from finintel.evaluate.grading import statement

if TYPE_CHECKING:
    import polars as pl

    from finintel.warehouse import Warehouse


def outcome_labels(warehouse: Warehouse, as_of: date) -> pl.DataFrame:
    """Return the alerts that a decision of staff labels, with whether the outcome is mature.

    Who trains takes the mature ones only: an outcome younger than cases usually need is one of the
    quick ones, and may yet be reversed. No further action for want of data, as a duplicate or for
    an error of the data labels nothing.
    """
    import polars as pl

    return pl.DataFrame(warehouse.run(statement("outcome"), {"as_of": as_of}))


def outcome_counts(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Count labelled alerts by detector; nothing before the first night that knew decisions."""
    import polars as pl

    if not warehouse.exists("cases", "outcome"):
        return []
    as_of = warehouse.value("select max(as_of) from meta.run where state = 'finished'")
    if as_of is None:
        return []
    useful = pl.col("is_positive")
    return (
        outcome_labels(warehouse, as_of)
        .group_by("detector_id")
        .agg(
            useful.sum().alias("useful"),
            (~useful).sum().alias("not_useful"),
            pl.col("is_mature").sum().alias("mature"),
        )
        .sort("detector_id")
        .to_dicts()
    )
