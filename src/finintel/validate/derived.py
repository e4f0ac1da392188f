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


def present_when(settings: Settings, as_of: date) -> str:
    """How many of the columns hold a value in a row of one of the codes; 0 in other rows."""
    return f"(case when {is_one_of(settings)} then {present_count(settings, as_of)} else 0 end)"


def missing_when(settings: Settings, as_of: date) -> str:
    """How many of the columns lack a value in a row of one of the codes; 0 in other rows."""
    missing = f"{len(settings['columns'])} - {present_count(settings, as_of)}"
    return f"(case when {is_one_of(settings)} then {missing} else 0 end)"


def is_one_of(settings: Settings) -> str:
    """Return the condition that column `when` holds one of the codes `is`; no value is ''."""
    codes = ", ".join(literal(code) for code in settings["is"])
    return f"coalesce({quoted(settings['when'])}, '') in ({codes})"


def is_same_person(settings: Settings, as_of: date) -> str:  # noqa: ARG001 - one shape for all kinds
    """1 where two initials or numbers are one person's, however written: A.B. and ab are."""
    signs = literal(r"[^\p{L}\p{N}]")
    first, second = (
        f"lower(regexp_replace({quoted(name)}, {signs}, '', 'g'))" for name in settings["columns"]
    )
    return f"({first} = {second})::bigint"


def is_known(settings: Settings, as_of: date) -> str:  # noqa: ARG001 - one shape for all kinds
    """1 where a table of an earlier night knows the value, 0 where none of `refers` does.

    A list of an earlier night may have put an apostrophe before the value, for spreadsheets.
    """
    name, mark = quoted(settings["column"]), literal("'")
    bare = f"case when starts_with({name}, {mark}) then substr({name}, 2) else {name} end"
    known = " union all ".join(
        f"select {quoted(other)} from {quoted(floor, table)} where {quoted(other)} is not null"
        for floor, table, other in settings["refers"]
    )
    return f"(case when {name} is not null then ({bare} in ({known}))::bigint end)"


DERIVED: Mapping[str, Callable[[Settings, date], str]] = {
    "days_after_as_of": days_after_as_of,
    "present_count": present_count,
    "length": length,
    "is_same": is_same,
    "present_when": present_when,
    "missing_when": missing_when,
    "is_same_person": is_same_person,
    "is_known": is_known,
}


def derived_columns(derived: Mapping[str, Settings], as_of: date) -> str:
    """Return the select items of derived columns, each with a leading comma."""
    items = (
        f", {DERIVED[settings['kind']](settings, as_of)} as {quoted(name)}"
        for name, settings in derived.items()
    )
    return "".join(items)
