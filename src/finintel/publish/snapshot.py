"""The stage `publish`: write the snapshot beside, name it, move the link, drop old ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from finintel.lake import sync
from finintel.night import StageContext
from finintel.publish.mart import SNAPSHOT, build_mart, content_hash
from finintel.warehouse import literal, quoted

# Any DuckDB from 1.2 on reads this layout of the file.
STORAGE_VERSION = "v1.2.0"
LINK = "finintel.duckdb"
PATTERN = "finintel-*.duckdb"
READ_ONLY = 0o444


def run(context: StageContext) -> Mapping[str, int]:
    """Publish the night; repeated, it publishes the same content under the same name."""
    folder = context.workspace.published
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / ".snapshot.part"
    clear(part)
    first_on, as_of = context.window()
    values = {"run_id": context.run_id, "first_on": first_on, "as_of": as_of}
    with attached(context, part):
        counts = build_mart(context, values)
        digest = content_hash(context.warehouse, counts)
    target = folder / f"finintel-{context.as_of}-{digest[:12]}.duckdb"
    put_in_place(part, target)
    move_link(folder / LINK, target)
    removed = remove_old(folder, target, context.workspace.settings.keep_snapshots)
    return {
        "tables": len(counts),
        "rows": sum(counts.values()),
        "transactions": counts["transaction"],
        "byte_count": target.stat().st_size,
        "snapshots_removed": removed,
    }


@contextmanager
def attached(context: StageContext, path: Path) -> Iterator[None]:
    """Attach a new file in the old storage version; detaching writes all of it to the file."""
    warehouse = context.warehouse
    warehouse.execute(
        f"attach {literal(str(path))} as {quoted(SNAPSHOT)} (storage_version '{STORAGE_VERSION}')"
    )
    try:
        yield
        warehouse.execute(f"checkpoint {quoted(SNAPSHOT)}")
    finally:
        warehouse.execute(f"detach {quoted(SNAPSHOT)}")


def put_in_place(part: Path, target: Path) -> None:
    """Sync the file, make it read-only and name it, whoever holds an older file of that name.

    A log that a reader left beside a file of the same name belongs to the old bytes: it goes first.
    """
    sync(part)
    part.chmod(READ_ONLY)
    log_of(target).unlink(missing_ok=True)
    part.replace(target)
    sync(target.parent)


def move_link(link: Path, target: Path) -> None:
    """Let the link name the new snapshot, in one step; it is relative, so that it moves along."""
    beside = link.with_name(f".{link.name}.link")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target.name)
    log_of(link).unlink(missing_ok=True)
    beside.replace(link)
    sync(link.parent)


def remove_old(folder: Path, newest: Path, keep: int) -> int:
    """Remove all but the last snapshots; the one just published always stays."""
    others = sorted(path for path in folder.glob(PATTERN) if path != newest)
    surplus = others[: max(0, len(others) - max(0, keep - 1))]
    for path in surplus:
        clear(path)
    return len(surplus)


def clear(path: Path) -> None:
    """Remove a database file and the log beside it."""
    path.unlink(missing_ok=True)
    log_of(path).unlink(missing_ok=True)


def log_of(path: Path) -> Path:
    """Return the write-ahead log that a client may have left beside a file."""
    return path.with_name(f"{path.name}.wal")
