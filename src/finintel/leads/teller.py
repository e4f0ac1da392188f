"""What a lead is told with, and the small turns of phrase that every part of it uses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from finintel.leads.language import Language
from finintel.leads.law import Law

MOST_NAMED = 3
LONGEST_PART = 220


@dataclass(frozen=True)
class Teller:
    """What a lead is told with: the language, the money, the detectors' and the law's own words.

    Attributes:
        longest: most characters of a narrative.
    """

    language: Language
    exponents: Mapping[str, int]
    currency: str
    detectors: Mapping[str, Mapping[str, Any]]
    law: Law = field(default_factory=Law)
    longest: int = 4_000

    def money(self, minor: int | None) -> str:
        """Return an amount of the base currency."""
        return self.language.money(minor, self.currency, self.exponents)

    def amounts(self, by_currency: Mapping[str, int]) -> str:
        """Return amounts of several currencies, those of the base currency first."""
        ordered = sorted(by_currency.items(), key=lambda item: (item[0] != self.currency, item))
        told = [self.language.money(minor, code, self.exponents) for code, minor in ordered]
        return " + ".join(told)

    def phrase(self, text: str | None) -> str:
        """Return what another room wrote in this language, codes of bases by their titles."""
        said = self.language.phrase(text)
        for code, title in self.law.bases.items():
            if code in said:
                said = re.sub(rf"\b{re.escape(code)}\b", self.language.phrase(title), said)
        return said


def shortly(text: str | None, longest: int = LONGEST_PART) -> str:
    """Return a text that a source wrote, cut to a part of a sentence."""
    found = text or ""
    return found if len(found) <= longest else found[: longest - 1] + "…"


def listed(
    items: Sequence[str],
    language: Language,
    most: int = MOST_NAMED,
    *,
    longest: int = 60,
    total: int = 0,
) -> str:
    """Return the first items, and how many more there are.

    Args:
        items: what to name.
        language: how to say that there are more.
        most: how many to name.
        longest: characters of one item; 0: as long as it is.
        total: how many there are, where `items` are only the first of them.
    """
    named = ", ".join(shortly(item, longest) if longest else item for item in items[:most])
    more = max(total, len(items)) - min(most, len(items))
    return f"{named} {language.sentence('more', count=more)}" if more > 0 else named


def plain_number(value: float) -> str:
    """Return a measured value without exponent and without needless digits."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
