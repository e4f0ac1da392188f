"""The seven questions a reader opens a lead with, each answered with the rows that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.findings import assets, next_steps, urgency, value
from finintel.leads.language import Language
from finintel.leads.names import Names
from finintel.leads.story import who
from finintel.leads.teller import Teller
from finintel.leads.unusual import strongest

Row = Mapping[str, Any]

MOST_ENDS = 2
MOST_SOURCES = 3
SUBJECT_ROLES = ("subject", "holder")
DETAILED_ASSETS = 2


@dataclass(frozen=True)
class Answer:
    """One question of a reader, its answer, and the rows behind it.

    Attributes:
        key: whose, origin, destination, asset, confidence, urgency, next.
        texts: the answer, sentence by sentence.
        sources: rows: a party, transaction or asset, each with its file and line.
    """

    key: str
    texts: tuple[str, ...]
    sources: tuple[Row, ...]


def glance(facts: LeadFacts, names: Names, teller: Teller) -> list[Answer]:
    """Answer whose money, from where, to where, which asset, how sure, how urgent, what next."""
    subjects = [row for row in facts.parties if row["role"] in SUBJECT_ROLES]
    bought = list(facts.assets[:DETAILED_ASSETS])
    last = sorted(facts.transactions, key=lambda row: (row["booked_on"], row["transaction_id"]))
    origins, paid = far_ends(facts, "originator")
    destinations, received = far_ends(facts, "beneficiary")
    unknowns = [row for row in facts.assets if row["missing"]] or bought
    return [
        Answer("whose", tuple(who(facts, names, teller)), rows(subjects)),
        Answer("origin", (told_ends(origins, "cash_in", names, teller),), rows(paid or subjects)),
        Answer(
            "destination",
            (told_ends(destinations, "cash_out", names, teller),),
            rows(received or subjects),
        ),
        Answer("asset", tuple(assets(facts, teller)[:DETAILED_ASSETS]), rows(bought)),
        Answer("confidence", tuple(sure(facts, teller)), cited(facts)),
        Answer("urgency", tuple(urgency(facts, teller)), rows([*last[-1:], *bought[:1]])),
        Answer("next", tuple(next_steps(facts, teller)), rows(unknowns) or cited(facts)),
    ]


def rows(found: Sequence[Row]) -> tuple[Row, ...]:
    """Return the first rows that have a file and a line."""
    return tuple(row for row in found if row["file_sha256"])[:MOST_SOURCES]


def cited(facts: LeadFacts) -> tuple[Row, ...]:
    """Return the largest transactions that the strongest alert cites."""
    alert = next(iter(strongest(facts)), None)
    named = [
        row
        for row in facts.transactions
        if alert is not None and alert["alert_id"] in row["alert_ids"].split()
    ]
    largest = sorted(named or facts.transactions, key=lambda row: -(row["amount_base"] or 0))
    return rows(largest or facts.assets or facts.parties)


def far_ends(facts: LeadFacts, side: str) -> tuple[list[tuple[str | None, int]], list[Row]]:
    """Return the accounts where the money enters or ends, and the largest payment of each.

    Where it enters are accounts that pay more than they receive, where it ends those that receive
    more than they pay; cash and the unknown count as accounts.
    """
    other = "beneficiary" if side == "originator" else "originator"
    net: dict[str | None, int] = {}
    for row in facts.transactions:
        amount = row["amount_base"] or 0
        net[row[f"{side}_account_id"]] = net.get(row[f"{side}_account_id"], 0) + amount
        if row[f"{other}_account_id"] is not None:
            net[row[f"{other}_account_id"]] = net.get(row[f"{other}_account_id"], 0) - amount
    ends = sorted(net.items(), key=lambda item: (-item[1], item[0] or ""))[:MOST_ENDS]
    found = [end for end in ends if end[1] > 0] or ends[:1]
    accounts = [account for account, _ in found]
    largest = [
        max(
            (row for row in facts.transactions if row[f"{side}_account_id"] == account),
            key=lambda row: (row["amount_base"] or 0, row["transaction_id"]),
            default=None,
        )
        for account in accounts
    ]
    return found, [row for row in largest if row is not None]


def told_ends(
    ends: Sequence[tuple[str | None, int]], cash: str, names: Names, teller: Teller
) -> str:
    """Say where money enters or ends, and how much more than went the other way."""
    language = teller.language
    if not ends:
        return language.sentence("ends_none")
    return "; ".join(
        f"{names.account(account, language) if account else language.sentence(cash)}, "
        f"{teller.money(amount)}"
        for account, amount in ends
    )


def sure(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say how sure it is: the band with its fact, the traced range, conditions by result."""
    language = teller.language
    reasons = str(facts.lead["band_reasons"]).partition("; confidence=")[2]
    reason = teller.phrase(reasons.partition(": ")[2].partition("; novelty=")[0])
    told = [
        language.sentence("urgency", band=facts.lead["band_confidence"], reason=reason),
        *(value(facts, teller) if facts.methods else ()),
    ]
    counted = tally(facts, language)
    return [*told, counted] if counted else told


def tally(facts: LeadFacts, language: Language) -> str:
    """Count the conditions of the legal bases by result."""
    results = [row["result"] for row in facts.conditions]
    named = [
        f"{language.number(results.count(result))} {language.say('result', result)}"
        for result in ("supported", "contradicted", "unknown", "for_the_court")
        if result in results
    ]
    return f"{language.count('condition', len(results))}: {', '.join(named)}." if named else ""
