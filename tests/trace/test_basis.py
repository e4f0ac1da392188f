"""Every basis test of sql/trace/basis against cases kept as data: tests/trace/basis/*.toml.

A case names rows; what it leaves out is the ordinary asset A of person P. Each test must have cases
for every result that it can give, and thresholds are given from both sides.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from finintel.sqlfile import read_sql
from finintel.vocabulary import COLUMN_TYPES
from finintel.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "basis"
PARAMETERS: dict[str, Any] = {
    "as_of": date(2026, 3, 31),
    "unit_minor": 100,
    **tomllib.loads((ROOT / "schemas/profiles/eu_2024_1260.toml").read_text())["thresholds"],
}
CORE = (
    "acquisition",
    "account_holder",
    "asset",
    "ownership",
    "party",
    "proceeding",
    "relationship",
    "same_party",
)
# what the tests read of core through features
VIEWS = (
    "share_company",
    "party_kept",
    "proceeding",
    "relation",
    "tie",
    "acquisition",
    "account_holder",
    "ownership",
)
HISTORY = (
    "valid_from date, valid_to date, source_id varchar, file_sha256 varchar, row_number bigint, "
    "recorded_from date, recorded_to date"
)
TRACE = {
    "assessed": "asset_id varchar, party_id varchar, role varchar, acquired_on date, "
    "price_base_minor bigint, traced_least_base_minor bigint, traced_most_base_minor bigint, "
    "acquisition_id varchar, traced_acquisition_id varchar, seller_party_id varchar, "
    "financing_code varchar, price_minor bigint, market_value_minor bigint, first_credit_on date, "
    "explained_base_minor hugeint, explained_kinds varchar, is_explained boolean, "
    "evidence varchar",
    "acquisition_payment": "acquisition_id varchar, asset_id varchar, acquirer_party_id varchar, "
    "transaction_id varchar, originator_account_id varchar, is_acquirer_paying boolean, "
    "is_loan_paying boolean, amount_base_minor bigint, price_base_minor bigint, match_score double",
    "running_cost": "asset_id varchar, transaction_id varchar, booked_on date, "
    "payer_party_id varchar, is_owner_paying boolean",
    "controller": "held_id varchar, person_id varchar, means varchar, steps bigint, "
    "evidence varchar",
    "listed_asset": "asset_id varchar, held_id varchar",
    "asset_value": "asset_id varchar, value_base_minor bigint, value_basis varchar",
    "dissipation_signal": "asset_id varchar, signal varchar, is_strong boolean, "
    "explanation varchar, evidence varchar",
    "basis_state": "asset_id varchar, party_id varchar, basis_code varchar, "
    "supported_count bigint, unknown_count bigint, is_closed boolean",
    "asset_trace": "asset_id varchar, acquisition_id varchar, transaction_id varchar",
    "means_assessed": "asset_id varchar, party_id varchar, income_year_count bigint, "
    "unpriced_count bigint, least_gap_base_minor bigint, is_covered boolean, "
    "is_paid_from_elsewhere boolean, told varchar, evidence varchar",
}
ASSESSED = {
    "asset_id": "A",
    "party_id": "P",
    "role": "owner",
    "acquired_on": "2026-02-01",
    "price_base_minor": 10_000_000,
    "traced_least_base_minor": 0,
    "traced_most_base_minor": 0,
    "acquisition_id": "ACQ",
    "traced_acquisition_id": "ACQ",
    "seller_party_id": "S",
    "price_minor": 10_000_000,
    "market_value_minor": 10_000_000,
    "is_explained": False,
    "evidence": "core.ownership:A/P",
}


def every_case() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.fixture
def warehouse() -> Warehouse:
    house = Warehouse(duckdb.connect())
    for schema in ("core", "detect", "features", "trace"):
        house.execute(f"create schema {schema}")
    house.execute("create table detect.alert (alert_id varchar, subject_type varchar, "
                  "subject_id varchar, typology varchar, state varchar)")  # fmt: skip
    for name in CORE:
        house.execute(f"create table core.{name} ({columns(name)})")
    for name in VIEWS:
        statement = read_sql(ROOT / f"sql/features/{name}.sql").statement
        house.execute(f"create view features.{name} as {statement}")
    for name, body in TRACE.items():
        house.execute(f"create table trace.{name} ({body})")
    return house


def columns(name: str) -> str:
    contract = tomllib.loads((ROOT / f"schemas/entities/{name}.toml").read_text(encoding="utf-8"))
    own = [f"{key} {COLUMN_TYPES[item['type']]}" for key, item in contract["columns"].items()]
    extra = [item for item in HISTORY.split(", ") if item.split()[0] not in contract["columns"]]
    return ", ".join(own + extra)


@pytest.mark.parametrize(("test", "case"), every_case())
def test_a_condition_is_read_from_its_rows(
    warehouse: Warehouse, test: str, case: dict[str, Any]
) -> None:
    rows = {**case.get("rows", {})}
    assessed = {**ASSESSED, **case.get("assessed", {})}
    rows["trace.assessed"] = [
        {key: value for key, value in assessed.items() if key not in case.get("without", ())}
    ]
    for table, lines in rows.items():
        for line in lines:
            names = ", ".join(line)
            marks = ", ".join(f"${name}" for name in line)
            warehouse.execute(f"insert into {table} ({names}) values ({marks})", line)
    file = read_sql(ROOT / f"sql/trace/basis/{test}.sql")
    parameters = {**PARAMETERS, **case.get("parameters", {})}
    found = warehouse.frame(file.statement, warehouse.named(file, parameters)).to_dicts()
    assert [(row["asset_id"], row["party_id"]) for row in found] == [("A", "P")]
    assert found[0]["result"] == case["result"], found[0]["explanation"]
    assert case.get("said", "") in found[0]["explanation"]
    assert found[0]["explanation"]
    assert found[0]["evidence"] or case["result"] == "unknown"


def test_every_basis_test_has_a_case_for_every_result_it_can_give() -> None:
    for path in sorted((ROOT / "sql/trace/basis").glob("*.sql")):
        given = set(
            re.findall(r"(?:then|else) '(supported|contradicted|unknown)'", path.read_text())
        )
        given |= set(re.findall(r"'(unknown|for_the_court)' (?:end )?as result", path.read_text()))
        file = CASES / f"{path.stem}.toml"
        assert file.is_file(), f"{path.stem} has no cases"
        cases = tomllib.loads(file.read_text(encoding="utf-8"))["case"]
        assert given == {case["result"] for case in cases}, path.stem


def test_profiles_name_tests_that_exist_and_sources_that_are_marked() -> None:
    known = {path.stem for path in (ROOT / "sql/trace/basis").glob("*.sql")}
    for path in sorted((ROOT / "schemas/profiles").glob("*.toml")):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        for item in (*profile["basis"], *profile.get("measure", ())):
            assert "check" in item["source"], (path.stem, item["code"])
        items = (*profile["basis"], *profile["measure"])
        named = {line["test"] for item in items for line in item.get("conditions", ())}
        assert named <= known, path.stem
