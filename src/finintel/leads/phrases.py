"""What other rooms write in English, said in the language of a lead: phrases with places for facts.

Rules, bands, basis tests and the model write short English phrases into their tables, because a
table has one language. A catalogue's [phrase] gives each of them, with {a} to {f} for what
varies; [word] gives the closed words of the data. What is in neither stays as it was written:
nothing is lost, and `unknown_parts` says what it is, so that a test can ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

PLACE = re.compile(r"\{([a-f])\}")
COUNTED = re.compile(r" %| \w+[(]s[)]")
NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?( [A-Z]{3}| days)?")
QUALIFIED = re.compile(r"([a-z_]+) \(([a-z_]+)\)")
SEPARATOR = "; "


class Phrasebook:
    """The phrases and words of one language."""

    def __init__(
        self,
        phrases: Mapping[str, str],
        words: Mapping[str, str],
        localised: Callable[[str], str],
    ) -> None:
        self.plain = {key: text for key, text in phrases.items() if not PLACE.search(key)}
        self.words = words
        self.localised = localised
        with_places = [key for key in phrases if PLACE.search(key)]
        # the more of a text a phrase gives itself, the less it leaves to chance
        with_places.sort(key=lambda key: -len(PLACE.sub("", key)))
        self.patterns = [(pattern_of(key), phrases[key]) for key in with_places]
        self.known: dict[str, str | None] = {}

    def say(self, text: str) -> str:
        """Return a text in this language, part by part as far as the catalogue knows it."""
        return SEPARATOR.join(self.part(part) or part for part in parts_of(text))

    def unknown_parts(self, text: str) -> list[str]:
        """Return the parts of a text that the catalogue does not know."""
        return [part for part in parts_of(text) if part and self.part(part) is None]

    def part(self, part: str) -> str | None:
        """Return one part in this language, or nothing where it is not known."""
        if part not in self.known:
            self.known[part] = self.found(part)
        return self.known[part]

    def found(self, part: str) -> str | None:
        """Look one part up: as it is, as a phrase with places, as a word."""
        if part in self.plain:
            return self.plain[part]
        for pattern, text in self.patterns:
            match = pattern.fullmatch(part)
            if match:
                values = {name: self.value(said) for name, said in match.groupdict().items()}
                return text.format(**values)
        return self.words.get(part)

    def value(self, said: str) -> str:
        """Return what stands in a place: a number by locale, a phrase, words, else as it is."""
        if NUMBER.fullmatch(said):
            return self.localised(said)
        whole = self.part(said)
        if whole is not None or SEPARATOR in said:
            return whole or self.say(said)
        return ", ".join(self.word(item) for item in said.split(", "))

    def word(self, item: str) -> str:
        """Return one word or short phrase; `stopped (death)` is two."""
        qualified = QUALIFIED.fullmatch(item)
        if qualified:
            return f"{self.word(qualified[1])} ({self.word(qualified[2])})"
        return self.words.get(item) or self.plain.get(item) or item


def parts_of(text: str) -> list[str]:
    """Split a text at its separators; what stands in brackets stays whole."""
    parts = [""]
    for piece in text.split(SEPARATOR):
        is_open = parts[-1].count("(") > parts[-1].count(")")
        if is_open:
            parts[-1] += SEPARATOR + piece
        else:
            parts.append(piece)
    return parts[1:]


def pattern_of(key: str) -> re.Pattern[str]:
    """Return what a phrase with places looks like in a text."""
    pieces = PLACE.split(key)
    spelled = [
        f"(?P<{piece}>{fitting(pieces[place + 1])})" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(spelled))


def fitting(after: str) -> str:
    """Return what may stand in a place, by what follows it: before % and `day(s)` a number only.

    A phrase that begins with a share would else take the beginning of a longer one for it.
    """
    return r"-?\d[\d.,]*" if COUNTED.match(after) else ".+?"
