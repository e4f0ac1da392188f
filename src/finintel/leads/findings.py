"""Value, assets, bases, urgency, innocent explanations, next steps: what the facts amount to."""

from __future__ import annotations

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.teller import MOST_NAMED, Teller, shortly


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
    """Count the conditions that data supports, by asset, basis and person; the best first."""
    counted: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in facts.conditions:
        key = (row["asset_id"], row["basis_code"], row["party_id"])
        results = counted.setdefault(key, {})
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
            party=party,
            supported=results.get("supported", 0),
            conditions=sum(results.values()),
            contradicted=results.get("contradicted", 0),
            unknown=results.get("unknown", 0),
            court=results.get("for_the_court", 0),
        )
        for (asset, basis, party), results in best[:MOST_NAMED]
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
