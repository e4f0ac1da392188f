"""Makes a world ready to be streamed: people, stories, lives, openings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from finintel.synth.accounts import Accounts
from finintel.synth.background import prepare_background
from finintel.synth.balances import Balances
from finintel.synth.calendar import Calendar
from finintel.synth.cast import Cast
from finintel.synth.events import Events, join, received_amounts
from finintel.synth.life import openings, staged_life, wanted_openings
from finintel.synth.money import Integers
from finintel.synth.opening import ordinary_openings, staged_accounts
from finintel.synth.routine import Routine
from finintel.synth.routines import RoutineMaker, company_routines, person_routines
from finintel.synth.scene import Scene
from finintel.synth.spontaneous import Market, open_market
from finintel.synth.staging import plan_for, stage_all, staged_events
from finintel.synth.stream import REFUND_SHARE, Stream
from finintel.synth.world import World, build_world, quiet_companies, stream_of

STAGED_ROWS_PER_PERSON: Final = 0.37  # a day, measured: routines, cards and stories together


Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Prepared:
    """A world that is ready to be streamed."""

    world: World
    accounts: Accounts
    scenes: list[Scene]
    staged: Events
    stream: Stream


def prepare(  # noqa: PLR0913 - one choice each
    *, transactions: int, days: int, seed: int, until: date, nights: int, tell: Progress
) -> Prepared:
    """Make the world, stage the stories, give everybody a life; nothing is written yet."""
    calendar = Calendar(until, days)
    plan = plan_for(transactions)
    tell("world", 0, 3)
    # Those who take part live too; what is left of the rows is the background's.
    rest = max(
        transactions - int(plan.persons * days * STAGED_ROWS_PER_PERSON * 0.6), transactions // 3
    )
    world = build_world(
        seed=seed,
        background=rest,
        cast=plan.persons,
        quiet=max(plan.companies, 60),
        calendar=calendar,
        nights=nights,
    )
    cast = Cast(world)
    tell("stories", 1, 3)
    scenes = stage_all(world, cast, plan)
    draft = world.book.close()
    market = open_market(world.people, world.companies, draft, world.rates)
    maker = RoutineMaker(
        stream_of(seed, 9), world.people, world.companies, draft.currency, world.rates
    )
    routines = [*person_routines(maker), *company_routines(maker, len(world.people))]
    tell("life", 2, 3)
    staged, credited = staged_rows(world, cast, scenes, market, routines, draft)
    accounts = open_accounts(world, cast, scenes, staged, credited, draft)
    stream = open_stream(world, accounts, market, routines, staged, transactions)
    return Prepared(world, accounts, scenes, staged, stream)


def open_stream(  # noqa: PLR0913, PLR0917 - one choice each
    world: World,
    accounts: Accounts,
    market: Market,
    routines: list[Routine],
    staged: Events,
    transactions: int,
) -> Stream:
    """Put the background beside the staged rows so that all together are `transactions`."""
    parties = np.concatenate(
        [np.flatnonzero(world.people.cast), quiet_companies(world) + len(world.people)]
    )
    refunds = int(transactions * REFUND_SHARE)
    background = prepare_background(
        seed=world.seed,
        calendar=world.calendar,
        market=market,
        routines=routines,
        staged_parties=parties.astype(np.int64),
        total=transactions - len(staged) - refunds,
    )
    overdrawn = np.zeros(len(accounts), dtype=np.bool_)
    balances = Balances(accounts.opening.copy(), accounts.is_reporting, overdrawn)
    return Stream(
        background,
        staged,
        accounts.currency,
        world.rates,
        balances,
        refunds,
        world.calendar.days,
    )


def staged_rows(  # noqa: PLR0913, PLR0917 - one choice each
    world: World,
    cast: Cast,
    scenes: list[Scene],
    market: Market,
    routines: list[Routine],
    draft: Accounts,
) -> tuple[Events, Integers]:
    """Return stories and the ordinary rows around them in booking order, and what is credited."""
    people, companies = world.people, world.companies
    silent = np.array(sorted(cast.silent), dtype=np.int64)
    persons = np.setdiff1d(np.flatnonzero(people.cast), silent)
    used = np.array([number for kind, _, number in cast.taken if kind == "company"], dtype=np.int64)
    firms = np.setdiff1d(used, silent - len(people))
    life = staged_life(world.seed, world.calendar, market, routines, persons, firms, len(people))
    del companies
    rows = join([staged_events(world, scenes), life])
    rows = rows.take(np.argsort(rows.second, kind="stable"))
    return rows, received_amounts(rows, draft.currency, world.rates)


def open_accounts(  # noqa: PLR0913, PLR0917 - one choice each
    world: World,
    cast: Cast,
    scenes: list[Scene],
    staged: Events,
    credited: Integers,
    draft: Accounts,
) -> Accounts:
    """Give every account what stands on it at the start."""
    opening = ordinary_openings(world, draft)
    numbers = staged_accounts(world, cast, draft)
    base = small_openings(world, draft, opening, numbers)
    for number, amount in wanted_openings(scenes).items():
        base[number] = base.get(number, 0) + amount
    exact = openings(staged, credited, base, numbers)
    for number, amount in exact.items():
        opening[number] = amount
    return replace(draft, opening=opening)


def small_openings(
    world: World, draft: Accounts, opening: Integers, numbers: Integers
) -> dict[int, int]:
    """Return what those with a part have at least: persons some weeks' income, companies little."""
    generator = stream_of(world.seed, 51)
    euro = np.exp(generator.normal(7.4, 0.9, len(numbers)))
    start = np.zeros(len(numbers), dtype=np.int64)
    little = world.rates.from_euro(euro, draft.currency[numbers], start)
    person = draft.party[numbers] < len(world.people)
    base = np.where(person, opening[numbers] // 4, little)
    return {int(number): int(amount) for number, amount in zip(numbers, base, strict=True)}
