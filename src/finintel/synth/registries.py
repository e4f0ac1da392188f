"""What people owned before the world began: homes, vehicles, boats, and the shares of companies."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from finintel.synth.companies import ROLES, STATE_ROLES
from finintel.synth.money import Floats, Integers
from finintel.synth.parties import CODES, party_codes, world_dates
from finintel.synth.places import COUNTRY_CURRENCY, CURRENCIES
from finintel.synth.transaction_text import money_series
from finintel.synth.world import World, stream_of

# share of persons who own one, lowest and highest value in euro
HOLDINGS: Final = {
    "building": (0.16, 45_000, 420_000),
    "land": (0.05, 6_000, 120_000),
    "vehicle": (0.32, 2_500, 38_000),
    "vessel": (0.006, 8_000, 160_000),
    "aircraft": (0.0008, 60_000, 500_000),
}
DESCRIPTIONS: Final = {
    "building": "dwelling",
    "land": "rural plot",
    "vehicle": "passenger car",
    "vessel": "pleasure craft",
    "aircraft": "single-engine aeroplane",
}
REGISTRY: Final = {
    "building": "land",
    "land": "land",
    "vehicle": "vehicle",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
CHARGED_SHARE: Final = 0.3  # of assets carry a charge
VAGUE_SHARE: Final = 0.15  # of part owners are known within bounds only
OWNED_BY_COMPANY: Final = 2
WITH_DEED: Final = 0.3
NUMBER_STEP: Final = 2_654_435_761  # odd, so that numbers of 32 bits do not repeat
CURRENCY_CODES: Final = pl.Series([item.code for item in CURRENCIES])
CURRENCY_OF: Final = np.array(COUNTRY_CURRENCY, dtype=np.int64)


def holdings(world: World, asset_type: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return assets of one type, who owns them, and the deeds that are still on file."""
    place = list(HOLDINGS).index(asset_type)
    share, low, high = HOLDINGS[asset_type]
    generator = stream_of(world.seed, 30, place)
    people = world.people
    owner = np.flatnonzero(generator.random(len(people)) < share).astype(np.int64)
    count = len(owner)
    country = people.country[owner]
    euro = np.exp(generator.uniform(np.log(low), np.log(high), count))
    minor = world.rates.from_euro(euro, CURRENCY_OF[country], np.zeros(count, dtype=np.int64))
    number = (np.arange(count, dtype=np.uint64) * NUMBER_STEP + place * 7_919) % (1 << 32)
    code = pl.Series(
        [f"{asset_type[:3].upper()}-{int(item):08X}" for item in number], dtype=pl.String
    )
    since = -generator.integers(30, 7_000, count)
    assets = asset_frame(world, generator, asset_type, code, country, minor, since)
    owners = pl.DataFrame({"asset_id": code, "party_id": party_codes(world, owner)}).with_columns(
        interest_type=pl.lit("legal"),
        share_minimum_ratio=pl.lit("1"),
        share_maximum_ratio=pl.lit("1"),
        valid_from=world_dates(world, since),
    )
    filed = np.flatnonzero(generator.random(count) < WITH_DEED)
    return assets, owners, deed_frame(world, code, owner, country, minor, since, filed)


def asset_frame(  # noqa: PLR0913, PLR0917 - one choice each
    world: World,
    generator: np.random.Generator,
    asset_type: str,
    code: pl.Series,
    country: Integers,
    minor: Integers,
    since: Integers,
) -> pl.DataFrame:
    """Return the rows of an asset register."""
    count, currency = len(code), CURRENCY_OF[country]
    charge = generator.random(count) < CHARGED_SHARE
    owed = np.where(charge, (minor * generator.uniform(0.1, 0.7, count)).astype(np.int64), 0)
    status = np.where(charge, "pledged", "free")
    text = pl.DataFrame(
        {
            "asset_id": code,
            "asset_type": pl.repeat(asset_type, count, eager=True),
            "country_code": CODES.gather(country),
            "value": money_series(minor, currency),
            "currency": CURRENCY_CODES.gather(currency),
            "valued_on": world_dates(world, np.minimum(since + 200, -10)),
            "encumbrance": money_series(owed, currency),
            "status_code": pl.Series(status.astype(object), dtype=pl.String),
            "built_year": world.calendar.until.year - generator.integers(1, 45, count),
            "district": generator.integers(1, 5, count),
        }
    )
    return text.with_columns(
        registry=pl.format("{}-{}", "country_code", pl.lit(REGISTRY[asset_type])),
        registration_number=pl.col("asset_id").str.slice(4),
        location_code=pl.format("{}-0{}", "country_code", "district"),
        description=pl.lit(DESCRIPTIONS[asset_type]),
    ).drop("district")


