"""Running nights as an operator does, listening, stopping them, comparing what they leave."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from finintel import pipeline
from finintel.ledger import NightResult
from finintel.synth import write_world
from finintel.workspace import create_workspace, open_workspace

FININTEL = str(Path(sys.executable).parent / "finintel")
LAST_NIGHT = date(2026, 3, 31)
Event = dict[str, Any]


def write_small_world(folder: Path, *, nights: int = 1, seed: int = 7) -> Path:
    """Write the smallest world that has schemes and twins of every kind."""
    write_world(folder, transactions=4_000, days=30, seed=seed, until=LAST_NIGHT, nights=nights)
    return folder


def finintel(*words: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a command and return what it said."""
    return subprocess.run(
        [FININTEL, *map(str, words)],
        capture_output=True,
        text=True,
        env={**os.environ, **extra},
        check=False,
    )


def new_workspace(folder: Path, drop: Path) -> Path:
    """Make a workspace and put the files of a drop into its inbox."""
    create_workspace(folder)
    arrive(folder, drop)
    return folder


def arrive(workspace: Path, drop: Path) -> None:
    """Put the files of a drop into the inbox."""
    shutil.copytree(drop, workspace / "inbox", dirs_exist_ok=True)


def run_night(workspace: Path, as_of: date | str) -> NightResult:
    """Run a night to its end, here: every process of its own imports the libraries again."""
    return pipeline.run_night(open_workspace(workspace), date.fromisoformat(str(as_of)))


def run_all(workspace: Path, drops: list[Path]) -> Path:
    """Run every night of a world in a new workspace."""
    new_workspace(workspace, drops[0])
    for drop in drops:
        arrive(workspace, drop)
        run_night(workspace, drop.name)
    return workspace


def run_until(workspace: Path, as_of: date, wanted: Callable[[Event], bool]) -> bool:
    """Run a night and kill it, by SIGKILL, at the first event that is wanted.

    Returns:
        Whether it was killed; False when the night ended before.
    """
    words = [FININTEL, "run", str(workspace), "--as-of", str(as_of), "--progress", "jsonl"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        for event in events(process):
            if wanted(event):
                process.kill()
                return True
    assert process.returncode == 0
    return False


def events(process: subprocess.Popen[str]) -> Iterator[Event]:
    """Give the events that a run prints; other lines are passed over."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{"):
            yield json.loads(line)


def lead_files(workspace: Path) -> dict[str, str]:
    """Return the hash of every file of leads/, the run report aside: it has clock times."""
    root = workspace / "leads"
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "run_report.html"
    }
