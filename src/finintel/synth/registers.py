"""Puts every register feed together: what always was, and what the stories entered."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from finintel.synth.accounts import Accounts
from finintel.synth.parties import (
    account_frame,
    company_frame,
    holder_frame,
    person_frame,
    relationship_frame,
)
from finintel.synth.records import (
    award_frame,
    income_frame,
    loan_frame,
    proceeding_frame,
    rate_frame,
    watchlist_frame,
)
from finintel.synth.registries import HOLDINGS, REGISTRY, holdings, share_frames
from finintel.synth.scene import Scene
from finintel.synth.world import World

ACCOUNT_COLUMNS: Final = ("payee_account_id", "account_id")


def register_frames(
    world: World, accounts: Accounts, codes: pl.Series, scenes: list[Scene]
) -> dict[str, pl.DataFrame]:
    """Return one frame per feed; `known` is the day from which a row may be told."""
    persons = person_frame(world)
    entered = staged_entries(world, codes, persons["name"], scenes)
    bulk = standing_frames(world, accounts, codes, persons, settled_shares(scenes))
    taken = {row["asset_id"] for row in entered.get("acquisition", [])}
    frames = {}
    for source, parts in bulk.items():
        kept = [part for part in parts if not part.is_empty()] or parts[:1]
        if "asset_id" in kept[0].columns and source != "company_share_registry":
            free = ~pl.col("asset_id").is_in(list(taken)) | pl.col("asset_id").str.starts_with(
                "SHARE"
            )
            kept = [part.filter(free) for part in kept]
        rows = entered.get(source, [])
        staged = [text_frame(rows)] if rows else []
        frames[source] = pl.concat([*map(as_text, kept), *staged], how="diagonal")
    return frames


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return all columns as text, but the day."""
    known = (
        pl.col("known").cast(pl.Int64) if "known" in frame.columns else pl.lit(-1).alias("known")
    )
    names = [name for name in frame.columns if name != "known"]
    return frame.select(*(pl.col(name).cast(pl.String) for name in names), known.cast(pl.Int64))


def text_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return entries as text columns: dates ISO, booleans true and false, unknown null."""
    names = list(dict.fromkeys(name for row in rows for name in row if name != "known"))
    columns: dict[str, Any] = {
        name: pl.Series([entry_text(row.get(name)) for row in rows], dtype=pl.String)
        for name in names
    }
    return pl.DataFrame(
        {**columns, "known": pl.Series([row["known"] for row in rows], dtype=pl.Int64)}
    )


def entry_text(value: object) -> str | None:
    """Write one value of an entry."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def settled_shares(scenes: list[Scene]) -> set[str]:
    """Return the shares whose owners a story names."""
    return {
        values["asset_id"]
        for scene in scenes
        for source, _, values in scene.entries
        if source == "ownership" and values["asset_id"].startswith("SHARE-")
    }


def staged_entries(
    world: World, codes: pl.Series, names: pl.Series, scenes: list[Scene]
) -> dict[str, list[dict[str, Any]]]:
    """Return what the stories entered, by feed; accounts and names get their text."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for scene in scenes:
        for source, day, values in scene.entries:
            entry = {"known": min(day, world.calendar.days - 1), **values}
            for column in ACCOUNT_COLUMNS:
                if column in entry:
                    entry[column] = codes[entry[column]]
            if "name_of" in entry:
                entry["name"] = names[entry.pop("name_of")]
            rows.setdefault(source, []).append(entry)
    return rows


def standing_frames(
    world: World,
    accounts: Accounts,
    codes: pl.Series,
    persons: pl.DataFrame,
    settled: set[str],
) -> dict[str, list[pl.DataFrame]]:
    """Return what was there before the world began, by feed."""
    shares, share_owners = share_frames(world, settled)
    loans = loan_frame(world)
    frames: dict[str, list[pl.DataFrame]] = {
        "party": [persons, company_frame(world)],
        "account": [account_frame(world, accounts, codes)],
        "account_holder": [holder_frame(world, accounts, codes)],
        "land_registry": [],
        "vehicle_registry": [],
        "vessel_registry": [],
        "aircraft_registry": [],
        "company_share_registry": [shares],
        "ownership": [share_owners],
        "acquisition": [],
        "relationship": [relationship_frame(world)],
        "declared_income": [income_frame(world)],
        "award": [award_frame(world)],
        "watchlist": [watchlist_frame(world, persons["name"])],
        "proceeding": [proceeding_frame(world)],
        "loan": [loans.with_columns(account_id=codes.gather(loans["account_id"]))],
        "fx_rate": [rate_frame(world)],
    }
    for asset_type in HOLDINGS:
        assets, owners, deeds = holdings(world, asset_type)
        frames[f"{REGISTRY[asset_type]}_registry"].append(assets)
        frames["ownership"].append(owners)
        frames["acquisition"].append(deeds)
    return frames
