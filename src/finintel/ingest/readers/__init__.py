"""Readers: one file per format, found by its name.

A reader module holds `READER`. It turns a landed file into batches of text columns; casting to
types is the work of `finintel.ingest.casts`, so that every format is treated alike.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from finintel.errors import SourceError
from finintel.ingest.landed import Landed
from finintel.ingest.readers.base import Reader
from finintel.packed import SUFFIXES as SUFFIXES_OF_PACKED

SUFFIXES = {
    ".parquet": "parquet",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
PARQUET_MAGIC = b"PAR1"
# What people send in place of a table; as text it would be a header of one strange column.
FOREIGN = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}


@cache
def readers() -> dict[str, Reader]:
    """Return every reader by name: the modules of this package that hold a READER."""
    found: dict[str, Reader] = {}
    for item in pkgutil.iter_modules([str(Path(__file__).parent)]):
        module = import_module(f"{__name__}.{item.name}")
        if hasattr(module, "READER"):
            found[item.name] = module.READER
    return found


def reader_for(landed: Landed, name: str) -> Reader:
    """Return the reader that a contract names; "auto" goes by the content and the file's name."""
    if name != "auto":
        if name not in readers():
            known = ", ".join(sorted(readers()))
            raise SourceError(f"reader '{name}' does not exist; known readers: {known}")
        return readers()[name]
    if landed.magic == PARQUET_MAGIC:
        return readers()["parquet"]
    if landed.magic in FOREIGN:
        raise SourceError(
            f"the file is {FOREIGN[landed.magic]}, and no table as text. Save it as CSV, or unpack "
            "it, and send that."
        )
    plain = landed.file_name.lower()
    for suffix in SUFFIXES_OF_PACKED:
        plain = plain.removesuffix(suffix)
    return readers()[SUFFIXES.get(Path(plain).suffix, "delimited")]
