"""AMLworld's answer key: blocks of transactions between BEGIN and END lines, one attempt a block.

`BEGIN LAUNDERING ATTEMPT - FAN-OUT:  Max 16-degree Fan-Out` opens an attempt; its lines are those
of the transaction file. Attempts are numbered from 0 in the order of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from finintel.errors import SourceError
from finintel.ingest.landed import Landed
from finintel.ingest.readers.base import bad_batch, good_batch, stripped
from finintel.ingest.readers.delimited import READER as DELIMITED
from finintel.ingest.readers.ndjson import numbered_lines

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    *("Timestamp", "From Bank", "Account", "To Bank", "Account.1", "Amount Received"),
    *("Receiving Currency", "Amount Paid", "Payment Currency", "Payment Format", "Is Laundering"),
    *("attempt_id", "pattern"),
)
BEGIN = re.compile(r"BEGIN LAUNDERING ATTEMPT - (?P<pattern>[A-Z-]+)")


class AmlworldPatterns:
    """The answer key as published."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the columns of the transaction file, attempt_id and pattern."""
        _, line = next(numbered_lines(landed, options), (0, b""))
        if not BEGIN.match(line.decode("utf-8", "replace")):
            raise SourceError("no 'BEGIN LAUNDERING ATTEMPT' line at the top: not an answer key")
        return COLUMNS

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:
        """Count the lines that neither open nor close an attempt."""
        lines = numbered_lines(landed, options)
        return sum(1 for _, line in lines if not line.startswith((b"BEGIN", b"END")))

    def records(
        self, landed: Landed, options: Mapping[str, Any], names: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        """Yield every transaction line with the attempt that it stands in."""
        import pyarrow as pa

        good: list[tuple[int, list[str]]] = []
        bad: list[tuple[int, int, str, str]] = []
        attempt, pattern = -1, ""
        for number, line in numbered_lines(landed, options):
            text = line.decode("utf-8", "replace").strip()
            opening = BEGIN.match(text)
            if opening:
                attempt, pattern = attempt + 1, opening["pattern"]
            elif not text.startswith("END"):
                values = next(csv.reader([text]))
                if len(values) == len(COLUMNS) - 2:
                    good.append((number, [*values, str(attempt), pattern]))
                else:
                    reason = f"columns:{len(values)}_instead_of_{len(COLUMNS) - 2}"
                    bad.append((number, number, reason, text))
        if good:
            rows = [number for number, _ in good]
            columns = [
                pa.array([stripped(values[place]) for _, values in good], pa.string())
                for place in range(len(names))
            ]
            yield good_batch(rows, rows, columns)
        if bad:
            yield bad_batch(bad, len(names))

    def texts(
        self, landed: Landed, options: Mapping[str, Any], wanted: Mapping[int, int]
    ) -> Iterator[tuple[int, str]]:
        """Yield the lines wanted, as received."""
        yield from DELIMITED.texts(landed, {**options, "multiline": False}, wanted)


READER = AmlworldPatterns()
