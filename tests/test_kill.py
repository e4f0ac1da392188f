"""A night that is stopped anywhere, and run again, ends as if it had not been."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from tests.nights import (
    FININTEL,
    LAST_NIGHT,
    Event,
    arrive,
    lead_files,
    new_workspace,
    run_night,
    run_until,
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


@pytest.fixture
def begun(small_night: Path, small_drops: list[Path], tmp_path: Path) -> Path:
    """A workspace whose second night is to come."""
    shutil.copytree(small_night, tmp_path / "begun", symlinks=True)
    arrive(tmp_path / "begun", small_drops[1])
    return tmp_path / "begun"


def test_a_night_killed_in_every_stage_ends_the_same(begun, small_nights):
    """One night, killed twelve times: each run gets one stage further than the one before."""
    for stage in STAGES:
        assert run_until(begun, LAST_NIGHT, said("stage_started", stage.name)), stage.name
    run_night(begun, LAST_NIGHT)

    assert "2026-03-31/case_leads.csv" in lead_files(small_nights)
    assert lead_files(begun) == lead_files(small_nights)
    assert left_behind(begun) == []


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
@pytest.mark.parametrize("event", ["stage_started", "progress", "stage_done"])
def test_a_first_night_killed_at_any_event_ends_the_same(
    small_drops, small_night, tmp_path, stage, event
):
    workspace, night = (
        new_workspace(tmp_path / "w", small_drops[0]),
        date.fromisoformat(small_drops[0].name),
    )
    run_until(workspace, night, said(event, stage.name))
    run_night(workspace, night)

    assert lead_files(workspace) == lead_files(small_night)
    assert left_behind(workspace) == []


@pytest.mark.parametrize(
    "share",
    [
        pytest.param(0.05, marks=pytest.mark.slow),
        0.1,
        pytest.param(0.2, marks=pytest.mark.slow),
    ],
)
def test_a_night_on_a_full_disk_says_so_and_ends_the_same_with_room(
    begun, small_nights, tmp_path, share
):
    """A disk that holds only a share of what the second night adds."""
    if not may_mount(tmp_path):
        pytest.skip("a file system of its own needs Linux and `unshare`; neither may be had here")
    disk, said_here = tmp_path / "disk", tmp_path / "said"
    disk.mkdir()
    said_here.mkdir()
    start, end = size_of(begun), size_of(small_nights)
    size = int(start + (end - start) * share)
    words = (size // 1024, disk, begun, FININTEL, LAST_NIGHT, said_here)
    done = in_namespace(FULL_DISK, *words)

    assert done.returncode == 0, done.stderr
    assert (said_here / "code").read_text().strip() == "4"
    assert "space" in (said_here / "message").read_text().lower()
    assert lead_files(said_here) == lead_files(small_nights)


def size_of(folder: Path) -> int:
    """Return the bytes of the files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


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
