"""The nightly flow: a task for each stage, missing nights in order, in one process.

    python flows/nightly.py DIR --as-of 2026-03-31          run up to a night
    python flows/nightly.py serve DIR --cron "0 2 * * *"    run on a schedule
    python flows/nightly.py demo                            three nights of the sample world

Order, retries and reports are here; what a stage does is in finintel, and the ledger of the
workspace decides what is done. So Prefect's caches are off: a night run twice does nothing twice.
"""

from __future__ import annotations

import _environment

import argparse
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from _server import orchestration
from demo import run_demo
from finintel.console import Progress, reporting, say
from finintel.errors import FinintelError, WarehouseError
from finintel.ledger import NightResult
from finintel.pipeline import STAGES, OpenNight, Stage, missing_nights, open_night
from finintel.vocabulary import EXIT_FINE, EXIT_REJECTED_FILES
from finintel.workspace import Workspace, open_workspace
from train import train

if TYPE_CHECKING:
    from prefect import Task
    from prefect.client.schemas.objects import State

# Stages whose failure may be a full or slow disk or a share that is away for a moment. The others
# compute: they would fail again.
RETRIED = ("register", "leads", "publish")
RETRIES = 2
RETRY_SECONDS = 10
# A schedule's night is the day that holds the moment this long before: at 02:00 the day before.
HALF_A_DAY = timedelta(hours=12)


@flow(name="nightly", flow_run_name="nightly {as_of}", validate_parameters=True)
def nightly(directory: str, as_of: str | None = None) -> dict[str, int]:
    """Run the nights of a workspace that are missing up to `as_of`; returns refused files a night.

    Parameters are plain text: whoever starts a deployment resolves their types outside this module.

    Args:
        directory: the workspace.
        as_of: YYYY-MM-DD; without it the day before the scheduled start (see HALF_A_DAY).
    """
    workspace = open_workspace(Path(directory))
    scheduled = runtime.flow_run.scheduled_start_time
    until = date.fromisoformat(as_of) if as_of else night_of(scheduled)
    results = {}
    for night in missing_nights(workspace, until) or [until]:
        results[str(night)] = run_one(workspace, night).refused_files
    return results


def night_of(start: datetime) -> date:
    """Return the night that a scheduled start means."""
    return (start - HALF_A_DAY).date()


def run_one(workspace: Workspace, as_of: date, stages: tuple[Stage, ...] = STAGES) -> NightResult:
    """Run one night, a task for each stage, all in the thread that holds the warehouse."""
    logger = get_run_logger()
    counts: dict[str, Mapping[str, int]] = {}

    def logged(event: str, stage: str, message: str, done: int, total: int) -> None:
        show(event, stage, message, done, total)
        if event in ("stage_done", "notice"):
            logger.info("%s %s: %s", as_of, stage, message)

    with (
        reporting(Progress.auto) as show,
        open_night(workspace, as_of, report=logged, stages=stages) as night,
    ):
        try:
            for stage in night.stages:
                counts[stage.name] = stage_task(night, stage)(str(as_of))
        finally:
            publish_report(workspace, as_of, counts, len(night.stages))
        return night.finish()


def stage_task(night: OpenNight, stage: Stage) -> Task[[str], dict[str, int]]:
    """Return the task of a stage; it takes the night's date and gives the stage's counts."""
    retries = RETRIES if stage.name in RETRIED else 0

    @task(
        name=stage.name,
        task_run_name=f"{{as_of}} {stage.name}",
        cache_policy=NO_CACHE,
        retries=retries,
        retry_delay_seconds=RETRY_SECONDS,
        retry_condition_fn=may_pass_later,
    )
    def run_stage(as_of: str) -> dict[str, int]:  # noqa: ARG001 - task_run_name names it
        return dict(night.run(stage.name))

    return run_stage


def may_pass_later(_task: object, _run: object, state: State[object]) -> bool:
    """Tell whether a failure is one of input or output, which may pass."""
    failure = state.result(raise_on_failure=False)
    return isinstance(failure, OSError) or (
        isinstance(failure, WarehouseError) and "IOException" in str(failure)
    )


def publish_report(
    workspace: Workspace, as_of: date, counts: Mapping[str, Mapping[str, int]], total: int
) -> None:
    """Put the run report beside the flow run; the whole report is a file of the workspace."""
    lines = [f"# Night {as_of}: {len(counts)} of {total} stages", "", "| stage | counts |", "|-|-|"]
    for stage, found in counts.items():
        text = ", ".join(f"{name} {value:,}" for name, value in found.items())
        lines.append(f"| {stage} | {text or 'was done'} |")
    lines += ["", f"Report: `{workspace.leads / str(as_of) / 'run_report.html'}`"]
    create_markdown_artifact("\n".join(lines), key=f"night-{as_of}", description="run report")


def run_command(arguments: list[str]) -> int:
    """Run the missing nights up to a night."""
    parser = argparse.ArgumentParser(
        prog="nightly.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    options = parser.parse_args(arguments)
    open_workspace(options.directory)
    with orchestration(options.directory):
        refused = nightly(str(options.directory), str(options.as_of))
    return EXIT_REJECTED_FILES if any(refused.values()) else EXIT_FINE


def serve_command(arguments: list[str]) -> int:
    """Run on a schedule, one night at a time, until stopped."""
    parser = argparse.ArgumentParser(prog="nightly.py serve")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--cron", default="0 2 * * *", help="in UTC (default: %(default)s)")
    options = parser.parse_args(arguments)
    workspace = open_workspace(options.directory)
    with orchestration(workspace.root, schedules=True):
        nightly.serve(
            name="nightly",
            cron=options.cron,
            limit=1,
            parameters={"directory": str(workspace.root)},
        )
    return EXIT_FINE


def demo_command(arguments: list[str]) -> int:
    """Run the nights of the sample world in a fresh workspace."""
    argparse.ArgumentParser(prog="nightly.py demo").parse_args(arguments)
    with orchestration(_environment.DEMO):
        run_demo(
            _environment.DEMO,
            lambda folder, night: nightly(str(folder), str(night)),
            lambda folder: train(str(folder)),
        )
    return EXIT_FINE


def main(arguments: list[str]) -> int:
    """Run the command that the arguments name; a night where they name none."""
    commands = {"serve": serve_command, "demo": demo_command}
    name = arguments[0] if arguments else ""
    try:
        if name in commands:
            return commands[name](arguments[1:])
        return run_command(arguments)
    except FinintelError as error:
        say(str(error))
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
