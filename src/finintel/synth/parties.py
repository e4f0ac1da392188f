"""The feeds of who is who: parties, accounts, holders, relatives."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from finintel.synth.accounts import ACCOUNT_TYPES, Accounts
from finintel.synth.companies import ACTIVITY, ROLES, SECTORS, STATE_ROLES
from finintel.synth.money import Integers
from finintel.synth.names import addresses, company_names, person_names
from finintel.synth.people import OFFICIAL
from finintel.synth.places import (
    ALL_COUNTRIES,
    BRANCHES_PER_INSTITUTION,
    CURRENCIES,
    INSTITUTION_COUNT,
    branch_code,
    institution_code,
)
from finintel.synth.world import World, stream_of

LONG_AGO: Final = -1  # known before the first night
JOINT_SHARE: Final = 0.3  # of couples hold an account together
ADULT_DAYS: Final = 7_000
CODES: Final = pl.Series([item.code for item in ALL_COUNTRIES])


def world_dates(world: World, day: Integers) -> pl.Series:
    """Return dates for days of the world, negative ones long ago."""
    first = np.datetime64(world.calendar.first, "D")
    return pl.Series(first + day.astype("timedelta64[D]")).cast(pl.Date)


def party_codes(world: World, party: Integers) -> pl.Series:
    """Return the ids of parties from their numbers."""
    persons = len(world.people)
    frame = pl.DataFrame({"n": party})
    person = pl.lit("P") + pl.col("n").cast(pl.String).str.zfill(7)
    company = pl.lit("C") + (pl.col("n") - persons).cast(pl.String).str.zfill(6)
    text = pl.when(pl.col("n") < persons).then(person).otherwise(company)
    return frame.select(text.alias("party_id")).to_series()


def towns(generator: np.random.Generator, country: Integers) -> pl.Series:
    """Draw a town in each country."""
    pool = [item.towns[i % len(item.towns)] for item in ALL_COUNTRIES for i in range(4)]
    return pl.Series(pool).gather(country * 4 + generator.integers(0, 4, len(country)))


def person_frame(world: World) -> pl.DataFrame:
    """Return the persons of the party feed."""
    people, generator = world.people, stream_of(world.seed, 20)
    count = len(people)
    household_town = towns(generator, people.country)
    home = addresses(generator, household_town)
    _, first = np.unique(people.household, return_index=True)
    return pl.DataFrame(
        {
            "party_id": party_codes(world, np.arange(count)),
            "party_type": pl.repeat("person", count, eager=True),
            "name": person_names(generator, count),
            "identifier": identifiers(generator, CODES.gather(people.country)),
            "identifier_scheme": pl.repeat("XX-ID", count, eager=True),
            "address": home.gather(first[people.household]),
            "birth_on": world_dates(world, people.birth),
            "country_code": CODES.gather(people.country),
            "household_id": pl.Series(people.household).cast(pl.String).str.zfill(7),
            "is_public_official": pl.Series(people.kind == OFFICIAL),
        }
    ).with_columns(household_id=pl.lit("H") + pl.col("household_id"))


def identifiers(generator: np.random.Generator, country: pl.Series) -> pl.Series:
    """Draw identity numbers that follow no real country's rule."""
    number = pl.Series("n", generator.integers(10_000_000, 99_999_999, len(country)))
    frame = pl.DataFrame({"country": country, "n": number})
    return frame.select(pl.format("XX{}{}", "country", "n")).to_series()


def company_frame(world: World) -> pl.DataFrame:
    """Return the organisations of the party feed."""
    firms, generator = world.companies, stream_of(world.seed, 21)
    count = len(firms)
    kinds = ["state" if role in STATE_ROLES else "organisation" for role in ROLES]
    hub_activity = pl.Series([ACTIVITY.get(role) for role in ROLES]).gather(firms.role)
    sector = pl.Series(SECTORS).gather(firms.sector)
    return pl.DataFrame(
        {
            "party_id": party_codes(world, np.arange(count) + len(world.people)),
            "party_type": pl.Series(kinds).gather(firms.role),
            "name": company_names(generator, count),
            "identifier": identifiers(generator, CODES.gather(firms.country)),
            "identifier_scheme": pl.repeat("XX-REG", count, eager=True),
            "address": addresses(generator, towns(generator, firms.country)),
            "registered_on": world_dates(world, firms.registered),
            "country_code": CODES.gather(firms.country),
            "activity_code": hub_activity.fill_null(sector),
        }
    )


def account_frame(world: World, accounts: Accounts, codes: pl.Series) -> pl.DataFrame:
    """Return the account feed."""
    institutions = pl.Series([institution_code(i) for i in range(INSTITUTION_COUNT)])
    branches = [branch_code(i) for i in range(INSTITUTION_COUNT * BRANCHES_PER_INSTITUTION)]
    return pl.DataFrame(
        {
            "account_id": codes,
            "account_type": pl.Series(ACCOUNT_TYPES).gather(accounts.kind),
            "currency": pl.Series([item.code for item in CURRENCIES]).gather(accounts.currency),
            "country_code": CODES.gather(accounts.country),
            "institution_id": institutions.gather(accounts.institution),
            "branch_code": pl.Series(branches).gather(accounts.branch),
            "opened_on": world_dates(world, accounts.opened),
            "is_overdraft_allowed": pl.Series(accounts.overdraft == 1),
        }
    )


def holder_frame(world: World, accounts: Accounts, codes: pl.Series) -> pl.DataFrame:
    """Return who holds which account; some couples hold one together."""
    people, generator = world.people, stream_of(world.seed, 22)
    own = pl.DataFrame({"account_id": codes, "party_id": party_codes(world, accounts.party)})
    own = own.with_columns(role=pl.lit("owner"), valid_from=world_dates(world, accounts.opened))
    together = couples(world)[generator.random(len(couples(world))) < JOINT_SHARE]
    free = together[~people.cast[together] & ~people.cast[together + 1]]
    numbers = people.account[free]
    joint = pl.DataFrame(
        {
            "account_id": codes.gather(numbers),
            "party_id": party_codes(world, free + 1),
            "role": pl.repeat("joint_owner", len(free), eager=True),
            "valid_from": world_dates(world, accounts.opened[numbers]),
        }
    )
    return pl.concat([own, joint])


def couples(world: World) -> Integers:
    """Return the first of each pair of adult neighbours in a household."""
    people = world.people
    adult = people.birth < -ADULT_DAYS
    pair = (people.household[:-1] == people.household[1:]) & adult[:-1] & adult[1:]
    first = np.flatnonzero(pair).astype(np.int64)
    starts = np.flatnonzero(np.diff(people.household, prepend=-1))
    return np.intersect1d(first, starts).astype(np.int64)


def relationship_frame(world: World) -> pl.DataFrame:
    """Return spouses and children of the same household."""
    people = world.people
    pairs = couples(world)
    starts = np.flatnonzero(np.diff(people.household, prepend=-1))
    parent = starts[people.household]
    child = np.flatnonzero(people.birth[parent] < people.birth - 20 * 365).astype(np.int64)
    first = np.concatenate([pairs, parent[child]])
    second = np.concatenate([pairs + 1, child])
    kind = ["spouse"] * len(pairs) + ["parent"] * len(child)
    frame = pl.DataFrame(
        {
            "party_id": party_codes(world, first),
            "related_party_id": party_codes(world, second),
            "relationship_type": pl.Series(kind, dtype=pl.String),
        }
    )
    return frame.unique(subset=["party_id", "related_party_id"], keep="first", maintain_order=True)
