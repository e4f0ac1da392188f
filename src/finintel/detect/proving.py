"""A proving ground: rules run on the literal rows of their fixtures, without a workspace's data.

Every table of core and features exists there, empty; a case fills the ones it names, and what the
rule returns is compared with what the case expects.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finintel.detect.spec import Rule, Value
from finintel.errors import ContractError, FinintelError, WarehouseError
from finintel.lake import PROVENANCE
from finintel.night import Contracts
from finintel.sqlfile import SqlFile, build_order, read_folder
from finintel.warehouse import Warehouse, open_warehouse, quoted
from finintel.workspace import Workspace

if TYPE_CHECKING:
    import polars as pl

CASE_KEYS = ("name", "given", "expect", "parameters")
NUMBERS = ("start_epoch", "end_epoch", "measured", "threshold")
HISTORY = (("recorded_from", "DATE"), ("recorded_to", "DATE"))
SOME_DAY = date(2026, 1, 1)  # the tables stay empty: any value will do


@dataclass(frozen=True)
class Case:
    """One case of a fixture: rows given, rows expected, parameters that differ from the default."""

    name: str
    given: Mapping[str, str]
    expect: str
    parameters: Mapping[str, Value]


@contextmanager
def open_ground(workspace: Workspace, contracts: Contracts) -> Iterator[Warehouse]:
    """Open a database in memory with every table of core and features, empty."""
    # on a handful of rows a second thread costs more than it gives
    with open_warehouse(None, replace(workspace.settings, threads=1)) as warehouse:
        warehouse.create_floors()
        received = (*HISTORY, *PROVENANCE)
        warehouse.create_tables(
            (entity, received if entity.received else ()) for entity in contracts.entities.values()
        )
        files = read_folder(workspace.resource_folders("sql/features"))
        for name in build_order(files, "features"):
            warehouse.build(("features", name), files[name], any_values(files[name]))
            warehouse.execute(f"delete from {quoted('features', name)}")
        yield warehouse


def any_values(file: SqlFile) -> dict[str, Any]:
    """Return a value for each parameter of a statement that runs on empty tables."""
    texts = {"base_currency": "EUR", "high_risk_countries": ",", "service_hubs": ","}
    return {
        name: SOME_DAY if name in ("first_on", "as_of", "before_on") else texts.get(name, 1)
        for name in file.parameters
    }


def read_cases(path: Path) -> list[Case]:
    """Read a fixture; raises ContractError when it is not one."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContractError(f"{path}: not a readable fixture: {error}") from error
    cases = []
    for position, case in enumerate(values.get("case", []), start=1):
        unknown = sorted(set(case) - set(CASE_KEYS))
        if unknown or "name" not in case or "expect" not in case:
            raise ContractError(
                f"{path}: case {position} needs name, given and expect; unknown: {unknown}"
            )
        cases.append(
            Case(case["name"], case.get("given", {}), case["expect"], case.get("parameters", {}))
        )
    if not cases:
        raise ContractError(f"{path}: holds no [[case]]")
    return cases


def prove(warehouse: Warehouse, rule: Rule, cases: list[Case]) -> list[str]:
    """Run every case and return what differs, as sentences; an empty list is a proof."""
    faults = []
    for case in cases:
        unknown = sorted(set(case.parameters) - set(rule.spec.parameters))
        if unknown:
            faults.append(f"'{case.name}': unknown parameters {', '.join(unknown)}")
            continue
        try:
            found = outcome(warehouse, rule, case)
            expected = comparable(read_table(case.expect))
        except FinintelError as error:
            faults.append(f"'{case.name}': {error}")
            continue
        if found != expected:
            faults.append(f"'{case.name}': expected {expected or 'silence'}, found {found}")
    return faults


def outcome(
    warehouse: Warehouse, rule: Rule, case: Case, changed: Mapping[str, Value] | None = None
) -> list[tuple[str, ...]]:
    """Return what a rule finds in the rows of a case, comparable; `changed` are parameters."""
    return comparable(outcome_frame(warehouse, rule, case, changed))


def outcome_frame(
    warehouse: Warehouse, rule: Rule, case: Case, changed: Mapping[str, Value] | None = None
) -> pl.DataFrame:
    """Return the rows that a rule returns for the rows of a case; the tables stay empty."""
    values = {**rule.spec.values({}), **case.parameters, **(changed or {})}
    # on a handful of rows a better plan costs more than it saves, and answers the same
    warehouse.execute("pragma disable_optimizer")
    warehouse.execute("begin transaction")
    try:
        for table, text in case.given.items():
            fill(warehouse, table, text)
        rule.find(warehouse, values)
        return warehouse.frame("from detect.rule_row")
    finally:
        warehouse.execute("rollback")
        warehouse.execute("pragma enable_optimizer")


def fill(warehouse: Warehouse, table: str, text: str) -> None:
    """Insert CSV rows; columns that are not named stay null."""
    floor, _, name = table.partition(".")
    rows = read_table(text)
    if rows.columns:
        warehouse.insert((floor, name), rows)
    elif not warehouse.exists(floor, name):
        raise WarehouseError(f"given table {table} does not exist")


@lru_cache(maxsize=4096)
def read_table(text: str) -> pl.DataFrame:
    """Read CSV text as columns of text; nothing is an empty frame."""
    import polars as pl

    if not text.strip():
        return pl.DataFrame()
    return pl.read_csv(io.StringIO(text.strip() + "\n"), infer_schema=False)


def comparable(rows: pl.DataFrame) -> list[tuple[str, ...]]:
    """Return rows as sorted tuples of text, numbers written alike, columns in a fixed order."""
    import polars as pl

    if rows.is_empty():
        return []
    names = sorted(rows.columns)
    written = rows.select(
        pl.col(name).cast(pl.Float64).round(6).cast(pl.String)
        if name in NUMBERS
        else pl.col(name).cast(pl.String)
        for name in names
    )
    return sorted(tuple(str(cell) for cell in row) for row in written.rows())
