"""Shares of everything at once agree with shares solved as one whole."""

from __future__ import annotations

import random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from finintel.trace.beneficial import all_shares
from finintel.trace.holdings import TOLERANCE, consistent, numbered
from finintel.trace.ownership import ratio_at, settle


def register(seed: int) -> pl.DataFrame:
    """Return assets and companies with random owners, cycles and unknown shares among them."""
    chance = random.Random(seed)
    companies = [f"C{n}" for n in range(5)]
    rows = set()
    for held in [*companies, *(f"A{n}" for n in range(8))]:
        for _ in range(chance.randint(1, 3)):
            is_person = chance.random() < 0.6
            holder = f"P{chance.randint(0, 4)}" if is_person else chance.choice(companies)
            low = round(chance.uniform(0, 0.3), 2)
            rows.add((held, holder, is_person, low, round(low + chance.uniform(0, 0.3), 2)))
    schema = ["held_id", "holder_id", "is_person", "minimum_ratio", "maximum_ratio"]
    frame = pl.DataFrame(sorted(rows), schema=schema, orient="row")
    return frame.filter(pl.col("held_id") != pl.col("holder_id"))


def as_one_whole(holdings: pl.DataFrame) -> pl.DataFrame:
    """Solve for everything at once, direct owners and things that own nothing among it."""
    numbers, ids = numbered(holdings)
    edges = consistent(numbers)
    least, _ = settle(edges, "minimum", TOLERANCE)
    most, _ = settle(edges, "maximum", TOLERANCE)
    return pl.DataFrame(
        {
            "held_id": ids.gather(most.held),
            "person_id": ids.gather(most.person),
            "minimum_ratio": ratio_at(least, most),
            "maximum_ratio": most.ratio,
        }
    )


@pytest.mark.parametrize("seed", range(30))
def test_splitting_off_direct_owners_changes_no_share(seed: int) -> None:
    holdings = register(seed)
    found = all_shares(holdings).filter(pl.col("person_id").is_not_null())
    columns = ["held_id", "person_id", "minimum_ratio", "maximum_ratio"]
    assert_frame_equal(
        found.select(columns).sort("held_id", "person_id"),
        as_one_whole(holdings),
        abs_tol=1e-6,
    )
