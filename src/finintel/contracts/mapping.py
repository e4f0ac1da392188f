"""How one table of a source becomes rows of an entity: columns, codes, labels, direction.

Strict interpretation: every column of a file is mapped, named as ignored with a reason, a label, or
an error. Nothing here reads data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from finintel.contracts.toml import unknown_keys

TRANSFORMS = ("czech_birth_number",)
TYPE_NAMES = {str: "a text", tuple: "a list of texts", bool: "true or false"}
LABEL_KEYS = ("column", "positive", "negative", "subject_type", "subject", "scheme", "kind")
DIRECTION_KEYS = (
    *("column", "in", "out", "sign", "debit", "credit"),
    *("own_account", "counter_account", "balance"),
)
# Each way to say the direction, by the keys that it needs.
DIRECTION_WAYS = (("column", "in", "out"), ("sign",), ("debit", "credit"))


@dataclass(frozen=True)
class ColumnMap:
    """Where the value of one entity column comes from.

    `columns` are joined with `join`; an empty part makes the whole value null. `constant` needs no
    column, `default` stands in for an empty or absent one, `null_values` are read as empty.
    With `keep_blank` an empty part of several stays an empty part.
    `codes` names a table of [codes]. `currency` is the code that money is in when the entity's
    currency column does not say; more decimals than it has are a reject, or rounded half up
    where the contract says `extra_decimals = "round"`. With `percent` a share comes as a
    percentage: 50 or 50 % is 0.5. `ordinal` takes the number of the row in its file.
    """

    columns: tuple[str, ...] = ()
    join: str = ":"
    constant: str | None = None
    default: str | None = None
    formats: tuple[str, ...] = ()
    zone: str = "UTC"
    decimal: str = "."
    group: str = ""
    extra_decimals: str = "reject"
    percent: bool = False
    codes: str | None = None
    currency: str | None = None
    transform: str | None = None
    optional: bool = False
    ordinal: bool = False
    keep_blank: bool = False
    prefix: str = ""
    without_leading_zeros: tuple[str, ...] = ()
    null_values: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelMap:
    """Columns that came with the answer: they go to staging.label and nowhere else.

    A row is labelled when `column` holds one of `positive`; any other than
    `negative` rejects the row.
    `subject` is the entity column that is labelled; `scheme` and `kind` are columns of the file.
    """

    column: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    subject_type: str
    subject: str
    scheme: str | None = None
    kind: str | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the file that the label reads."""
        return tuple(name for name in (self.column, self.scheme, self.kind) if name)


@dataclass(frozen=True)
class Direction:
    """A one-sided statement: what means money in and out, and whose account it is.

    Said by the codes of `column`; or by the sign of the amount (`sign` names its column, below zero
    is out); or by two columns of amounts, `debit` (out) and `credit` (in): a row fills one of them.
    """

    own_account: ColumnMap
    counter_account: ColumnMap
    column: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    sign: str = ""
    debit: str = ""
    credit: str = ""
    balance: ColumnMap | None = None

    @property
    def amounts(self) -> tuple[str, ...]:
        """The columns of amounts that say the direction; none where a column of codes does."""
        return tuple(name for name in (self.sign, self.debit, self.credit) if name)

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the file that the direction reads."""
        return (*self.said, *self.accounts, *(self.balance.columns if self.balance else ()))

    @property
    def said(self) -> tuple[str, ...]:
        """The columns of the file that say which way the money went."""
        return (self.column,) if self.column else self.amounts

    @property
    def accounts(self) -> tuple[str, ...]:
        """The columns of the file that name the two accounts."""
        return (*self.own_account.columns, *self.counter_account.columns)


def parse_column_map(value: object, where: str, faults: list[str]) -> ColumnMap:
    """Read one entry of a map: a column's name, or a table; what is wrong is added to `faults`."""
    if isinstance(value, str):
        return ColumnMap(columns=(value,))
    if not isinstance(value, Mapping):
        faults.append(f"{where}: must be a column's name or a table")
        return ColumnMap()
    known = {item.name: item for item in fields(ColumnMap)}
    faults += unknown_keys(value, [*known, "column", "format"], where)
    settings = {key: item for key, item in value.items() if key in known}
    for single, plural in (("column", "columns"), ("format", "formats")):
        if single in value:
            settings[plural] = [value[single]]
    settings = {k: tuple(v) if isinstance(v, list) else v for k, v in settings.items()}
    for key, item in settings.items():
        default = known[key].default
        wanted = str if default is None else type(default)
        is_listed = not isinstance(item, tuple) or all(isinstance(part, str) for part in item)
        if not isinstance(item, wanted) or not is_listed:
            faults.append(f"{where}: '{key}' must be {TYPE_NAMES[wanted]}")
            return ColumnMap()
    return checked_map(ColumnMap(**settings), where, faults)


def checked_map(entry: ColumnMap, where: str, faults: list[str]) -> ColumnMap:
    """Look for settings that contradict each other."""
    origins = sum((bool(entry.columns), entry.constant is not None, entry.ordinal))
    if origins != 1:
        faults.append(f"{where}: needs exactly one of column, columns, constant, ordinal")
    if entry.transform is not None and entry.transform not in TRANSFORMS:
        faults.append(f"{where}: unknown transform; known: {', '.join(TRANSFORMS)}")
    if entry.decimal == entry.group or entry.decimal not in (".", ","):
        faults.append(f"{where}: decimal is '.' or ',', and group another mark")
    if entry.extra_decimals not in ("reject", "round"):
        faults.append(f"{where}: extra_decimals is reject or round")
    faults += [
        f"{where}: without_leading_zeros names '{name}', which is not in columns"
        for name in entry.without_leading_zeros
        if name not in entry.columns
    ]
    return entry


def parse_label(value: Mapping[str, Any], where: str, faults: list[str]) -> LabelMap | None:
    """Read one [[table.label]]."""
    faults += unknown_keys(value, LABEL_KEYS, where)
    missing = [key for key in LABEL_KEYS[:5] if key not in value]
    if missing:
        faults.append(f"{where}: missing {', '.join(missing)}")
        return None
    return LabelMap(
        column=value["column"],
        positive=tuple(value["positive"]),
        negative=tuple(value["negative"]),
        subject_type=value["subject_type"],
        subject=value["subject"],
        scheme=value.get("scheme"),
        kind=value.get("kind"),
    )


def parse_direction(value: Mapping[str, Any], where: str, faults: list[str]) -> Direction | None:
    """Read [table.direction]."""
    faults += unknown_keys(value, DIRECTION_KEYS, where)
    faults += [f"{where}: missing {key}" for key in DIRECTION_KEYS[6:8] if key not in value]
    said = tuple(key for key in DIRECTION_KEYS[:6] if key in value)
    if said not in DIRECTION_WAYS:
        ways = "; or ".join(", ".join(way) for way in DIRECTION_WAYS)
        faults.append(f"{where}: the direction is said by {ways}")
        return None
    if not {"own_account", "counter_account"} <= set(value):
        return None
    balance = value.get("balance")
    return Direction(
        column=value.get("column", ""),
        incoming=tuple(value.get("in", ())),
        outgoing=tuple(value.get("out", ())),
        sign=value.get("sign", ""),
        debit=value.get("debit", ""),
        credit=value.get("credit", ""),
        own_account=parse_column_map(value["own_account"], f"{where} own_account", faults),
        counter_account=parse_column_map(
            value["counter_account"], f"{where} counter_account", faults
        ),
        balance=parse_column_map(balance, f"{where} balance", faults) if balance else None,
    )
