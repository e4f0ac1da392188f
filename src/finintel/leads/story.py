"""Who, what, when, where, why unusual, how: the course of events in a lead's narrative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.steps import Step, steps_of
from finintel.leads.teller import Teller, listed, plain_number, shortly

MOST_REASONS = 4


def who(facts: LeadFacts, language: Language) -> str:
    """Say whom the alerts are about."""
    names = {row["party_id"]: row["name"] or row["party_id"] for row in facts.parties}
    holders: dict[str, list[str]] = {}
    for row in facts.parties:
        for account in (row["account_ids"] or "").split():
            holders.setdefault(account, []).append(row["name"] or row["party_id"])
    found = []
    for subject in (facts.lead["subject_ids"] or "").split():
        if subject in names:
            found.append(language.sentence("who_party", name=names[subject]))
        elif subject in holders:
            holder = "; ".join(holders[subject][:2])
            found.append(language.sentence("who_account", account=subject, holder=holder))
        else:
            found.append(language.sentence("who_holder_unknown", account=subject))
    return language.sentence("who", subjects=listed(found, language, 5).rstrip("."))


def what(facts: LeadFacts, teller: Teller) -> str:
    """Say which typology, how many alerts and transactions, how much."""
    lead = facts.lead
    return teller.language.sentence(
        "what",
        typology=teller.language.typology(lead["typology"], lead["typology_meaning"]),
        alerts=lead["alert_count"],
        detectors=lead["detector_count"],
        transactions=lead["transaction_count"],
        amount=teller.money(lead["amount"]),
    )


def when(facts: LeadFacts, language: Language) -> str:
    """Say over which days, and what became of it since the night before."""
    lead = facts.lead
    change = language.say("change", lead["change"])
    detail = f" ({shortly(lead['change_detail'])})" if lead["change_detail"] else ""
    return language.sentence(
        "when",
        first=language.day(lead["start_on"]),
        last=language.day(lead["end_on"]),
        night=language.day(lead["first_night"]),
        change=change + detail,
    )


def where(facts: LeadFacts, language: Language) -> str:
    """Say which countries and feeds."""
    countries = {
        str(row[column])
        for row in facts.transactions
        for column in ("originator_country_code", "beneficiary_country_code")
        if row[column]
    }
    feeds = sorted({str(row["source_id"]) for row in facts.transactions})
    unknown = str(language.sentences["format"]["unknown"])
    return language.sentence(
        "where",
        countries=listed(sorted(countries), language, 8) or unknown,
        feeds=", ".join(feeds) or unknown,
    )


def why(facts: LeadFacts, teller: Teller) -> str:
    """Say what each detector measured against what, strongest first, one of each."""
    strongest: dict[str, Mapping[str, Any]] = {}
    for alert in sorted(facts.alerts, key=lambda row: (-row["score"], row["alert_id"])):
        strongest.setdefault(str(alert["detector_id"]), alert)
    return " ".join(
        why_sentence(detector, alert, teller)
        for detector, alert in list(strongest.items())[:MOST_REASONS]
    )


def why_sentence(detector: str, alert: Mapping[str, Any], teller: Teller) -> str:
    """Say what one detector measured against what; its title once."""
    header = teller.detectors.get(detector, {})
    title = str(header.get("title", ""))
    named = str(header.get("header_title", title))
    reasons = str(alert["reasons"] or "").removeprefix(named).lstrip(": ")
    return teller.language.sentence(
        "why",
        title=f"{detector} {title}".strip(),
        reasons=shortly(reasons),
        measured=teller.language.localised(plain_number(alert["measured"])),
        threshold=teller.language.localised(plain_number(alert["threshold"])),
    )


def how(facts: LeadFacts, teller: Teller) -> str:
    """Tell the movement of the money in numbered steps that cite transactions."""
    return " ".join(
        step_sentence(number, step, teller)
        for number, step in enumerate(steps_of(facts.transactions), start=1)
    )


def step_sentence(number: int, step: Step, teller: Teller) -> str:
    """Return one step as a sentence."""
    language = teller.language
    days = [language.day(step.first), language.day(step.last)]
    return language.sentence(
        "step_other" if step.is_rest else "step",
        number=number,
        dates=" – ".join(dict.fromkeys(days)),
        count=step.count,
        amount=teller.money(step.amount_base_minor),
        origin=ends(step.origins, "cash_in", language),
        destination=ends(step.destinations, "cash_out", language),
        transaction=step.largest_id,
        largest=teller.money(step.largest_base_minor),
    )


def ends(accounts: Sequence[str | None], cash: str, language: Language) -> str:
    """Return the accounts at one end of a step: one by name, several by number."""
    named = [language.sentence(cash) if account is None else account for account in accounts]
    return named[0] if len(named) == 1 else language.sentence("accounts", count=len(named))
