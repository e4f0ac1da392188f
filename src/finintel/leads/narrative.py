"""The narrative of a lead: who, what, when, where, why unusual, how; facts, not guilt.

Sections stand in the order in which a reader needs them. Where the text would pass the limit, the
sections that a table repeats are shortened first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.safe_text import visible_text
from finintel.leads.steps import Step, steps_of

# The smaller goAML limit met for `reason` is 4,000 characters (domain.md 3.8).
LONGEST = 4_000
MOST_NAMED = 3
MOST_REASONS = 4
LONGEST_PART = 220


@dataclass(frozen=True)
class Teller:
    """What a narrative is told with: the language, the money, the detectors' own words."""

    language: Language
    exponents: Mapping[str, int]
    currency: str
    detectors: Mapping[str, Mapping[str, Any]]

    def money(self, minor: int | None) -> str:
        """Return an amount of the base currency."""
        return self.language.money(minor, self.currency, self.exponents)


def narrative(facts: LeadFacts, teller: Teller) -> str:
    """Return the narrative, at most LONGEST characters."""
    language = teller.language
    sections = {
        "who": who(facts, language),
        "what": what(facts, teller),
        "when": when(facts, language),
        "where": where(facts, language),
        "why": why(facts, teller),
        "how": how(facts, teller),
        "value": value(facts, teller),
        "assets": assets(facts, teller),
        "bases": bases(facts, language),
        "urgency": urgency(facts, language),
        "innocent": innocent(facts, language),
        "disproof": disproof(facts, teller),
        "next": next_steps(facts, teller),
    }
    closing = language.sentence("facts")
    told = {language.say("heading", key): visible_text(text) for key, text in sections.items()}
    return fitted(told, closing, language.sentence("cut"))


def fitted(sections: Mapping[str, str], closing: str, cut: str) -> str:
    """Join sections; while the whole is too long, the longest section gives way."""
    parts = dict(sections)
    while len(joined(parts, closing)) > LONGEST:
        longest = max(parts, key=lambda key: len(parts[key]))
        excess = len(joined(parts, closing)) - LONGEST
        keep = max(80, len(parts[longest]) - excess - len(cut))
        if keep >= len(parts[longest]):
            return joined(parts, closing)[:LONGEST]
        parts[longest] = parts[longest][:keep].rstrip() + cut
    return joined(parts, closing)


def joined(sections: Mapping[str, str], closing: str) -> str:
    """Return the sections under their headings, one after another."""
    return " | ".join([*(f"{heading}: {text}" for heading, text in sections.items()), closing])


def shortly(text: str | None, longest: int = LONGEST_PART) -> str:
    """Return a text that a source wrote, cut to a part of a sentence."""
    found = text or ""
    return found if len(found) <= longest else found[: longest - 1] + "…"


def listed(items: Sequence[str], language: Language, most: int = MOST_NAMED) -> str:
    """Return the first items, and how many more there are."""
    named = ", ".join(shortly(item, 60) for item in items[:most])
    if len(items) <= most:
        return named
    return f"{named} {language.sentence('more', count=len(items) - most)}"


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
    return language.sentence("who", subjects=listed(found, language, 5))


