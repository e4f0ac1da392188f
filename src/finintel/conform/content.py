"""What a row says, whatever file it came in: the SQL of `content_hash`."""

from __future__ import annotations

from collections.abc import Iterable

from finintel.contracts import Column
from finintel.warehouse import quoted

# Types whose text somebody else chose freely; the others have a closed form without separators.
FREE_FORMS = ("text",)


def canonical(column: Column) -> str:
    """Return the SQL that writes a typed value as text, so that different values never look alike.

    Free text carries its length, a moment its microseconds, and null is a sign that no value has.
    """
    name = quoted(column.name)
    if column.type in FREE_FORMS:
        written = f"strlen({name}) || ':' || {name}"
    elif column.type == "timestamp":
        written = f"epoch_us({name})::varchar"
    else:
        written = f"{name}::varchar"
    return f"coalesce({written}, '-')"


def content_hash(columns: Iterable[Column]) -> str:
    """Return the SQL of the MD5 over the values of columns: equal for rows that say the same.

    Columns that identify a person must not be among them: a hash of a name is no protection.
    """
    return f"md5(concat_ws('|', {', '.join(canonical(column) for column in columns)}))"
