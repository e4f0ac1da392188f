"""Value, assets, bases, urgency, innocent explanations, next steps: what the facts amount to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.names import Names, owner_of
from finintel.leads.teller import MOST_NAMED, Teller, shortly

MOST_REGISTERS = 4
Row = Mapping[str, Any]


def value(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say how much was traced into assets: the range over the methods, and the headline."""
    lead, language = facts.lead, teller.language
    if not facts.methods or lead["traced_maximum"] is None:
        return [language.sentence("value_none")]
    count = len({row["method"] for row in facts.methods})
    headline = next((row["method"] for row in facts.methods if row["is_headline"]), "")
    same = lead["traced_minimum"] == lead["traced_maximum"]
    return [
        language.sentence(
            "value_same" if same else "value",
            minimum=teller.money(lead["traced_minimum"]),
            maximum=teller.money(lead["traced_maximum"]),
            headline=teller.money(lead["traced_headline"]),
            method=language.say("method", headline) if headline else language.word(None),
            methods=language.count("method", count),
        )
    ]


def assets(facts: LeadFacts, teller: Teller) -> list[str]:
    """Name the assets: owner, date, price, traced range, state on the register."""
    language = teller.language
    found = [
        language.sentence(
            "asset_untraced" if row["traced_maximum"] is None else "asset",
            type=language.word(row["asset_type"]),
            asset=row["asset_id"],
            owner=owner_of(row, teller),
            date=language.day(row["acquired_on"]),
            price=language.money(row["price"], row["currency"] or "", teller.exponents),
            minimum=teller.money(row["traced_minimum"]),
            maximum=teller.money(row["traced_maximum"]),
            status=language.word(row["status"]),
            reason=language.phrase(row["link_reason"]),
        )
        for row in facts.assets[:MOST_NAMED]
    ]
    further = max(facts.lead["asset_count"], len(facts.assets)) - len(found)
    if further > 0:
        more = language.sentence("more", count=further)
        found.append(f"{more[0].upper()}{more[1:]}.")
    return found or [language.sentence("assets_none")]


def bases(facts: LeadFacts, names: Names, teller: Teller) -> list[str]:
    """Say of each basis how many conditions the rows support, by asset and person; best first."""
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for row in facts.conditions:
        key = (row["asset_id"], row["basis_code"], row["party_id"])
        counted.setdefault(key, Counter())[row["result"]] += 1
    best = sorted(
        counted.items(),
        key=lambda item: (item[1]["contradicted"], -item[1]["supported"], item[0]),
    )
    # one of each basis: the asset and person for whom most is supported
    first: dict[str, str] = {}
    for (asset, basis, party), results in best:
        if basis not in first:
            first[basis] = basis_sentence(asset, basis, names.party(party), results, teller)
    told = list(first.values())[:MOST_NAMED]
    return told or [teller.language.sentence("bases_none")]


def basis_sentence(
    asset: str, basis: str, party: str, results: Counter[str], teller: Teller
) -> str:
    """Return what became of the conditions of one basis; nothing is said of what there is none."""
    language = teller.language
    rest = "".join(
        language.sentence(key, count=results[result])
        for key, result in (
            ("basis_contradicted", "contradicted"),
            ("basis_unknown", "unknown"),
            ("basis_court", "for_the_court"),
        )
        if results[result]
    )
    return language.sentence(
        "basis",
        title=language.phrase(teller.law.bases.get(basis, basis)),
        asset=asset,
        party=party,
        conditions=language.count("condition", results.total()),
        supported=results["supported"],
        rest=rest,
    )


