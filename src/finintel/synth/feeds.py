"""Writes register feeds as files, one drop a night, with the headers of the entity contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from finintel.contracts.entities import Entity, load_entities
from finintel.synth.calendar import Calendar
from finintel.workspace import Workspace

ENTITY_OF: Final = {
    "party": "party",
    "account": "account",
    "account_holder": "account_holder",
    "transaction": "transaction",
    "land_registry": "asset",
    "vehicle_registry": "asset",
    "vessel_registry": "asset",
    "aircraft_registry": "asset",
    "company_share_registry": "asset",
    "ownership": "ownership",
    "acquisition": "acquisition",
    "relationship": "relationship",
    "declared_income": "declared_income",
    "award": "award",
    "watchlist": "watchlist_entry",
    "proceeding": "proceeding",
    "loan": "loan",
    "fx_rate": "fx_rate",
    "truth": "label",
}
PERIOD: Final = ("valid_from", "valid_to")
# Integers in the contract, because they may be negative, but money all the same.
BALANCES: Final = ("originator_balance_minor", "beneficiary_balance_minor")


@dataclass(frozen=True)
class Drop:
    """What arrives on one night: rows known after day `after`, up to and with day `upto`."""

    on: date
    after: int
    upto: int
    folder: Path


def plan_drops(directory: Path, calendar: Calendar, nights: int) -> list[Drop]:
    """Return the drops, one a night; a single one goes straight into the inbox."""
    final = calendar.days - 1
    if nights == 1:
        return [Drop(calendar.until, -(10**6), final, directory / "inbox")]
    drops = []
    for back in range(nights - 1, -1, -1):
        on = calendar.until - timedelta(days=back)
        after = -(10**6) if back == nights - 1 else final - back - 1
        drops.append(Drop(on, after, final - back, directory / "drops" / on.isoformat()))
    return drops


def load_headers(directory: Path) -> dict[str, tuple[str, ...]]:
    """Return the header of every feed, from its entity contract."""
    entities = load_entities(Workspace(directory))
    return {source: header_of(entities[entity]) for source, entity in ENTITY_OF.items()}


def load_keys(directory: Path) -> dict[str, tuple[str, ...]]:
    """Return the columns that tell rows of a feed apart; a period is one of them."""
    entities = load_entities(Workspace(directory))
    return {
        source: (*entities[name].key, *(["valid_from"] if entities[name].history else []))
        for source, name in ENTITY_OF.items()
    }


def header_of(entity: Entity) -> tuple[str, ...]:
    """Return the columns of a feed: money in major units loses its suffix, history has periods."""
    names = tuple(
        name.removesuffix("_minor") if column.type == "money" or name in BALANCES else name
        for name, column in entity.columns.items()
    )
    periods = tuple(name for name in PERIOD if entity.history and name not in names)
    return (*names, *periods)


def in_header(frame: pl.DataFrame, header: tuple[str, ...]) -> pl.DataFrame:
    """Return the columns of the header as text, missing ones empty.

    Raises ValueError when a column has no place in the header.
    """
    unknown = set(frame.columns) - set(header) - {"known"}
    if unknown:
        raise ValueError(f"columns without a place in the feed: {', '.join(sorted(unknown))}")
    present = [
        pl.col(name).cast(pl.String)
        if name in frame.columns
        else pl.lit(None, pl.String).alias(name)
        for name in header
    ]
    known = pl.col("known") if "known" in frame.columns else pl.lit(-1).alias("known")
    return frame.select(*present, known.cast(pl.Int64))


def newest_of_drop(frame: pl.DataFrame, key: tuple[str, ...], drop: Drop) -> pl.DataFrame:
    """Return the rows of a drop; of several with one key the latest."""
    rows = frame.filter((pl.col("known") > drop.after) & (pl.col("known") <= drop.upto))
    newest = rows.unique(subset=list(key), keep="last", maintain_order=True)
    return newest.sort(list(key), nulls_last=True, maintain_order=True)


def write_registers(
    frames: Mapping[str, pl.DataFrame],
    keys: Mapping[str, tuple[str, ...]],
    drops: list[Drop],
) -> Iterator[tuple[str, Path, int]]:
    """Write every register feed of every drop; yield feed, file and rows."""
    for drop in drops:
        for source, frame in frames.items():
            rows = newest_of_drop(frame, keys[source], drop)
            if rows.is_empty():
                continue
            path = drop.folder / source / f"{source}_{drop.on.isoformat()}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            rows.drop("known").write_csv(path, line_terminator="\n")
            yield source, path, len(rows)
