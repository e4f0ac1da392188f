"""The nightly flow under Prefect: order, catch-up, reports, and what is left when it is killed."""

from __future__ import annotations

import _environment

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from finintel.pipeline import STAGES
from finintel.workspace import create_workspace

FLOWS = Path(_environment.__file__).parent
SECONDS_TO_END = 20  # the server asks no more than five


@pytest.fixture(scope="module")
def prefect_server():
    """One Prefect server for every test that needs one; it ends with them, for it is never idle."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=_environment.STARTUP_SECONDS):
        yield


def test_nothing_leaves_the_machine():
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (["w", "--as-of", "2026-03-31"], Path("w")),
        (["serve", "w", "--cron", "0 2 * * *"], Path("w")),
        (["demo"], _environment.DEMO),
        (["--help"], None),
        ([], None),
    ],
)
def test_the_workspace_is_read_from_the_command_line(words, folder):
    assert _environment.workspace_folder(words) == folder


def test_what_is_set_already_stays(monkeypatch, tmp_path):
    monkeypatch.setenv("PREFECT_HOME", "elsewhere")
    _environment.prepare([str(tmp_path)])

    assert os.environ["PREFECT_HOME"] == "elsewhere"


def test_the_deployment_names_the_flow_and_allows_one_at_a_time():
    (deployment,) = yaml.safe_load((FLOWS / "prefect.yaml").read_text())["deployments"]

    assert deployment["entrypoint"] == "nightly.py:nightly"
    assert deployment["concurrency_limit"] == 1
    assert deployment["schedules"][0]["cron"] == "0 2 * * *"


def test_a_worker_finds_the_flow_wherever_it_runs():
    """A worker starts in a folder of its own: a relative one would be that one."""
    (step,) = yaml.safe_load((FLOWS / "prefect.yaml").read_text())["pull"]

    assert step["prefect.deployments.steps.set_working_directory"]["directory"] == "{{ $PWD }}"


def test_only_stages_with_input_or_output_are_tried_again():
    from nightly import RETRIED

    assert set(RETRIED) < {stage.name for stage in STAGES}
    assert {stage.name for stage in STAGES if stage.writes_files} < set(RETRIED)


def test_the_flow_runs_missing_nights_in_order_and_reports_each(prefect_server, tmp_path):
    from prefect.client.orchestration import get_client

    from nightly import nightly

    create_workspace(tmp_path / "w")
    first = nightly(str(tmp_path / "w"), "2026-03-29")
    more = nightly(str(tmp_path / "w"), "2026-03-31")
    again = nightly(str(tmp_path / "w"), "2026-03-31")
    with get_client(sync_client=True) as client:
        artifacts = {artifact.key: str(artifact.data) for artifact in client.read_artifacts()}
        runs = [run.name for run in client.read_task_runs(limit=200)]

    assert list(first) == ["2026-03-29"]
    assert list(more) == ["2026-03-30", "2026-03-31"]
    assert list(again) == ["2026-03-31"]
    assert "12 of 12 stages" in artifacts["night-2026-03-30"]
    assert {f"2026-03-30 {stage.name}" for stage in STAGES} <= set(runs)


@pytest.mark.parametrize("entrypoint", ["nightly.py:nightly", "train.py:train"])
def test_a_deployment_can_load_the_flow_and_read_its_parameters(monkeypatch, entrypoint):
    """As a worker does: from the file, with types that mean something outside it."""
    from prefect.flows import load_flow_from_entrypoint

    monkeypatch.chdir(FLOWS)
    flow: Any = load_flow_from_entrypoint(entrypoint)

    assert flow.validate_parameters({"directory": "w"})["directory"] == "w"


@pytest.mark.parametrize(
    ("start", "night"),
    [
        (datetime(2026, 4, 1, 2, 0, tzinfo=UTC), date(2026, 3, 31)),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), date(2026, 3, 31)),
    ],
)
def test_a_schedule_means_the_day_before_its_small_hours(start, night):
    from nightly import night_of

    assert night_of(start) == night


def test_a_killed_flow_leaves_no_server_and_lets_go_of_its_output(tmp_path):
    """Prefect's own server would live on and keep the pipe open: `| tee` would wait for ever."""
    create_workspace(tmp_path / "w")
    words = [
        sys.executable,
        str(FLOWS / "nightly.py"),
        str(tmp_path / "w"),
        "--as-of",
        "2026-03-31",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as flow:
        assert flow.stdout is not None
        first = flow.stdout.readline()
        children = children_of(flow.pid)
        flow.send_signal(signal.SIGKILL)
        rest = flow.communicate(timeout=SECONDS_TO_END)[0]

    assert b"register" in first, first + rest
    assert children
    assert all(ended(child) for child in children)


def children_of(process: int) -> list[int]:
    """Return the processes that a process started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in listed.stdout.split()]


def ended(process: int) -> bool:
    """Tell, after a moment, whether a process is gone or only waits to be reaped."""
    for _ in range(SECONDS_TO_END):
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
        ).stdout.strip()
        if not state or state.startswith("Z"):
            return True
        subprocess.run(["sleep", "1"], check=True)
    return False
