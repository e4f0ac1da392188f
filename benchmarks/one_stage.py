"""Runs one stage of one night in a process of its own and prints what it took, as JSON.

The ledger carries the night from one process to the next, so the peak is that of the stage alone,
with Python and the stage's own libraries in it. Seconds include importing these libraries.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from finintel.ledger import peak_memory
from finintel.pipeline import open_night
from finintel.workspace import open_workspace


def main(directory: str, as_of: str, stage: str) -> None:
    with open_night(open_workspace(Path(directory)), date.fromisoformat(as_of)) as night:
        counts = night.run(stage)
        seconds = night.context.warehouse.value(
            "select seconds from meta.stage_run where stage = $stage", {"stage": stage}
        )
    print(json.dumps({"seconds": seconds, "bytes": peak_memory(), "counts": dict(counts)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
