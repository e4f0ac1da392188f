"""Measures the asset stages at size: `python -m benchmarks.assets_scale DIR --assets 1000000`.

Makes, in a workspace of its own, assets, ownership (one in five held through companies), deeds,
declared income, movements and alerts as tables, and runs the stage `trace` once. Prints the
seconds of each step and the peak memory. The tables are invented in SQL: a size, not a world.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

from finintel.features.build import is_view
from finintel.ledger import peak_memory
from finintel.pipeline import STAGES, open_night
from finintel.sqlfile import SqlFile
from finintel.trace import assets, nightly
from finintel.warehouse import Warehouse
from finintel.workspace import create_workspace

AS_OF = date(2026, 3, 31)
FEATURES = (
    *("window_transaction", "proceeding", "relation", "tie", "watchlist"),
    *("account_holder", "acquisition", "declared_income", "ownership"),
)
TABLES = """
insert into core.party by name
select 'P' || n as party_id, 'person' as party_type, 'H' || n // 2 as household_id
from range($assets) as t (n);
insert into core.party by name
select 'C' || n as party_id, 'organisation' as party_type from range($assets // 5) as t (n);
insert into core.asset by name
select 'A' || n as asset_id,
    case when n % 5 = 0 then 'company_share' when n % 2 = 0 then 'building' else 'vehicle' end
        as asset_type,
    case when n % 5 = 0 then 'C' || n // 5 end as company_party_id, 10000000 as value_minor,
    'EUR' as currency, date '2025-06-01' as valued_on, 'ES-x' as registry
from range($assets) as t (n);
insert into core.ownership by name
select 'A' || n as asset_id,
    case when hash(n, k) % 10 < 2 then 'C' || hash(n, k, 1) % ($assets // 5)
        else 'P' || hash(n, k, 2) % $assets end as party_id,
    'legal' as interest_type, 0.5 as share_minimum_ratio, 0.5 as share_maximum_ratio,
    date '2020-01-01' as valid_from
from range($assets) as t (n), range(2) as u (k);
insert into core.fx_daily by name
select 'EUR' as currency, day::date as rated_on, 1 as numerator, 1 as denominator
from generate_series(date '2023-01-01', date '2026-12-31', interval 1 day) as d (day);
insert into core.declared_income by name
select 'P' || n as party_id, y as income_year, 'salary' as income_kind, 2500000 as amount_minor,
    'EUR' as currency
from range($assets) as t (n), (values (2024), (2025)) as v (y);
insert into core.account_holder by name
select 'K' || n as account_id, 'P' || n as party_id, 'owner' as role from range($accounts) as t (n);
create table features.party_account as
select party_id, account_id, 'person' as party_type, true as is_owner, 1 as holder_count
from core.account_holder;
create table features.party_kept (record_id varchar, party_id varchar);
create table features.client_account (account_id varchar);
create table features.share_company as
select asset_id, company_party_id from core.asset where company_party_id is not null;
create table features.service_hub as
select 'K' || n as account_id, n as account_number, 'market' as kind from range(200) as t (n);
create table features.window_transfer as
select n as transaction_number, 'T' || n as transaction_id,
    1767225600 + n * 7776000 // $rows as booked_epoch,
    date '2026-01-01' + (n * 90 // $rows)::integer as booked_on,
    'K' || a as originator_account_id, 'K' || b as beneficiary_account_id,
    a as originator_number, b as beneficiary_number, amount as amount_minor, 'EUR' as currency,
    amount as received_amount_minor, 'EUR' as received_currency, amount as amount_base_minor,
    'transfer' as channel, true as is_time_known, null::varchar as branch_code,
    'ES' as originator_country_code, 'ES' as beneficiary_country_code
from (
    select n, (hash(n, 1) % $accounts)::bigint as a, (hash(n, 2) % $accounts)::bigint as b,
        (1000 + hash(n, 3) % 1000000)::bigint as amount
    from range($rows) as t (n)
) where a <> b;
insert into core.acquisition by name
select 'Q' || row_number() over () as acquisition_id, 'A' || n as asset_id,
    'P' || originator_number as acquirer_party_id, 'P' || beneficiary_number as seller_party_id,
    beneficiary_account_id as payee_account_id, booked_on as acquired_on,
    amount_minor as price_minor, 'EUR' as currency, 'own' as financing_code
from (select *, transaction_number as n from features.window_transfer
    where transaction_number % ($rows // $deeds) = 7 and amount_minor > 500000);
create table features.pair as
select originator_number, beneficiary_number, min(transaction_number) as first_number,
    min(booked_epoch) as first_epoch, max(booked_epoch) as last_epoch,
    count(*) as transaction_count, count(distinct booked_on) as day_count,
    sum(amount_base_minor)::hugeint as amount_base_minor
from features.window_transfer group by originator_number, beneficiary_number;
create or replace view core."transaction" as
select *, null::bigint as originator_balance_minor, null::bigint as beneficiary_balance_minor,
    null::varchar as returned_transaction_id, 'paid ' || transaction_id as remittance_text,
    repeat('f', 64) as file_sha256, transaction_number as row_number from features.window_transfer;
insert into detect.alert by name
select 'L' || n as alert_id, 'PAS-001' as detector_id, 'pass_through' as typology,
    'current' as state, 'account' as subject_type, 'K' || n as subject_id from range(2000) as t (n);
insert into detect.alert_transaction by name
select 'L' || n as alert_id, 'T' || (n * 10 + k) as transaction_id
from range(2000) as t (n), range(10) as u (k)
"""


# What the stage consists of: module, function, and what the table calls it.
STEPS = (
    (nightly, "match_payments", "payments matched to acquisitions"),
    (nightly, "find_cones", "accounts behind the payments"),
    (nightly, "write_traces", "movements scanned by every method, checked, written"),
    (assets, "find_owners", "ownership and control"),
    (assets, "compare_means", "means test"),
    (assets, "find_status", "urgency, running costs, nominees, claims"),
    (assets, "assess", "basis matrix, third-party tests"),
    (assets, "write_requests", "reader's texts and requests"),
)


def clocks() -> tuple[float, float]:
    """Seconds by the clock, and of the processor: all threads, and workers that have ended."""
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic(), time.process_time() + workers.ru_utime + workers.ru_stime


def passed(since: tuple[float, float]) -> list[float]:
    """Return what has passed on both clocks."""
    return [round(now - then, 1) for now, then in zip(clocks(), since, strict=True)]


@contextmanager
def timed() -> Iterator[dict[str, list[float]]]:
    """Time every step of the stage, each runs once, while the block runs."""
    seconds: dict[str, list[float]] = {}
    kept = [(module, name, getattr(module, name)) for module, name, _ in STEPS]

    def clocked(step: Callable[..., Any], title: str) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            started = clocks()
            try:
                return step(*given, **named)
            finally:
                seconds[title] = passed(started)

        return run

    for module, name, title in STEPS:
        setattr(module, name, clocked(getattr(module, name), title))
    try:
        yield seconds
    finally:
        for module, name, step in kept:
            setattr(module, name, step)


@contextmanager
def watched() -> Iterator[list[int]]:
    """Note the most memory that this process and its workers hold at one moment (Linux)."""
    most, ended = [0], Event()

    def watch() -> None:
        while not ended.wait(0.05):
            most[0] = max(most[0], held_together())

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        ended.set()
        watcher.join()


def held_together() -> int:
    """Return what this process and its children hold, in bytes; what they share counts twice."""
    own = Path("/proc/self")
    names = {
        name
        for task in (own / "task").iterdir()
        for name in (task / "children").read_text(encoding="ascii").split()
    }
    pages = 0
    for folder in (own, *(Path("/proc", name) for name in names)):
        with suppress(FileNotFoundError, ProcessLookupError):  # a worker that has just ended
            pages += int((folder / "statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def make_tables(warehouse: Warehouse, features: Sequence[SqlFile], asked: dict[str, int]) -> None:
    """Make what the stage reads; the sizes depend on assets and rows."""
    values = asked | {
        "accounts": min(asked["assets"], asked["rows"] // 10),
        "deeds": asked["assets"] // 50,
    }
    for statement in TABLES.split(";\n"):
        named = {name: value for name, value in values.items() if f"${name}" in statement}
        warehouse.execute(statement, named)
    for file in features:
        kind = "view" if is_view(file) else "table"
        warehouse.execute(f"create or replace {kind} features.{file.name} as {file.statement}")


def measure(directory: Path, assets_made: int, rows: int) -> dict[str, Any]:
    """Make the tables in a new workspace, run the stage once, return what it took."""
    shutil.rmtree(directory, ignore_errors=True)
    stage = next(stage for stage in STAGES if stage.name == "trace")
    with open_night(create_workspace(directory), AS_OF) as night:
        warehouse = night.context.warehouse
        features = [night.context.sql(f"features/{name}.sql") for name in FEATURES]
        make_tables(warehouse, features, {"assets": assets_made, "rows": rows})
        run = stage.load()
        started = clocks()
        with warehouse.transaction(), watched() as most, timed() as steps:
            counts = run(night.context)
        together = passed(started)
    spent = [round(sum(took), 1) for took in zip(*steps.values(), strict=True)]
    rest = [round(whole - part, 1) for whole, part in zip(together, spent, strict=True)]
    steps |= {"the rest, writing to disk among it": rest, "together": together}
    found = {"bytes": peak_memory(), "bytes_together": most[0]}
    return found | {"steps": steps, "counts": dict(counts)}


def main() -> None:
    """Measure at the sizes asked for; print the table's lines and, last, everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--assets", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=5_000_000)
    asked = parser.parse_args()
    found = measure(asked.directory, asked.assets, asked.rows)
    print("| step | seconds | processor s |\n|---|---|---|")
    for title, (wall, processor) in found["steps"].items():
        print(f"| {title} | {wall} | {processor} |")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
