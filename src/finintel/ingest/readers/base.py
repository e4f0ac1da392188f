"""What every reader promises, and the shape of the batches it hands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from finintel.ingest.landed import Landed

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Rows = Sequence[int] | NDArray[np.int64]

TEXT_LIMIT = 4096
BLANKS = " \t\n\r\x0b\x0c"
# Beside the file's columns (c0, c1, … in their order) every batch carries these. A row with a
# reason could not be read; its columns are null.
LEADING = ("row_number", "last_row_number", "reason", "record_text")


class Reader(Protocol):
    """A format."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of the file's columns; a repeated name gets .1, .2 and so on."""

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:
        """Count the records without parsing them: what the accounting is held against."""

    def records(
        self, landed: Landed, options: Mapping[str, Any], names: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        """Yield the records as text; raises SourceError when the file cannot be read on.

        Text is trimmed, and null where nothing is left.
        """

    def texts(
        self, landed: Landed, options: Mapping[str, Any], wanted: Mapping[int, int]
    ) -> Iterator[tuple[int, str]]:
        """Yield (row_number, text as received) of the records wanted: first row → last row."""


def schema(width: int) -> pa.Schema:
    """Return the schema of batches with a number of file columns."""
    import pyarrow as pa

    leading = zip(LEADING, (pa.int64(), pa.int64(), pa.string(), pa.string()), strict=True)
    columns = [(f"c{position}", pa.string()) for position in range(width)]
    return pa.schema([*leading, *columns])


def good_batch(rows: Rows, last_rows: Rows, columns: Sequence[pa.Array]) -> pa.RecordBatch:
    """Return a batch of records that were read."""
    import pyarrow as pa

    numbers = pa.array(rows, pa.int64())
    empty = pa.nulls(len(numbers), pa.string())
    arrays = [numbers, pa.array(last_rows, pa.int64()), empty, empty, *columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema(len(columns)))


def trimmed(column: pa.Array) -> pa.Array:
    """Return text without outer white space (ASCII's), null where nothing is left."""
    import pyarrow as pa
    from pyarrow import compute

    if not has_outer_blanks(column):
        return column
    text = compute.ascii_trim_whitespace(column)
    return compute.if_else(compute.equal(text, ""), pa.scalar(None, pa.string()), text)


def has_outer_blanks(column: pa.Array) -> bool:
    """Tell whether a value is empty, or begins or ends with white space: cheaper than trimming."""
    import numpy as np

    _, places, values = column.buffers()
    if values is None or len(column) == 0:
        return bool(column.null_count < len(column))
    ends = np.frombuffer(places, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    filled = ends[1:] > ends[:-1]
    if int(filled.sum()) < len(column) - column.null_count:
        return True
    blank = np.zeros(256, dtype=bool)
    blank[list(BLANKS.encode())] = True
    text = np.frombuffer(values, dtype=np.uint8)
    first, last = text[ends[:-1][filled]], text[ends[1:][filled] - 1]
    return bool(blank[first].any()) or bool(blank[last].any())


def stripped(text: str) -> str | None:
    """Return one value without outer white space, None where nothing is left."""
    return text.strip(BLANKS) or None


def bad_batch(rows: Sequence[tuple[int, int, str, str]], width: int) -> pa.RecordBatch:
    """Return a batch of records that could not be read: (first row, last row, reason, text)."""
    import pyarrow as pa

    first, last, reasons, texts = zip(*rows, strict=True)
    leading = [
        pa.array(first, pa.int64()),
        pa.array(last, pa.int64()),
        pa.array(reasons, pa.string()),
        pa.array([text[:TEXT_LIMIT] for text in texts], pa.string()),
    ]
    empty = [pa.nulls(len(rows), pa.string())] * width
    return pa.RecordBatch.from_arrays([*leading, *empty], schema=schema(width))


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Trim column names; the second of a name gets `.1`, the third `.2`: as pandas writes them."""
    seen: dict[str, int] = {}
    unique: list[str] = []
    for name in names:
        plain = name.strip().strip("\ufeff")
        seen[plain] = seen.get(plain, -1) + 1
        unique.append(f"{plain}.{seen[plain]}" if seen[plain] else plain)
    return tuple(unique)
