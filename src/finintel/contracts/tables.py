"""Tables of a source: one kind of file, and what becomes of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from finintel.contracts.entities import Column, Entity
from finintel.contracts.mapping import ColumnMap, Direction, LabelMap

DIRECTED = (
    *("originator_account_id", "beneficiary_account_id"),
    *("originator_balance_minor", "beneficiary_balance_minor"),
)
# What `options` may say to a reader; None is "the reader decides".
OPTIONS: Mapping[str, Any] = {
    "delimiter": ",",
    "quote": '"',
    "encoding": ("utf-8",),
    "multiline": False,
    "header": True,
    "names": (),
    "skip_lines": 0,
    "records_at": "",
}


@dataclass(frozen=True)
class Table:
    """One kind of file of a source and how it becomes rows of one entity.

    `ignored` says why a table is not read at all. With `labels_only` the rows are identified like
    those of the entity, but only their labels are kept. `accepted` holds the codes that a code
    column may take. An empty `identity` means that the key is mapped like any other column.
    """

    name: str
    entity: str
    files: tuple[str, ...] = ("*",)
    header: tuple[str, ...] = ()
    reader: str = "auto"
    options: Mapping[str, Any] = field(default_factory=lambda: dict(OPTIONS))
    columns: Mapping[str, ColumnMap] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[LabelMap, ...] = ()
    identity: tuple[str, ...] = ()
    direction: Direction | None = None
    ignored: str | None = None
    labels_only: bool = False
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def consumed(self) -> frozenset[str]:
        """Every column of the file that the table reads."""
        names = {name for entry in self.columns.values() for name in entry.columns}
        names |= {name for label in self.labels for name in label.sources}
        return frozenset(names | set(self.direction.sources if self.direction else ()))

    @property
    def optional(self) -> frozenset[str]:
        """The columns that a file may lack."""
        needed = {n for e in self.columns.values() if not e.optional for n in e.columns}
        for label in self.labels:
            needed.add(label.column)
        if self.direction:
            needed |= set(self.direction.sources)
        return self.consumed - needed

    def origins(self, place: str) -> tuple[str, ...]:
        """Return the columns of the file that a column, or the place of a fault, is read from."""
        if self.direction is not None:
            balance = self.direction.balance
            sides = {
                "direction": self.direction.said,
                "accounts": self.direction.accounts,
                **dict.fromkeys(DIRECTED[:2], self.direction.accounts),
                **dict.fromkeys(DIRECTED[2:], balance.columns if balance else ()),
            }
            if place in sides:
                return sides[place]
        places = DIRECTED[:2] if place == "accounts" else (place,)
        return tuple(
            n for name in places if name in self.columns for n in self.columns[name].columns
        )


@dataclass(frozen=True)
class Shelf:
    """What source contracts are checked against, and where their faults are gathered."""

    entities: Mapping[str, Entity]
    codes: Mapping[str, tuple[str, ...]]
    faults: list[str]


def is_money(column: Column) -> bool:
    """Tell whether a column comes in major units and is kept in minor units of a currency."""
    return column.type == "money" or column.name in DIRECTED[2:]