def what(facts: LeadFacts, teller: Teller) -> str:
    """Say which typology, how many alerts and transactions, how much."""
    lead = facts.lead
    return teller.language.sentence(
        "what",
        typology=lead["typology_meaning"],
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
        teller.language.sentence(
            "why",
            title=f"{detector} {teller.detectors.get(detector, {}).get('title', '')}".strip(),
            reasons=shortly(alert["reasons"]),
            measured=f"{alert['measured']:g}",
            threshold=f"{alert['threshold']:g}",
        )
        for detector, alert in list(strongest.items())[:MOST_REASONS]
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


def value(facts: LeadFacts, teller: Teller) -> str:
    """Say how much was traced into assets: the range over the methods, and the headline."""
    lead, language = facts.lead, teller.language
    if not facts.methods or lead["traced_maximum"] is None:
        return language.sentence("value_none")
    methods = ", ".join(
        language.say("method", method)
        for method in dict.fromkeys(row["method"] for row in facts.methods)
    )
    headline = next((row["method"] for row in facts.methods if row["is_headline"]), "")
    same = lead["traced_minimum"] == lead["traced_maximum"]
    return language.sentence(
        "value_same" if same else "value",
        minimum=teller.money(lead["traced_minimum"]),
        maximum=teller.money(lead["traced_maximum"]),
        headline=teller.money(lead["traced_headline"]),
        method=language.say("method", headline) if headline else "",
        methods=methods,
    )


def assets(facts: LeadFacts, teller: Teller) -> str:
    """Name the assets: owner, date, price, traced range, state on the register."""
    language = teller.language
    unknown = str(language.sentences["format"]["unknown"])
    found = []
    for row in facts.assets[:MOST_NAMED]:
        untraced = row["traced_maximum"] is None
        found.append(
            language.sentence(
                "asset_untraced" if untraced else "asset",
                type=(row["asset_type"] or unknown).replace("_", " "),
                asset=row["asset_id"],
                owner=shortly(row["owner_names"] or row["owner_ids"] or unknown, 80),
                date=language.day(row["acquired_on"]),
                price=language.money(row["price"], row["currency"] or "", teller.exponents),
                minimum=teller.money(row["traced_minimum"]),
                maximum=teller.money(row["traced_maximum"]),
                status=(row["status"] or unknown).replace("_", " "),
                reason=shortly(row["link_reason"]),
            )
        )
    if len(facts.assets) > MOST_NAMED:
        found.append(language.sentence("more", count=len(facts.assets) - MOST_NAMED))
    return " ".join(found) or language.sentence("assets_none")


def bases(facts: LeadFacts, language: Language) -> str:
    """Count, for each asset and basis, which conditions the data supports; the best two first."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for row in facts.conditions:
        results = counted.setdefault((row["asset_id"], row["basis_code"]), {})
        results[row["result"]] = results.get(row["result"], 0) + 1
    best = sorted(
        counted.items(),
        key=lambda item: (item[1].get("contradicted", 0), -item[1].get("supported", 0), item[0]),
    )
    told = [
        language.sentence(
            "basis",
            asset=asset,
            basis=basis,
            supported=results.get("supported", 0),
            conditions=sum(results.values()),
            contradicted=results.get("contradicted", 0),
            unknown=results.get("unknown", 0),
            court=results.get("for_the_court", 0),
        )
        for (asset, basis), results in best[:MOST_NAMED]
    ]
    return " ".join(told) or language.sentence("bases_none")


def urgency(facts: LeadFacts, language: Language) -> str:
    """Give the band of urgency and the fact behind it."""
    first = str(facts.lead["band_reasons"]).split("; basis=", 1)[0]
    reason = first.split(": ", 1)[-1]
    return language.sentence("urgency", band=facts.lead["band_urgency"], reason=reason)


def innocent(facts: LeadFacts, language: Language) -> str:
    """List the innocent explanations by what became of looking for them."""
    told = []
    for result, key in (
        ("found", "found"),
        ("not_found", "not_found"),
        ("could_not_check", "could_not"),
    ):
        named = [
            language.say("explanation", row["code"])
            + (f" ({shortly(row['detail'], 80)})" if result == "found" and row["detail"] else "")
            for row in facts.explanations
            if row["result"] == result
        ]
        if named:
            told.append(language.sentence(key, list=", ".join(named)))
    return "; ".join(told) + "."


def could_not_check(facts: LeadFacts, language: Language) -> str:
    """List what could not be checked, with the register that would settle it."""
    return "; ".join(
        f"{language.say('explanation', row['code'])} ({row['detail']})"
        for row in facts.explanations
        if row["result"] == "could_not_check"
    )


def disproof(facts: LeadFacts, teller: Teller) -> str:
    """Say what would disprove it: documents, and the innocent twin of each detector."""
    twins = [
        str(teller.detectors[detector]["innocent"])
        for detector in dict.fromkeys(str(row["detector_id"]) for row in facts.alerts)
        if "innocent" in teller.detectors.get(detector, {})
    ]
    return teller.language.sentence("disproof", innocent=" ".join(twins[:2])).strip()


def next_steps(facts: LeadFacts, teller: Teller) -> str:
    """Say what to do first: the detectors' own advice, then the registers that settle unknowns."""
    language = teller.language
    steps = [
        str(teller.detectors[detector]["next_step"])
        for detector in dict.fromkeys(str(row["detector_id"]) for row in facts.alerts)
        if "next_step" in teller.detectors.get(detector, {})
    ]
    registers = sorted(
        {str(row["settled_by"]) for row in facts.conditions if row["settled_by"]}
        | {str(row["detail"]) for row in facts.explanations if row["result"] == "could_not_check"}
    )
    told = [*(steps[:2] or [language.sentence("next_default")])]
    if registers:
        told.append(language.sentence("next_register", register=", ".join(registers[:3])))
    return language.sentence("next", steps=" ".join(told))
