"""The SELECT that casts a batch: layer on layer, then the entity's columns and the verdict."""

from __future__ import annotations

from finintel.contracts.mapping import LabelMap
from finintel.ingest.casts import layers_of
from finintel.ingest.layers import Layers, Recipe, listed, named, named_code, raw
from finintel.warehouse import literal, quoted

HASH_CHARACTERS = 20
RECEIVED = ("received_amount_minor", "received_currency")


def cast_select(recipe: Recipe, relation: str, *, with_reasons: bool = False) -> str:
    """Return the SELECT over a relation of text columns.

    It gives row_number, is_accepted and the entity's columns; for label i also label_i (is
    labelled), scheme_i and kind_i. With reasons it gives last_row_number, reasons, record_text and
    read_reason as well: slower, so asked only of rows that were not accepted.
    """
    layers = layers_of(recipe)
    labels = label_columns(recipe, layers)
    text = {**layers.text, **labels}
    verdict = f"not {is_bad(layers)} as is_accepted"
    if with_reasons:
        verdict += (
            f", last_row_number, {reasons(layers)} as reasons, record_text, reason as read_reason"
        )
    carried = "".join(f", {name}" for name in labels if not name.startswith("flag"))
    return (
        f"with text as (select row_number, last_row_number, reason, record_text{named(text)} "
        f"from {relation}), "
        f"typed as (select text.*{named(layers.typed)} from {layers.from_clause('text')}), "
        f"valued as (select *{named(layers.valued)} from typed) "
        f"select row_number, {verdict}{carried}, {entity_columns(recipe)} from valued"
    )


def is_bad(layers: Layers) -> str:
    """Return the condition that anything is wrong with a row."""
    conditions = ["reason is not null", *(f"({condition})" for _, condition in layers.faults)]
    return f"coalesce({' or '.join(conditions)}, false)"


def reasons(layers: Layers) -> str:
    """Return SQL for the codes of all that is wrong with a row."""
    parts = ", ".join(
        f"case when {condition} then {reason} end" for reason, condition in layers.faults
    )
    return f"coalesce(reason, concat_ws(';', {parts}))"


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
    return f"{literal(recipe.space)} || left(md5(concat_ws('|', {parts})), {HASH_CHARACTERS})"


def label_columns(recipe: Recipe, layers: Layers) -> dict[str, str]:
    """Return the label expressions of the text layer, and add the faults of bad flags."""
    columns: dict[str, str] = {}
    for place, label in enumerate(recipe.table.labels):
        flag = raw(recipe, label.column)
        columns[f"flag_{place}"] = f"coalesce({flag}, '')"
        columns[f"label_{place}"] = f"coalesce({flag}, '') in ({listed(label.positive)})"
        columns[f"scheme_{place}"] = raw(recipe, label.scheme or "")
        columns[f"kind_{place}"] = raw(recipe, label.kind or "")
        known = listed((*label.positive, *label.negative))
        layers.fault(named_code(label.column, f"flag_{place}"), f"flag_{place} not in ({known})")
    return columns


def label_select(recipe: Recipe, place: int, label: LabelMap, relation: str) -> str:
    """Return the SELECT that makes the labels of a batch: accepted rows that the flag names."""
    subject = quoted(label.subject)
    space = literal(recipe.space)
    return (
        f"select {literal(recipe.source.id)} as source_id, {literal(label.subject_type)} as "
        f"subject_type, {subject} as subject_id, "
        f"coalesce({space} || scheme_{place}, {subject}) as scheme_id, "
        f"kind_{place} as scheme_kind, false as is_innocent, true as is_accepted, row_number "
        f"from ({cast_select(recipe, relation)}) where label_{place} and is_accepted"
    )
