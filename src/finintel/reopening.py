"""Taking a night back that was begun and has loaded nothing: its files return to the inbox.

A night's file list is frozen when it is registered, so a file that shuts the gate would shut it
again. Here the list is given up, and whoever runs the night decides anew what belongs to it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from finintel.errors import UsageError
from finintel.ledger import finished_stages, open_night_date
from finintel.opening import open_work
from finintel.pipeline import load_contracts
from finintel.warehouse import Warehouse, quoted
from finintel.workspace import Night, Workspace

LOADS = "conform"  # the first stage whose work is kept beyond the night
OF_A_NIGHT = ("landing.reject", "landing.file", "meta.data_quality", "meta.notice")
LEDGER = ("meta.stage_run", "meta.run")


def reopen(workspace: Workspace) -> list[str]:
    """Give the files of the begun night back and forget the night; returns their places.

    Killed in between, it can be repeated: a file is copied before it is forgotten, and its landed
    copy goes last.

    Raises:
        UsageError: no night is begun, or the begun one has loaded its rows.
    """
    if not workspace.work_database.exists():
        raise UsageError(f"{workspace.root}: no night was ever begun")
    with open_work(workspace, load_contracts(workspace)) as warehouse:
        night = begun_night(warehouse, workspace)
        listed = warehouse.rows(
            "select file_sha256, file_name, replaces_sha256 from landing.file "
            "where run_id = $run_id order by file_name, file_sha256",
            {"run_id": night.run_id},
        )
        places = [
            give_back(workspace, str(digest), str(name), replaces)
            for digest, name, replaces in listed
        ]
        forget(warehouse, night)
    for digest, _, _ in listed:
        (workspace.landing / str(digest)).unlink(missing_ok=True)
    return [str(place.relative_to(workspace.root)) for place in places]


def begun_night(warehouse: Warehouse, workspace: Workspace) -> Night:
    """Return the night that is begun and has loaded nothing."""
    as_of = open_night_date(warehouse)
    if as_of is None:
        raise UsageError(f"{workspace.root}: no night is begun and not finished")
    night = Night(workspace, as_of)
    if LOADS in finished_stages(warehouse, night.run_id):
        raise UsageError(
            f"night {as_of}: its rows are loaded. Finish it: finintel run {workspace.root} --as-of "
            f"{as_of}; then correct a file by one that names it in a sidecar (.replaces.toml)."
        )
    return night


def give_back(workspace: Workspace, digest: str, name: str, replaces: str | None) -> Path:
    """Copy a landed file back under its name, or beside another file that has taken the name."""
    landed, place = workspace.landing / digest, workspace.inbox / name
    if place.exists() and place.stat().st_size != landed.stat().st_size:
        place = place.with_name(f"{digest[:8]}-{place.name}")
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.part")
    shutil.copyfile(landed, beside)
    if replaces:
        sidecar = place.with_name(f"{place.name}.replaces.toml")
        sidecar.write_text(f'replaces = "{replaces}"\n', encoding="utf-8")
    beside.replace(place)
    return place


def forget(warehouse: Warehouse, night: Night) -> None:
    """Take every row of the night out of ledger and landing, and what it had staged."""
    staged = warehouse.rows(
        "select table_name from information_schema.tables where table_schema = 'staging' "
        "order by table_name"
    )
    with warehouse.transaction():
        for table in (*OF_A_NIGHT, *LEDGER):
            warehouse.execute(f"delete from {table} where run_id = $run", {"run": night.run_id})
        for (table,) in staged:
            warehouse.execute(f"drop table {quoted('staging', str(table))}")
