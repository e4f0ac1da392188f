"""Derived columns: numbers that a suite may look at, computed by SQL beside the table's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from finintel.warehouse import literal, quoted

Settings = Mapping[str, Any]


def days_after_as_of(settings: Settings, as_of: date) -> str:
    """Days from the night to the date; negative before it."""
    return f"({quoted(settings['column'])}::date - {literal(str(as_of))}::date)"


def present_count(settings: Settings, as_of: date) -> str:  # noqa: ARG001 - one shape for all kinds
    """How many of the columns hold a value."""
    present = [f"({quoted(name)} is not null)::bigint" for name in settings["columns"]]
    return f"({' + '.join(present)})"


def length(settings: Settings, as_of: date) -> str:  # noqa: ARG001 - one shape for all kinds
    """Characters of a text: a number is checked as a whole column, a text value by value."""
    return f"length({quoted(settings['column'])})"


def is_same(settings: Settings, as_of: date) -> str:  # noqa: ARG001 - one shape for all kinds
    """1 where two columns hold the same value, 0 where they differ, null where one is missing."""
    first, second = (quoted(name) for name in settings["columns"])
    return f"({first} = {second})::bigint"


DERIVED: Mapping[str, Callable[[Settings, date], str]] = {
    "days_after_as_of": days_after_as_of,
    "present_count": present_count,
    "length": length,
    "is_same": is_same,
}


def derived_columns(derived: Mapping[str, Settings], as_of: date) -> str:
    """Return the select items of derived columns, each with a leading comma."""
    items = (
        f", {DERIVED[settings['kind']](settings, as_of)} as {quoted(name)}"
        for name, settings in derived.items()
    )
    return "".join(items)