def urgency(facts: LeadFacts, teller: Teller) -> list[str]:
    """Give the band of urgency and its fact, then the most urgent asset and the clock."""
    language = teller.language
    first = str(facts.lead["band_reasons"]).split("; basis=", 1)[0]
    reason = teller.phrase(first.partition(": ")[2] or first)
    told = [language.sentence("urgency", band=facts.lead["band_urgency"], reason=reason)]
    ranks = {"immediate": 0, "soon": 1}
    pressing = sorted(
        (row for row in facts.assets if row["urgency"] in ranks),
        key=lambda row: ranks[row["urgency"]],
    )
    for row in pressing[:1]:
        signals = language.phrase(row["signals"])
        told.append(
            language.sentence(
                "urgency_asset",
                asset=row["asset_id"],
                urgency=language.word(row["urgency"]),
                signals=f" ({signals})" if signals else "",
            )
        )
        told += clock(row, teller)
    return told


def clock(row: Row, teller: Teller) -> list[str]:
    """Say until when a measure taken tonight would run."""
    if row["clock_ends_on"] is None or not row["measure"]:
        return []
    language = teller.language
    title = teller.law.measures.get(row["measure"], row["measure"])
    return [
        language.sentence(
            "clock",
            measure=language.phrase(title),
            date=language.day(row["clock_ends_on"]),
            term=language.phrase(row["clock_term"]),
        )
    ]


def innocent(facts: LeadFacts, names: Names, language: Language) -> list[str]:
    """List the innocent explanations by what became of looking for them."""
    told = []
    for result, key in (
        ("found", "found"),
        ("not_found", "not_found"),
        ("could_not_check", "could_not"),
    ):
        named = [
            language.say("explanation", row["code"])
            + (f" ({explained(row, names, language)})" if result == "found" else "")
            for row in facts.explanations
            if row["result"] == result
        ]
        if named:
            told.append(language.sentence(key, list=", ".join(named)))
    return told


def explained(row: Row, names: Names, language: Language) -> str:
    """Return the rows that an explanation was found in, with names and words."""
    said = language.phrasebook.part(row["detail"])
    return shortly(said or names.within(row["detail"], language), 160)


def could_not_check(facts: LeadFacts, language: Language) -> str:
    """List what could not be checked, with the register that would settle it."""
    return "; ".join(
        f"{language.say('explanation', row['code'])} ({language.phrase(row['detail'])})"
        for row in facts.explanations
        if row["result"] == "could_not_check"
    )


def disproof(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say what would disprove it: documents, and the innocent twin of each detector."""
    twins = told_by(facts, teller, "innocent")[:2]
    told = [teller.language.sentence("disproof")]
    return (
        told + [teller.language.sentence("twins", innocent=twin) for twin in twins[:1]] + twins[1:]
    )


def told_by(facts: LeadFacts, teller: Teller, key: str) -> list[str]:
    """Return what the detectors of a lead say under a key, each once."""
    found = dict.fromkeys(str(row["detector_id"]) for row in facts.alerts)
    headers = (teller.detectors.get(detector, {}) for detector in found)
    return list(dict.fromkeys(str(header[key]) for header in headers if key in header))


def next_steps(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say what to do first: the detectors' own advice, then the registers that settle unknowns."""
    language = teller.language
    told = told_by(facts, teller, "next_step")[:2] or [language.sentence("next_default")]
    registers = registers_of(facts, language)
    if registers:
        named = "; ".join(registers[:MOST_REGISTERS])
        told.append(language.sentence("next_register", register=named))
    if any(row["request_register"] or row["request_office"] for row in facts.assets):
        told.append(language.sentence("next_request"))
    return told


def registers_of(facts: LeadFacts, language: Language) -> list[str]:
    """Return who would settle what is unknown, whoever settles most first."""
    asked: Iterable[str] = (
        part
        for row in (*facts.conditions, *facts.explanations)
        for part in settled_by(row).split("; ")
        if part
    )
    counted = Counter(asked)
    ordered = sorted(counted, key=lambda register: (-counted[register], register))
    return list(dict.fromkeys(language.phrase(register) for register in ordered))


def settled_by(row: Row) -> str:
    """Return who would settle a condition or an explanation that is not known."""
    if "settled_by" in row:
        return str(row["settled_by"] or "")
    return str(row["detail"]) if row["result"] == "could_not_check" else ""
