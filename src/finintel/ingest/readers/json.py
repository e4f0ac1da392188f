"""JSON: one document that holds a list of objects, at the top or where `records_at` says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from finintel.errors import SourceError
from finintel.ingest.landed import Landed
from finintel.ingest.readers.base import bad_batch
from finintel.ingest.readers.ndjson import flatten, object_batch

if TYPE_CHECKING:
    import pyarrow as pa

MAXIMUM_DOCUMENT = 512 * 1024 * 1024
BATCH = 10_000


class Json:
    """One JSON document; it is held in memory, so large feeds should come as NDJSON."""

    def columns(self, landed: Landed, options: Mapping[str, Any]) -> tuple[str, ...]:
        """Return every key of every object, in the order of their first appearance."""
        names: dict[str, None] = {}
        for item in elements(landed, options):
            names.update(dict.fromkeys(flat(item)))
        return tuple(names)

    def count(self, landed: Landed, options: Mapping[str, Any]) -> int:
        """Count the elements of the list."""
        return len(elements(landed, options))

    def records(
        self, landed: Landed, options: Mapping[str, Any], names: Sequence[str]
    ) -> Iterator[pa.RecordBatch]:
        """Yield the objects; the first element of the list is row 1."""
        items = elements(landed, options)
        for start in range(0, len(items), BATCH):
            some = list(enumerate(items[start : start + BATCH], start=start + 1))
            good = [(row, flat(item)) for row, item in some if isinstance(item, dict)]
            bad = [
                (row, row, "record:no_object", json.dumps(item))
                for row, item in some
                if not isinstance(item, dict)
            ]
            if good:
                yield object_batch(good, names)
            if bad:
                yield bad_batch(bad, len(names))

    def texts(
        self, landed: Landed, options: Mapping[str, Any], wanted: Mapping[int, int]
    ) -> Iterator[tuple[int, str]]:
        """Yield the elements wanted, written as JSON."""
        for row, item in enumerate(elements(landed, options), start=1):
            if row in wanted:
                yield row, json.dumps(item, ensure_ascii=False)


def flat(item: object) -> dict[str, str | None]:
    """Return the flat values of an element; none when it is no object."""
    values: dict[str, str | None] = {}
    if isinstance(item, dict):
        flatten(item, "", values)
    return values


def elements(landed: Landed, options: Mapping[str, Any]) -> list[object]:
    """Return the list of the document; raises SourceError when there is none."""
    data = bytearray()
    for chunk in landed.text_chunks(options["encoding"]):
        data += chunk
        if len(data) > MAXIMUM_DOCUMENT:
            raise SourceError(
                "the JSON document is over 512 MB. Ask for NDJSON: one object a line."
            )
    try:
        found = json.loads(bytes(data), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not valid JSON: {error}. Ask for the file again.") from error
    for key in filter(None, options["records_at"].split(".")):
        if not isinstance(found, dict) or key not in found:
            raise SourceError(f"no '{key}' in the document, where records_at expects it")
        found = found[key]
    if not isinstance(found, list):
        raise SourceError("no list of records. Say with the option records_at where the list is.")
    return found


READER = Json()
