"""The layers of a cast: what each holds, and the lookups between them.

`text` holds every entity column as text, `typed` all but money, `valued` money in minor units. A
fault is a condition on these layers and the reason that a row is rejected with when it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from finintel.contracts import Entity
from finintel.contracts.mapping import ColumnMap
from finintel.contracts.sources import Source, Table
from finintel.warehouse import literal, quoted

NOTHING = "null::varchar"


@dataclass(frozen=True)
class Recipe:
    """What the casts of one table need to know.

    `places` says in which column of the batch (c0, c1, …) each name of the contract stands; a
    column that is empty in the whole batch may be left out.
    """

    source: Source
    table: Table
    entity: Entity
    places: Mapping[str, int]
    exponents: Mapping[str, int]
    base_currency: str

    @property
    def space(self) -> str:
        """What stands before the source's own identifiers."""
        return f"{self.source.namespace}:" if self.source.namespace else ""


@dataclass(frozen=True)
class Lookup:
    """A list of codes to join: key → value, and for currencies the factor to minor units."""

    key: str
    rows: tuple[tuple[str, str, int], ...]

    def join(self, name: str) -> str:
        """Return the join of the typed layer."""
        alias = quoted(f"l_{name}")
        rows = ", ".join(f"({literal(k)}, {literal(v)}, {f})" for k, v, f in self.rows)
        return (
            f"left join (values {rows}) as {alias}(key, value, factor) on {alias}.key = {self.key}"
        )


@dataclass
class Layers:
    """The expressions of each layer by alias, the lookups by column, and (reason, condition)."""

    text: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    valued: dict[str, str] = field(default_factory=dict)
    lookups: dict[str, Lookup] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, reason: str, condition: str) -> None:
        """Say under which condition a row is rejected; both are SQL."""
        self.faults.append((reason, condition))

    def from_clause(self, relation: str) -> str:
        """Return the relation with its lookups joined."""
        return " ".join([relation, *(item.join(name) for name, item in self.lookups.items())])


def listed(values: tuple[str, ...]) -> str:
    """Return values as a list of SQL literals."""
    return ", ".join(literal(value) for value in values)


def named(expressions: Mapping[str, str]) -> str:
    """Return expressions with their aliases, for a SELECT list; each begins with a comma."""
    return "".join(f", {sql} as {quoted(alias)}" for alias, sql in expressions.items())


def raw(recipe: Recipe, name: str, entry: ColumnMap | None = None) -> str:
    """Return a column of the file; readers have trimmed it and made what is empty null."""
    if name not in recipe.places:
        return NOTHING
    value = quoted(f"c{recipe.places[name]}")
    if entry is None:
        return value
    if entry.null_values:
        value = f"case when {value} not in ({listed(entry.null_values)}) then {value} end"
    if name in entry.without_leading_zeros:
        value = f"coalesce(nullif(ltrim({value}, '0'), ''), left({value}, 1))"
    return value


def text_of(recipe: Recipe, entry: ColumnMap) -> str:
    """Return the text that a map entry stands for."""
    if entry.ordinal:
        return "row_number::varchar"
    if entry.constant is not None:
        return literal(entry.constant)
    parts = [raw(recipe, name, entry) for name in entry.columns]
    if entry.keep_blank:
        parts = [f"coalesce({part}, '')" for part in parts]
    value = NOTHING if NOTHING in parts else f" || {literal(entry.join)} || ".join(parts)
    if entry.prefix and value != NOTHING:
        value = f"{literal(entry.prefix)} || {value}"
    if entry.default is not None:
        value = (
            literal(entry.default)
            if value == NOTHING
            else f"coalesce({value}, {literal(entry.default)})"
        )
    return value


def named_code(column: str, value: str, kind: str = "unmapped_code") -> str:
    """Return SQL for a reason that names the code: its plain characters, at most forty."""
    shown = f"left(regexp_replace({value}, '[^A-Za-z0-9 ._/-]', '?', 'g'), 40)"
    return f"{literal(f'{column}:{kind}(')} || coalesce({shown}, '') || ')'"
