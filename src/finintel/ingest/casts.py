"""Casts: the SQL that turns text into an entity's typed columns, and says why where it cannot.

Generated from a table's contract with `quoted` and `literal` only. Every cast comes with the
conditions under which it fails and their reasons; a value that is absent is no fault unless the
column is required.
"""

from __future__ import annotations

from finintel.contracts import Column
from finintel.contracts.mapping import ColumnMap, Direction
from finintel.contracts.sources import DIRECTED, Table, is_money
from finintel.ingest.layers import NOTHING, Layers, Lookup, Recipe, listed, named_code, raw, text_of
from finintel.ingest.moments import day, moment
from finintel.ingest.money import marked, money
from finintel.warehouse import literal, quoted

# Identifiers that are not a source's own: they get no namespace.
SHARED_IDENTIFIERS = ("institution_id", "list_id", "source_id")
FIRST_YEAR, LAST_YEAR = 1800, 2200
IN, OUT = "in", "out"
TRUE, FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")


def layers_of(recipe: Recipe) -> Layers:
    """Return every expression and every fault of a table."""
    layers = Layers()
    directed(recipe, layers)
    for name, column in recipe.entity.columns.items():
        entry = entry_of(recipe.table, name)
        text = layers.text.get(f"t_{name}") or text_of(recipe, entry)
        if text in (NOTHING, ""):
            absent(recipe, column, layers)
            continue
        layers.text[f"t_{name}"] = text
        if is_money(column):
            money(recipe, column, entry, layers)
        elif column.type in ("code", "currency"):
            looked_up(recipe, column, entry, layers)
        else:
            translate(recipe, name, entry, layers)
            typed(recipe, column, entry, layers)
        if is_needed(recipe, column):
            layers.fault(literal(f"{name}:missing"), f"{quoted(f't_{name}')} is null")
    if recipe.entity.name == "transaction":
        transaction_rules(recipe, layers)
    return layers


def entry_of(table: Table, name: str) -> ColumnMap:
    """Return how a column is written; the balance of a statement says it in its direction."""
    if name in DIRECTED[2:] and table.direction is not None:
        return table.direction.balance or ColumnMap()
    return table.columns.get(name, ColumnMap())


def absent(recipe: Recipe, column: Column, layers: Layers) -> None:
    """Give a column that has no value in the whole batch."""
    layer = layers.valued if is_money(column) else layers.typed
    layer[f"v_{column.name}"] = f"null::{column.sql_type}"
    if column.type == "currency":
        layers.typed[f"f_{column.name}"] = "null::integer"
    if is_needed(recipe, column):
        layers.fault(literal(f"{column.name}:missing"), "true")


def is_needed(recipe: Recipe, column: Column) -> bool:
    """Tell whether a row without the column is a reject."""
    is_hashed = bool(recipe.table.identity) and column.name == recipe.entity.key[0]
    return column.required and not is_hashed and column.name != "source_id"


def directed(recipe: Recipe, layers: Layers) -> None:
    """Turn a one-sided statement into originator and beneficiary, with the balance on its side."""
    direction = recipe.table.direction
    if direction is None:
        return
    value = direction_of(recipe, direction, layers)
    is_in, is_out = (f"{value} in ({listed(codes)})" for codes in sides_of(direction))
    own = text_of(recipe, direction.own_account)
    counter = text_of(recipe, direction.counter_account)
    balance = text_of(recipe, direction.balance) if direction.balance else NOTHING
    ends = (
        f"case when {is_in} then {counter} when {is_out} then {own} end",
        f"case when {is_in} then {own} when {is_out} then {counter} end",
        f"case when {is_out} then {balance} end",
        f"case when {is_in} then {balance} end",
    )
    layers.text.update({f"t_{name}": sql for name, sql in zip(DIRECTED, ends, strict=True)})
    layers.text["t__direction"] = value
    known = listed(sum(sides_of(direction), ()))
    layers.fault(literal("direction:missing"), "t__direction is null")
    layers.fault(named_code("direction", "t__direction"), f"t__direction not in ({known})")


