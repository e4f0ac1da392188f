"""What a lead is told with, and the small turns of phrase that every part of it uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finintel.leads.language import Language

MOST_NAMED = 3
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


def plain_number(value: float) -> str:
    """Return a measured value without exponent and without needless digits."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
