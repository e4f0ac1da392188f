"""Runs one stage of one night in a process of its own and prints what it took, as JSON.

The ledger carries the night from one process to the next, so the peak is that of the stage alone,
with Python and the stage's own libraries in it. Seconds include importing these libraries; seconds
of the processor are those of the whole process, all threads, opening the warehouse among them.
"""

from __future__ import annotations

import json
import resource
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
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = {
        "seconds": seconds,
        "processor_seconds": used.ru_utime + used.ru_stime,
        "bytes": peak_memory(),
        "counts": dict(counts),
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main(*sys.argv[1:])
