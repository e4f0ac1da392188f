"""Casts: the SQL that turns text into an entity's typed columns, and says why where it cannot.

Generated from a table's contract with `quoted` and `literal` only. Three layers: `text` holds every
entity column as trimmed text, `typed` all but money, `valued` money, which needs its currency. Every
cast comes with the conditions under which it fails and their codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from finintel.contracts import Column, Entity
from finintel.contracts.mapping import ColumnMap
from finintel.contracts.sources import DIRECTED, Source, Table, is_money
from finintel.warehouse import literal, quoted

# Identifiers that are not a source's own: they get no namespace.
SHARED_IDENTIFIERS = ("institution_id", "list_id", "source_id")
FIRST_YEAR, LAST_YEAR = 1800, 2200
ABSURD_MINOR = 10**17
TRUE, FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
# Signed money of entity `transaction`: in whose currency the balance is.
BALANCE_CURRENCY = {
    "originator_balance_minor": ("currency",),
    "beneficiary_balance_minor": ("received_currency", "currency"),
}


@dataclass(frozen=True)
class Recipe:
    """What the casts of one table need to know.

    `places` says in which column of the batches (c0, c1, …) each name stands.
    """

    source: Source
    table: Table
    entity: Entity
    places: Mapping[str, int]
    exponents: Mapping[str, int]
    base_currency: str


@dataclass
class Layers:
    """The expressions of the three layers by column, and reason → condition."""

    text: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    valued: dict[str, str] = field(default_factory=dict)
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, reason: str, condition: str) -> None:
        """Say under which condition a row is rejected; `reason` is SQL."""
        self.reasons.append((reason, condition))


def raw(recipe: Recipe, name: str, entry: ColumnMap | None = None) -> str:
    """Return a column of the file as trimmed text, null when empty or absent."""
    if name not in recipe.places:
        return "null::varchar"
    value = f"nullif(trim({quoted(f'c{recipe.places[name]}')}), '')"
    if entry is None:
        return value
    if entry.null_values:
        value = f"case when {value} not in ({listed(entry.null_values)}) then {value} end"
    if name in entry.without_leading_zeros:
        value = f"coalesce(nullif(ltrim({value}, '0'), ''), left({value}, 1))"
    return value


def listed(values: tuple[str, ...]) -> str:
    """Return values as a list of SQL literals."""
    return ", ".join(literal(value) for value in values)


def text_of(recipe: Recipe, entry: ColumnMap) -> str:
    """Return the text that a map entry stands for."""
    if entry.ordinal:
        return "row_number::varchar"
    if entry.constant is not None:
        return literal(entry.constant)
    parts = [raw(recipe, name, entry) for name in entry.columns]
    if entry.keep_blank:
        parts = [f"coalesce({part}, '')" for part in parts]
    value = f" || {literal(entry.join)} || ".join(parts)
    if entry.prefix:
        value = f"{literal(entry.prefix)} || {value}"
    if entry.default is not None:
        value = f"coalesce({value}, {literal(entry.default)})"
    return value


def layers_of(recipe: Recipe) -> Layers:
    """Return every expression and every reason of a table."""
    layers = Layers()
    if recipe.table.direction is not None:
        directed(recipe, layers)
    for name, column in recipe.entity.columns.items():
        entry = recipe.table.columns.get(name)
        if entry is not None and name not in layers.text:
            layers.text[name] = text_of(recipe, entry)
        text_name = quoted(f"t_{name}")
        if name not in layers.text:
            target = layers.valued if is_money(column) else layers.typed
            target[name] = f"null::{column.sql_type}"
        elif is_money(column):
            money(recipe, column, entry or ColumnMap(), layers)
        else:
            coded(recipe, name, entry or ColumnMap(), layers)
            typed(recipe, column, entry or ColumnMap(), layers)
        if column.required and name in layers.text and name != "source_id":
            layers.fault(literal(f"{name}:missing"), f"{text_name} is null")
    if recipe.entity.name == "transaction":
        transaction_rules(recipe, layers)
    return layers


def directed(recipe: Recipe, layers: Layers) -> None:
    """Turn a one-sided statement into originator and beneficiary, with the balance on its side."""
    direction = recipe.table.direction
    if direction is None:
        return
    value = raw(recipe, direction.column)
    is_in, is_out = (
        f"{value} in ({listed(codes)})" for codes in (direction.incoming, direction.outgoing)
    )
    own = text_of(recipe, direction.own_account)
    counter = text_of(recipe, direction.counter_account)
    balance = text_of(recipe, direction.balance) if direction.balance else "null::varchar"
    sides = (
        f"case when {is_in} then {counter} when {is_out} then {own} end",
        f"case when {is_in} then {own} when {is_out} then {counter} end",
        f"case when {is_out} then {balance} end",
        f"case when {is_in} then {balance} end",
    )
    layers.text.update(zip(DIRECTED, sides, strict=True))
    layers.text["_direction"] = value
    known = listed((*direction.incoming, *direction.outgoing))
    layers.fault(literal("direction:missing"), "t__direction is null")
    layers.fault(named_code("direction", "t__direction"), f"t__direction not in ({known})")


def named_code(column: str, value: str) -> str:
    """Return SQL for a reason that names the code: its plain characters, at most forty."""
    shown = f"left(regexp_replace({value}, '[^A-Za-z0-9 ._-]', '?', 'g'), 40)"
    return f"{literal(column + ':unmapped_code(')} || {shown} || ')'"


def coded(recipe: Recipe, name: str, entry: ColumnMap, layers: Layers) -> None:
    """Translate a column by its code table; a code that the table lacks is rejected by name."""
    if entry.codes is None:
        return
    table = recipe.source.codes[entry.codes]
    before = layers.text[name]
    branches = " ".join(f"when {literal(k)} then {literal(v)}" for k, v in table.items() if k)
    blank = f"when '' then {literal(table[''])}" if "" in table else ""
    layers.text[f"_code_{name}"] = before
    layers.text[name] = f"case coalesce({before}, '') {branches} {blank} end"
    raw_name, text_name = quoted(f"t__code_{name}"), quoted(f"t_{name}")
    layers.fault(named_code(name, raw_name), f"{raw_name} is not null and {text_name} is null")


def typed(recipe: Recipe, column: Column, entry: ColumnMap, layers: Layers) -> None:
    """Cast a column that is not money."""
    name, value = column.name, quoted(f"t_{column.name}")
    result = quoted(f"v_{column.name}")
    bad = f"{value} is not null and {result} is null"
    if column.type == "text":
        is_shared = not name.endswith("_id") or name in SHARED_IDENTIFIERS
        space = "" if is_shared or not recipe.source.namespace else f"{recipe.source.namespace}:"
        layers.typed[name] = f"{literal(space)} || {value}" if space else value
    elif column.type == "code":
        accepted = listed(recipe.table.accepted[name])
        layers.typed[name] = f"case when lower({value}) in ({accepted}) then lower({value}) end"
        layers.fault(named_code(name, value), bad)
    elif column.type == "currency":
        known = listed(tuple(recipe.exponents))
        layers.typed[name] = f"case when upper({value}) in ({known}) then upper({value}) end"
        unknown = named_code(name, value).replace("unmapped_code", "unknown_currency")
        layers.fault(unknown, bad)
    else:
        expression, reason, extra = plain_cast(column.type, value, entry)
        layers.typed[name] = expression
        layers.fault(literal(f"{name}:{reason}"), bad)
        if extra:
            layers.fault(literal(f"{name}:{extra}"), out_of_range(result))


def out_of_range(result: str) -> str:
    """Return the condition under which a date cannot be meant."""
    return f"{result} is not null and year({result}) not between {FIRST_YEAR} and {LAST_YEAR}"


def plain_cast(kind: str, value: str, entry: ColumnMap) -> tuple[str, str, str]:
    """Return the cast of a type, the reason of its failure, and that of an absurd value."""
    if kind == "timestamp":
        return moment(value, entry), "bad_time", "absurd_date"
    if kind == "date":
        return f"({moment(value, entry)})::date", "bad_date", "absurd_date"
    if kind == "country":
        code = f"upper({value})"
        return (
            f"case when regexp_full_match({code}, '[A-Z]{{2}}') then {code} end",
            "bad_country",
            "",
        )
    if kind == "boolean":
        yes, no = listed(TRUE), listed(FALSE)
        folded = f"lower({value})"
        return (
            f"case when {folded} in ({yes}) then true when {folded} in ({no}) then false end",
            ("bad_boolean"),
            "",
        )
    if kind == "integer":
        whole = f"regexp_full_match({value}, '[+-]?[0-9]+')"
        return f"case when {whole} then try_cast({value} as bigint) end", "bad_integer", ""
    number = marked(value, entry)
    shape = f"regexp_full_match({number}, '[+-]?[0-9]+([.][0-9]*)?')"
    sql_type = "double" if kind == "ratio" else "decimal(28, 10)"
    return f"case when {shape} then try_cast({number} as {sql_type}) end", "bad_number", ""


def moment(value: str, entry: ColumnMap) -> str:
    """Return a time in UTC from text: ISO 8601, or the formats of the map, in the map's zone."""
    formats = tuple(name for name in entry.formats if name != "iso")
    parts = []
    if entry.transform == "czech_birth_number":
        value = czech_birth_date(value)
        formats = ("%Y%m%d",)
    if formats:
        parts.append(f"try_strptime({value}, [{listed(formats)}])")
    if not formats or "iso" in entry.formats:
        parts.append(f"try_cast({value} as timestamp)")
    found = parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"
    if entry.zone == "UTC":
        return found
    return f"timezone('UTC', timezone({literal(entry.zone)}, {found}))"


