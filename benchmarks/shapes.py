"""`python -m benchmarks.shapes 1 5 16`: links, chains and all shapes on two-way hubs, in millions.

A tenth of all rows is paid, and a tenth received, by the same fifty accounts; there are a tenth as
many accounts as rows. Each size runs in a process of its own; nothing else should run.

With `--peer PYTHON SCRIPT` the same rows of each size then go to a peer, in the same run: a script
that reads Parquet (tx_id, src, dst, ts, amount) and knows --preset and --max-seconds, such as one
around IBM's GraphFeaturePreprocessor (snapml, an environment of its own; it is never a dependency).
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from finintel.features.build import build_table, header_defaults
from finintel.features.shapes import find_shapes
from finintel.night import StageContext
from finintel.pipeline import load_contracts
from finintel.sqlfile import read_folder
from finintel.warehouse import Warehouse, open_warehouse
from finintel.workspace import Settings, Workspace, shipped_resources

TABLES = (
    *("flow_transfer", "flow_pair", "exchange_told", "currency_scale", "converted"),
    *("flow", "flow_span", "amount_grain"),
    *("account_flow", "service_hub"),
    *(
        "bundle",
        "leg",
        "link_drop",
        "link_pair",
        "link_candidate",
        "link_sole",
        "link_evidence",
        "link",
    ),
)
WORLD = """
insert into features.window_transfer by name
with drawn as (
    select
        i,
        hash(i * 7 + 7) % 1000003 / 1000003.0 as u1,
        hash(i * 11 + 7) % 1000003 / 1000003.0 as u2,
        hash(i * 13 + 7) % 1000003 / 1000003.0 as u3,
        hash(i * 17 + 7) % 1000003 / 1000003.0 as u4,
        hash(i * 19 + 7) as h1,
        hash(i * 23 + 7) as h2
    from range($rows) as t(i)
),
ended as (
    select
        i,
        1661990400 + cast(u3 * 18 * 86400 as bigint) as booked_epoch,
        cast(h1 % case when u1 < 0.1 then 50 else $accounts end as bigint) as payer,
        cast(h2 % case when u2 < 0.1 then 50 else $accounts end as bigint) as payee,
        greatest(1, cast(round(exp(2 + 9 * u4 + u1)) as bigint)) as amount
    from drawn
)
select
    row_number() over (order by booked_epoch, i) as transaction_number,
    't' || i as transaction_id,
    booked_epoch,
    make_timestamp(booked_epoch * 1000000)::date as booked_on,
    'a' || payer as originator_account_id,
    'a' || payee as beneficiary_account_id,
    payer as originator_number,
    payee as beneficiary_number,
    amount as amount_minor,
    amount as amount_base_minor,
    'USD' as currency,
    'transfer' as channel
