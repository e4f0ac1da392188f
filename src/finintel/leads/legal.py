"""The law on a page: for each asset and person, what became of every condition.

Bases say whether an asset may be confiscated; measures, which stand apart, keep it in place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.names import Names
from finintel.leads.teller import Teller

Row = Mapping[str, Any]
Tests = list[tuple[str, list[dict[str, Any]]]]
CODE = re.compile(r"(\w+) \(\d")  # a basis, with what was counted of it behind
RESULTS = ("supported", "contradicted", "unknown", "for_the_court")


def tested_bases(facts: LeadFacts, names: Names, teller: Teller) -> Tests:
    """Return asset → its tests, one per basis and person, those with most support first."""
    coded = [(row["basis_code"], row) for row in facts.conditions]
    return tests_by_asset(coded, teller.law.bases, facts, names, teller)


def tested_measures(facts: LeadFacts, names: Names, teller: Teller) -> Tests:
    """Return asset → its tests, one per measure and person, those with most support first."""
    coded = [(row["measure_code"], row) for row in facts.measures]
    return tests_by_asset(coded, teller.law.measures, facts, names, teller)


def tests_by_asset(
    coded: Sequence[tuple[str, Row]],
    titles: Mapping[str, str],
    facts: LeadFacts,
    names: Names,
    teller: Teller,
) -> Tests:
    """Put conditions, each with the code of its rule, together by asset, rule and person."""
    tests: dict[tuple[str, str, str], list[Row]] = {}
    for code, row in coded:
        tests.setdefault((row["asset_id"], code, row["party_id"]), []).append(row)
    found: dict[str, list[dict[str, Any]]] = {asset["asset_id"]: [] for asset in facts.assets}
    for (asset, code, party), rows in tests.items():
        found.setdefault(asset, []).append(
            {
                "title": teller.language.phrase(titles.get(code, code)),
                "party": names.party(party),
                "supported": sum(row["result"] == "supported" for row in rows),
                "conditions": [condition(row, code, teller) for row in ordered(rows)],
            }
        )
    for listed in found.values():
        listed.sort(key=lambda test: (-test["supported"] / len(test["conditions"]), test["title"]))
    return [(asset, listed) for asset, listed in found.items() if listed]


def ordered(rows: list[Row]) -> list[Row]:
    """Return conditions by result."""
    return sorted(rows, key=lambda row: (RESULTS.index(row["result"]), row["condition_code"]))


def condition(row: Row, code: str, teller: Teller) -> dict[str, str]:
    """Return one condition in words."""
    language = teller.language
    text = teller.law.conditions.get((code, row["condition_code"]), row["condition_code"])
    return {
        "result": row["result"],
        "said": language.say("result", row["result"]),
        "text": language.phrase(text),
        "explanation": explanation(row["explanation"], teller),
        "settled_by": language.phrase(row["settled_by"]),
    }


def explanation(text: str, teller: Teller) -> str:
    """Return why a condition has its result; bases that are open by title instead of code."""
    if not text.startswith("open: "):
        return teller.language.phrase(text)
    titles = [teller.law.bases.get(code, code) for code in CODE.findall(text)]
    named = "; ".join(map(teller.language.phrase, titles))
    return teller.language.sentence("open_bases", bases=named)