def czech_birth_date(value: str) -> str:
    """Return YYYYMMDD from a Czech birth number of before 1954: yymmdd, months of women plus 50."""
    month = f"substr({value}, 3, 2)"
    plain = f"case when {month} > '50' then printf('%02d', try_cast({month} as int) - 50) else {month} end"
    return f"'19' || left({value}, 2) || {plain} || substr({value}, 5, 2)"


def marked(value: str, entry: ColumnMap) -> str:
    """Return a number's text with a point as decimal mark and no thousands mark."""
    if entry.group:
        value = f"replace({value}, {literal(entry.group)}, '')"
    if entry.decimal == ",":
        value = f"replace({value}, ',', '.')"
    return value


def money(recipe: Recipe, column: Column, entry: ColumnMap, layers: Layers) -> None:
    """Cast major units to minor units exactly; never through a float, never rounded."""
    name = column.name
    text, result = quoted(f"t_{name}"), quoted(f"v_{name}")
    currency = currency_of(recipe, column, entry)
    number = quoted(f"n_{name}")
    shape = f"regexp_full_match({marked(text, entry)}, '[+-]?[0-9]+([.][0-9]{{0,10}})?')"
    layers.typed[f"number:{name}"] = (
        f"case when {shape} then try_cast({marked(text, entry)} as decimal(28, 10)) end"
    )
    minor = f"{number} * ({factor(recipe.exponents, currency)})"
    if entry.extra_decimals == "round":
        minor = f"round({minor})"
    layers.valued[name] = (
        f"case when {minor} = trunc({minor}) and abs({minor}) < {ABSURD_MINOR} "
        f"then ({minor})::bigint end"
    )
    present = f"{text} is not null"
    layers.fault(
        literal(f"{name}:bad_amount"),
        f"{present} and not {shape}",
    )
    layers.fault(literal(f"{name}:no_currency"), f"{present} and {currency} is null")
    layers.fault(
        literal(f"{name}:too_many_decimals"), f"{number} is not null and {minor} <> trunc({minor})"
    )
    too_large = f"abs({minor}) >= {ABSURD_MINOR} or ({present} and {shape} and {number} is null)"
    layers.fault(literal(f"{name}:absurd"), too_large)
    if column.type == "money":
        layers.fault(literal(f"{name}:negative"), f"{result} < 0")


