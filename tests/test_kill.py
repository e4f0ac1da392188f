"""A night that is stopped anywhere, and run again, ends as if it had not been."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.nights import (
    FININTEL,
    LAST_NIGHT,
    Event,
    lead_files,
    new_workspace,
    run_night,
    run_until,
    write_small_world,
)

from finintel.pipeline import STAGES

# In a namespace of its own: a file system of a size, a workspace on it, a night that cannot end,
# then room, and the night again.
FULL_DISK = """
set -eu
mount -t tmpfs -o "size=$1k" none "$2"
cp -r "$3/." "$2"
set +e
"$4" run "$2" --as-of "$5" --progress none 2>"$6/message"
echo $? >"$6/code"
set -e
mount -o remount,size=2g none "$2"
"$4" run "$2" --as-of "$5" --progress none
cp -r "$2/leads" "$6/leads"
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    return write_small_world(tmp_path_factory.mktemp("world")) / "inbox"


@pytest.fixture(scope="module")
def undisturbed(world, tmp_path_factory) -> Path:
    workspace = new_workspace(tmp_path_factory.mktemp("undisturbed") / "w", world)
    run_night(workspace, LAST_NIGHT)
    return workspace


def test_a_night_killed_in_every_stage_ends_the_same(world, undisturbed, tmp_path):
    """One night, killed twelve times: each run gets one stage further than the one before."""
    workspace = new_workspace(tmp_path / "w", world)
    for stage in STAGES:
        assert run_until(workspace, LAST_NIGHT, said("stage_started", stage.name)), stage.name
    run_night(workspace, LAST_NIGHT)

    assert "2026-03-31/case_leads.csv" in lead_files(undisturbed)
    assert lead_files(workspace) == lead_files(undisturbed)
    assert left_behind(workspace) == []


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
@pytest.mark.parametrize("event", ["stage_started", "progress", "stage_done"])
def test_a_night_killed_at_any_event_ends_the_same(world, undisturbed, tmp_path, stage, event):
    workspace = new_workspace(tmp_path / "w", world)
    run_until(workspace, LAST_NIGHT, said(event, stage.name))
    run_night(workspace, LAST_NIGHT)

    assert lead_files(workspace) == lead_files(undisturbed)
    assert left_behind(workspace) == []


@pytest.mark.parametrize(
    "share",
    [
        pytest.param(0.3, marks=pytest.mark.slow),
        0.5,
        pytest.param(0.7, marks=pytest.mark.slow),
    ],
)
def test_a_night_on_a_full_disk_says_so_and_ends_the_same_with_room(
    world, undisturbed, tmp_path, share
):
    """A disk that holds only a share of what a night needs."""
    if not may_mount(tmp_path):
        pytest.skip("a file system of its own needs Linux and `unshare`; neither may be had here")
    disk, said_here = tmp_path / "disk", tmp_path / "said"
    disk.mkdir()
    said_here.mkdir()
    start = new_workspace(tmp_path / "start", world)
    needed = sum(path.stat().st_size for path in undisturbed.rglob("*") if path.is_file())
    words = (int(needed * share) // 1024, disk, start, FININTEL, LAST_NIGHT, said_here)
    done = in_namespace(FULL_DISK, *words)

    assert done.returncode == 0, done.stderr
    assert (said_here / "code").read_text().strip() == "4"
    assert "space" in (said_here / "message").read_text().lower()
    assert lead_files(said_here) == lead_files(undisturbed)


def said(event: str, stage: str):
    """Return a test for one event of one stage."""

    def wanted(heard: Event) -> bool:
        return (heard["event"], heard["stage"]) == (event, stage)

    return wanted


def in_namespace(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a script where it may mount, without being root."""
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    return subprocess.run([*command, *map(str, words)], capture_output=True, text=True, check=False)


def may_mount(folder: Path) -> bool:
    """Tell whether this machine lets us mount a file system of our own."""
    if shutil.which("unshare") is None:
        return False
    target = folder / "mounted"
    target.mkdir()
    return in_namespace('mount -t tmpfs -o size=1m none "$1"', target).returncode == 0


def left_behind(workspace: Path) -> list[str]:
    """Return files that a finished night has no use for."""
    return sorted(
        path.relative_to(workspace).as_posix()
        for path in workspace.rglob("*")
        if path.is_file()
        and (path.suffix in (".part", ".wal", ".tmp") or path.name.startswith(".n2"))
    )