def deed_frame(  # noqa: PLR0913, PLR0917 - one choice each
    world: World,
    code: pl.Series,
    owner: Integers,
    country: Integers,
    minor: Integers,
    since: Integers,
    filed: Integers,
) -> pl.DataFrame:
    """Return old acquisitions; their payments lie before the world began."""
    currency = CURRENCY_OF[country[filed]]
    return pl.DataFrame(
        {
            "asset_id": code.gather(filed),
            "acquirer_party_id": party_codes(world, owner[filed]),
            "acquired_on": world_dates(world, since[filed]),
            "price": money_series(minor[filed], currency),
            "currency": CURRENCY_CODES.gather(currency),
            "market_value": money_series(minor[filed], currency),
            "financing_code": pl.repeat("unknown", len(filed), eager=True),
        }
    ).with_columns(acquisition_id=pl.lit("ACQ-") + pl.col("asset_id"))


def share_frames(world: World, settled: set[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the share registry of all companies and who owns them.

    Most are one person's, some two persons', some a company's; three hold each other in a ring.
    `settled` shares have their owners from a story.
    """
    generator = stream_of(world.seed, 31)
    firms, persons = world.companies, len(world.people)
    private = ~np.isin(firms.role, [ROLES.index(role) for role in STATE_ROLES])
    position = np.flatnonzero(private).astype(np.int64)
    country = firms.country[position]
    euro = np.maximum(firms.size[position] * 24_000.0, 3_000.0)
    minor = world.rates.from_euro(
        euro, CURRENCY_OF[country], np.zeros(len(country), dtype=np.int64)
    )
    company = party_codes(world, position + persons)
    assets = pl.DataFrame(
        {
            "asset_id": "SHARE-" + company,
            "country_code": CODES.gather(country),
            "value": money_series(minor, CURRENCY_OF[country]),
            "currency": CURRENCY_CODES.gather(CURRENCY_OF[country]),
            "company_party_id": company,
        }
    ).with_columns(
        asset_type=pl.lit("company_share"),
        registry=pl.format("{}-company_share", "country_code"),
        registration_number=pl.col("company_party_id"),
        description=pl.lit("share capital"),
        encumbrance=pl.lit("0"),
        status_code=pl.lit("free"),
        valued_on=pl.lit(world.calendar.on(-60)),
    )
    free = position[~("SHARE-" + company).is_in(list(settled)).to_numpy()]
    return assets, share_owners(world, generator, free)


def share_owners(world: World, generator: np.random.Generator, firms: Integers) -> pl.DataFrame:
    """Return the owners of the shares of these companies."""
    persons, count = len(world.people), len(firms)
    regular = firms[world.companies.role[firms] == 0]
    ring = regular[:3]
    pool = world.people.ordinary
    kind = generator.choice(3, count, p=[0.6, 0.28, 0.12])
    ringed = np.isin(firms, ring)
    major = np.where(kind == 0, 1.0, np.round(generator.uniform(0.5, 0.9, count), 2))
    major[ringed] = 0.55
    first = pool[generator.integers(0, len(pool), count)]
    # A company is owned by an older position, so that only the ring is circular.
    parent = np.searchsorted(regular, firms) - 1 - generator.integers(0, 5, count)
    nested = (kind == OWNED_BY_COMPANY) & (parent >= len(ring)) & ~ringed
    first[nested] = regular[parent[nested]] + persons
    first[ringed] = np.roll(ring, 1) + persons
    second = pool[generator.integers(0, len(pool), count)]
    shared = major < 1.0
    return pl.concat(
        [
            owner_rows(world, generator, firms, first, major),
            owner_rows(world, generator, firms[shared], second[shared], 1.0 - major[shared]),
        ]
    ).unique(subset=["asset_id", "party_id"], keep="first", maintain_order=True)


def owner_rows(
    world: World, generator: np.random.Generator, firms: Integers, owner: Integers, share: Floats
) -> pl.DataFrame:
    """Return ownership rows; some registers know a share only within bounds."""
    vague = (generator.random(len(firms)) < VAGUE_SHARE) & (share < 1.0)
    low = np.where(vague, np.maximum(share - 0.12, 0.01), share)
    high = np.where(vague, np.minimum(share + 0.05, 1.0), share)
    since = np.maximum(world.companies.registered[firms], -6_000)
    return pl.DataFrame(
        {
            "asset_id": "SHARE-" + party_codes(world, firms + len(world.people)),
            "party_id": party_codes(world, owner),
            "interest_type": pl.repeat("legal", len(firms), eager=True),
            "share_minimum_ratio": pl.Series(np.round(low, 4)).cast(pl.String),
            "share_maximum_ratio": pl.Series(np.round(high, 4)).cast(pl.String),
            "valid_from": world_dates(world, np.minimum(since, -1)),
        }
    )
