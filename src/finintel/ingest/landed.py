"""A landed file as a stream of bytes: decompressed, transcoded and cut at line ends.

Memory stays bounded whatever the file: a line longer than allowed is cut to its beginning, and a
file that unpacks to more than allowed stops.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from finintel.errors import SourceError
from finintel.packed import DAMAGED, open_unpacked, packing

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class Landed:
    """A received file below landing/ and the limits it is read with."""

    path: Path
    file_name: str
    maximum_file_bytes: int = 50_000_000_000
    maximum_record_bytes: int = 1_048_576
    chunk_bytes: int = CHUNK

    @cached_property
    def magic(self) -> bytes:
        """The first four bytes as received."""
        with self.path.open("rb") as stream:
            return stream.read(4)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, decompressed; raises SourceError when they cannot be had."""
        total = 0
        try:
            with open_unpacked(self.path) as stream:
                while chunk := stream.read(self.chunk_bytes):
                    total += len(chunk)
                    if total > self.maximum_file_bytes:
                        raise SourceError(
                            f"unpacks to more than {self.maximum_file_bytes} bytes. Raise "
                            "maximum_file_bytes in finintel.toml if the file may be so large."
                        )
                    yield chunk
        except EOFError as error:
            raise SourceError(
                f"the {packing(self.path)} file is truncated: it ends before its end marker. "
                "Ask for it again."
            ) from error
        except DAMAGED as error:
            raise SourceError(
                f"the {packing(self.path)} file is damaged ({error}). Ask for it again."
            ) from error
        except OSError as error:
            kind = packing(self.path)
            what = f"the {kind} file cannot be unpacked" if kind else "cannot be read"
            raise SourceError(f"{what}: {error}. Ask for it again.") from error

    def encoding(self, candidates: tuple[str, ...]) -> str:
        """Return the first candidate that the whole file obeys, else the first; a BOM decides."""
        head = next(self.chunks(), b"")
        for bom, name in BOMS:
            if head.startswith(bom):
                return name
        if len(candidates) == 1:
            return candidates[0]
        for name in candidates:
            if self.obeys(name):
                return name
        return candidates[0]

    def obeys(self, encoding: str) -> bool:
        """Tell whether every byte of the file is valid in an encoding."""
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for chunk in self.chunks():
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True

    def text_chunks(self, candidates: tuple[str, ...]) -> Iterator[bytes]:
        """Yield the file as UTF-8; bytes that are invalid stay so, for the reader to reject."""
        encoding = self.encoding(candidates)
        if codecs.lookup(encoding).name == "utf-8":
            yield from self.chunks()
            return
        decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
        try:
            for chunk in self.chunks():
                yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
            yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
        except UnicodeError as error:
            raise SourceError(f"is not {encoding} text: {error}. Ask for it again.") from error


@dataclass(frozen=True)
class Block:
    """Whole lines of a file, each ending in a line feed.

    `overlong` holds the line numbers of lines that were cut to their beginning.
    """

    data: bytes
    first_line: int
    overlong: frozenset[int]


def blocks(landed: Landed, encodings: tuple[str, ...]) -> Iterator[Block]:
    """Cut a file into blocks of whole lines; a line over the limit keeps only its beginning."""
    limit = landed.maximum_record_bytes
    line, carry, cutting = 1, b"", False
    for received in landed.text_chunks(encodings):
        chunk = received
        if cutting:
            _, feed, chunk = chunk.partition(b"\n")
            if not feed:
                continue
            yield Block(carry[:limit] + b"\n", line, frozenset({line}))
            line, carry, cutting = line + 1, b"", False
        head, feed, tail = chunk.rpartition(b"\n")
        if feed:
            data = carry + head + b"\n"
            yield from cut(data, line, limit)
            line, carry = line + data.count(b"\n"), tail
        else:
            carry += tail
        cutting = len(carry) > limit
    if carry:
        yield Block(carry[:limit] + b"\n", line, frozenset({line} if cutting else ()))


def cut(data: bytes, line: int, limit: int) -> Iterator[Block]:
    """Name the lines of a block that are over the limit, and shorten them."""
    if not may_be_over(data, limit):
        yield Block(data, line, frozenset())
        return
    lines = data.split(b"\n")
    overlong = frozenset(line + place for place, text in enumerate(lines) if len(text) > limit)
    yield Block(b"\n".join(text[:limit] for text in lines), line, overlong)


def may_be_over(data: bytes, limit: int) -> bool:
    """Tell whether a line may be over the limit: it would fill a window of half of it."""
    window = max(limit // 2, 1)
    return any(
        data.find(b"\n", place, place + window) < 0
        for place in range(0, len(data) - window, window)
    )
