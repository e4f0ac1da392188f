"""Text that somebody else wrote, made safe to open in a spreadsheet and still readable.

The rules, in order; all of them hold for every text cell of every CSV:

1. Control characters become visible: the Unicode picture of the character (NUL → ␀, line feed →
   ␊, tab → ␉); C1 controls, line separators, bidirectional and invisible marks become [U+202E].
   Joiners (U+200C, U+200D) stay: scripts and emoji need them, and they move nothing.
2. A cell longer than a spreadsheet holds is cut, and says so.
3. A cell gets an apostrophe in front where a spreadsheet would make something of it: where its
   first character after blanks is = + - @ (or a full-width form) or an apostrophe, where it begins
   with a tab's or return's picture, and where it looks like a number or a date (leading zeros and
   long ids would be lost). Taking one leading apostrophe away gives the text back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Excel holds 32,767 characters in a cell; below that with room for the note.
LONGEST_CELL = 32_000

PICTURES = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "␡"}
INVISIBLE = (
    *range(0x80, 0xA0),  # C1 controls
    0x00AD,  # soft hyphen
    0x061C,
    0x180E,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x2030),  # line separators, embeddings and overrides
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xFDD0, 0xFDF0),  # no characters: programs drop them without a word
    *(plane + low for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF)),
    *range(0xE0000, 0xE0080),  # tags: text that nobody sees and a program reads
)
NAMED = {chr(code): f"[U+{code:04X}]" for code in INVISIBLE}
VISIBLE = PICTURES | NAMED
TABLE = {ord(character): shown for character, shown in VISIBLE.items()}

# What a spreadsheet reads as a formula, behind any blank: = + - @ ' and their full-width and small
# forms; the pictures of tab and return (␉ ␍) stand for what was there before.
FORMULA = (
    r"^[\s\u00a0\u3000]*[=+\-@'\uff07\uff1d\uff0b\uff0d\uff20"
    r"\ufe62\ufe63\ufe66\ufe6b\u2212\u2409\u240d]"
)
# Digits with the marks of numbers, dates, exponents and percentages and nothing else; truths.
NUMBER_OR_DATE = (
    r"^\s*\d[\d\s.,:/\-]*([eEdD][+\-]?\d+)?\s*%?\s*$|^\s*[.,]\d"
    r"|^(?i:true|false|wahr|falsch|vrai|faux|verdadero|falso)$"
)


def visible_text(text: str) -> str:
    """Make control characters and marks of one text visible."""
    # Everything in the table is unprintable; nearly every text is printable and needs no work.
    return text if text.isprintable() else text.translate(TABLE)


def visible(text: pl.Expr) -> pl.Expr:
    """Make control characters and marks that hide or turn text visible."""
    return text.str.replace_many(list(VISIBLE), list(VISIBLE.values()))


def shortened(text: pl.Expr) -> pl.Expr:
    """Cut a text that no spreadsheet cell holds, and say how long it was."""
    import polars as pl

    cut = pl.format("{}… [cut: {} characters]", text.str.head(LONGEST_CELL), text.str.len_chars())
    return pl.when(text.str.len_chars() > LONGEST_CELL).then(cut).otherwise(text)


def neutral(text: pl.Expr) -> pl.Expr:
    """Put an apostrophe before what a spreadsheet would calculate or change."""
    import polars as pl

    dangerous = text.str.contains(FORMULA) | text.str.contains(NUMBER_OR_DATE)
    return pl.when(dangerous).then(pl.lit("'") + text).otherwise(text)


def safe(text: pl.Expr) -> pl.Expr:
    """Apply the three rules; null stays null."""
    return neutral(shortened(visible(text)))
