"""Money: major units as text become minor units as integers, exactly, or not at all."""

from __future__ import annotations

import re

from finintel.contracts import Column
from finintel.contracts.mapping import ColumnMap
from finintel.ingest.layers import Layers, Recipe
from finintel.warehouse import literal, quoted

ABSURD_MINOR = 10**17
MOST_DECIMALS = 10
# Signed money of entity `transaction`: in whose currency the balance is.
BALANCE_CURRENCY = {
    "originator_balance_minor": ("currency",),
    "beneficiary_balance_minor": ("received_currency", "currency"),
}


def money(recipe: Recipe, column: Column, entry: ColumnMap, layers: Layers) -> None:
    """Add the casts of a money column: integers all the way, rounded only where the map says so.

    The digits without their point are an integer (`n`); it stands for minor units times 10 to the
    decimals written (`p`), divided by the minor units in a major one (`f`).
    """
    name = column.name
    text, number, point, result = (quoted(f"{layer}_{name}") for layer in "tnpv")
    plain = marked(text, entry)
    shape = f"regexp_full_match({plain}, '[+-]?[0-9]+([.][0-9]{{0,{MOST_DECIMALS}}})?')"
    layers.typed[f"n_{name}"] = (
        f"case when {shape} then try_cast(replace({plain}, '.', '') as bigint) end"
    )
    layers.typed[f"p_{name}"] = power_of_ten(plain)
    factor = factor_of(recipe, column, entry)
    layers.valued[f"v_{name}"] = minor_units(number, point, factor, entry)
    absurd, bad, decimals = (
        literal(f"{name}:{reason}") for reason in ("absurd", "bad_amount", "too_many_decimals")
    )
    layers.fault(
        f"case when {shape} then {absurd} else {bad} end",
        f"{text} is not null and {number} is null",
    )
    layers.fault(literal(f"{name}:no_currency"), f"{number} is not null and {factor} is null")
    layers.fault(
        f"case when {point} > {factor} then {decimals} else {absurd} end",
        f"{number} is not null and {factor} is not null and {result} is null",
    )
    if column.type == "money":
        layers.fault(literal(f"{name}:negative"), f"{result} < 0")


def power_of_ten(plain: str) -> str:
    """Return SQL for 10 to the number of decimals that are written."""
    places = (
        f"case when contains({plain}, '.') then length({plain}) - strpos({plain}, '.') else 0 end"
    )
    branches = " ".join(f"when {n} then {10**n}" for n in range(MOST_DECIMALS + 1))
    return f"(case {places} {branches} end)::bigint"


def minor_units(number: str, point: str, factor: str, entry: ColumnMap) -> str:
    """Return SQL for the minor units; null when they would not be whole, or be absurd."""
    fewer, more = f"({factor} // {point})", f"({point} // {factor})"
    fits = f"{number} between -({ABSURD_MINOR} // {fewer}) and {ABSURD_MINOR} // {fewer}"
    divided = f"when {point} > {factor} and {number} % {more} = 0 then {number} // {more}"
    if entry.extra_decimals == "round":
        rounded = f"(abs({number}) + {more} // 2) // {more} * sign({number})"
        divided = f"when {point} > {factor} then {rounded}"
    return f"case when {point} <= {factor} and {fits} then {number} * {fewer} {divided} end"


def marked(value: str, entry: ColumnMap) -> str:
    """Return a number's text with a point as decimal mark and no thousands mark."""
    if entry.group:
        # 12.50 is no number where the point parts thousands: read without it, it would be 1250
        mark, point = re.escape(entry.group), re.escape(entry.decimal)
        digits = f"([0-9]{{1,3}}({mark}[0-9]{{2,3}})*{mark}[0-9]{{3}}|[0-9]+)"
        is_grouped = f"regexp_full_match({value}, {literal(f'[+-]?{digits}({point}[0-9]*)?')})"
        value = f"case when {is_grouped} then replace({value}, {literal(entry.group)}, '') "
        value += "else '?' end"
    if entry.decimal == ",":
        # a point that is neither mark is left to fail: 12.000 is twelve to one, twelve thousand to
        # another
        value = f"translate({value}, ',.', '.?')"
    return value


def factor_of(recipe: Recipe, column: Column, entry: ColumnMap) -> str:
    """Return SQL for the minor units in one major unit of the column's currency."""
    if entry.currency is not None:
        return str(10 ** recipe.exponents[entry.currency])
    names = (column.currency,) if column.currency else BALANCE_CURRENCY.get(column.name, ())
    if not names:
        return str(10 ** recipe.exponents[recipe.base_currency])
    return f"coalesce({', '.join(quoted(f'f_{name}') for name in names)})"
