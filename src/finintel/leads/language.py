"""A language: every sentence of a lead, and how it writes numbers and dates.

One file of `catalogue/` per language. A sentence that a language lacks is an error when the file is
loaded, not a gap in a lead. [page], [typology] and [detector.ID] translate words that stand in
English elsewhere (templates, code lists, headers of rules): what is not there stays English.
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
        decimal, group = separators(self.locale)
        whole, fraction = divmod(abs(value), 10**exponent)
        grouped = f"{whole:,}".replace(",", group)
        sign = "-" if value < 0 else ""
        if not exponent:
            return f"{sign}{grouped}"
        return f"{sign}{grouped}{decimal}{fraction:0{exponent}d}"

    def money(self, minor: int | None, currency: str, exponents: Mapping[str, int]) -> str:
        """Return an amount with its currency, or the word for unknown."""
        if minor is None or currency not in exponents:
            return str(self.sentences["format"]["unknown"])
        return f"{self.number(minor, exponents[currency])} {currency}"

    def day(self, value: date | None) -> str:
        """Return a date as the language writes it."""
        return (
            str(self.sentences["format"]["unknown"]) if value is None else day(value, self.locale)
        )

    def localised(self, plain: str) -> str:
        """Return a number written as 1,234.5 with the separators of the language."""
        decimal, group = separators(self.locale)
        return plain.translate({ord(","): group, ord("."): decimal})

    @property
    def locale(self) -> str:
        """Name the locale of numbers and dates."""
        return str(self.sentences["format"]["locale"])

    def page(self, text: str) -> str:
        """Return an English text of a page in this language."""
        return str(self.sentences.get("page", {}).get(text, text))

    def typology(self, code: str, meaning: str) -> str:
        """Return what a typology means; the code list's own words where there is no translation."""
        return str(self.sentences.get("typology", {}).get(code, meaning))

    def detector(self, detector: str, header: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the header of a rule in this language; header_title is what its reasons name."""
        translated = self.sentences.get("detector", {}).get(detector, {})
        return {**header, **translated, "header_title": header.get("title", "")}


@cache
def separators(locale: str) -> tuple[str, str]:
    """Return the decimal and the grouping separator of a locale."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    # A narrow space (U+202F) is shown as a mark by visible_text; a plain fixed space is not.
    return get_decimal_symbol(locale), get_group_symbol(locale).replace("\u202f", "\u00a0")


@cache
def day(value: date, locale: str) -> str:
    """Return a date in the long form of a locale."""
    from babel.dates import format_date

    return format_date(value, format="long", locale=locale)


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