def currency_of(recipe: Recipe, column: Column, entry: ColumnMap) -> str:
    """Return SQL for the currency that a money column is in."""
    if entry.currency is not None:
        return literal(entry.currency)
    names = (column.currency,) if column.currency else BALANCE_CURRENCY.get(column.name, ())
    if not names:
        return literal(recipe.base_currency)
    return f"coalesce({', '.join(quoted(f'v_{name}') for name in names)})"


def factor(exponents: Mapping[str, int], currency: str) -> str:
    """Return SQL for 10 to the exponent of a currency; null for an unknown one."""
    branches = [
        f"when {currency} in ({listed(tuple(c for c, e in exponents.items() if e == exponent))}) "
        f"then {10**exponent}::decimal(10, 0)"
        for exponent in sorted(set(exponents.values()))
    ]
    return f"case {' '.join(branches)} end"


def transaction_rules(recipe: Recipe, layers: Layers) -> None:
    """Add what every transaction obeys, whatever feed it comes from."""
    booked = recipe.table.columns.get("booked_at")
    if booked is not None:
        formats = booked.formats
        clock = any("%H" in text or text == "iso" for text in formats) or not formats
        known = "length(t_booked_at) > 10" if clock else "false"
        layers.typed["is_time_known"] = f"coalesce({layers.typed['is_time_known']}, {known})"
    layers.fault(
        literal("accounts:both_missing"),
        "v_originator_account_id is null and v_beneficiary_account_id is null",
    )
