"""A language: every sentence of a lead, and how it writes numbers and dates.

One file of `catalogue/` per language. A sentence that a language lacks is an error when the file is
loaded, not a gap in a lead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from finintel.contracts.toml import read_toml
from finintel.errors import ContractError

FOLDER = Path(__file__).parent / "catalogue"
REFERENCE = "en"
GROUP_DIGITS = 3


@dataclass(frozen=True)
class Language:
    """One language: its code, and its sentences by section and key."""

    code: str
    sentences: Mapping[str, Mapping[str, Any]]

    def say(self, section: str, key: str, **values: object) -> str:
        """Return a sentence with its braces filled; a key that is not there stands for itself."""
        template = self.sentences[section].get(key)
        return key.replace("_", " ") if template is None else str(template).format(**values)

    def sentence(self, key: str, **values: object) -> str:
        """Return a sentence of the section [sentence]."""
        return str(self.sentences["sentence"][key]).format(**values)

    def number(self, value: int, exponent: int = 0) -> str:
        """Return minor units as a number of major units, digits grouped: 950000, 2 → 9,500.00."""
        layout = self.sentences["format"]
        whole, fraction = divmod(abs(value), 10**exponent)
        grouped = f"{whole:,}".replace(",", layout["group"])
        sign = "-" if value < 0 else ""
        if not exponent:
            return f"{sign}{grouped}"
        return f"{sign}{grouped}{layout['decimal']}{fraction:0{exponent}d}"

    def money(self, minor: int | None, currency: str, exponents: Mapping[str, int]) -> str:
        """Return an amount with its currency, or the word for unknown."""
        if minor is None or currency not in exponents:
            return str(self.sentences["format"]["unknown"])
        return f"{self.number(minor, exponents[currency])} {currency}"

    def day(self, value: date | None) -> str:
        """Return a date as the language writes it."""
        layout = self.sentences["format"]
        if value is None:
            return str(layout["unknown"])
        month = layout["months"][value.month - 1]
        return str(layout["date"]).format(day=value.day, month=month, year=value.year)


@cache
def load_language(code: str) -> Language:
    """Load a language.

    Raises:
        ContractError: there is no such language, or it lacks sentences that English has.
    """
    path = FOLDER / f"{code}.toml"
    if not path.is_file():
        known = ", ".join(sorted(item.stem for item in FOLDER.glob("*.toml")))
        raise ContractError(f"language '{code}' does not exist; known languages: {known}")
    sentences = read_toml(path)
    reference = read_toml(FOLDER / f"{REFERENCE}.toml")
    lacking = [
        f"[{section}] {key}"
        for section, keys in reference.items()
        for key in keys
        if key not in sentences.get(section, {})
    ]
    if lacking:
        raise ContractError(f"{path.name}: lacks {', '.join(lacking)}")
    return Language(code, sentences)
