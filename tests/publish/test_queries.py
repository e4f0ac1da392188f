"""Every worked query for analysts has its header and runs on a published snapshot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.cases.night import alerts, movements, night_tables

from finintel.cases.build import run as build_cases
from finintel.publish.snapshot import run as publish
from finintel.sqlfile import read_sql
from finintel.workspace import shipped_resources

FIRST = date(2026, 3, 29)
FILES = sorted((shipped_resources() / "sql" / "queries").glob("*.sql"))
MART = sorted((shipped_resources() / "sql" / "mart").glob("*.sql"))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory):
    with night_tables(tmp_path_factory.mktemp("queries") / "w") as tables:
        movements(tables, "id,day,from,to,amount\nt1,2026-03-20,a,b,100\nt2,2026-03-21,b,c,90")
        alerts(
            tables,
            """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2""",
        )
        build_cases(tables.context(FIRST))
        tables.warehouse.execute(
            'copy (select * from core."transaction" limit 0) to '
            f"'{tables.workspace.lake}/transaction/empty.parquet' (format parquet)"
        )
        publish(tables.context(FIRST))
        link = tables.workspace.published / "finintel.duckdb"
        with duckdb.connect(str(link), read_only=True) as reader:
            yield reader


def test_there_are_enough_worked_examples() -> None:
    assert len(FILES) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_query_says_what_it_answers_and_runs(path: Path, snapshot) -> None:
    file = read_sql(path)
    assert {"title", "question", "reading"} <= set(file.header)
    assert all(table.startswith("mart.") for table in file.tables)
    snapshot.execute(file.statement).fetchall()


def test_the_first_query_shows_the_lead(snapshot) -> None:
    file = read_sql(shipped_resources() / "sql" / "queries" / "top_leads.sql")
    assert snapshot.execute(file.statement).fetchone()[0] == 1


@pytest.mark.parametrize("path", MART, ids=lambda path: path.stem)
def test_mart_reads_no_name_no_reject_and_no_label(path: Path) -> None:
    tables = read_sql(path).tables
    assert not tables & {"core.party_identity", "landing.reject"}
    assert not any(table.startswith(("staging.", "evaluation.")) for table in tables)
