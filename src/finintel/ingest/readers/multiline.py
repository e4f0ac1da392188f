"""Delimited text whose quoted values may hold line ends: record by record, slower.

A record is what a strict pattern matches. Where none matches, or the match runs over several lines
and has the wrong number of columns, that one line is rejected and reading goes on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from finintel.ingest.landed import Landed, blocks


@dataclass(frozen=True)
class Record:
    """One record: its first and last line, its values or the reason why there are none."""

    first: int
    last: int
    values: list[str]
    reason: str | None
    text: str


@dataclass(frozen=True)
class Pattern:
    """The compiled shapes of a dialect."""

    value: re.Pattern[str]
    record: re.Pattern[str]
    quote: str

    @classmethod
    def of(cls, delimiter: str, quote: str) -> Pattern:
        """Compile the shapes: a quoted value doubles its quotes, a plain one has none."""
        d, q = re.escape(delimiter), re.escape(quote or "\0")
        quoted = f"{q}(?:[^{q}]|{q}{q})*+{q}"
        plain = f"[^{q}{d}\\r\\n]*+"
        value = f"(?:{quoted}|{plain})"
        return cls(re.compile(value), re.compile(f"{value}(?:{d}{value})*+\\r?\\n"), quote)

    def values(self, text: str) -> list[str]:
        """Split a record that matched."""
        found: list[str] = []
        place = 0
        while True:
            match = self.value.match(text, place)
            value = match[0] if match else ""
            place += len(value) + 1
            if self.quote and value.startswith(self.quote):
                value = value[1:-1].replace(self.quote * 2, self.quote)
            found.append(value)
            if place >= len(text) or text[place - 1] in "\r\n":
                return found


def multiline_records(
    landed: Landed, options: Mapping[str, Any], start: int, width: int
) -> Iterator[Record]:
    """Yield every record from line `start` on, blank lines left out."""
    pattern = Pattern.of(options["delimiter"], options["quote"])
    carry, number = "", 1
    for block in blocks(landed, options["encoding"]):
        text = carry + block.data.decode("utf-8", "replace")
        lines = _Lines(text, number, start, landed.maximum_record_bytes)
        yield from lines.records(pattern, width, is_last=False)
        carry, number = text[lines.place :], lines.number
    lines = _Lines(carry, number, start, landed.maximum_record_bytes)
    yield from lines.records(pattern, width, is_last=True)


class _Lines:
    """A place in a text, moving record by record."""

    def __init__(self, text: str, number: int, start: int, limit: int) -> None:
        self.text, self.number, self.start, self.limit = text, number, start, limit
        self.place = 0

    def records(self, pattern: Pattern, width: int, *, is_last: bool) -> Iterator[Record]:
        """Yield records until the text ends, or until the rest may be an unfinished record."""
        while self.place < len(self.text):
            end = self.text.find("\n", self.place) + 1
            line = self.text[self.place : end]
            if self.number < self.start or not line.strip("\r\n"):
                self.move(end, 1)
                continue
            match = pattern.record.match(self.text, self.place)
            waiting = len(self.text) - self.place <= self.limit and not is_last
            if match is None and waiting:
                return
            yield self.judge(match[0] if match else None, line, pattern, width)

    def judge(self, matched: str | None, line: str, pattern: Pattern, width: int) -> Record:
        """Accept the match, or reject the one line, and move on."""
        text = matched if matched is not None else line
        values = pattern.values(text) if matched is not None else []
        reason = None if matched is not None else "quote:misplaced"
        if matched is not None and len(values) != width:
            reason, text = f"columns:{len(values)}_instead_of_{width}", line
        elif len(text) > self.limit:
            reason, text = "record:too_long", line
        elif "\ufffd" in text:
            reason = "record:invalid_encoding"
        elif "\x00" in text:
            reason = "record:nul_byte"
        first, count = self.number, text.count("\n")
        self.move(self.place + len(text), count)
        return Record(first, first + count - 1, values, reason, text.rstrip("\r\n"))

    def move(self, place: int, lines: int) -> None:
        """Go to a place that is a number of lines further on."""
        self.place, self.number = place, self.number + lines


def multiline_texts(
    landed: Landed, options: Mapping[str, Any], wanted: Mapping[int, int]
) -> Iterator[tuple[int, str]]:
    """Yield the text of the records wanted: their lines, joined."""
    parts: dict[int, list[str]] = {row: [] for row in wanted}
    owner = {line: row for row, last in wanted.items() for line in range(row, last + 1)}
    for block in blocks(landed, options["encoding"]):
        for number, line in enumerate(block.data.split(b"\n")[:-1], start=block.first_line):
            if number in owner:
                parts[owner[number]].append(line.decode("utf-8", "replace"))
    for row in sorted(parts):
        yield row, "\n".join(parts[row])
