"""The words that a jurisdiction profile has for its bases and their conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Law:
    """The titles that a profile gives to its bases and measures, and the texts of conditions."""

    profile: str = ""
    bases: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)


def law_of(profile_id: str, values: Mapping[str, Any]) -> Law:
    """Read the titles of a profile's bases and measures and the texts of their conditions."""
    bases, measures = values.get("basis", []), values.get("measure", [])
    return Law(
        profile_id,
        {basis["code"]: basis["title"] for basis in bases},
        {
            (rule["code"], condition["code"]): condition["text"]
            for rule in (*bases, *measures)
            for condition in rule.get("conditions", [])
        },
        {measure["code"]: measure["title"] for measure in measures},
    )
