"""Who plays which part, and which articles the facts of a story fit."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from finintel.synth.calendar import Calendar
from finintel.synth.cast import Cast
from finintel.synth.law import is_beyond_income
from finintel.synth.records import watchlist_frame
from finintel.synth.staging import plan_for, stage_all
from finintel.synth.world import build_world


def test_who_stands_by_in_a_story_plays_no_part_in_another() -> None:
    plan = plan_for(1_000)
    calendar = Calendar(date(2026, 3, 31), 30)
    world = build_world(
        seed=3,
        background=400,
        cast=plan.persons,
        quiet=plan.companies,
        calendar=calendar,
        nights=1,
    )
    cast = Cast(world)
    scenes = stage_all(world, cast, plan)
    parts: dict[int, set[str]] = {}
    owner = world.book.close().party
    for scene in scenes:
        ends = {end for row in scene.rows for end in row[1:3] if end >= 0}
        for party in {int(owner[end]) for end in ends} | set(scene.parties):
            if party < len(world.people):
                parts.setdefault(party, set()).add(scene.story_id)

    assert len(parts) > 100
    assert [party for party, stories in parts.items() if len(stories) > 1] == []


def test_a_world_without_an_official_on_the_list_has_a_list_all_the_same() -> None:
    world = build_world(
        seed=3,
        background=400,
        cast=8,
        quiet=8,
        calendar=Calendar(date(2026, 3, 31), 30),
        nights=1,
    )
    world.people.cast[:] = True
    found = watchlist_frame(world, pl.Series(["name"] * len(world.people)))

    assert set(found["list_id"]) == {"XX-SANCTIONS"}
    assert found["party_id"].null_count() == len(found)


@pytest.mark.parametrize(("price", "expected"), [(1_200_000, False), (1_200_001, True)])
def test_a_thing_is_out_of_proportion_from_a_years_income_on(price: int, expected: bool) -> None:
    people = SimpleNamespace(income=[1_000.0])
    scene: Any = SimpleNamespace(
        convert=lambda minor, *_: minor,
        cast=SimpleNamespace(world=SimpleNamespace(people=people)),
    )
    purchase: Any = SimpleNamespace(price=price, currency=0, acquired=1)
    subject: Any = SimpleNamespace(party=0)

    assert is_beyond_income(scene, purchase, subject) is expected
