"""Parquet: typed columns, handed on as the text that means the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from finintel.errors import SourceError
from finintel.ingest.landed import Landed
from finintel.ingest.readers.base import good_batch, trimmed, unique_names

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

BATCH = 122_880


class Parquet:
    """Parquet files: they need no options and bring their own names."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:  # noqa: ARG002 - an argument of every Reader
        """Return the column names of the file's schema."""
        return unique_names(opened(landed).schema_arrow.names)

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:  # noqa: ARG002 - an argument of every Reader
        """Return the number of rows that the file's footer states."""
        return int(opened(landed).metadata.num_rows)

    def records(
        self,
        landed: Landed,
        options: Mapping[str, Any],  # noqa: ARG002 - an argument of every Reader
        names: Sequence[str],  # noqa: ARG002 - an argument of every Reader
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows; the first row of the file is row 1."""
        import numpy as np
        import pyarrow as pa

        first = 1
        try:
            for batch in opened(landed).iter_batches(batch_size=BATCH):
                rows = np.arange(first, first + batch.num_rows, dtype=np.int64)
                first += batch.num_rows
                yield good_batch(rows, rows, [as_text(column) for column in batch.columns])
        except (pa.ArrowException, OSError) as error:
            raise SourceError(f"the Parquet file is damaged: {error}. Ask for it again.") from error

    def texts(
        self,
        landed: Landed,
        options: Mapping[str, Any],  # noqa: ARG002 - an argument of every Reader
        wanted: Mapping[int, int],
    ) -> Iterator[tuple[int, str]]:
        """Yield the rows wanted, written as JSON."""
        first = 1
        ordered = sorted(wanted)
        for batch in opened(landed).iter_batches(batch_size=BATCH):
            for row in (row for row in ordered if first <= row < first + batch.num_rows):
                values = batch.slice(row - first, 1).to_pylist()[0]
                yield row, json.dumps(values, default=str, ensure_ascii=False)
            first += batch.num_rows


def opened(landed: Landed) -> ParquetFile:
    """Open the file; raises SourceError when it is none, or cut short."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(landed.path)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(
            f"cannot be read as Parquet ({str(error).splitlines()[0]}). Ask for it again."
        ) from error


def as_text(column: pa.Array) -> pa.Array:
    """Return a column as text: times in UTC to the microsecond, numbers without exponent.

    A time of a column with a zone ends in Z; bytes that are no text become hexadecimal digits.
    """
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    if pa.types.is_timestamp(kind):
        # not `safe`: what is finer than a microsecond is cut off
        moments = column.cast(pa.timestamp("us", "UTC" if kind.tz else None), safe=False)
        return moments.cast(pa.string())
    if pa.types.is_nested(kind):
        values = [
            None if item is None else json.dumps(item, default=str) for item in column.to_pylist()
        ]
        return pa.array(values, pa.string())
    if is_bytes(kind):
        is_fixed = pa.types.is_fixed_size_binary(kind)
        texts = [bytes_as_text(item, is_text=not is_fixed) for item in column.to_pylist()]
        return trimmed(pa.array(texts, pa.string()))
    return trimmed(number_as_text(column) if is_number(kind) else column.cast(pa.string()))


def is_bytes(kind: pa.DataType) -> bool:
    """Tell whether a type holds bytes that may or may not be text."""
    import pyarrow as pa

    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    return any(test(kind) for test in tests)


def is_number(kind: pa.DataType) -> bool:
    """Tell whether a type holds numbers that Arrow may write with an exponent."""
    import pyarrow as pa

    return bool(pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def number_as_text(column: pa.Array) -> pa.Array:
    """Return numbers as text; decimal(38, 18) would write 10.5 with seventeen zeros after it."""
    import pyarrow as pa
    from pyarrow import compute

    text = column.cast(pa.string())
    if compute.any(compute.match_substring_regex(text, "[eE]")).as_py():
        text = pa.array([plain_number(item) for item in text.to_pylist()], pa.string())
    if pa.types.is_decimal(column.type) and column.type.scale > 0:
        text = compute.utf8_rtrim(compute.utf8_rtrim(text, characters="0"), characters=".")
    return text


def plain_number(text: str | None) -> str | None:
    """Write a number such as 5.7e+06 or 0E-8 without its exponent."""
    return text if text is None or "e" not in text.lower() else f"{Decimal(text):f}"


def bytes_as_text(value: bytes | None, *, is_text: bool) -> str | None:
    """Return bytes as the text that they may be, else (a picture, a key) as hexadecimal digits."""
    if value is None:
        return None
    try:
        return value.decode("utf-8") if is_text else value.hex()
    except UnicodeDecodeError:
        return value.hex()


READER = Parquet()
