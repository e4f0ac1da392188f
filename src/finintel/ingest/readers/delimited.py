"""Delimited text: one line, one record, each judged by itself.

A line is looked at before it is parsed: is its text valid, are its quotes where quotes may be, has
it as many columns as the header. So a quote that is never closed spoils its own line and no other,
and what Arrow's parser is given cannot fail. Feeds whose values hold line ends say `multiline`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from finintel.errors import SourceError
from finintel.ingest.landed import Block, Landed, blocks
from finintel.ingest.readers.base import (
    bad_batch,
    good_batch,
    stripped,
    trimmed,
    unique_names,
)
from finintel.ingest.readers.lines import Dialect, judge
from finintel.ingest.readers.multiline import multiline_records, multiline_texts

if TYPE_CHECKING:
    import pyarrow as pa

# The line feed of a blank line, seen from the one before it; blank lines may follow each other.
BLANK_LINE = re.compile(rb"(?<=\n)\r?\n")


class Delimited:
    """Delimited text."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the header's names."""
        if not options["header"]:
            return tuple(options["names"])
        return self.header(landed, options)[0]

    def header(self, landed: Landed, options: Mapping[str, Any]) -> tuple[tuple[str, ...], int]:
        """Return the header's names and its line number; 0 when the contract gives the names."""
        if not options["header"]:
            return tuple(options["names"]), int(options["skip_lines"])
        for block in blocks(landed, options["encoding"]):
            for number, line in enumerate(block.data.split(b"\n"), start=block.first_line):
                if number <= options["skip_lines"] or not line.strip():
                    continue
                if number in block.overlong:
                    raise SourceError(
                        f"line {number}, where the header should be, is over the limit of "
                        f"{landed.maximum_record_bytes} bytes. Is this a text file?"
                    )
                return unique_names(split_line(line, options)), number
        raise SourceError("the file is empty: not even a header. Ask for it again.")

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:
        """Count the lines after the header that are not blank."""
        if options["multiline"]:
            width = len(self.columns(landed, options))
            return sum(
                1 for _ in multiline_records(landed, options, self.start(landed, options), width)
            )
        _, header = self.header(landed, options)
        lines, last = 0, b"\n"
        for chunk in landed.text_chunks(options["encoding"]):
            data, header = without_lines(chunk, header)
            if not header and data:
                lines += lines_with_text(data, last)
                last = (last + data)[-2:]
        return lines + (not last.endswith((b"\n", b"\n\r")))

    def start(self, landed: Landed, options: Mapping[str, Any]) -> int:
        """Return the number of the first line after the header."""
        return self.header(landed, options)[1] + 1

    def records(
        self, landed: Landed, options: Mapping[str, Any], names: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        """Yield the records; what cannot be read comes as a row with a reason."""
        start = self.start(landed, options)
        if options["multiline"]:
            yield from multiline_batches(landed, options, start, len(names))
            return
        dialect = Dialect(options["delimiter"], options["quote"], len(names))
        for block in blocks(landed, options["encoding"]):
            yield from block_batches(after(block, start), dialect)

    def texts(
        self, landed: Landed, options: Mapping[str, Any], wanted: Mapping[int, int]
    ) -> Iterator[tuple[int, str]]:
        """Yield the lines wanted, as received."""
        if options["multiline"]:
            yield from multiline_texts(landed, options, wanted)
            return
        ordered = sorted(wanted)
        for block in blocks(landed, options["encoding"]):
            last = block.first_line + block.data.count(b"\n")
            here = [row for row in ordered if block.first_line <= row < last]
            if here:
                lines = block.data.split(b"\n")
                for row in here:
                    text = lines[row - block.first_line].rstrip(b"\r")
                    yield row, text.decode("utf-8", "replace")


def after(block: Block, start: int) -> Block:
    """Return the block without the lines before `start`."""
    if block.first_line >= start:
        return block
    parts = block.data.split(b"\n", start - block.first_line)
    rest = parts[-1] if len(parts) > start - block.first_line else b""
    return Block(rest, start, block.overlong)


def without_lines(data: bytes, lines: int) -> tuple[bytes, int]:
    """Leave out lines at the beginning; returns the rest and how many are still to go."""
    if not lines:
        return data, 0
    parts = data.split(b"\n", lines)
    return parts[-1], lines - (len(parts) - 1)


def lines_with_text(data: bytes, before: bytes = b"\n") -> int:
    """Count the line feeds that end a line with text; `before` is what the data follows."""
    end = b"\n" if before.endswith(b"\n") else b"\n\r" if before.endswith(b"\n\r") else b""
    begins_blank = bool(end) and data.startswith((b"\n", b"\r\n"))
    blank = 0
    if begins_blank or b"\n\n" in data or b"\n\r\n" in data:
        blank = len(BLANK_LINE.findall(end + data))
    return data.count(b"\n") - blank


def split_line(line: bytes, options: Mapping[str, Any]) -> list[str]:
    """Split the header line; raises SourceError when it is no line of text."""
    try:
        text = line.decode("utf-8").rstrip("\r")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"the header is not valid text in {'/'.join(options['encoding'])}. Name the file's "
            "encoding in the contract's options, or ask for the file again."
        ) from error
    if not options["quote"]:
        return text.split(options["delimiter"])
    reader = csv.reader([text], delimiter=options["delimiter"], quotechar=options["quote"])
    try:
        return next(reader)
    except csv.Error as error:
        cause = "its lines end in a carriage return alone" if "\r" in text else str(error)
        raise SourceError(
            f"the header cannot be read: {cause}. Save the file as plain CSV, each line ending in "
            "a line feed, and send that."
        ) from error


def block_batches(block: Block, dialect: Dialect) -> Iterator[pa.RecordBatch]:
    """Turn a block into a batch of good records and a batch of bad ones."""
    if not block.data:
        return
    verdict = judge(block, dialect)
    if len(verdict.good_rows):
        yield good_batch(
            verdict.good_rows,
            verdict.good_rows,
            parse(verdict.data, dialect, len(verdict.good_rows)),
        )
    if verdict.bad:
        yield bad_batch(verdict.bad, dialect.width)


def parse(data: bytes, dialect: Dialect, rows: int) -> list[pa.Array]:
    """Parse lines that were judged good; an empty value is null."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [f"c{position}" for position in range(dialect.width)]
    table = arrow_csv.read_csv(
        pa.BufferReader(data),
        read_options=arrow_csv.ReadOptions(
            column_names=names, block_size=len(data) + 1, use_threads=True
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            double_quote=True,
            escape_char=False,
            newlines_in_values=False,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,
        ),
    ).combine_chunks()
    if len(table) != rows:
        raise SourceError(
            f"{rows} lines were judged good and the parser made {len(table)} records of them. "
            "This is a fault of finintel: report it with the file's header."
        )
    return [trimmed(column.chunk(0)) for column in table.columns]


def multiline_batches(
    landed: Landed, options: Mapping[str, Any], start: int, width: int
) -> Iterator[pa.RecordBatch]:
    """Yield the records of a feed whose values hold line ends, a few thousand at a time."""
    import itertools

    import pyarrow as pa

    records = multiline_records(landed, options, start, width)
    while some := list(itertools.islice(records, 10_000)):
        good = [item for item in some if item.reason is None]
        if good:
            columns = [
                pa.array([stripped(item.values[place]) for item in good], pa.string())
                for place in range(width)
            ]
            yield good_batch([i.first for i in good], [i.last for i in good], columns)
        bad = [(i.first, i.last, i.reason, i.text) for i in some if i.reason is not None]
        if bad:
            yield bad_batch(bad, width)


READER = Delimited()
