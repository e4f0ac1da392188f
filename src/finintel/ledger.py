"""The ledger of nights: which night is open, which of its stages are done, and what they counted.

The ledger row of a stage is committed with the stage's own tables, so it never says more than is
there. This module holds the only clock of finintel.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from finintel import __version__
from finintel.errors import UsageError
from finintel.lake import sweep
from finintel.night import Contracts, Report, StageContext
from finintel.warehouse import Warehouse
from finintel.workspace import Night, Workspace

# Settings that decide how fast a night is, and nothing of what it says.
OF_THE_MACHINE = frozenset({"memory_limit", "threads", "keep_snapshots"})


@dataclass(frozen=True)
class NightResult:
    """What a night did: counts by stage, seconds by stage, and whether any file was refused."""

    night: Night
    counts: Mapping[str, Mapping[str, int]]
    seconds: Mapping[str, float]
    was_done: bool
    refused_files: int


def begin(warehouse: Warehouse, night: Night, contracts: Contracts) -> None:
    """Open the night in the ledger, or find it open; refuse one before the last finished."""
    last = warehouse.value("select max(as_of) from meta.run where state = 'finished'")
    if last is not None and night.as_of < last:
        raise UsageError(
            f"night {night.as_of}: the night {last} is finished already, and nights go forward. "
            f"Run a date after {last}."
        )
    unfinished = open_night_date(warehouse)
    if unfinished is not None and unfinished != night.as_of:
        raise UsageError(
            f"night {night.as_of}: the night {unfinished} was begun and is not finished, and its "
            f"files are its own. Run it first: finintel run DIR --as-of {unfinished}"
        )
    if unfinished is None and last != night.as_of:
        open_line(warehouse, night)
    if last != night.as_of:
        note_inputs(warehouse, night, contracts)
    sweep(warehouse, night.workspace.lake)


def open_line(warehouse: Warehouse, night: Night) -> None:
    """Write the ledger row of a night that begins."""
    warehouse.execute(
        "insert into meta.run by name select $run_id as run_id, $as_of as as_of, "
        "'running' as state, $version as software_version, $now as started_at",
        {
            "run_id": night.run_id,
            "as_of": night.as_of,
            "version": __version__,
            "now": clock(),
        },
    )


def note_inputs(warehouse: Warehouse, night: Night, contracts: Contracts) -> None:
    """Write what decides the output; for a night that goes on, what decides it from now on."""
    text = json.dumps(inputs(night.workspace, contracts), sort_keys=True, default=str)
    warehouse.execute(
        "update meta.run set inputs = $inputs, input_hash = $input_hash where run_id = $run_id",
        {
            "inputs": text,
            "input_hash": hashlib.sha256(text.encode()).hexdigest(),
            "run_id": night.run_id,
        },
    )


def open_night_date(warehouse: Warehouse) -> date | None:
    """Return the night that was begun and is not finished, if there is one."""
    found: date | None = warehouse.value("select min(as_of) from meta.run where state = 'running'")
    return found


def inputs(workspace: Workspace, contracts: Contracts) -> dict[str, str]:
    """Return what, beside data and detectors, decides the output: each setting, profile, measures.

    Measures are the statements of sql/features, the workspace's own before the shipped ones.
    """
    found = {
        name: str(value)
        for name, value in asdict(workspace.settings).items()
        if name not in OF_THE_MACHINE
    }
    found["profile (its content)"] = contracts.profile.content_hash
    found["measures (sql/features)"] = measures_hash(workspace)
    return found


def measures_hash(workspace: Workspace) -> str:
    """Return the hash of the statements that measure, under the names that they have."""
    statements = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for folder in workspace.resource_folders("sql/features")
        for path in folder.rglob("*.sql")
    }
    digest = hashlib.sha256()
    for name, text in sorted(statements.items()):
        digest.update(f"{name} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def clock() -> datetime:
    """Return the time for the ledger; the only clock in finintel, and no logic reads it."""
    return datetime.now(UTC).replace(tzinfo=None)


def finished_stages(warehouse: Warehouse, run_id: str) -> set[str]:
    """Return the stages of a night that are done."""
    found = warehouse.rows("select stage from meta.stage_run where run_id = $run", {"run": run_id})
    return {str(stage) for (stage,) in found}


@dataclass(frozen=True)
class Heard:
    """A report that passes on what it hears and remembers the notices, for the ledger."""

    passed_on: Report
    notices: list[str] = field(default_factory=list)

    def __call__(self, event: str, stage: str, message: str, done: int, total: int) -> None:
        """Pass an event on."""
        if event == "notice":
            self.notices.append(message)
        self.passed_on(event, stage, message, done, total)


def record(context: StageContext, position: int, counts: Mapping[str, int], seconds: float) -> None:
    """Write the ledger row of a stage, and what it had to say."""
    if isinstance(context.report, Heard):
        record_notices(context, context.report.notices)
    context.warehouse.execute(
        "insert into meta.stage_run by name select $run_id as run_id, $stage as stage, "
        "$position as position, 'done' as state, $seconds as seconds, $peak as peak_memory_byte, "
        "$counts as counts",
        {
            "run_id": context.run_id,
            "stage": context.stage,
            "position": position,
            "seconds": seconds,
            "peak": peak_memory(),
            "counts": json.dumps(dict(counts), sort_keys=True),
        },
    )


def record_notices(context: StageContext, notices: Sequence[str]) -> None:
    """Write what a stage had to say to the operator, in the place of what it said before."""
    whose = {"run_id": context.run_id, "stage": context.stage}
    context.warehouse.execute(
        "delete from meta.notice where run_id = $run_id and stage = $stage", whose
    )
    for position, message in enumerate(notices, start=1):
        context.warehouse.execute(
            "insert into meta.notice by name select $run_id as run_id, $stage as stage, "
            "$position as position, $message as message",
            {**whose, "position": position, "message": message},
        )


def peak_memory() -> int:
    """Return the peak memory of the program in bytes.

    On Linux from /proc: what `getrusage` says there begins with the peak of the process that
    started this one. Elsewhere from `getrusage` (macOS counts bytes).
    """
    if sys.platform == "linux":
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "VmHWM":
                return int(value.split()[0]) * 1024
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
        "select stage, counts, seconds from meta.stage_run "
        "where run_id = $run_id order by position",
        {"run_id": night.run_id},
    )
    refused = warehouse.count("landing.file", f"run_id = '{night.run_id}' and state = 'failed'")
    counts = {stage: json.loads(counts) for stage, counts, _ in found}
    left = counts.get("register", {}).get("refused", 0)
    seconds = {stage: seconds for stage, _, seconds in found}
    return NightResult(night, counts, seconds, was_done, refused + left)
