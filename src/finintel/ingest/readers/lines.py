"""Judge the lines of a block before they are parsed: on arrays, no loop over good lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.ingest.landed import Block
from finintel.ingest.readers.base import TEXT_LIMIT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEED, RETURN, FIRST_BEYOND_ASCII = 10, 13, 0x80
BadLine = tuple[int, int, str, str]


@dataclass(frozen=True)
class Dialect:
    """How lines are delimited: one-byte delimiter, one-byte quote or none, number of columns."""

    delimiter: str
    quote: str
    width: int


@dataclass(frozen=True)
class Verdict:
    """The good lines of a block, with their numbers, and the bad ones with their reasons."""

    data: bytes
    good_rows: NDArray[np.int64]
    bad: list[BadLine]


@dataclass(frozen=True)
class Lines:
    """Where the lines of a buffer begin and end; an end is the place of the line feed."""

    buffer: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the line that each place of the buffer belongs to."""
        import numpy as np

        return np.searchsorted(self.ends, places)


def judge(block: Block, dialect: Dialect) -> Verdict:
    """Sort the lines of a block into good, blank (dropped) and bad (with the reason)."""
    import numpy as np

    buffer = np.frombuffer(block.data, dtype=np.uint8)
    ends = np.flatnonzero(buffer == FEED)
    starts = np.concatenate([[0], ends[:-1] + 1])
    lines = Lines(buffer, starts, ends)
    lengths = ends - starts
    lengths -= (lengths > 0) & (buffer[ends - 1] == RETURN)
    reasons = faults_of(block, lines, dialect)
    rows = np.arange(len(ends), dtype=np.int64) + block.first_line
    text = lengths > 0
    bad_places = [place for place in sorted(reasons) if text[place]]
    if not bad_places:
        return Verdict(block.data, rows[text], [])
    good = text.copy()
    good[bad_places] = False
    kept = buffer[np.repeat(good, ends - starts + 1)].tobytes()
    bad = [
        (int(rows[p]), int(rows[p]), reasons[p], excerpt(block.data, starts[p], ends[p]))
        for p in bad_places
    ]
    return Verdict(kept, rows[good], bad)


def excerpt(data: bytes, start: int, end: int) -> str:
    """Return the beginning of a line as text, whatever its bytes."""
    return data[start : min(end, start + 4 * TEXT_LIMIT)].rstrip(b"\r").decode("utf-8", "replace")


def faults_of(block: Block, lines: Lines, dialect: Dialect) -> dict[int, str]:
    """Return line → reason; of several faults of one line the first of this order counts."""
    faults: dict[int, str] = {}
    overlong = {number - block.first_line: "record:too_long" for number in block.overlong}
    for found in (
        overlong,
        forbidden_bytes(block.data, lines),
        invalid_text(block.data, lines),
        *structure_faults(block.data, lines, dialect),
    ):
        faults = found | faults
    return {place: reason for place, reason in faults.items() if 0 <= place < len(lines.ends)}


def forbidden_bytes(data: bytes, lines: Lines) -> dict[int, str]:
    """Find NUL bytes, and carriage returns that do not end a line."""
    import numpy as np

    faults: dict[int, str] = {}
    if b"\x00" in data:
        places = np.flatnonzero(lines.buffer == 0)
        faults = dict.fromkeys(lines.of(places).tolist(), "record:nul_byte")
    if b"\r" in data:
        places = np.flatnonzero(lines.buffer == RETURN)
        bare = places[lines.buffer[places + 1] != FEED]
        faults |= dict.fromkeys(lines.of(bare).tolist(), "record:bare_carriage_return")
    return faults


def invalid_text(data: bytes, lines: Lines) -> dict[int, str]:
    """Find lines that are not valid UTF-8; lines are looked at singly only in a bad block."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        import numpy as np

        candidates = np.unique(lines.of(np.flatnonzero(lines.buffer >= FIRST_BEYOND_ASCII)))
        return {
            int(place): "record:invalid_encoding"
            for place in candidates
            if not is_text(data[lines.starts[place] : lines.ends[place]])
        }
    return {}


def is_text(line: bytes) -> bool:
    """Tell whether bytes are valid UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def structure_faults(data: bytes, lines: Lines, dialect: Dialect) -> list[dict[int, str]]:
    """Find misplaced quotes, then wrong numbers of columns."""
    import numpy as np

    delimiter = ord(dialect.delimiter)
    marks = np.flatnonzero(lines.buffer == delimiter)
    quotes: dict[int, str] = {}
    if dialect.quote and dialect.quote.encode() in data:
        places = np.flatnonzero(lines.buffer == ord(dialect.quote))
        quotes = quote_faults(lines, places, delimiter)
        marks = marks[~inside_quotes(lines, places, marks)]
    found = np.diff(np.searchsorted(marks, lines.ends), prepend=0) + 1
    wrong = np.flatnonzero(found != dialect.width)
    columns = {int(p): f"columns:{found[p]}_instead_of_{dialect.width}" for p in wrong}
    return [quotes, columns]


def inside_quotes(
    lines: Lines, places: NDArray[np.int64], marks: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which delimiters stand between an opening and a closing quote of their line."""
    import numpy as np

    first = np.searchsorted(places, lines.starts)
    before = np.searchsorted(places, marks) - first[lines.of(marks)]
    inside: NDArray[np.bool_] = before % 2 == 1
    return inside


def quote_faults(lines: Lines, places: NDArray[np.int64], delimiter: int) -> dict[int, str]:
    """Find quotes that stand where none may stand, and lines whose last quote is missing.

    Counted within its line, an even quote opens and an odd one closes; between the two of a doubled
    quote nothing stands. One opens after a line's start, a delimiter or the first of a doubled one,
    and closes before a line's end, a delimiter or the second of a doubled one.
    """
    import numpy as np

    line = lines.of(places)
    order = np.arange(len(places)) - np.searchsorted(places, lines.starts)[line]
    quote = lines.buffer[places[0]]
    before, after = lines.buffer[places - 1], lines.buffer[places + 1]
    at_start = places == lines.starts[line]
    opens = at_start | (before == delimiter) | ((before == quote) & (order > 0))
    closes = (after == delimiter) | (after == quote) | (after == FEED) | (after == RETURN)
    misplaced = np.where(order % 2 == 0, ~opens, ~closes)
    faults = dict.fromkeys(line[misplaced].tolist(), "quote:misplaced")
    totals = np.bincount(line, minlength=len(lines.ends))
    odd = np.flatnonzero(totals % 2 == 1).tolist()
    return faults | dict.fromkeys(odd, "quote:unterminated")
