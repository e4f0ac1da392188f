"""From fragments to an answer: what a payment carried, as a range over methods and orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from finintel.errors import TraceError

if TYPE_CHECKING:
    import polars as pl

    from finintel.trace.result import TraceResult


def traced_amounts(result: TraceResult, transaction_ids: Sequence[str]) -> pl.DataFrame:
    """Return the traced value of transactions by method and order; zero is an answer too.

    Returns:
        method, order_variant, is_bound, transaction_id, traced_minor, in the currency debited; net
        of what was returned. Fruit is not in it.
    """
    import polars as pl

    runs = pl.DataFrame(
        [(run.method, run.order_variant, run.is_bound) for run in result.runs],
        schema=["method", "order_variant", "is_bound"],
        orient="row",
    )
    asked = pl.DataFrame({"transaction_id": list(dict.fromkeys(transaction_ids))})
    keys = ["method", "order_variant", "transaction_id"]
    traced = (
        result.composition(asked.get_column("transaction_id").to_list())
        .filter("is_traced")
        .group_by(keys)
        .agg(pl.col("amount_minor").sum().alias("traced_minor"))
    )
    return (
        runs.join(asked, how="cross")
        .join(traced, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("traced_minor").fill_null(0))
    )


def traced_ranges(
    result: TraceResult, transaction_ids: Sequence[str], headline_method: str
) -> pl.DataFrame:
    """Return what transactions carried as [minimum, maximum] over all methods and orders.

    No single method bounds a payment: lowest intermediate balance says least of what is paid out
    and most of what is held (Re Oatway), so the range is over all of them.

    Returns:
        transaction_id, minimum_minor, maximum_minor, headline_method, headline_minimum_minor,
        headline_maximum_minor (they differ when orders do), bound_minor (poison; null if not run).

    Raises:
        TraceError: the headline method was not among the methods run.
    """
    import polars as pl

    if headline_method not in {run.method for run in result.runs}:
        raise TraceError(f"headline method {headline_method} was not run; add it to the methods")
    traced = pl.col("traced_minor")
    headline = traced.filter(pl.col("method") == headline_method)
    return (
        traced_amounts(result, transaction_ids)
        .group_by("transaction_id", maintain_order=True)
        .agg(
            traced.filter(~pl.col("is_bound")).min().alias("minimum_minor"),
            traced.filter(~pl.col("is_bound")).max().alias("maximum_minor"),
            pl.lit(headline_method).first().alias("headline_method"),
            headline.min().alias("headline_minimum_minor"),
            headline.max().alias("headline_maximum_minor"),
            traced.filter("is_bound").max().alias("bound_minor"),
        )
    )


def holder_range(amount_minor: int, holder_count: int) -> tuple[int, int]:
    """Return the least and the most of an amount that is one holder's.

    An account is traced as an account. On a joint one each holder's share may be anything between
    nothing and all of it; it is never the whole to each.

    >>> holder_range(5000, 2)
    (0, 5000)
    """
    return (amount_minor if holder_count == 1 else 0), amount_minor
