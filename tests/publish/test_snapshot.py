"""The published file: self-contained, commented, pseudonymous, and safe to swap under readers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from tests.cases.night import NightTables, alerts, movements, next_day, night_tables

from finintel.cases.build import run as build_cases
from finintel.publish.snapshot import run as publish

FIRST = date(2026, 3, 29)
MOVED = """
id,day,from,to,amount
t1,2026-03-20,a,b,1000000
t2,2026-03-21,b,c,990000
t3,2026-03-22,c,d,980000
"""


@pytest.fixture
def tables(tmp_path: Path):
    with night_tables(tmp_path / "w", {"keep_snapshots": 2}) as opened:
        movements(opened, MOVED)
        opened.fill(
            "core.party_identity",
            pl.DataFrame({"party_id": ["P1"], "identity_kind": ["name"], "value": ["Ana Prueba"]}),
        )
        alerts(
            opened,
            """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2 t3""",
        )
        build_cases(opened.context(FIRST))
        lake = opened.workspace.lake / "transaction"
        opened.warehouse.execute(
            f"""copy (select * from core."transaction" limit 0)
            to '{lake}/empty.parquet' (format parquet)"""
        )
        opened.warehouse.execute(
            f"""copy core."transaction" to '{lake}/one.parquet' (format parquet)"""
        )
        opened.warehouse.execute(
            "insert into meta.lake_file values ('transaction/one.parquet', 'x', 3, "
            "'2026-03-20', '2026-03-22', 'n20260329', 'live')"
        )
        yield opened


def link_of(tables: NightTables) -> Path:
    return tables.workspace.published / "finintel.duckdb"


def test_the_link_names_a_read_only_file_whose_columns_are_all_commented(tables) -> None:
    publish(tables.context(FIRST))
    target = link_of(tables).resolve()
    assert target.name.startswith("finintel-2026-03-29-")
    assert oct(target.stat().st_mode)[-3:] == "444"
    with duckdb.connect(str(link_of(tables)), read_only=True) as reader:
        silent = reader.execute(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'mart' and comment is null "
            "and table_name <> 'transaction_history'"
        ).fetchall()
        assert silent == []
        assert reader.execute("select count(*) from mart.case_lead").fetchone() == (1,)
        assert reader.execute(
            'select count(*) from mart."transaction" where is_cited'
        ).fetchone() == (3,)


def test_the_same_night_again_keeps_name_and_link(tables) -> None:
    publish(tables.context(FIRST))
    before = sorted(path.name for path in tables.workspace.published.iterdir())
    publish(tables.context(FIRST))
    assert sorted(path.name for path in tables.workspace.published.iterdir()) == before
    assert len(before) == 2


def test_old_snapshots_go_by_retention(tables) -> None:
    day = FIRST
    for _ in range(4):
        build_cases(tables.context(day))
        publish(tables.context(day))
        day = next_day(day)
    names = sorted(path.name for path in tables.workspace.published.glob("finintel-*"))
    assert len(names) == 2
    assert names[-1].startswith("finintel-2026-04-01")


def test_no_name_of_a_party_is_in_the_file(tables) -> None:
    publish(tables.context(FIRST))
    assert b"Ana Prueba" not in link_of(tables).read_bytes()


def test_transaction_history_answers_in_the_workspace_and_says_so_elsewhere(
    tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tables.context(FIRST))
    query = "select count(*) from mart.transaction_history"
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(str(link_of(tables)), read_only=True) as reader:
        with pytest.raises(duckdb.IOException, match="No files found"):
            reader.execute(query)
        reader.execute(f"set file_search_path = '{tables.workspace.root}'")
        assert reader.execute(query).fetchone() == (3,)


HOLD = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read_only")
query = "select count(*) from mart.case_lead where is_latest"
print(connection.execute(query).fetchone()[0], flush=True)
for line in sys.stdin:
    print(connection.execute("select max(as_of) from mart.case_lead").fetchone()[0], flush=True)
"""


def reader(path: Path, mode: str) -> subprocess.Popen[str]:
    opened = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(path), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert opened.stdout is not None
    assert opened.stdout.readline().strip() == "1"
    return opened


def ask(opened: subprocess.Popen[str]) -> str:
    assert opened.stdin is not None
    assert opened.stdout is not None
    opened.stdin.write("\n")
    opened.stdin.flush()
    return opened.stdout.readline().strip()


def test_a_reader_keeps_its_snapshot_and_the_next_gets_the_new_one(tables) -> None:
    publish(tables.context(FIRST))
    first = reader(link_of(tables), "read_only")
    second_night = next_day(FIRST)
    build_cases(tables.context(second_night))
    publish(tables.context(second_night))
    assert ask(first) == "2026-03-29"
    first.kill()
    first.wait()
    second = reader(link_of(tables), "read_only")
    assert ask(second) == "2026-03-30"
    second.kill()
    second.wait()


def test_a_reader_that_wrote_and_was_killed_breaks_no_later_night(tables) -> None:
    """As root no file is read-only: such a client leaves a log beside the link or the file."""
    publish(tables.context(FIRST))
    code = (
        "import duckdb, os, signal, sys\n"
        "c = duckdb.connect(sys.argv[1])\n"
        "c.execute('create table scribble as select 1 as one')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(link_of(tables))], capture_output=True, check=False
    )
    assert done.returncode == (-signal.SIGKILL if os.geteuid() == 0 else 1)
    second_night = next_day(FIRST)
    build_cases(tables.context(second_night))
    publish(tables.context(second_night))
    opened = reader(link_of(tables), "read_only")
    assert ask(opened) == "2026-03-30"
    opened.kill()
    opened.wait()
