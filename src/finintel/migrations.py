"""Steps from an older workspace to the present one, by the version that `meta` carries."""

from __future__ import annotations

from collections.abc import Callable

from finintel.errors import UsageError
from finintel.warehouse import Warehouse

# One step per version: STEPS[n] takes a workspace of version n to n + 1.
STEPS: tuple[Callable[[Warehouse], None], ...] = ()
PRESENT_VERSION = len(STEPS) + 1


def migrate(warehouse: Warehouse) -> None:
    """Bring a workspace to the present version, step by step, inside the caller's transaction.

    Raises:
        UsageError: the workspace was written by a newer finintel.
    """
    warehouse.execute("create table if not exists meta.schema_version (version integer)")
    found = warehouse.value("select max(version) from meta.schema_version")
    version = PRESENT_VERSION if found is None else int(found)
    if version > PRESENT_VERSION:
        raise UsageError(
            f"this workspace has version {version}, this finintel knows {PRESENT_VERSION}. "
            "Install the finintel that wrote it, or a newer one."
        )
    for step in STEPS[version - 1 :]:
        step(warehouse)
    if found is None or version != PRESENT_VERSION:
        warehouse.execute(
            "insert into meta.schema_version select $version", {"version": PRESENT_VERSION}
        )
