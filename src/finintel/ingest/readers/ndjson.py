"""NDJSON: one JSON object a line; nested objects become columns with points in their names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from finintel.ingest.landed import Landed, blocks
from finintel.ingest.readers.base import bad_batch, good_batch, stripped
from finintel.ingest.readers.delimited import READER as DELIMITED
from finintel.ingest.readers.delimited import lines_with_text

if TYPE_CHECKING:
    import pyarrow as pa

BadRecord = tuple[int, int, str, str]


class Ndjson:
    """One JSON object a line."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return every key of every object, in the order of their first appearance."""
        names: dict[str, None] = {}
        for _, line in numbered_lines(landed, options):
            names.update(dict.fromkeys(parsed(line)[0]))
        return tuple(names)

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:
        """Count the lines that are not blank."""
        return sum(lines_with_text(block.data) for block in blocks(landed, options["encoding"]))

    def records(
        self, landed: Landed, options: Mapping[str, Any], names: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        """Yield the objects; a line that is none comes as a row with a reason."""
        for block in blocks(landed, options["encoding"]):
            good: list[tuple[int, dict[str, str | None]]] = []
            bad: list[BadRecord] = []
            for number, line in enumerate(block.data.split(b"\n")[:-1], start=block.first_line):
                if not line.strip(b"\r"):
                    continue
                values, reason = parsed(line)
                if number in block.overlong:
                    reason = "record:too_long"
                if reason is None:
                    good.append((number, values))
                else:
                    bad.append((number, number, reason, line[:16384].decode("utf-8", "replace")))
            if good:
                yield object_batch(good, names)
            if bad:
                yield bad_batch(bad, len(names))

    def texts(
        self, landed: Landed, options: Mapping[str, Any], wanted: Mapping[int, int]
    ) -> Iterator[tuple[int, str]]:
        """Yield the lines wanted, as received."""
        yield from DELIMITED.texts(landed, {**options, "multiline": False}, wanted)


def numbered_lines(landed: Landed, options: Mapping[str, Any]) -> Iterator[tuple[int, bytes]]:
    """Yield every line that is not blank, with its number."""
    for block in blocks(landed, options["encoding"]):
        for number, line in enumerate(block.data.split(b"\n")[:-1], start=block.first_line):
            if line.strip(b"\r"):
                yield number, line


def object_batch(
    rows: Sequence[tuple[int, Mapping[str, str | None]]], names: Sequence[str]
) -> pa.RecordBatch:
    """Return a batch of objects, column by column."""
    import pyarrow as pa

    numbers = [number for number, _ in rows]
    columns = [pa.array([values.get(name) for _, values in rows], pa.string()) for name in names]
    return good_batch(numbers, numbers, columns)


def parsed(line: bytes) -> tuple[dict[str, str | None], str | None]:
    """Return the flat values of one object, and the reason when it is none."""
    try:
        value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except UnicodeDecodeError:
        return {}, "record:invalid_encoding"
    except (json.JSONDecodeError, RecursionError):
        return {}, "record:invalid_json"
    if not isinstance(value, dict):
        return {}, "record:no_object"
    flat: dict[str, str | None] = {}
    flatten(value, "", flat)
    return flat, None


def flatten(value: Mapping[str, Any], path: str, flat: dict[str, str | None]) -> None:
    """Write nested objects as `outer.inner`; lists stay JSON text; numbers stay as written."""
    for key, item in value.items():
        name = f"{path}{key}"
        if isinstance(item, dict):
            flatten(item, f"{name}.", flat)
        elif isinstance(item, bool):
            flat[name] = str(item).lower()
        elif isinstance(item, list):
            flat[name] = json.dumps(item, ensure_ascii=False)
        else:
            flat[name] = None if item is None else stripped(str(item))


READER = Ndjson()
