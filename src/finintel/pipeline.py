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

from finintel.contracts import (
    Codelists,
    load_codelists,
    load_entities,
    load_profiles,
    load_sources,
)
from finintel.errors import ContractError, FinintelError
from finintel.ledger import (
    Heard,
    NightResult,
    begin,
    finish,
    finished_stages,
    open_night_date,
    record,
    record_notices,
    summarise,
)
from finintel.night import Contracts, Report, StageContext, silent
from finintel.opening import open_work, refresh_lake_view
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
    settings = workspace.settings
    profile = profiles[settings.profile].in_currency(
        settings.base_currency,
        codelists.exponents[settings.base_currency],
        settings.threshold_factor,
    )
    return Contracts(entities, codelists, load_sources(workspace, entities, codelists), profile)


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
    heard = Heard(context.report)
    own = replace(context, report=heard)
    started = time.monotonic()
    function = stage.load()
    try:
        if stage.writes_files:
            counts = function(own)
            with context.warehouse.transaction():
                record(own, position, counts, time.monotonic() - started)
        else:
            with context.warehouse.transaction():
                counts = function(own)
                record(own, position, counts, time.monotonic() - started)
    except FinintelError as error:
        record_notices(own, [*heard.notices, f"stopped: {error}"])
        raise
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