def sides_of(direction: Direction) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that mean in and out."""
    return ((IN,), (OUT,)) if direction.amounts else (direction.incoming, direction.outgoing)


def direction_of(recipe: Recipe, direction: Direction, layers: Layers) -> str:
    """Return SQL for the code of the direction; amounts that tell it lose their sign, or pair."""
    if direction.column:
        return raw(recipe, direction.column)
    entry = recipe.table.columns["amount_minor"]
    if direction.sign:
        amount = raw(recipe, direction.sign, entry)
        # 100,00- as accounting systems write it is below zero as well
        layers.text["t_amount_minor"] = f"trim({amount}, '+- ')"
        return f"case when contains({amount}, '-') then '{OUT}' when {amount} <> '' then '{IN}' end"
    debit, credit = (
        f"nullif(regexp_replace({raw(recipe, name, entry)}, '^[-+0., ]*$', ''), '')"
        for name in (direction.debit, direction.credit)
    )
    layers.text["t_amount_minor"] = f"coalesce({debit}, {credit})"
    layers.text["t__both"] = f"{debit} is not null and {credit} is not null"
    layers.fault(literal("direction:both_sides"), "t__both")
    return f"case when {debit} is not null then '{OUT}' when {credit} is not null then '{IN}' end"


def looked_up(recipe: Recipe, column: Column, entry: ColumnMap, layers: Layers) -> None:
    """Find a code or currency in its list; what the list lacks is rejected by name."""
    name, text = column.name, quoted(f"t_{column.name}")
    is_currency = column.type == "currency"
    known = tuple(recipe.exponents) if is_currency else recipe.table.accepted[name]
    if entry.codes is not None:
        pairs = tuple(recipe.source.codes[entry.codes].items())
        key = f"coalesce({text}, '')" if any(not k for k, _ in pairs) else text
    else:
        pairs = tuple((code, code) for code in known)
        key = f"upper({text})" if is_currency else f"lower({text})"
    factors = recipe.exponents if is_currency else {}
    rows = tuple((k, v, 10 ** factors.get(v, 0)) for k, v in pairs if v in known)
    layers.lookups[name] = Lookup(key, rows)
    found = quoted(f"l_{name}")
    layers.typed[f"v_{name}"] = f"{found}.value"
    if is_currency:
        layers.typed[f"f_{name}"] = f"{found}.factor"
    kind = "unknown_currency" if is_currency and entry.codes is None else "unmapped_code"
    unknown = f"{text} is not null and {quoted(f'v_{name}')} is null"
    layers.fault(named_code(name, text, kind), unknown)


def translate(recipe: Recipe, name: str, entry: ColumnMap, layers: Layers) -> None:
    """Translate a column that is no code by its code table."""
    if entry.codes is None:
        return
    table = recipe.source.codes[entry.codes]
    before, text = layers.text[f"t_{name}"], quoted(f"t_{name}")
    branches = " ".join(f"when {literal(k)} then {literal(v)}" for k, v in table.items())
    layers.text[f"r_{name}"] = before
    layers.text[f"t_{name}"] = f"case coalesce({before}, '') {branches} end"
    received = quoted(f"r_{name}")
    layers.fault(named_code(name, received), f"{received} is not null and {text} is null")


def typed(recipe: Recipe, column: Column, entry: ColumnMap, layers: Layers) -> None:
    """Cast a column that is neither money nor code."""
    name, text, result = column.name, quoted(f"t_{column.name}"), quoted(f"v_{column.name}")
    if column.type == "text":
        is_own = name.endswith("_id") and name not in SHARED_IDENTIFIERS and recipe.space
        layers.typed[f"v_{name}"] = f"{literal(recipe.space)} || {text}" if is_own else text
        return
    expression, reason = plain_cast(column.type, text, entry)
    layers.typed[f"v_{name}"] = expression
    layers.fault(literal(f"{name}:{reason}"), f"{text} is not null and {result} is null")
    if column.type in ("date", "timestamp"):
        first, last = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-01-01"
        absurd = f"{result} < {literal(first)}::date or {result} >= {literal(last)}::date"
        layers.fault(literal(f"{name}:absurd_date"), absurd)


def plain_cast(kind: str, value: str, entry: ColumnMap) -> tuple[str, str]:
    """Return the cast of a type and the reason of its failure."""
    if kind == "timestamp":
        return moment(value, entry), "bad_time"
    if kind == "date":
        return day(value, entry), "bad_date"
    if kind == "country":
        code = f"upper({value})"
        is_code = f"length({value}) = 2 and regexp_full_match({code}, '[A-Z][A-Z]')"
        return f"case when {is_code} then {code} end", "bad_country"
    if kind == "boolean":
        folded = f"lower({value})"
        yes, no = (f"{folded} in ({listed(words)})" for words in (TRUE, FALSE))
        return f"case when {yes} then true when {no} then false end", "bad_boolean"
    if entry.percent:
        value = f"rtrim({value}, ' %')"
    value = marked(value, entry)
    if kind == "integer":
        whole = f"regexp_full_match({value}, '[+-]?[0-9]+')"
        return f"case when {whole} then try_cast({value} as bigint) end", "bad_integer"
    shape = f"regexp_full_match({value}, '[+-]?[0-9]+([.][0-9]*)?')"
    sql_type = "double" if kind == "ratio" else "decimal(28, 10)"
    number = f"try_cast({value} as {sql_type})" + (" / 100" if entry.percent else "")
    return f"case when {shape} then {number} end", "bad_number"


def transaction_rules(recipe: Recipe, layers: Layers) -> None:
    """Add what every transaction obeys, whatever feed it comes from."""
    formats = recipe.table.columns.get("booked_at", ColumnMap()).formats
    has_clock = not formats or any("%H" in text or text == "iso" for text in formats)
    if "t_booked_at" in layers.text:
        known = "length(t_booked_at) > 10" if has_clock else "false"
        given = layers.typed["v_is_time_known"]
        layers.typed["v_is_time_known"] = f"coalesce({given}, {known})"
    layers.fault(
        literal("accounts:both_missing"),
        "v_originator_account_id is null and v_beneficiary_account_id is null",
    )
