"""Beneficial ownership of every asset at the date of the night, and who controls it otherwise.

Most assets have natural persons as owners: their shares are read off. Only companies that hold
something are solved for (see `ownership`), and what they hold takes one round more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.trace.ownership import (
    as_one_person,
    consistent,
    in_numbers,
    named,
    numbered,
    one_round,
    settle,
    unknown_part,
)
from finintel.trace.tables import build

if TYPE_CHECKING:
    import polars as pl

TOLERANCE = 1e-11
HOLDINGS = "select held_id, holder_id, is_person, minimum_ratio, maximum_ratio from trace.holding"
# a company's holders count only when the company holds something; then all above it do
HOLDING_COMPANIES = """
with recursive above as (
    select distinct holder_id as held_id from trace.holding where not is_person
    union
    select holding.holder_id from above
    join trace.holding as holding on holding.held_id = above.held_id and not holding.is_person
)
select held_id from above
"""
HELD_BY_COMPANIES = "select distinct held_id from trace.holding where not is_person"


def find_owners(context: StageContext) -> int:
    """Write trace.holding, beneficial_owner, ownership_path and controller; return the owners."""
    warehouse = context.warehouse
    build(context, "holding", {"as_of": context.as_of})
    shares = all_shares(
        warehouse.frame(HOLDINGS),
        warehouse.frame(HOLDING_COMPANIES),
        warehouse.frame(HELD_BY_COMPANIES),
    )
    warehouse.execute("delete from trace.beneficial_owner")
    with warehouse.registered("_shares", shares) as name:
        warehouse.execute(
            "insert into trace.beneficial_owner by name "
            f"select *, $as_of as as_of, $run_id as run_id from {name} "
            "order by held_id, person_id nulls last",
            {"as_of": context.as_of, "run_id": context.run_id},
        )
    build(context, "ownership_path")
    direct = context.sql("trace/ownership_direct.sql")
    warehouse.append(("trace", "ownership_path"), direct)
    build(context, "controller", {"as_of": context.as_of})
    return warehouse.count("trace.beneficial_owner")


def all_shares(
    holdings: pl.DataFrame, companies: pl.DataFrame, through_companies: pl.DataFrame
) -> pl.DataFrame:
    """Return held_id, person_id (null: nobody known), minimum_ratio, maximum_ratio, is_direct.

    Args:
        holdings: as for `ownership.economic_shares`, of everything.
        companies: held_id of the companies that hold something, directly or further up.
        through_companies: held_id of what has an owner that is no natural person.
    """
    import polars as pl

    edges, ids = numbered(holdings)
    edges = consistent(edges)
    through = in_numbers(through_companies, ids, "held_id")
    above = edges.join(in_numbers(companies, ids, "held_id"), on="held_id", how="semi")
    indirect = edges.join(through, on="held_id", how="semi")
    bounds = []
    for bound in ("minimum", "maximum"):
        shares, _ = settle(above, bound, TOLERANCE)
        bounds.append(one_round(indirect, shares, bound).rename({"x": f"{bound}_ratio"}))
    least, most = bounds
    reached = most.join(least, on=["held_id", "person_id"], how="left").with_columns(
        pl.col("minimum_ratio").fill_null(0.0), pl.lit(value=False).alias("is_direct")
    )
    direct = edges.join(through, on="held_id", how="anti").select(
        "held_id",
        pl.col("holder_id").alias("person_id"),
        pl.col("low").alias("minimum_ratio"),
        pl.col("high").alias("maximum_ratio"),
        pl.lit(value=True).alias("is_direct"),
    )
    persons = pl.concat([direct, reached.select(direct.columns)])
    everybody, _ = settle(as_one_person(above), "maximum", TOLERANCE)
    known = one_round(as_one_person(edges), everybody, "maximum")
    unknown = nobody(edges, persons, known).select(direct.columns)
    return named(pl.concat([persons, unknown]), ids, "held_id", "person_id")


def nobody(edges: pl.DataFrame, persons: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the part of each thing that no known person accounts for, where there is any."""
    import polars as pl

    return (
        unknown_part(edges, persons, known)
        .filter(pl.col("unknown_maximum_ratio") > TOLERANCE)
        .select(
            "held_id",
            pl.lit(None, dtype=pl.Int64).alias("person_id"),
            pl.col("unknown_minimum_ratio").alias("minimum_ratio"),
            pl.col("unknown_maximum_ratio").alias("maximum_ratio"),
            pl.lit(value=False).alias("is_direct"),
        )
    )
