"""Bands decide in order, a quota keeps one typology from filling the list, a sample is drawn."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from finintel.cases.ranking import BANDS, ORDER, rank_leads


def leads(count: int, **columns: object) -> pl.DataFrame:
    base = {
        "case_id": [f"C{number:03}" for number in range(count)],
        "typology": ["structuring"] * count,
        "state": ["open"] * count,
        **{f"band_{band}": [1] * count for band in BANDS},
        "score": [0.5] * count,
        "money_at_risk_base_minor": list(range(count, 0, -1)),
        "amount_base_minor": [100] * count,
        **{name: [1] * count for name in ORDER if name.endswith("_count")},
        "recoverable_base_minor": [10] * count,
        "asset_value_base_minor": [0] * count,
        "end_on": [date(2026, 3, 1)] * count,
        "days_covered": [5] * count,
    }
    return pl.DataFrame(base | columns)


def order(frame: pl.DataFrame) -> list[str]:
    return frame.filter(pl.col("rank").is_not_null()).sort("rank")["case_id"].to_list()


@pytest.mark.parametrize("position", range(len(BANDS) - 1))
def test_one_step_of_a_band_outweighs_every_band_after_it(position: int) -> None:
    stronger = {f"band_{BANDS[position]}": [2, 1]}
    weaker = {f"band_{band}": [0, 4] for band in BANDS[position + 1 :]}
    ranked = rank_leads(leads(2, **stronger, **weaker, score=[0.0, 1.0]), 10, 0, "n1")
    assert order(ranked) == ["C000", "C001"]
    assert ranked.sort("rank")["priority"].is_sorted(descending=True)


def test_money_at_risk_a_day_decides_between_equal_bands_and_scores() -> None:
    assert order(rank_leads(leads(3), 10, 0, "n1")) == ["C000", "C001", "C002"]


def test_leads_that_only_the_identifier_tells_apart_are_marked_as_tied() -> None:
    ranked = rank_leads(leads(3, money_at_risk_base_minor=[5, 5, 4]), 10, 0, "n1")
    assert ranked.sort("case_id")["is_tied"].to_list() == [True, True, False]


@pytest.mark.parametrize("name", ORDER[len(BANDS) :])
def test_every_further_fact_breaks_a_tie(name: str) -> None:
    lower, higher = (date(2026, 2, 1), date(2026, 3, 1)) if name == "end_on" else (0, 1)
    same = {"money_at_risk_base_minor": [5, 5]}
    ranked = rank_leads(leads(2, **same | {name: [lower, higher]}), 10, 0, "n1")
    assert order(ranked) == ["C001", "C000"]
    assert not ranked["is_tied"].any()


def test_one_typology_fills_only_its_quota_while_others_wait() -> None:
    typology = ["structuring"] * 10 + ["round_trip"] * 10
    bands = [4] * 10 + [0] * 10
    ranked = rank_leads(leads(20, typology=typology, band_urgency=bands), 10, 0, "n1")
    listed = ranked.filter(pl.col("listing") == "ranked")
    counted = dict(listed.group_by("typology").len().iter_rows())
    assert counted == {"structuring": 6, "round_trip": 4}


def test_places_that_no_other_typology_wants_go_to_the_best_left_over() -> None:
    ranked = rank_leads(leads(20), 10, 0, "n1")
    assert ranked["rank"].drop_nulls().sort().to_list() == list(range(1, 11))


def test_the_sample_comes_from_below_the_line_and_from_the_seed_alone() -> None:
    once = rank_leads(leads(30), 10, 5, "n1")
    again = rank_leads(leads(30).reverse(), 10, 5, "n1")
    other = rank_leads(leads(30), 10, 5, "n2")
    drawn = [set(f.filter(pl.col("listing") == "sample")["case_id"]) for f in (once, again, other)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 5
    assert once.filter(pl.col("listing") == "sample")["rank"].is_null().all()


def test_withdrawn_leads_have_no_place() -> None:
    ranked = rank_leads(leads(2, state=["withdrawn", "open"]), 10, 0, "n1")
    assert dict(ranked.select("case_id", "listing").iter_rows()) == {
        "C000": "withdrawn",
        "C001": "ranked",
    }