from ended
where payer <> payee
"""


PEER_SECONDS = 60  # for each preset: a peer on hubs may need hours, its rate so far is enough
PEER_PRESETS = ("fan", "paper")


def main() -> None:
    """Measure each size, in its own process, and print a line of the table."""
    words = sys.argv[1:]
    peer = words[words.index("--peer") + 1 :] if "--peer" in words else []
    for millions in words[: len(words) - len(peer) - bool(peer)]:
        subprocess.run([sys.executable, "-m", "benchmarks.shapes", "one", millions], check=True)
        if peer:
            beside(peer, millions)


def beside(peer: list[str], millions: str) -> None:
    """Give a peer the same rows and print what it says of itself."""
    with TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.parquet"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.shapes", "rows", millions, str(rows)], check=True
        )
        for preset in PEER_PRESETS:
            options = ["--preset", preset, "--max-seconds", str(PEER_SECONDS)]
            subprocess.run([*peer, str(rows), *options], check=True)


def write_rows(rows: int, path: Path) -> None:
    """Write the rows of a world for a peer."""
    workspace = Workspace(shipped_resources())
    with (
        TemporaryDirectory() as scratch,
        open_warehouse(Path(scratch) / "work.duckdb", Settings(), scratch=Path(scratch)) as house,
    ):
        make(house, load_contracts(workspace), rows)
        house.frame(
            "select transaction_number as tx_id, originator_number as src, "
            "beneficiary_number as dst, booked_epoch as ts, amount_minor as amount "
            "from features.window_transfer order by tx_id"
        ).write_parquet(path)


def one(rows: int) -> None:
    """Make one world, find its shapes, print what it took."""
    workspace = Workspace(shipped_resources())
    contracts = load_contracts(workspace)
    night: Any = SimpleNamespace(workspace=workspace, run_id="bench", as_of=date(2022, 9, 30))
    with (
        TemporaryDirectory() as scratch,
        open_warehouse(
            Path(scratch) / "work.duckdb", Settings(memory_limit="2GB"), scratch=Path(scratch)
        ) as warehouse,
    ):
        make(warehouse, contracts, rows)
        context = StageContext(night, warehouse, contracts)
        before, started = time.process_time(), time.perf_counter()
        files = read_folder(workspace.resource_folders("sql/features"))
        parts = {}
        for name in TABLES:
            begun = time.perf_counter()
            values = {"service_hubs": ",,", "base_currency": "USD", **header_defaults(files[name])}
            build_table(context, files[name], values)
            parts[name] = round(time.perf_counter() - begun, 1)
        begun = time.perf_counter()
        counts = find_shapes(context)
        parts["shapes"] = round(time.perf_counter() - begun, 1)
        wall, used = time.perf_counter() - started, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    load = Path("/proc/loadavg").read_text(encoding="utf-8").split()[0]
    when = datetime.now(UTC).strftime("%H:%M")
    print(f"| {rows:,} | {wall:.1f} | {used:.1f} | {peak:.2f} | {load} | {when} |", flush=True)
    print(parts, counts, flush=True)


def make(warehouse: Warehouse, contracts: Any, rows: int) -> None:
    """Create the tables and fill the window."""
    warehouse.create_floors()
    warehouse.create_tables(
        (entity, (("recorded_to", "DATE"),) if entity.received else ())
        for entity in contracts.entities.values()
    )
    for statement in EMPTY.values():
        warehouse.execute(statement)
    warehouse.execute(WORLD, {"rows": rows, "accounts": rows // 10})
    warehouse.execute(
        "insert into features.account_number select 'a' || i, i from range($accounts) as t(i)",
        {"accounts": rows // 10},
    )


EMPTY = {
    "window_transfer": "create table features.window_transfer (transaction_number bigint, "
    "transaction_id varchar, booked_epoch bigint, booked_on date, originator_account_id varchar, "
    "beneficiary_account_id varchar, originator_number bigint, beneficiary_number bigint, "
    "amount_minor bigint, amount_base_minor bigint, currency varchar, channel varchar, "
    "is_sequenced boolean, received_amount_minor bigint, received_currency varchar)",
    "account_number": "create table features.account_number "
    "(account_id varchar, account_number bigint)",
    "party_account": "create table features.party_account "
    "(party_id varchar, account_id varchar, is_owner boolean)",
    "relation": "create table features.relation "
    "(party_id varchar, related_party_id varchar, relationship_type varchar)",
    "party_income": "create table features.party_income "
    "(party_id varchar, money_year bigint, income_kind varchar, income_base_minor hugeint)",
    "party_year": "create table features.party_year "
    "(party_id varchar, money_year bigint, income_base_minor hugeint)",
    "home": "create table features.home (account_number bigint, head_id varchar, "
    "is_company integer, valid_from date, valid_to date, account_count bigint)",
}


if __name__ == "__main__":
    if sys.argv[1] == "one":
        one(round(float(sys.argv[2]) * 1_000_000))
    elif sys.argv[1] == "rows":
        write_rows(round(float(sys.argv[2]) * 1_000_000), Path(sys.argv[3]))
    else:
        main()
