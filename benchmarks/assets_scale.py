"""Measures the asset stages at size: `python -m benchmarks.assets_scale DIR --assets 1000000`.

Makes, in a workspace of its own, assets, ownership (one in five held through companies), deeds,
declared income, movements and alerts as tables, and runs the stage `trace` once. Prints seconds
and the process's peak memory. The tables are invented in SQL: no world is told, only its size.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from finintel.ledger import peak_memory
from finintel.night import Report
from finintel.pipeline import STAGES, open_night
from finintel.workspace import create_workspace

AS_OF = date(2026, 3, 31)
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
create table features.service_hub as
select 'K' || n as account_id, n as account_number, 'market' as kind from range(200) as t (n);
create table features.window_transfer as
select n as transaction_number, 'T' || n as transaction_id,
    1767225600 + n * 7776000 // $rows as booked_epoch,
    date '2026-01-01' + (n * 90 // $rows)::integer as booked_on,
    'K' || a as originator_account_id, 'K' || b as beneficiary_account_id,
    a as originator_number, b as beneficiary_number, amount as amount_minor, 'EUR' as currency,
    amount as received_amount_minor, 'EUR' as received_currency, amount as amount_base_minor,
    'transfer' as channel, true as is_time_known
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
create table features.window_transaction as
select transaction_number, transaction_id, account_id, account_number, direction,
    counterparty_number, booked_epoch, booked_on, amount_base_minor, channel
from (
    select *, beneficiary_account_id as account_id, beneficiary_number as account_number,
        'in' as direction, originator_number as counterparty_number from features.window_transfer
    union all
    select *, originator_account_id, originator_number, 'out', beneficiary_number
    from features.window_transfer
);
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


def told(started: float) -> Report:
    """Return a report that prints when each step began, to standard error."""

    def report(event: str, stage: str, message: str, done: int, total: int) -> None:
        seconds = round(time.monotonic() - started, 1)
        print(f"{seconds:8} {event} {stage} {message} {done}/{total}", file=sys.stderr)

    return report


def main() -> None:
    """Make the tables, run the stage, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--assets", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=5_000_000)
    asked = parser.parse_args()
    shutil.rmtree(asked.directory, ignore_errors=True)
    values = {
        "assets": asked.assets,
        "rows": asked.rows,
        "accounts": min(asked.assets, asked.rows // 10),
        "deeds": asked.assets // 50,
    }
    stage = next(stage for stage in STAGES if stage.name == "trace")
    with open_night(create_workspace(asked.directory), AS_OF) as night:
        warehouse = night.context.warehouse
        for statement in TABLES.split(";\n"):
            named = {name: value for name, value in values.items() if f"${name}" in statement}
            warehouse.execute(statement, named)
        run = stage.load()
        started = time.monotonic()
        context = replace(night.context, report=told(started))
        with warehouse.transaction():
            counts = run(context)
        seconds = round(time.monotonic() - started, 1)
    print(json.dumps({"seconds": seconds, "bytes": peak_memory(), "counts": dict(counts)}))


if __name__ == "__main__":
    main()
