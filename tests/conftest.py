"""What holds for every test: hypothesis draws the same examples in every run; one world for all."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from tests.nights import arrive, run_all, run_night, write_small_world

# A run that fails must fail again, and one that is green must not turn red by luck of the draw.
settings.register_profile("fixed", derandomize=True)
settings.load_profile("fixed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of few tests first: those tests are the long ones, and none shall come last."""
    of_file = Counter(item.path for item in items)
    items.sort(key=lambda item: of_file[item.path])


@pytest.fixture(scope="session")
def small_drops(tmp_path_factory) -> list[Path]:
    """What arrives on two nights of the small world: its folders, to read."""
    made = made_once(
        tmp_path_factory, "small_world", lambda folder: write_small_world(folder, nights=2)
    )
    return sorted((made / "drops").iterdir())


@pytest.fixture(scope="session")
def small_night(small_drops, tmp_path_factory) -> Path:
    """A workspace that has finished the first of these nights, to read."""
    return made_once(
        tmp_path_factory, "small_night", lambda folder: run_all(folder, small_drops[:1])
    )


@pytest.fixture(scope="session")
def small_nights(small_drops, small_night, tmp_path_factory) -> Path:
    """A workspace that has finished both nights, to read: what goes on works on a copy."""

    def make(folder: Path) -> None:
        shutil.copytree(small_night, folder, symlinks=True, dirs_exist_ok=True)
        arrive(folder, small_drops[1])
        run_night(folder, small_drops[1].name)

    return made_once(tmp_path_factory, "small_nights", make)


@pytest.fixture(scope="session")
def hostile_night(small_drops, tmp_path_factory) -> Path:
    """A workspace that has finished one night of hostile text, to read."""
    from tests.leads.hostile import run_hostile

    # in a folder of its own: what lands beside it has left it
    alone = made_once(
        tmp_path_factory, "hostile", lambda folder: run_hostile(small_drops[0], folder / "w")
    )
    return alone / "w"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that the first process to ask makes and the others of the run wait for."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
