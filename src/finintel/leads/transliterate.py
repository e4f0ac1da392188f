"""Names in the few ASCII signs that goAML takes, with a record of every name that changed."""

from __future__ import annotations

import re
import unicodedata

KEPT = re.compile(r"[^a-zA-Z0-9 .'-]")
UNKNOWN = "UNKNOWN"
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "-",
            "y",
            "-",
            "e",
            "iu",
            "ia",
            "i",
            "i",
            "ie",
            "g",
        ],
        strict=True,
    )
)
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d"}
LATIN |= {"\u0131": "i", "&": " and ", "’": "'", "‘": "'", "–": "-"}
TABLE = LATIN | {sign: "" if way == "-" else way for sign, way in (CYRILLIC | GREEK).items()}


class Transliterator:
    """Turns names into ASCII and remembers what it changed: original → ASCII."""

    def __init__(self) -> None:
        self.changed: dict[str, str] = {}

    def name(self, text: str | None, longest: int) -> str:
        """Return a name of at most `longest` signs of ^[a-zA-Z0-9 .'-]*$, never empty."""
        if not text:
            return UNKNOWN
        found = " ".join(KEPT.sub(" ", ascii_of(text)).split())[:longest].strip() or UNKNOWN
        if found != text:
            self.changed[text] = found
        return found


def ascii_of(text: str) -> str:
    """Return the text with letters spelled in ASCII as far as the tables reach."""
    return "".join(sign_of(sign) for sign in unicodedata.normalize("NFC", text))


def sign_of(sign: str) -> str:
    """Spell one sign."""
    plain = "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    for tried in (sign, plain):
        spelled = TABLE.get(tried.lower())
        if spelled is not None:
            return spelled.capitalize() if tried != tried.lower() else spelled
    return plain
