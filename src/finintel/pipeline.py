"""The ordered stages of a night and the ledger of runs; works without an orchestrator.

A night is a date. Its stages run in order; each that is done is written to `meta.stage_run` in the
transaction that wrote its tables (or, where it writes files, right after the files were renamed into
place), so a run that was killed anywhere and is run again ends as if it had not been.
"""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

from finintel import __version__
from finintel.contracts import (
    Codelists,
    load_codelists,
    load_entities,
    load_profiles,
    load_sources,
)
from finintel.errors import ContractError, UsageError
from finintel.lake import ensure_empty_file, lake_relation, live_files, sweep
from finintel.night import Contracts, Report, StageContext, silent
from finintel.warehouse import Warehouse, open_warehouse, quoted
from finintel.workspace import Night, Workspace

StageFunction = Callable[[StageContext], Mapping[str, int]]


@dataclass(frozen=True)
class Stage:
    """One stage: its name, where its function is, and whether it writes files.

    A stage that writes files is not wrapped in a transaction; what it repeats must end the same.
    """

    name: str
    target: str
    writes_files: bool = False

    def load(self) -> StageFunction:
        """Import the stage's function; heavy libraries are imported inside the stage."""
        module, _, function = self.target.partition(":")
        loaded: StageFunction = getattr(import_module(module), function)
        return loaded


STAGES: tuple[Stage, ...] = (
    Stage("register", "finintel.ingest.register:run"),
    Stage("stage", "finintel.ingest.stage:run"),
    Stage("validate", "finintel.validate.gate:run"),
    Stage("conform", "finintel.conform.load:run"),
    Stage("resolve", "finintel.resolve.parties:run"),
    Stage("features", "finintel.features.build:run"),
    Stage("detect", "finintel.detect.runner:run"),
    Stage("models", "finintel.models.runner:run"),
    Stage("trace", "finintel.trace.nightly:run"),
    Stage("cases", "finintel.cases.build:run"),
    Stage("leads", "finintel.leads.write:run", writes_files=True),
    Stage("publish", "finintel.publish.snapshot:run", writes_files=True),
)


@dataclass(frozen=True)
class NightResult:
    """What a night did: counts by stage, seconds by stage, and whether any file was refused."""

    night: Night
    counts: Mapping[str, Mapping[str, int]]
    seconds: Mapping[str, float]
    was_done: bool
    refused_files: int


def load_contracts(workspace: Workspace) -> Contracts:
    """Load every contract of a workspace; raises ContractError with all faults of a kind."""
    codelists: Codelists = load_codelists(workspace)
    entities = load_entities(workspace)
    profiles = load_profiles(workspace)
    if workspace.settings.profile not in profiles:
        known = ", ".join(profiles)
        raise ContractError(
            f"profile '{workspace.settings.profile}' does not exist; known profiles: {known}"
        )
    if workspace.settings.base_currency not in codelists.exponents:
        raise ContractError(
            f"base currency '{workspace.settings.base_currency}' is not in currency.toml"
        )
    sources = load_sources(workspace, entities, codelists)
    return Contracts(entities, codelists, sources, profiles[workspace.settings.profile])


@contextmanager
def open_work(
    workspace: Workspace, contracts: Contracts, *, read_only: bool = False
) -> Iterator[Warehouse]:
    """Open the nightly job's database with every floor, contract table and the lake's view there."""
    scratch = workspace.scratch
    with open_warehouse(
        workspace.work_database, workspace.settings, scratch=scratch, read_only=read_only
    ) as warehouse:
        if not read_only:
            prepare(warehouse, workspace, contracts)
        yield warehouse


def prepare(warehouse: Warehouse, workspace: Workspace, contracts: Contracts) -> None:
    """Create what is missing and make the lake's view anew; migrate an older workspace."""
    migrate = import_module("finintel.migrations").migrate
    with warehouse.transaction():
        warehouse.create_floors()
        for entity in contracts.entities.values():
            if entity.name != "transaction":
                warehouse.create_table(entity, provenance(entity.received))
        migrate(warehouse)
    ensure_empty_file(warehouse, workspace.lake, contracts.entities["transaction"])
    refresh_lake_view(warehouse, workspace.lake)


