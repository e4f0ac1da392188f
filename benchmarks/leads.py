"""`python -m benchmarks.leads`: how long a night's folder takes, by the number of leads.

An invented world is loaded in one night (or a workspace that has finished one is copied); then so
many leads are put on the list, the strongest first, and the stage `leads` runs in a process of its
own: CSVs, a dossier per lead, index, manifest, report. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from finintel import pipeline
from finintel.console import print_table, say
from finintel.pipeline import open_night
from finintel.synth import write_world
from finintel.workspace import Night, create_workspace, open_workspace

AS_OF = date(2026, 3, 31)
MEGABYTE = 1_000_000


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        workspace = Path(scratch) / "workspace"
        if options.workspace:
            shutil.copytree(options.workspace, workspace, symlinks=True)
        else:
            make_night(workspace, options.transactions)
        rows = [measured(workspace, count) for count in options.leads]
    print_table("leads", ("leads", "dossiers MB", "seconds", "peak MB", "a lead, ms"), rows)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leads", description=__doc__)
    parser.add_argument("--workspace", type=Path, help="a workspace that finished 2026-03-31")
    parser.add_argument("--transactions", type=int, default=1_000_000, help="of an invented world")
    parser.add_argument("--leads", type=int, nargs="+", default=[50, 500, 2_000])
    parser.add_argument("--scratch", type=Path, help="where to work; the system's own if not given")
    return parser.parse_args()


def make_night(workspace: Path, transactions: int) -> None:
    say(f"{transactions:,} transactions")
    create_workspace(workspace)
    write_world(workspace / "inbox", transactions=transactions, days=90, seed=5, until=AS_OF)
    pipeline.run_night(open_workspace(workspace), AS_OF)


def measured(workspace: Path, count: int) -> tuple[str, ...]:
    """Put so many leads on the list, run the stage, and return a row of the table."""
    listed = list_leads(workspace, count)
    say(f"{listed:,} leads")
    command = (sys.executable, "-m", "benchmarks.one_stage", workspace, str(AS_OF), "leads")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    pages = (workspace / "leads" / str(AS_OF) / "dossiers").glob("*.html")
    size = sum(path.stat().st_size for path in pages) / MEGABYTE
    seconds, peak = float(found["seconds"]), found["bytes"] / MEGABYTE
    return (
        f"{listed:,}",
        f"{size:,.0f}",
        f"{seconds:.1f}",
        f"{peak:,.0f}",
        f"{seconds * 1000 / listed:.1f}",
    )


def list_leads(workspace: Path, count: int) -> int:
    """Rank the first leads by priority, whatever the capacity was; return how many there are."""
    opened = open_workspace(workspace)
    with open_night(opened, AS_OF) as night:
        warehouse, run = night.context.warehouse, Night(opened, AS_OF).run_id
        warehouse.execute(
            "update cases.lead set rank = placed.place, listing = case when placed.place <= $count "
            "then 'ranked' else 'below' end from (select case_id, row_number() over (order by "
            "priority desc, score desc, case_id) as place from cases.lead where run_id = $run) "
            "as placed where cases.lead.case_id = placed.case_id and cases.lead.run_id = $run",
            {"count": count, "run": run},
        )
        # what the ledger says is done would not be done again
        warehouse.execute(
            "delete from meta.stage_run where run_id = $run and stage = 'leads'", {"run": run}
        )
        return warehouse.count("cases.lead", f"run_id = '{run}' and listing = 'ranked'")


if __name__ == "__main__":
    main()
