"""Who, what, when, where, how: the course of events in a lead's narrative, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.names import Names, owner_of
from finintel.leads.steps import MOST_STEPS, Step, amounts, steps_of
from finintel.leads.teller import Teller, listed, shortly

MOST_SUBJECTS = 5
MOST_COUNTRIES = 8
CITED_OF_A_STEP = 3
NAMED_OF_A_STEP = 2
Row = Mapping[str, Any]


def who(facts: LeadFacts, names: Names, teller: Teller) -> list[str]:
    """Say whom the alerts are about, each person once, with accounts and what is on record."""
    rows = {row["party_id"]: row for row in facts.parties}
    accounts: dict[str, list[str]] = {}
    unknown: list[str] = []
    for subject in (facts.lead["subject_ids"] or "").split():
        if subject in rows:
            accounts.setdefault(subject, [])
            continue
        for holder in names.holders.get(subject, ()):
            accounts.setdefault(holder["party_id"], []).append(subject)
        if subject not in names.holders:
            unknown.append(subject)
    language = teller.language
    told = [person(rows[party], held, language) for party, held in accounts.items()]
    told += [language.sentence("who_holder_unknown", account=account) for account in unknown]
    subjects = listed(told, language, MOST_SUBJECTS, longest=0)
    return [language.sentence("who", subjects=subjects.rstrip("."))]


def person(row: Row, accounts: Sequence[str], language: Language) -> str:
    """Return a subject with kind, country, accounts, function, proceedings and lists."""
    details = [language.say("kind", row["party_type"] or "unknown")]
    if row["country_code"]:
        details.append(language.country(row["country_code"]))
    details += [language.sentence("who_account", account=account) for account in accounts[:2]]
    if len(accounts) > NAMED_OF_A_STEP:
        details.append(language.sentence("more", count=len(accounts) - NAMED_OF_A_STEP))
    if row["is_public_official"]:
        details.append(language.sentence("official"))
    if row["proceedings"]:
        details.append(
            language.sentence("proceedings", list=on_record(row["proceedings"], language))
        )
    if row["watchlists"]:
        details.append(language.sentence("watchlists", list=on_record(row["watchlists"], language)))
    name = shortly(row["name"] or row["party_id"], 80)
    return language.sentence("who_party", name=name, details=", ".join(details))


def on_record(text: str, language: Language) -> str:
    """Return proceedings or lists with their words in this language."""
    return " ".join(
        word.replace(word.strip("();"), language.word(word.strip("();")))
        for word in shortly(text, 120).split(" ")
    )


def what(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say which typology, how many alerts and transactions, how much."""
    lead, language = facts.lead, teller.language
    unconverted = amounts([row for row in facts.transactions if row["amount_base"] is None])
    known: dict[str, int] = {}
    if lead["amount"] or not unconverted:
        known[teller.currency] = lead["amount"]
    return [
        language.sentence(
            "what",
            typology=language.typology(lead["typology"], lead["typology_meaning"]),
            alerts=language.count("alert", lead["alert_count"]),
            detectors=language.count("detector", lead["detector_count"]),
            transactions=language.count("transaction", lead["transaction_count"]),
            amount=teller.amounts({**known, **unconverted}),
        )
    ]


def when(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say over which days, and what became of it since the night before."""
    lead, language = facts.lead, teller.language
    change = language.phrase(lead["change"])
    detail = shortly(teller.phrase(lead["change_detail"]))
    return [
        language.sentence(
            "when" if lead["start_on"] != lead["end_on"] else "when_one",
            first=language.day(lead["start_on"]),
            last=language.day(lead["end_on"]),
            night=language.day(lead["first_night"]),
        ),
        language.sentence("change", change=f"{change} ({detail})" if detail else change),
    ]


def where(facts: LeadFacts, language: Language) -> list[str]:
    """Say from which countries to which, who keeps the accounts, and which feeds say so."""
    unknown = language.word(None)
    places = {
        end: listed(
            sorted(
                language.country(code)
                for code in {str(row[f"{side}_country_code"]) for row in facts.transactions}
                if code != "None"
            ),
            language,
            MOST_COUNTRIES,
        )
        or language.sentence("where_not_stated")
        for end, side in (("origins", "originator"), ("destinations", "beneficiary"))
    }
    told = [language.sentence("where", **places)]
    if facts.institutions:
        kept = [str(row["institution_id"]) for row in facts.institutions]
        told.append(
            language.sentence("institutions", institutions=listed(kept, language, MOST_COUNTRIES))
        )
    feeds = sorted({str(row["source_id"]) for row in facts.transactions})
    return [*told, language.sentence("feeds", feeds=", ".join(feeds) or unknown)]


def how(facts: LeadFacts, names: Names, teller: Teller) -> list[str]:
    """Tell the movement of the money step by step, each citing transactions; a purchase is last."""
    bought = [row for row in facts.assets if row["transaction_ids"]][:1]
    steps = steps_of(facts.transactions, MOST_STEPS - len(bought))
    told = [step_sentence(step, names, teller) for step in steps]
    return told + [bought_sentence(row, teller) for row in bought]


def step_sentence(step: Step, names: Names, teller: Teller) -> str:
    """Return one step as a sentence."""
    language = teller.language
    values = {
        "dates": language.days(step.first, step.last),
        "amount": teller.amounts(step.amount),
        "origin": ends(step.origins, "cash_in", names, language),
        "destination": ends(step.destinations, "cash_out", names, language),
    }
    if step.count == 1 and not step.is_rest:
        return language.sentence("step_one", transaction=step.cited[0][0], **values)
    cited = [f"{identifier} {teller.amounts(amount)}" for identifier, amount in step.cited]
    return language.sentence(
        "step_other" if step.is_rest else "step",
        payments=language.count("payment", step.count),
        cited=listed(cited, language, CITED_OF_A_STEP, total=step.count),
        **values,
    )


def bought_sentence(row: Row, teller: Teller) -> str:
    """Return the purchase that the money went into."""
    language = teller.language
    return language.sentence(
        "step_bought",
        date=language.day(row["acquired_on"]),
        type=language.word(row["asset_type"]),
        asset=row["asset_id"],
        owner=owner_of(row, teller),
        price=language.money(row["price"], row["currency"] or "", teller.exponents),
        transactions=listed(row["transaction_ids"].split(), language),
    )


def ends(accounts: Sequence[str | None], cash: str, names: Names, language: Language) -> str:
    """Return the accounts at one end of a step: one by name, several by number and the first."""
    named = [account for account in accounts if account is not None]
    if not named:
        return language.sentence(cash)
    if len(accounts) == 1:
        return names.account(named[0], language)
    return language.sentence(
        "among",
        accounts=language.count("account", len(named)),
        account=names.account(named[0], language),
    )
