"""Expectations compiled to SQL: the condition that a row fails.

Null fails nothing but `not_be_null`, as in Great Expectations: unknown is not wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from finintel.warehouse import literal, quoted

Arguments = Mapping[str, Any]
PREFIX = "expect_column_values_to_"


def columns_of(arguments: Arguments) -> tuple[str, ...]:
    """Return the columns that an expectation's arguments name."""
    names = ("column", "column_A", "column_B")
    return tuple(arguments[name] for name in names if name in arguments)


def is_null(arguments: Arguments) -> str:
    """Fail where the value is missing."""
    return f"{column(arguments)} is null"


def is_outside(arguments: Arguments) -> str:
    """Fail where the value lies below the minimum or above the maximum."""
    name = column(arguments)
    sides = []
    if arguments.get("min_value") is not None:
        sign = "<=" if arguments.get("strict_min") else "<"
        sides.append(f"{name} {sign} {number(arguments['min_value'])}")
    if arguments.get("max_value") is not None:
        sign = ">=" if arguments.get("strict_max") else ">"
        sides.append(f"{name} {sign} {number(arguments['max_value'])}")
    return f"({' or '.join(sides)})"


def is_of_wrong_length(arguments: Arguments) -> str:
    """Fail where the text is shorter than the minimum or longer than the maximum."""
    name = f"length({column(arguments)})"
    lowest, highest = arguments.get("min_value", 0), arguments.get("max_value")
    longer = f" or {name} > {number(highest)}" if highest is not None else ""
    return f"({name} < {number(lowest)}{longer})"


def is_not_in_set(arguments: Arguments) -> str:
    """Fail where the value is not one of the set."""
    return f"{column(arguments)} not in ({values(arguments)})"


def is_in_set(arguments: Arguments) -> str:
    """Fail where the value is one of the set."""
    return f"{column(arguments)} in ({values(arguments)})"


def does_not_match(arguments: Arguments) -> str:
    """Fail where the pattern is found nowhere in the text."""
    return f"not regexp_matches({column(arguments)}, {literal(arguments['regex'])})"


def does_match(arguments: Arguments) -> str:
    """Fail where the pattern is found in the text."""
    return f"regexp_matches({column(arguments)}, {literal(arguments['regex'])})"


def is_not_greater(arguments: Arguments) -> str:
    """Fail where A is smaller than B, or equal unless `or_equal` says that this is fine."""
    sign = "<" if arguments.get("or_equal") else "<="
    return f"{quoted(arguments['column_A'])} {sign} {quoted(arguments['column_B'])}"


def column(arguments: Arguments) -> str:
    """Return the quoted column of an expectation about one."""
    return quoted(arguments["column"])


def number(value: int | float) -> str:
    """Write a limit of a suite as SQL; a JSON number, so it cannot carry SQL of its own."""
    return repr(float(value)) if isinstance(value, float) else repr(int(value))


def values(arguments: Arguments) -> str:
    """Write a set of a suite as a SQL list."""
    return ", ".join(literal(item) for item in arguments["value_set"])


COMPILED: Mapping[str, Callable[[Arguments], str]] = {
    f"{PREFIX}not_be_null": is_null,
    f"{PREFIX}be_between": is_outside,
    f"{PREFIX}be_in_set": is_not_in_set,
    f"{PREFIX}not_be_in_set": is_in_set,
    f"{PREFIX}match_regex": does_not_match,
    f"{PREFIX}not_match_regex": does_match,
    "expect_column_value_lengths_to_be_between": is_of_wrong_length,
    "expect_column_pair_values_a_to_be_greater_than_b": is_not_greater,
}


def failing(kind: str, arguments: Arguments) -> str:
    """Return the condition under which a row fails an expectation; never null."""
    return f"coalesce({COMPILED[kind](arguments)}, false)"
