"""The legal bases of a page: for each asset and person, what became of every condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.names import Names
from finintel.leads.teller import Teller

Row = Mapping[str, Any]
RESULTS = ("supported", "contradicted", "unknown", "for_the_court")


def tested_bases(
    facts: LeadFacts, names: Names, teller: Teller
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return asset → its tests, one per basis and person, those with most support first."""
    tests: dict[tuple[str, str, str], list[Row]] = {}
    for row in facts.conditions:
        tests.setdefault((row["asset_id"], row["basis_code"], row["party_id"]), []).append(row)
    found: dict[str, list[dict[str, Any]]] = {asset["asset_id"]: [] for asset in facts.assets}
    for (asset, basis, party), rows in tests.items():
        found.setdefault(asset, []).append(
            {
                "title": teller.language.phrase(teller.law.bases.get(basis, basis)),
                "party": names.party(party),
                "supported": sum(row["result"] == "supported" for row in rows),
                "conditions": [condition(row, basis, teller) for row in ordered(rows)],
            }
        )
    for listed in found.values():
        listed.sort(key=lambda test: (-test["supported"] / len(test["conditions"]), test["title"]))
    return [(asset, listed) for asset, listed in found.items() if listed]


def ordered(rows: list[Row]) -> list[Row]:
    """Return conditions by result."""
    return sorted(rows, key=lambda row: (RESULTS.index(row["result"]), row["condition_code"]))


def condition(row: Row, basis: str, teller: Teller) -> dict[str, str]:
    """Return one condition in words."""
    language = teller.language
    text = teller.law.conditions.get((basis, row["condition_code"]), row["condition_code"])
    return {
        "result": row["result"],
        "said": language.say("result", row["result"]),
        "text": language.phrase(text),
        "explanation": language.phrase(row["explanation"]),
        "settled_by": language.phrase(row["settled_by"]),
    }
