"""Verdicts: is a staged row new, changed, a duplicate, or in conflict with what is known.

Rows are compared by key and by what they say (`content_hash`). What core says already is asked
first; among the rest of tonight's rows of a key, the first by file and line leads.
"""

from __future__ import annotations

from collections.abc import Sequence

from finintel.warehouse import quoted

NEW, CHANGED, DUPLICATE, CONFLICT = "new", "changed", "duplicate", "conflict"
LOADED = (NEW, CHANGED)


def same_key(left: str, right: str, key: Sequence[str]) -> str:
    """Return the condition that two aliases hold the same key; null is the same as null."""
    return " and ".join(
        f"{left}.{quoted(name)} is not distinct from {right}.{quoted(name)}" for name in key
    )


def verdict_statement(staged: str, known: str, key: Sequence[str], *, history: bool) -> str:
    """Return the SELECT that adds a column `verdict` to staged rows.

    Args:
        staged: quoted relation with staged_id, file_sha256, row_number, content_hash and the key.
        known: quoted relation with the key and content_hash, at most one row a key.
        key: columns of the key.
        history: whether other content under a known key is a change rather than a conflict.
    """
    columns = ", ".join(f"staged.{quoted(name)}" for name in key)
    names = ", ".join(quoted(name) for name in key)
    otherwise = CHANGED if history else CONFLICT
    return f"""
        with compared as (
            select staged.staged_id, staged.file_sha256, staged.row_number, staged.content_hash,
                {columns}, known.content_hash as known_hash,
                staged.content_hash is not distinct from known.content_hash as is_known
            from {staged} as staged
            left join {known} as known on {same_key("staged", "known", key)}
        ),
        led as (
            select *, first_value(content_hash) over same_key as leading_hash,
                row_number() over same_key as position
            from compared
            window same_key as (
                partition by {names}, is_known order by file_sha256, row_number, staged_id
            )
        )
        select *, case
            when is_known then '{DUPLICATE}'
            when known_hash is not null and '{otherwise}' = '{CONFLICT}' then '{CONFLICT}'
            when position = 1 and known_hash is not null then '{CHANGED}'
            when position = 1 then '{NEW}'
            when content_hash = leading_hash then '{DUPLICATE}'
            else '{CONFLICT}' end as verdict
        from led"""
