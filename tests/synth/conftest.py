"""Worlds that several tests look at: made once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from finintel.contracts import Codelists, load_codelists
from finintel.synth import write_world
from finintel.workspace import Workspace

UNTIL = date(2026, 3, 31)
NIGHTS = ("2026-03-29", "2026-03-30", "2026-03-31")


@dataclass(frozen=True)
class Written:
    """A world on disk."""

    folder: Path

    def feed(self, source: str, night: str | None = None) -> pl.DataFrame:
        """Return a feed's rows as text, of all nights or of one."""
        pattern = f"drops/{night or '*'}/{source}/*.csv"
        return pl.concat(
            [pl.read_csv(path, infer_schema_length=0) for path in sorted(self.folder.glob(pattern))]
        )

    @property
    def ledger(self) -> dict[str, Any]:
        """Return the generator's own account of every scheme."""
        values: dict[str, Any] = json.loads((self.folder / "truth/ledger.json").read_text())
        return values


def make(folder: Path, *, transactions: int = 12_000, seed: int = 11, nights: int = 3) -> Written:
    """Write a world of ninety days."""
    write_world(folder, transactions=transactions, days=90, seed=seed, until=UNTIL, nights=nights)
    return Written(folder)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return make(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def large_world(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return make(tmp_path_factory.mktemp("large"), transactions=90_000, seed=12)


@pytest.fixture(scope="session")
def codelists() -> Codelists:
    return load_codelists(Workspace(Path()))
