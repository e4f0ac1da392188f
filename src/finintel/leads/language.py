"""A language: every sentence of a lead, and how it writes numbers and dates.

One file of `catalogue/` per language. A sentence that a language lacks is an error when the file is
loaded, not a gap in a lead. [phrase] and [word] say what other rooms write in English (phrases);
[typology] and [detector.ID] translate code lists and the headers of rules, which an installation
may add to: what is not there stays English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from finintel.contracts.toml import read_toml
from finintel.errors import ContractError
from finintel.leads.phrases import Phrasebook

FOLDER = Path(__file__).parent / "catalogue"
REFERENCE = "en"
PLAIN_SPACES = {0x2009: " ", 0x202F: "\u00a0"}


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

    def count(self, key: str, number: int) -> str:
        """Return a number with its noun: 1 alert, 2 alerts."""
        one, several = self.sentences["count"][key]
        grouped = self.number(number)
        return str(one if number == 1 else several).format(n=grouped)

    def word(self, code: str | None) -> str:
        """Return a closed word of the data, such as a kind of asset; unknown for none."""
        if not code:
            return str(self.sentences["format"]["unknown"])
        return str(self.sentences["word"].get(code, code.replace("_", " ")))

    def phrase(self, text: str | None) -> str:
        """Return what another room wrote, in this language."""
        return self.phrasebook.say(text) if text else ""

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """The phrases of other rooms in this language."""
        return Phrasebook(self.sentences["phrase"], self.sentences["word"], self.localised)

    def country(self, code: str) -> str:
        """Return the name of a country, or its code where the locale has none."""
        return country(code, self.locale)

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

    def days(self, first: date, last: date) -> str:
        """Return a span of days, what is the same in both written once."""
        return span(first, last, self.locale)

    def short_day(self, value: date) -> str:
        """Return day and month as the language writes them, for an axis."""
        return short_day(value, self.locale)

    def localised(self, plain: str) -> str:
        """Return a number written as 1,234.5 with the separators of the language."""
        decimal, group = separators(self.locale)
        return plain.translate({ord(","): group, ord("."): decimal})

    @property
    def locale(self) -> str:
        """Name the locale of numbers and dates."""
        return str(self.sentences["format"]["locale"])

    def page(self, text: str, **values: object) -> str:
        """Return an English text of a page in this language, its braces filled."""
        said = str(self.sentences["page"][text])
        return said.format(**values) if values else said

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
def span(first: date, last: date, locale: str) -> str:
    """Return a span of days in the short form of a locale."""
    from babel.dates import format_interval

    # thin and narrow spaces are shown as marks by visible_text; a plain space is not
    return format_interval(first, last, "yMMMd", locale=locale).translate(PLAIN_SPACES)


@cache
def short_day(value: date, locale: str) -> str:
    """Return day and month in the short form of a locale."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", value, locale=locale)


@cache
def country(code: str, locale: str) -> str:
    """Return the name of a country in a locale."""
    from babel import Locale

    return str(Locale.parse(locale).territories.get(code, code))


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
