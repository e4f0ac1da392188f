"""Beneficial ownership of every asset at the date of the night, and who controls it otherwise.

Most assets have natural persons as owners: their shares are read off. Only companies that hold
something are solved for (see `ownership`), and what they hold takes one round more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.trace.holdings import consistent, numbered
from finintel.trace.ownership import (
    as_one_person,
    one_round,
    ratio_at,
    settle,
    unknown_part,
)
from finintel.trace.tables import build

if TYPE_CHECKING:
    import polars as pl

TOLERANCE = 1e-11
HOLDINGS = "select held_id, holder_id, is_person, minimum_ratio, maximum_ratio from trace.holding"


def find_owners(context: StageContext) -> int:
    """Write trace.holding, beneficial_owner, ownership_path and controller; return the owners."""
    warehouse = context.warehouse
    build(context, "holding", {"as_of": context.as_of})
    shares = all_shares(warehouse.frame(HOLDINGS))
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


def all_shares(holdings: pl.DataFrame) -> pl.DataFrame:
    """Return held_id, person_id (null: nobody known), minimum_ratio, maximum_ratio, is_direct.

    Args:
        holdings: one row per holding in force at the date: held_id (asset or company), holder_id,
            is_person (the holder is a natural person), minimum_ratio, maximum_ratio (0 to 1). Rows
            of one pair are added up. Where the minima of one thing sum to more than one, the
            register contradicts itself: its minima are taken as unknown (0).
    """
    import numpy as np
    import polars as pl

    numbers, ids = numbered(holdings)
    edges = consistent(numbers)
    by_company = edges.at(~edges.is_person)
    is_through = np.isin(edges.held, by_company.held)
    through, direct = edges.at(is_through), edges.at(~is_through)
    # a company's holders count only when the company holds something
    above = edges.at(np.isin(edges.held, by_company.holder))
    least, most = (
        one_round(through, settle(above, bound, TOLERANCE)[0], bound)
        for bound in ("minimum", "maximum")
    )
    lowest = ratio_at(least, most)
    everybody, _ = settle(as_one_person(above), "maximum", TOLERANCE)
    known = one_round(as_one_person(edges), everybody, "maximum")
    things, unknown_least, unknown_most = unknown_part(
        edges, np.append(direct.held, most.held), np.append(direct.low, lowest), known
    )
    is_left = unknown_most > TOLERANCE
    parts = (
        (direct.held, direct.holder, direct.low, direct.high, True),
        (most.held, most.person, lowest, most.ratio, False),
        (things[is_left], None, unknown_least[is_left], unknown_most[is_left], False),
    )
    return pl.concat(
        pl.DataFrame(
            {
                "held_id": ids.gather(held),
                "person_id": None if person is None else ids.gather(person),
                "minimum_ratio": minimum,
                "maximum_ratio": maximum,
                "is_direct": is_direct,
            },
            # of no row at all the types would not be known
            schema_overrides={
                **dict.fromkeys(("held_id", "person_id"), pl.String),
                **dict.fromkeys(("minimum_ratio", "maximum_ratio"), pl.Float64),
                "is_direct": pl.Boolean,
            },
        )
        for held, person, minimum, maximum, is_direct in parts
    )
