"""Packed files: gzip, bzip2, xz and zstd are opened as what they hold, whatever their names say."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from pathlib import Path
from typing import BinaryIO, cast

# What a packed file begins with, and the endings that people give it.
MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
# Besides OSError and EOFError (cut short), which also tell of a file that cannot be unpacked.
DAMAGED = (gzip.BadGzipFile, lzma.LZMAError, zlib.error)


def packing(path: Path) -> str | None:
    """Return how a file is packed, told by its first bytes, or None."""
    with path.open("rb") as stream:
        head = stream.read(max(map(len, MAGIC)))
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


def open_unpacked(path: Path) -> BinaryIO:
    """Open a file for reading what it holds."""
    kind = packing(path)
    if kind == "gzip":
        return cast("BinaryIO", gzip.open(path, "rb"))
    if kind == "bzip2":
        return cast("BinaryIO", bz2.open(path, "rb"))
    if kind == "xz":
        return cast("BinaryIO", lzma.open(path, "rb"))
    if kind == "zstd":
        import io

        import pyarrow as pa

        stream = pa.input_stream(str(path), compression="zstd")
        return cast("BinaryIO", io.BufferedReader(stream))
    return path.open("rb")
