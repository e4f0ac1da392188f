"""One night of a workspace up to its alerts, for the benchmarks that judge detectors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from finintel.pipeline import STAGES, run_night
from finintel.warehouse import Warehouse, open_warehouse
from finintel.workspace import open_workspace


@contextmanager
def examined(root: Path, as_of: date) -> Iterator[Warehouse]:
    """Run the stages up to `detect` on what arrived, and open what they made, to read."""
    workspace = open_workspace(root)
    last = [stage.name for stage in STAGES].index("detect")
    run_night(workspace, as_of, stages=STAGES[: last + 1])
    with open_warehouse(workspace.work_database, workspace.settings, read_only=True) as warehouse:
        yield warehouse
