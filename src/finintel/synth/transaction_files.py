"""Writes the transaction feed into part files while it streams."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

import polars as pl
import pyarrow.parquet as pq

FileFormat = Literal["csv", "parquet"]


@dataclass
class TransactionFiles:
    """One open part file at a time; Parquet holds the same text as CSV would."""

    file_format: FileFormat
    open_path: Path | None = None
    open_csv: IO[bytes] | None = None
    open_parquet: Any = None
    written: list[Path] = field(default_factory=list)

    def write(self, frame: pl.DataFrame, path: Path) -> None:
        """Append rows to a part file; starting another one closes the one before."""
        is_new = path != self.open_path
        if is_new:
            self.close()
            path.parent.mkdir(parents=True, exist_ok=True)
            self.open_path = path
            self.written.append(path)
        if self.file_format == "csv":
            self.open_csv = self.open_csv or path.open("wb")
            frame.write_csv(self.open_csv, include_header=is_new, line_terminator="\n")
            return
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self.open_parquet is None:
            self.open_parquet = pq.ParquetWriter(path, table.schema, compression="zstd")
        self.open_parquet.write_table(table)

    def close(self) -> None:
        """Finish the open part file."""
        if self.open_csv is not None:
            self.open_csv.close()
        if self.open_parquet is not None:
            self.open_parquet.close()
        self.open_csv, self.open_parquet, self.open_path = None, None, None
