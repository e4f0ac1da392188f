"""A small night in memory: tables filled by hand, and the stage's context over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl

from finintel.contracts import load_codelists, load_entities, load_profiles
from finintel.lake import PROVENANCE
from finintel.night import Contracts, StageContext
from finintel.opening import provenance
from finintel.refusals import create_fault_view
from finintel.sqlfile import read_sql
from finintel.warehouse import Warehouse, open_warehouse, quoted
from finintel.workspace import (
    Night,
    Settings,
    Workspace,
    create_workspace,
    shipped_resources,
)

AS_OF = date(2026, 3, 31)
VIEWS = (
    *("party_kept", "proceeding", "relation", "watchlist"),
    *("account_holder", "acquisition", "declared_income", "ownership"),
)
TRACE_TABLES = Path(__file__).parent / "trace_tables.sql"


@dataclass(frozen=True)
class NightTables:
    """A workspace with an open warehouse whose contract tables exist, empty."""

    workspace: Workspace
    warehouse: Warehouse
    contracts: Contracts

    def context(self, as_of: date = AS_OF) -> StageContext:
        return StageContext(Night(self.workspace, as_of), self.warehouse, self.contracts)

    def fill(self, table: str, rows: str | pl.DataFrame) -> None:
        """Insert CSV text (empty is null) or a frame by column name."""
        floor, name = table.split(".")
        if isinstance(rows, pl.DataFrame):
            frame = rows
        else:
            frame = pl.read_csv(StringIO(rows.strip() + "\n"), infer_schema=False)
        types = dict(
            self.warehouse.rows(
                "select column_name, data_type from information_schema.columns "
                f"where table_schema = '{floor}' and table_name = '{name}'"
            )
        )
        casts = ", ".join(f'"{column}"::{types[column]} as "{column}"' for column in frame.columns)
        with self.warehouse.registered("_rows", frame):
            self.warehouse.execute(
                f"insert into {quoted(floor, name)} by name select {casts} from _rows"
            )


@cache
def shipped_contracts() -> Contracts:
    """The shipped contracts, without the feeds."""
    shipped = Workspace(shipped_resources())
    profile = load_profiles(shipped)["eu_2024_1260"]
    return Contracts(load_entities(shipped), load_codelists(shipped), {}, profile)


@contextmanager
def night_tables(folder: Path, settings: Mapping[str, Any] | None = None) -> Iterator[NightTables]:
    workspace = create_workspace(folder)
    workspace = Workspace(workspace.root, Settings(**(settings or {})))
    contracts = shipped_contracts()
    # on a handful of rows a second thread costs more than it gives
    with open_warehouse(None, replace(workspace.settings, threads=1)) as warehouse:
        warehouse.create_floors()
        warehouse.create_tables(
            (entity, provenance(entity.received) if entity.name != "transaction" else PROVENANCE)
            for entity in contracts.entities.values()
        )
        create_fault_view(warehouse)
        warehouse.execute(
            "create table features.window_transfer as select transaction_id, "
            "0::bigint as transaction_number, epoch(booked_at)::bigint as booked_epoch, "
            "is_time_known, 0::bigint as originator_number, 0::bigint as beneficiary_number, "
            "amount_minor, currency, amount_minor as received_amount_minor, "
            "currency as received_currency, amount_minor as amount_base_minor, channel "
            'from core."transaction"'
        )
        warehouse.execute(
            "create table features.service_hub "
            "(account_id varchar, account_number bigint, kind varchar)"
        )
        warehouse.execute(
            "create table features.account_number (account_id varchar, account_number bigint)"
        )
        warehouse.execute(
            "create table features.account_flow "
            "(account_number bigint, payer_count bigint, payee_count bigint)"
        )
        for statement in TRACE_TABLES.read_text(encoding="utf-8").split(";"):
            if "create table" in statement:
                warehouse.execute(statement)
        for name in VIEWS:
            statement = read_sql(shipped_resources() / f"sql/features/{name}.sql").statement
            warehouse.execute(f"create view features.{name} as {statement}")
        # on a handful of rows a better plan costs more than it saves, and answers the same
        warehouse.execute("pragma disable_optimizer")
        yield NightTables(workspace, warehouse, contracts)


def movements(tables: NightTables, rows: str, file_sha256: str = "f" * 64) -> None:
    """Book transactions: CSV of id, day, from, to, amount (minor units of EUR)."""
    frame = pl.read_csv(StringIO(rows.strip() + "\n"), infer_schema=False)
    count = frame.height
    known = tables.warehouse.count('core."transaction"')
    full = pl.DataFrame(
        {
            "transaction_id": frame["id"],
            "booked_at": [datetime.fromisoformat(day) for day in frame["day"]],
            "booked_on": [date.fromisoformat(day) for day in frame["day"]],
            "is_time_known": [False] * count,
            "originator_account_id": frame["from"],
            "beneficiary_account_id": frame["to"],
            "amount_minor": frame["amount"].cast(pl.Int64),
            "currency": ["EUR"] * count,
            "channel": ["transfer"] * count,
            "source_id": ["transaction"] * count,
            "file_sha256": [file_sha256] * count,
            "row_number": list(range(known + 2, known + 2 + count)),
        }
    )
    tables.fill("core.transaction", full)
    tables.fill("features.window_transfer", transfers(tables, full, known))


def transfers(tables: NightTables, booked: pl.DataFrame, known: int) -> pl.DataFrame:
    """Number transactions as they come, and their accounts as they are first seen."""
    numbers = dict(tables.warehouse.rows("from features.account_number"))
    ends = [booked["originator_account_id"], booked["beneficiary_account_id"]]
    fresh = sorted({name for side in ends for name in side if name} - set(numbers))
    named = {name: number for number, name in enumerate(fresh, start=len(numbers) + 1)}
    if named:
        new = pl.DataFrame({"account_id": list(named), "account_number": list(named.values())})
        tables.fill("features.account_number", new)
    numbers |= named
    return booked.select(
        "transaction_id",
        "is_time_known",
        "amount_minor",
        "currency",
        "channel",
        transaction_number=pl.int_range(known + 1, known + 1 + booked.height),
        booked_epoch=pl.col("booked_at").dt.epoch("s"),
        originator_number=pl.Series([numbers.get(name) for name in ends[0]], dtype=pl.Int64),
        beneficiary_number=pl.Series([numbers.get(name) for name in ends[1]], dtype=pl.Int64),
        received_amount_minor="amount_minor",
        received_currency="currency",
        amount_base_minor="amount_minor",
    )


def alerts(tables: NightTables, rows: str) -> None:
    """Raise alerts: CSV of id, detector, typology, subject, evidence (ids joined by spaces)."""
    frame = pl.read_csv(StringIO(rows.strip() + "\n"), infer_schema=False)
    run_id = tables.context().run_id
    for row in frame.iter_rows(named=True):
        cited = row["evidence"].split()
        moments = tables.warehouse.rows(
            "select min(epoch(booked_at))::bigint, max(epoch(booked_at))::bigint, "
            'coalesce(sum(amount_minor), 0)::bigint from core."transaction" '
            "where transaction_id in (select unnest($ids))",
            {"ids": cited},
        )[0]
        tables.fill(
            "detect.alert",
            pl.DataFrame(
                {
                    "alert_id": [row["id"]],
                    "detector_id": [row["detector"]],
                    "detector_version": [1],
                    "typology": [row["typology"]],
                    "severity": ["medium"],
                    "tier": ["ranked"],
                    "subject_type": ["party" if row["subject"].startswith("P") else "account"],
                    "subject_id": [row["subject"]],
                    "start_epoch": [moments[0]],
                    "end_epoch": [moments[1]],
                    "measured": [3.0],
                    "threshold": [3.0],
                    "score": [0.4],
                    "transaction_count": [len(cited)],
                    "amount_base_minor": [moments[2]],
                    "reasons": ["three of three"],
                    "first_run_id": [run_id],
                    "last_run_id": [run_id],
                    "state": ["current"],
                }
            ),
        )
        tables.fill(
            "detect.alert_transaction",
            pl.DataFrame(
                {
                    "alert_id": [row["id"]] * len(cited),
                    "transaction_id": cited,
                    "position": list(range(1, len(cited) + 1)),
                }
            ),
        )


def next_day(day: date, days: int = 1) -> date:
    return day + timedelta(days=days)
