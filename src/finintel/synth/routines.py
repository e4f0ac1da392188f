"""Monthly life: wages, rent, bills, savings, taxes, money sent home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.companies import Companies
from finintel.synth.events import NOBODY
from finintel.synth.money import Floats, Integers, Rates
from finintel.synth.people import PENSIONER, SELF_EMPLOYED, STUDENT, People
from finintel.synth.routine import NIGHT_BATCH, OFFICE, Routine

FIRST_DAY_RATES: Final = 0


@dataclass(frozen=True)
class RoutineMaker:
    """What is needed to give everybody their monthly life."""

    generator: np.random.Generator
    people: People
    companies: Companies
    currency: Integers  # of every account
    rates: Rates

    def make(  # noqa: PLR0913 - one choice each
        self,
        members: Integers,
        originator: Integers,
        beneficiary: Integers,
        euro: Floats,
        *,
        channel: str,
        purpose: str,
        spread: float = 0.0,
        days: tuple[int, int] = (1, 29),
        hours: tuple[int, int] = NIGHT_BATCH,
    ) -> Routine:
        """Build a routine of these parties; rows without two accounts are left out."""
        good = (originator != NOBODY) & (beneficiary != NOBODY) & (originator != beneficiary)
        kept = originator[good]
        first = np.full(len(kept), FIRST_DAY_RATES)
        amount = self.rates.from_euro(euro[good], self.currency[kept], first)
        day = self.generator.integers(days[0], days[1], len(kept))
        return Routine(
            members[good], day, kept, beneficiary[good], amount, spread, channel, purpose, hours
        )

    def some(self, share: float, mask: np.ndarray | None = None) -> Integers:
        """Draw a share of all persons, among those of a mask when given."""
        draw = self.generator.random(len(self.people)) < share
        return np.flatnonzero(draw if mask is None else draw & mask).astype(np.int64)

    def hub(self, role: str, members: Integers) -> Integers:
        """Return a hub's account in the country of each person."""
        draw = self.generator.integers(0, 1_000, len(members))
        return self.companies.hub_accounts(role, self.people.country[members], draw)

    def ordinary(self, count: int) -> Integers:
        """Draw accounts of persons who have no part in anything staged."""
        pool = self.people.account[self.people.ordinary]
        return pool[self.generator.integers(0, len(pool), count)]

    def share_of_income(self, members: Integers, low: float, high: float) -> Floats:
        """Return a share of each person's income in euro."""
        share = low + (high - low) * self.generator.random(len(members))
        result: Floats = self.people.income[members] * share
        return result


def person_routines(maker: RoutineMaker) -> list[Routine]:
    """Give every person a monthly life."""
    return [*income_routines(maker), *bill_routines(maker), *saving_routines(maker)]


def income_routines(maker: RoutineMaker) -> list[Routine]:
    """Wages, pensions, help for students."""
    people = maker.people
    employed = people.employer >= 0
    retired = people.kind == PENSIONER
    students = np.flatnonzero(people.kind == STUDENT)
    support = maker.make(
        students,
        maker.ordinary(len(students)),
        people.account[students],
        people.income[students],
        channel="remittance",
        purpose="family",
        spread=0.3,
        days=(1, 12),
        hours=OFFICE,
    )
    wages = wage_routine(maker, np.flatnonzero(employed & ~retired), days=(22, 29))
    return [wages, wage_routine(maker, np.flatnonzero(employed & retired), days=(1, 4)), support]


def wage_routine(maker: RoutineMaker, members: Integers, *, days: tuple[int, int]) -> Routine:
    """Wages or pensions, paid by the employer or the pension office."""
    people = maker.people
    return maker.make(
        members,
        maker.companies.account[people.employer[members]],
        people.account[members],
        people.income[members],
        channel="transfer",
        purpose="salary",
        spread=0.02,
        days=days,
    )


def bill_routines(maker: RoutineMaker) -> list[Routine]:
    """Rent, loans, card bills, utilities, taxes, fees."""
    own = maker.people.account
    busy = maker.people.kind == SELF_EMPLOYED
    renters, landlords = maker.some(0.42), maker.some(0.06)
    plans = (
        (renters, "landlord", (0.26, 0.33), "standing_order", "rent", 0.0),
        (maker.some(0.2), "lender", (0.2, 0.3), "loan", "loan", 0.0),
        (maker.some(0.72), "card_issuer", (0.22, 0.36), "direct_debit", "card_bill", 0.5),
        (maker.some(0.9), "utility", (0.03, 0.06), "direct_debit", "utility", 0.3),
        (maker.some(0.85), "telecom", (0.01, 0.025), "direct_debit", "utility", 0.1),
        (maker.some(0.9, busy), "tax_office", (0.08, 0.15), "tax", "tax", 0.2),
        (maker.some(0.35), "card_issuer", (0.001, 0.004), "fee", "fee", 0.0),
    )
    routines = [
        maker.make(
            members,
            own[members],
            maker.hub(role, members),
            maker.share_of_income(members, *share),
            channel=channel,
            purpose=purpose,
            spread=spread,
        )
        for members, role, share, channel, purpose, spread in plans
    ]
    private = maker.make(
        landlords,
        own[landlords],
        maker.ordinary(len(landlords)),
        maker.share_of_income(landlords, 0.2, 0.3),
        channel="transfer",
        purpose="rent",
        hours=OFFICE,
    )
    return [*routines, private]


def saving_routines(maker: RoutineMaker) -> list[Routine]:
    """Savings, interest on them, money sent home."""
    people = maker.people
    savers = maker.some(0.8, people.savings >= 0)
    rewarded = maker.some(0.3, people.savings >= 0)
    senders = maker.some(0.07)
    saving = maker.make(
        savers,
        people.account[savers],
        people.savings[savers],
        maker.share_of_income(savers, 0.07, 0.16),
        channel="standing_order",
        purpose="savings",
    )
    interest = maker.make(
        rewarded,
        maker.hub("lender", rewarded),
        people.savings[rewarded],
        maker.share_of_income(rewarded, 0.001, 0.01),
        channel="interest",
        purpose="interest",
    )
    home = maker.make(
        senders,
        people.account[senders],
        maker.ordinary(len(senders)),
        maker.share_of_income(senders, 0.05, 0.12),
        channel="remittance",
        purpose="family",
        spread=0.3,
        hours=OFFICE,
    )
    return [saving, interest, home]


def company_routines(maker: RoutineMaker, party: int) -> list[Routine]:
    """Rent, taxes and utilities of companies; `party` is the number of the first one."""
    firms = np.flatnonzero(maker.companies.role <= 1).astype(np.int64)
    country, account = maker.companies.country[firms], maker.companies.account[firms]
    turnover = 900.0 * np.sqrt(maker.companies.size[firms])
    plans = (
        ("landlord", 0.9, "standing_order", "rent", 0.0),
        ("tax_office", 1.1, "tax", "tax", 0.4),
        ("utility", 0.25, "direct_debit", "utility", 0.3),
        ("telecom", 0.08, "direct_debit", "utility", 0.1),
    )
    draw = maker.generator.integers(0, 1_000, len(firms))
    return [
        maker.make(
            firms + party,
            account,
            maker.companies.hub_accounts(role, country, draw),
            turnover * factor,
            channel=channel,
            purpose=purpose,
            spread=spread,
        )
        for role, factor, channel, purpose, spread in plans
    ]