def provenance(received: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - one plain fact
    """Return the columns that every received row carries beside its contract's."""
    if not received:
        return ()
    return (
        ("source_id", "VARCHAR"),
        ("file_sha256", "VARCHAR"),
        ("row_number", "BIGINT"),
        ("recorded_from", "DATE"),
        ("recorded_to", "DATE"),
        ("content_hash", "VARCHAR"),
    )


def refresh_lake_view(warehouse: Warehouse, lake: Path) -> None:
    """Make `core.transaction` read the live files, wherever the workspace lies now."""
    relation = lake_relation(live_files(warehouse, lake))
    warehouse.execute(f"create or replace view {quoted('core', 'transaction')} as from {relation}")


def run_night(
    workspace: Workspace,
    as_of: date,
    *,
    report: Report = silent,
    stages: tuple[Stage, ...] = STAGES,
) -> NightResult:
    """Run every stage of a night that is not done yet.

    Raises:
        UsageError: the night lies before the last finished one.
        FinintelError: a stage stopped; run the same night again once the cause is mended.
    """
    contracts = load_contracts(workspace)
    night = Night(workspace, as_of)
    shutil.rmtree(workspace.scratch, ignore_errors=True)
    with open_work(workspace, contracts) as warehouse:
        begin(warehouse, night, contracts)
        context = StageContext(night, warehouse, contracts, report=report)
        done = finished_stages(warehouse, night.run_id)
        was_done = len(done) == len(stages)
        for position, stage in enumerate(stages, start=1):
            if stage.name not in done:
                run_stage(replace(context, stage=stage.name), stage, position, len(stages))
        finish(warehouse, night)
        return summarise(warehouse, night, was_done)


def begin(warehouse: Warehouse, night: Night, contracts: Contracts) -> None:
    """Open the night in the ledger, or find it open; refuse a night before the last finished one."""
    last = warehouse.value("select max(as_of) from meta.run where state = 'finished'")
    if last is not None and night.as_of < last:
        raise UsageError(
            f"night {night.as_of}: the night {last} is finished already, and nights go forward. "
            f"Run a date after {last}."
        )
    if warehouse.count("meta.run", f"run_id = '{night.run_id}'") == 0:
        warehouse.execute(
            "insert into meta.run by name select $run_id as run_id, $as_of as as_of, "
            "'running' as state, $input_hash as input_hash, $version as software_version, "
            "$now as started_at",
            {
                "run_id": night.run_id,
                "as_of": night.as_of,
                "input_hash": settings_hash(night.workspace, contracts),
                "version": __version__,
                "now": clock(),
            },
        )
    sweep(warehouse, night.workspace.lake)


def settings_hash(workspace: Workspace, contracts: Contracts) -> str:
    """Return a hash of the settings and the profile: what, beside the data, decides the output."""
    text = json.dumps(asdict(workspace.settings), sort_keys=True, default=str)
    return hashlib.sha256(f"{text}|{contracts.profile.content_hash}".encode()).hexdigest()


def clock() -> datetime:
    """Return the time for the ledger; the only clock in finintel, and no logic reads it."""
    return datetime.now(UTC).replace(tzinfo=None)


def finished_stages(warehouse: Warehouse, run_id: str) -> set[str]:
    """Return the stages of a night that are done."""
    found = warehouse.rows("select stage from meta.stage_run where run_id = $run", {"run": run_id})
    return {str(stage) for (stage,) in found}


def run_stage(context: StageContext, stage: Stage, position: int, total: int) -> None:
    """Run one stage and write its ledger row: together, or right after for a stage with files."""
    context.report("stage_started", stage.name, "", position, total)
    started = time.monotonic()
    function = stage.load()
    if stage.writes_files:
        counts = function(context)
        with context.warehouse.transaction():
            record(context, stage, position, counts, time.monotonic() - started)
    else:
        with context.warehouse.transaction():
            counts = function(context)
            record(context, stage, position, counts, time.monotonic() - started)
    refresh_lake_view(context.warehouse, context.workspace.lake)
    context.report("stage_done", stage.name, json.dumps(dict(counts)), position, total)


def record(
    context: StageContext, stage: Stage, position: int, counts: Mapping[str, int], seconds: float
) -> None:
    """Write the ledger row of a stage."""
    context.warehouse.execute(
        "insert into meta.stage_run by name select $run_id as run_id, $stage as stage, "
        "$position as position, 'done' as state, $seconds as seconds, $peak as peak_memory_byte, "
        "$counts as counts",
        {
            "run_id": context.run_id,
            "stage": stage.name,
            "position": position,
            "seconds": seconds,
            "peak": peak_memory(),
            "counts": json.dumps(dict(counts), sort_keys=True),
        },
    )


def peak_memory() -> int:
    """Return the peak memory of the process in bytes (Linux counts kibibytes, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def finish(warehouse: Warehouse, night: Night) -> None:
    """Close the night in the ledger."""
    warehouse.execute(
        "update meta.run set state = 'finished', finished_at = coalesce(finished_at, $now) "
        "where run_id = $run_id",
        {"now": clock(), "run_id": night.run_id},
    )


def summarise(warehouse: Warehouse, night: Night, was_done: bool) -> NightResult:  # noqa: FBT001 - one plain fact
    """Return what the ledger says of a night."""
    found = warehouse.rows(
        "select stage, counts, seconds from meta.stage_run where run_id = $run_id order by position",
        {"run_id": night.run_id},
    )
    refused = warehouse.count("landing.file", f"run_id = '{night.run_id}' and state = 'failed'")
    return NightResult(
        night,
        {stage: json.loads(counts) for stage, counts, _ in found},
        {stage: seconds for stage, _, seconds in found},
        was_done,
        refused,
    )


def missing_nights(workspace: Workspace, until: date) -> list[date]:
    """Return the nights that a catch-up up to `until` has to run, in order.

    Without a finished night only `until` itself is missing: the first night takes all history.
    """
    contracts = load_contracts(workspace)
    with open_work(workspace, contracts) as warehouse:
        last = warehouse.value("select max(as_of) from meta.run where state = 'finished'")
    if last is None:
        return [until]
    ordinals = range(last.toordinal() + 1, until.toordinal() + 1)
    return [date.fromordinal(ordinal) for ordinal in ordinals]
