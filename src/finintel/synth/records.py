"""Other records of the world: declared income, awards, lists, proceedings, loans, rates."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from finintel.synth.names import person_names
from finintel.synth.parties import CODES, party_codes, world_dates
from finintel.synth.people import OFFICIAL, PENSIONER, SELF_EMPLOYED
from finintel.synth.places import COUNTRIES, CURRENCIES, EURO
from finintel.synth.registries import CURRENCY_CODES, CURRENCY_OF, NUMBER_STEP
from finintel.synth.transaction_text import money_series
from finintel.synth.world import World, stream_of

LISTED_SHARE: Final = 0.6  # of officials are on the list
SUPPLIER_SHARE: Final = 0.2  # of companies won a public contract
BORROWER_SHARE: Final = 0.08  # of persons have a registered loan
DECLARED_SHARE: Final = 0.85
NO_INCOME: Final = 2.0  # euro a month; below it nothing is declared
INCOME_KINDS: Final = ("salary", "pension", "business", "other", "salary")
NOISE_OFFENCES: Final = ("fraud", "tax", "other", "environmental")
NOISE_STAGES: Final = ("investigation", "acquittal", "indictment", "conviction", "stopped")
NOISE_SHARE: Final = 0.006


def register_codes(prefix: str, count: int) -> pl.Series:
    """Return ids as registers give them: numbers in no visible order; text even where none is."""
    codes = [f"{prefix}-{(number * NUMBER_STEP + 17) % (1 << 32):08X}" for number in range(count)]
    return pl.Series(codes, dtype=pl.String)


def income_frame(world: World) -> pl.DataFrame:
    """Return what persons declared for the two last full years."""
    people, generator = world.people, stream_of(world.seed, 40)
    earns = (people.employer >= 0) | (people.kind == SELF_EMPLOYED)
    earns &= (people.income > NO_INCOME) & (generator.random(len(people)) < DECLARED_SHARE)
    who = np.flatnonzero(earns).astype(np.int64)
    currency = CURRENCY_OF[people.country[who]]
    kind = pl.Series(INCOME_KINDS).gather(people.kind[who])
    years = []
    for back in (2, 1):
        euro = people.income[who] * 12.0 * generator.uniform(0.93, 1.03, len(who))
        minor = world.rates.from_euro(euro, currency, np.zeros(len(who), dtype=np.int64))
        years.append(
            pl.DataFrame(
                {
                    "party_id": party_codes(world, who),
                    "income_year": np.full(len(who), world.calendar.until.year - back),
                    "income_kind": kind,
                    "amount": money_series(minor, currency),
                    "currency": CURRENCY_CODES.gather(currency),
                    "tax_paid": money_series((minor * 0.17).astype(np.int64), currency),
                }
            )
        )
    return pl.concat(years)


def award_frame(world: World) -> pl.DataFrame:
    """Return ordinary public contracts."""
    firms, generator = world.companies, stream_of(world.seed, 41)
    regular = firms.of_role("regular")
    regular = regular[firms.country[regular] < len(COUNTRIES)]
    supplier = regular[generator.random(len(regular)) < SUPPLIER_SHARE]
    country = firms.country[supplier]
    authorities = {int(code): firms.of_role("authority", int(code)) for code in np.unique(country)}
    buyer = np.array(
        [authorities[int(code)][i % 2] for i, code in enumerate(country)], dtype=np.int64
    )
    count = len(supplier)
    euro = np.exp(generator.normal(10.4, 1.1, count))
    currency, start = CURRENCY_OF[country], np.zeros(count, dtype=np.int64)
    persons = len(world.people)
    return pl.DataFrame(
        {
            "award_id": register_codes("AWARD", count),
            "buyer_party_id": party_codes(world, buyer + persons),
            "supplier_party_id": party_codes(world, supplier + persons),
            "awarded_on": world_dates(world, -generator.integers(5, 700, count)),
            "amount": money_series(world.rates.from_euro(euro, currency, start), currency),
            "currency": CURRENCY_CODES.gather(currency),
            "procurement_method": generator.choice(["open", "selective", "direct"], count).tolist(),
            "tender_count": generator.integers(1, 9, count),
        }
    )


def watchlist_frame(world: World, names: pl.Series) -> pl.DataFrame:
    """Return officials on the list of public functions, and names of nobody here."""
    people, generator = world.people, stream_of(world.seed, 42)
    listed = (
        (people.kind == OFFICIAL) & ~people.cast & (generator.random(len(people)) < LISTED_SHARE)
    )
    who = np.flatnonzero(listed).astype(np.int64)
    strangers = 24
    topics = generator.choice(["sanction", "crime", "wanted"], strangers).tolist()
    known = pl.DataFrame(
        {
            "entry_id": register_codes("PEP", len(who)),
            "list_id": pl.repeat("XX-PUBLIC-FUNCTIONS", len(who), eager=True),
            "topic": pl.repeat("public_function", len(who), eager=True),
            "name": names.gather(who),
            "birth_on": world_dates(world, people.birth[who]),
            "party_id": party_codes(world, who),
            "country_code": CODES.gather(people.country[who]),
            "listed_on": world_dates(world, -generator.integers(100, 3_000, len(who))),
        }
    )
    foreign = pl.DataFrame(
        {
            "entry_id": [f"XXL-{number:06d}" for number in range(strangers)],
            "list_id": pl.repeat("XX-SANCTIONS", strangers, eager=True),
            "topic": topics,
            "name": person_names(generator, strangers),
            "birth_on": world_dates(world, -generator.integers(9_000, 26_000, strangers)),
            "country_code": CODES.gather(generator.integers(0, len(CODES), strangers)),
            "listed_on": world_dates(world, -generator.integers(100, 3_000, strangers)),
        }
    )
    return pl.concat([known, foreign], how="diagonal")


def proceeding_frame(world: World) -> pl.DataFrame:
    """Return proceedings that have nothing to do with anything staged."""
    people, generator = world.people, stream_of(world.seed, 43)
    who = np.flatnonzero(generator.random(len(people)) < NOISE_SHARE).astype(np.int64)
    count = len(who)
    opened = -generator.integers(200, 2_500, count)
    stage = generator.choice(len(NOISE_STAGES), count, p=[0.4, 0.2, 0.15, 0.15, 0.1])
    decided = world_dates(world, opened + 150).scatter(np.flatnonzero(stage == 0), None)
    reason = np.where(stage == NOISE_STAGES.index("stopped"), "limitation", "")
    return pl.DataFrame(
        {
            "proceeding_id": register_codes("PROC", count),
            "party_id": party_codes(world, who),
            "proceeding_type": pl.Series(NOISE_STAGES).gather(stage),
            "offence_code": generator.choice(NOISE_OFFENCES, count).tolist(),
            "is_organised": pl.repeat(value=False, n=count, eager=True),
            "opened_on": world_dates(world, opened),
            "decided_on": decided,
            "stop_reason": pl.Series(reason.tolist(), dtype=pl.String).replace("", None),
        }
    )


def loan_frame(world: World) -> pl.DataFrame:
    """Return running loans of ordinary people."""
    people, generator = world.people, stream_of(world.seed, 44)
    chosen = (
        (generator.random(len(people)) < BORROWER_SHARE) & (people.kind != PENSIONER) & ~people.cast
    )
    who = np.flatnonzero(chosen).astype(np.int64)
    count, country = len(who), people.country[who]
    lenders = world.companies.account
    accounts = world.companies.hub_accounts("lender", country, who)
    lender = np.searchsorted(lenders, accounts)
    euro = np.exp(generator.normal(9.6, 0.8, count))
    currency, start = CURRENCY_OF[country], np.zeros(count, dtype=np.int64)
    return pl.DataFrame(
        {
            "loan_id": register_codes("LOAN", count),
            "account_id": people.account[who],
            "borrower_party_id": party_codes(world, who),
            "lender_party_id": party_codes(world, lender + len(people)),
            "granted_on": world_dates(world, -generator.integers(20, 3_000, count)),
            "principal": money_series(world.rates.from_euro(euro, currency, start), currency),
            "currency": CURRENCY_CODES.gather(currency),
            "duration_months": generator.integers(12, 300, count),
            "status_code": pl.repeat("running", count, eager=True),
        }
    )


def rate_frame(world: World) -> pl.DataFrame:
    """Return the rate of every currency on every day, for one euro."""
    days = np.arange(world.calendar.days)
    frames = [
        pl.DataFrame(
            {
                "currency": pl.repeat(item.code, len(days), eager=True),
                "rated_on": world_dates(world, days),
                "units_per_anchor": [
                    f"{value:.10f}".rstrip("0") for value in world.rates.units[number]
                ],
                "known": days,
            }
        )
        for number, item in enumerate(CURRENCIES)
        if number != EURO
    ]
    return pl.concat(frames).with_columns(anchor_currency=pl.lit("EUR"))
