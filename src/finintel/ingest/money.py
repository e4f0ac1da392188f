"""Money: major units as text become minor units as integers, exactly, or not at all."""

from __future__ import annotations

from finintel.contracts import Column
from finintel.contracts.mapping import ColumnMap
from finintel.ingest.layers import Layers, Recipe
from finintel.warehouse import literal, quoted

ABSURD_MINOR = 10**17
# Signed money of entity `transaction`: in whose currency the balance is.
BALANCE_CURRENCY = {
    "originator_balance_minor": ("currency",),
    "beneficiary_balance_minor": ("received_currency", "currency"),
}


def money(recipe: Recipe, column: Column, entry: ColumnMap, layers: Layers) -> None:
    """Add the casts of a money column: never a float, rounded only where the map says so."""
    name = column.name
    text, number, scaled = (quoted(f"{layer}_{name}") for layer in "tnm")
    plain = marked(text, entry)
    shape = f"regexp_full_match({plain}, '[+-]?[0-9]+([.][0-9]{{0,10}})?')"
    layers.typed[f"n_{name}"] = f"case when {shape} then try_cast({plain} as decimal(28, 10)) end"
    minor = f"{number} * {factor_of(recipe, column, entry)}::decimal(10, 0)"
    layers.scaled[f"m_{name}"] = f"round({minor})" if entry.extra_decimals == "round" else minor
    is_whole, is_sane = f"{scaled} = trunc({scaled})", f"abs({scaled}) < {ABSURD_MINOR}"
    layers.valued[f"v_{name}"] = f"case when {is_whole} and {is_sane} then {scaled}::bigint end"
    absurd, bad = literal(f"{name}:absurd"), literal(f"{name}:bad_amount")
    malformed = f"case when {shape} then {absurd} else {bad} end"
    layers.fault(malformed, f"{text} is not null and {number} is null")
    layers.fault(literal(f"{name}:no_currency"), f"{number} is not null and {scaled} is null")
    layers.fault(literal(f"{name}:too_many_decimals"), f"not ({is_whole})")
    layers.fault(literal(f"{name}:absurd"), f"not ({is_sane})")
    if column.type == "money":
        layers.fault(literal(f"{name}:negative"), f"{scaled} < 0")


def marked(value: str, entry: ColumnMap) -> str:
    """Return a number's text with a point as decimal mark and no thousands mark."""
    if entry.group:
        value = f"replace({value}, {literal(entry.group)}, '')"
    if entry.decimal == ",":
        value = f"replace({value}, ',', '.')"
    return value


def factor_of(recipe: Recipe, column: Column, entry: ColumnMap) -> str:
    """Return SQL for the minor units in one major unit of the column's currency."""
    if entry.currency is not None:
        return str(10 ** recipe.exponents[entry.currency])
    names = (column.currency,) if column.currency else BALANCE_CURRENCY.get(column.name, ())
    if not names:
        return str(10 ** recipe.exponents[recipe.base_currency])
    return f"coalesce({', '.join(quoted(f'f_{name}') for name in names)})"
