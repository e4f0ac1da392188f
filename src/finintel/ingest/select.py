"""The one SELECT that casts a batch: layers on layers, then reasons, identity and labels."""

from __future__ import annotations

from finintel.contracts.mapping import LabelMap
from finintel.ingest.casts import Layers, Recipe, layers_of, listed, named_code, raw
from finintel.warehouse import literal, quoted

HASH_CHARACTERS = 20
RECEIVED = ("received_amount_minor", "received_currency")


def cast_select(recipe: Recipe, relation: str) -> str:
    """Return the SELECT over a relation of text columns: entity columns, reasons, label columns.

    Beside the entity's columns it gives row_number, last_row_number, read_reason, cast_reasons,
    record_text, and for label i: label_i (is labelled), scheme_i, kind_i.
    """
    layers = layers_of(recipe)
    labels = label_columns(recipe, layers)
    kept = "row_number, last_row_number, reason, record_text"
    texts = ", ".join(f"{sql} as {quoted(f't_{name}')}" for name, sql in layers.text.items())
    typed = ", ".join(f"{sql} as {typed_name(name)}" for name, sql in layers.typed.items())
    valued = ", ".join(f"{sql} as {quoted(f'v_{name}')}" for name, sql in layers.valued.items())
    carried = ", ".join(labels) or "null as no_label"
    names = ", ".join(label_names(recipe)) or "no_label"
    return (
        f"with text as (select {kept}, {texts}, {carried} from {relation}), "
        f"typed as (select *, {typed} from text), "
        f"valued as (select *, {valued or 'null as no_money'} from typed) "
        f"select row_number, last_row_number, reason as read_reason, {reasons(layers)} as "
        f"cast_reasons, record_text, {names}, {entity_columns(recipe)} from valued"
    )


def typed_name(name: str) -> str:
    """Return the alias of an expression of the typed layer."""
    number = name.removeprefix("number:")
    return quoted(f"n_{number}" if number != name else f"v_{name}")


def reasons(layers: Layers) -> str:
    """Return SQL for the codes of all that is wrong with a row, null when nothing is."""
    parts = ", ".join(
        f"case when {condition} then {reason} end" for reason, condition in layers.reasons
    )
    return f"case when reason is null then nullif(concat_ws(';', {parts}), '') end"


def entity_columns(recipe: Recipe) -> str:
    """Return the entity's columns under their own names, the identity among them."""
    columns = []
    for name, column in recipe.entity.columns.items():
        value = quoted(f"v_{name}")
        if recipe.table.identity and name == recipe.entity.key[0]:
            value = identity(recipe)
        elif name in RECEIVED:
            value = f"case when {differs()} then {value} end"
        elif recipe.entity.name == "label" and name == "source_id":
            value = literal(recipe.source.id)
        columns.append(f"({value})::{column.sql_type} as {quoted(name)}")
    return ", ".join(columns)


def differs() -> str:
    """Return the condition under which a transaction credited something else than it debited."""
    return (
        "v_received_amount_minor is distinct from v_amount_minor "
        "or v_received_currency is distinct from v_currency"
    )


def identity(recipe: Recipe) -> str:
    """Return SQL for the hash of a row's canonical values.

    Values are hashed after the casts, so that spellings of the same row agree. The ordinal among
    identical rows of a file is added once the whole file is staged.
    """
    parts = ", ".join(f"coalesce({quoted(f'v_{n}')}::varchar, '~')" for n in recipe.table.identity)
    digest = f"left(md5(concat_ws('|', {parts})), {HASH_CHARACTERS})"
    space = f"{recipe.source.namespace}:" if recipe.source.namespace else ""
    return f"{literal(space)} || {digest}"


def label_columns(recipe: Recipe, layers: Layers) -> list[str]:
    """Return the label expressions of the text layer, and add the reasons of bad flags."""
    columns = []
    for place, label in enumerate(recipe.table.labels):
        flag = raw(recipe, label.column)
        columns += [
            f"{flag} as flag_{place}",
            f"coalesce({flag} in ({listed(label.positive)}), false) as label_{place}",
            f"{optional(recipe, label.scheme)} as scheme_{place}",
            f"{optional(recipe, label.kind)} as kind_{place}",
        ]
        known = listed((*label.positive, *label.negative))
        layers.fault(
            named_code(label.column, f"coalesce(flag_{place}, '')"),
            f"coalesce(flag_{place} not in ({known}), {str('' not in label.negative).lower()})",
        )
    return columns


def label_names(recipe: Recipe) -> list[str]:
    """Return the names of the label columns that leave the SELECT."""
    places = range(len(recipe.table.labels))
    return [f"{name}_{place}" for place in places for name in ("label", "scheme", "kind")]


def optional(recipe: Recipe, name: str | None) -> str:
    """Return a column of the file, or null where the label names none."""
    return raw(recipe, name) if name else "null::varchar"


def label_select(recipe: Recipe, place: int, label: LabelMap) -> str:
    """Return the SELECT over cast rows that makes rows of staging.label."""
    space = f"{recipe.source.namespace}:" if recipe.source.namespace else ""
    subject = quoted(label.subject)
    return (
        f"select {literal(recipe.source.id)} as source_id, {literal(label.subject_type)} as "
        f"subject_type, {subject} as subject_id, "
        f"coalesce({literal(space)} || scheme_{place}, {subject}) as scheme_id, "
        f"kind_{place} as scheme_kind, false as is_innocent, null::varchar as role, "
        f"null::bigint as expected_minor, row_number"
    )
