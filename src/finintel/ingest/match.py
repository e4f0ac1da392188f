"""Which tables of a source a file belongs to, told by its name and, above all, by its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePosixPath

from finintel.contracts.sources import Source, Table
from finintel.errors import SourceError
from finintel.ingest.landed import Landed
from finintel.ingest.readers import reader_for

SHOWN = 12


@dataclass(frozen=True)
class Match:
    """A table that reads a file: the file's columns, and where each name of the contract stands."""

    table: Table
    columns: tuple[str, ...]
    places: Mapping[str, int]


@dataclass(frozen=True)
class Attempt:
    """How well a file fits a table: what is missing and what is not known."""

    table: Table
    columns: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def distance(self) -> tuple[int, int]:
        """How far the file is from the table; columns found count before columns to spare."""
        return len(self.missing) + len(self.unknown), len(self.missing)

    def places(self) -> dict[str, int]:
        """Return where each name of the contract stands."""
        return {self.table.aliases.get(n, n): place for place, n in enumerate(self.columns)}


def match_tables(source: Source, landed: Landed) -> list[Match]:
    """Return every table that reads the file: at most one per entity, in the contract's order.

    Raises:
        SourceError: no table fits; the message names the columns that are missing or unknown in
            the nearest table, and what to do.
    """
    name = PurePosixPath(landed.file_name).name
    candidates = [t for t in source.tables if any(fnmatch(name, p) for p in t.files)]
    if not candidates:
        patterns = ", ".join(sorted({p for t in source.tables for p in t.files}))
        raise SourceError(
            f"no table of source {source.id} takes a file of this name; names taken: {patterns}. "
            f"Rename the file, or add a table to schemas/sources/{source.id}.toml."
        )
    attempts, faults = attempt_all(candidates, landed)
    fitting = [item for item in attempts if not item.missing and not item.unknown]
    if not fitting:
        if not attempts:
            raise SourceError(faults[0])
        raise SourceError(misfit(min(attempts, key=lambda item: item.distance), source))
    return first_of_each_entity(fitting)


def attempt_all(candidates: list[Table], landed: Landed) -> tuple[list[Attempt], list[str]]:
    """Try every candidate; a reader that cannot read the file gives a fault."""
    attempts: list[Attempt] = []
    faults: list[str] = []
    for table in candidates:
        try:
            columns = reader_for(landed, table.reader).columns(landed, table.options)
        except SourceError as error:
            faults.append(str(error))
            continue
        attempts.append(attempt(table, columns))
    return attempts, faults


def attempt(table: Table, columns: tuple[str, ...]) -> Attempt:
    """Compare a file's columns with a table; a document without any record fits every table."""
    if not columns:
        return Attempt(table, columns, (), ())
    found = [table.aliases.get(name, name) for name in columns]
    if table.ignored is not None:
        missing = tuple(name for name in table.header if name not in found)
        return Attempt(table, columns, missing, ())
    needed = sorted(table.consumed - table.optional) + [
        name for name in table.header if name not in table.consumed
    ]
    missing = tuple(name for name in needed if name not in found)
    known = table.consumed | set(table.ignore)
    unknown = tuple(name for name in found if name not in known)
    return Attempt(table, columns, missing, unknown)


def first_of_each_entity(fitting: list[Attempt]) -> list[Match]:
    """Keep the first table of each entity; an ignored table stands alone."""
    chosen: dict[str, Match] = {}
    for item in fitting:
        chosen.setdefault(item.table.entity, Match(item.table, item.columns, item.places()))
    real = [match for entity, match in chosen.items() if entity]
    return real or list(chosen.values())


def misfit(nearest: Attempt, source: Source) -> str:
    """Say what does not fit, and what to do about it."""
    where = f"schemas/sources/{source.id}.toml, table {nearest.table.name}"
    text = []
    delimiter = nearest.table.options["delimiter"]
    if len(nearest.columns) == 1 and len(nearest.table.consumed) > 1:
        text.append(
            f"the header is one column, '{nearest.columns[0][:60]}': is the delimiter "
            f"really '{delimiter}'?"
        )
    if not any(name in nearest.table.consumed for name in nearest.columns):
        text.append(
            "nothing of the contract is in the header: where lines of text stand above the real "
            "one, say under options how many (skip_lines)"
        )
    if nearest.missing:
        text.append(f"missing column(s) {shown(nearest.missing)}")
    if nearest.unknown:
        text.append(f"unknown column(s) {shown(nearest.unknown)}")
    if "" in nearest.unknown:
        text.append(
            "the column '' has no name: a delimiter ends the header; where it is always empty, "
            'ignore it as "" = "a delimiter ends each line"'
        )
    return (
        f"{'; '.join(text)}. Ask the publisher whether the feed changed; then map the column, name "
        f"it under ignore with a reason, or add its spelling under aliases in {where}."
    )


def shown(names: tuple[str, ...]) -> str:
    """List names, not too many."""
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(f"'{name[:60]}'" for name in names[:SHOWN]) + rest
