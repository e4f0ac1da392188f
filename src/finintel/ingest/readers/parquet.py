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


# ARG002: every reader has the arguments that the protocol Reader names; a Parquet file needs none
# of the options and brings its own names
class Parquet:
    """Parquet files."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:  # noqa: ARG002 - Reader
        """Return the column names of the file's schema."""
        return unique_names(opened(landed).schema_arrow.names)

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:  # noqa: ARG002 - Reader
        """Return the number of rows that the file's footer states."""
        return int(opened(landed).metadata.num_rows)

    def records(
        self,
        landed: Landed,
        options: Mapping[str, Any],  # noqa: ARG002 - Reader
        names: Sequence[str],  # noqa: ARG002 - Reader
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
        options: Mapping[str, Any],  # noqa: ARG002 - Reader
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
    """Return a column as text: times in UTC to the microsecond, numbers without exponent."""
    import pyarrow as pa
    from pyarrow import compute

    kind = column.type
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us")).cast(pa.string())
    if pa.types.is_nested(kind):
        values = [
            None if item is None else json.dumps(item, default=str) for item in column.to_pylist()
        ]
        return pa.array(values, pa.string())
    text = column.cast(pa.string())
    if pa.types.is_floating(kind) and compute.any(compute.match_substring(text, "e")).as_py():
        text = pa.array([plain_number(item) for item in text.to_pylist()], pa.string())
    return trimmed(text)


def plain_number(text: str | None) -> str | None:
    """Write a number such as 5.7e+06 without its exponent."""
    return text if text is None or "e" not in text else f"{Decimal(text):f}"


READER = Parquet()
