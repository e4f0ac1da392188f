"""Facts that the basis tests and requests rest on, against cases kept as data: facts/*.toml.

A file names the statements that are run in order, their parameters and the tables they read; a
case adds rows to the ordinary ones and says which rows of the last statement come out, by the
columns it cares for. Thresholds are given from both sides.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from finintel.sqlfile import read_sql
from finintel.trace.tables import defaults
from finintel.vocabulary import COLUMN_TYPES
from finintel.warehouse import Warehouse, quoted

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "facts"
# what statements read of core through the records that are kept
KEPT = ("account_holder", "acquisition", "declared_income", "ownership")
HISTORY = {
    **dict.fromkeys(("valid_from", "valid_to", "recorded_from", "recorded_to"), "date"),
    "file_sha256": "varchar",
    "row_number": "bigint",
}


def every_case() -> list[Any]:
    return [
        pytest.param(told, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for told in [tomllib.loads(path.read_text(encoding="utf-8"))]
        for case in told["case"]
    ]


def columns(table: str, told: dict[str, Any]) -> str:
    """The columns of a table: those of its contract, or those that the file of cases names."""
    if table in told.get("tables", {}):
        return str(told["tables"][table])
    contract = ROOT / f"schemas/entities/{table.partition('.')[2]}.toml"
    own = tomllib.loads(contract.read_text(encoding="utf-8"))["columns"]
    types = {name: COLUMN_TYPES[item["type"]] for name, item in own.items()}
    return ", ".join(f'"{name}" {kind}' for name, kind in (types | HISTORY).items())


def warehouse(told: dict[str, Any], case: dict[str, Any]) -> Warehouse:
    """The tables of a file of cases, with its ordinary rows and those of one case."""
    house = Warehouse(duckdb.connect())
    for schema in ("core", "detect", "features", "trace"):
        house.execute(f"create schema {schema}")
    for table in told["reads"]:
        house.execute(f"create table {table} ({columns(table, told)})")
        if table not in case.get("instead", ()):
            insert(house, table, told.get("rows", {}).get(table, []))
        insert(house, table, case.get("rows", {}).get(table, []))
    kept = [name for name in KEPT if f"core.{name}" in told["reads"]]
    if kept and "features.party_kept" not in told["reads"]:
        house.execute("create table features.party_kept (record_id varchar, party_id varchar)")
    for name in kept:
        statement = read_sql(ROOT / f"sql/features/{name}.sql").statement
        house.execute(f"create view features.{name} as {statement}")
    return house


def insert(house: Warehouse, table: str, lines: list[dict[str, Any]]) -> None:
    for line in lines:
        names = ", ".join(line)
        marks = ", ".join(f"${name}" for name in line)
        house.execute(f"insert into {table} ({names}) values ({marks})", line)


@pytest.mark.parametrize(("told", "case"), every_case())
def test_facts_are_read_from_their_rows(told: dict[str, Any], case: dict[str, Any]) -> None:
    house = warehouse(told, case)
    *before, last = (read_sql(ROOT / f"sql/{name}.sql") for name in told["statements"])
    values = told.get("parameters", {}) | case.get("parameters", {})
    for file in before:
        table = quoted(file.path.parent.name, file.path.stem)
        house.execute(
            f"create table {table} as {file.statement}", house.named(file, defaults(file) | values)
        )
    found = house.frame(last.statement, house.named(last, defaults(last) | values)).to_dicts()
    expected = case["expected"]
    cared = [{name: row[name] for name in expected[0]} for row in found] if expected else found
    assert cared == expected
    for row in found:
        for name, words in case.get("said", {}).items():
            assert words in row[name]
