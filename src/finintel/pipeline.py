"""The ordered stages of a night and the ledger of runs; works without an orchestrator.

A night is a date. Its stages run in order; each that is done is written to `meta.stage_run` in the
transaction that wrote its tables (or, where it writes files, right after the files were renamed
into place), so a run that was killed anywhere and is run again ends as if it had not been.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path

from finintel.contracts import (
    Codelists,
    load_codelists,
    load_entities,
    load_profiles,
    load_sources,
)
from finintel.errors import ContractError
from finintel.lake import EMPTY_FILE, ensure_empty_file, lake_relation, live_files
from finintel.ledger import (
    NightResult,
    begin,
    finish,
    finished_stages,
    open_night_date,
    record,
    summarise,
)
from finintel.night import Contracts, Report, StageContext, silent
from finintel.warehouse import Warehouse, literal, open_warehouse, quoted
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
    """Open the nightly job's database, with every floor, contract table and the lake's view."""
    if read_only and not lake_view_is_here(workspace):
        with open_work(workspace, contracts):
            pass  # opening it makes the view anew
    with open_warehouse(
        workspace.work_database, workspace.settings, scratch=workspace.scratch, read_only=read_only
    ) as warehouse:
        if not read_only:
            prepare(warehouse, workspace, contracts)
        yield warehouse


def lake_view_is_here(workspace: Workspace) -> bool:
    """Tell whether the stored view reads this folder's lake, or the workspace was moved."""
    with open_warehouse(workspace.work_database, workspace.settings, read_only=True) as warehouse:
        stored = warehouse.value(
            "select sql from duckdb_views() where schema_name = 'core' "
            "and view_name = 'transaction'"
        )
    return stored is not None and literal(str(workspace.lake / EMPTY_FILE)) in stored


def prepare(warehouse: Warehouse, workspace: Workspace, contracts: Contracts) -> None:
    """Create what is missing and make the lake's view anew; migrate an older workspace."""
    migrate = import_module("finintel.migrations").migrate
    with warehouse.transaction():
        warehouse.create_floors()
        for entity in contracts.entities.values():
            if entity.name != "transaction":
                warehouse.create_table(entity, provenance(entity.received))
        migrate(warehouse, contracts.entities)
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


@dataclass(frozen=True)
class OpenNight:
    """A night with its warehouse open: its stages run one by one, in order, each at most once."""

    context: StageContext
    stages: tuple[Stage, ...]
    was_done: bool

    def run(self, name: str) -> Mapping[str, int]:
        """Run a stage unless the ledger has it; returns its counts, empty when it was done."""
        if name in finished_stages(self.context.warehouse, self.context.run_id):
            return {}
        position = [stage.name for stage in self.stages].index(name)
        stage = self.stages[position]
        context = replace(self.context, stage=name)
        return run_stage(context, stage, position + 1, len(self.stages))

    def finish(self) -> NightResult:
        """Close the night in the ledger and say what it did."""
        finish(self.context.warehouse, self.context.night)
        return summarise(self.context.warehouse, self.context.night, self.was_done)


@contextmanager
def open_night(
    workspace: Workspace,
    as_of: date,
    *,
    report: Report = silent,
    stages: tuple[Stage, ...] = STAGES,
) -> Iterator[OpenNight]:
    """Open the warehouse and the ledger for a night, to run its stages one by one.

    The connection is one thread's: whoever runs the stages runs them in the thread that opened it.
    """
    contracts = load_contracts(workspace)
    night = Night(workspace, as_of)
    shutil.rmtree(workspace.scratch, ignore_errors=True)
    with open_work(workspace, contracts) as warehouse:
        begin(warehouse, night, contracts)
        done = finished_stages(warehouse, night.run_id)
        context = StageContext(night, warehouse, contracts, report=report)
        yield OpenNight(context, stages, was_done=len(done) == len(stages))


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
    with open_night(workspace, as_of, report=report, stages=stages) as night:
        for stage in stages:
            night.run(stage.name)
        return night.finish()


def run_stage(context: StageContext, stage: Stage, position: int, total: int) -> Mapping[str, int]:
    """Run one stage and write its ledger row: together, or right after for a stage with files."""
    context.report("stage_started", stage.name, "", position, total)
    started = time.monotonic()
    function = stage.load()
    if stage.writes_files:
        counts = function(context)
        with context.warehouse.transaction():
            record(context, position, counts, time.monotonic() - started)
    else:
        with context.warehouse.transaction():
            counts = function(context)
            record(context, position, counts, time.monotonic() - started)
    refresh_lake_view(context.warehouse, context.workspace.lake)
    context.report("stage_done", stage.name, json.dumps(dict(counts)), position, total)
    return counts


def missing_nights(workspace: Workspace, until: date) -> list[date]:
    """Return the nights that a catch-up up to `until` has to run, in order.

    A night that was begun comes first. Without any, only `until` is missing: it takes all history.
    """
    contracts = load_contracts(workspace)
    with open_work(workspace, contracts) as warehouse:
        begun = open_night_date(warehouse)
        last = warehouse.value("select max(as_of) from meta.run where state = 'finished'")
    if begun is None and last is None:
        return [until]
    first = begun.toordinal() if begun else last.toordinal() + 1
    return [date.fromordinal(ordinal) for ordinal in range(first, until.toordinal() + 1)]
