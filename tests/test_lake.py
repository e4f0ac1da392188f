from __future__ import annotations

from datetime import date

import pytest
from tests.conform.staged import open_stage

from finintel.lake import file_hash, lake_relation, live_files, remove_rows, sweep, write_lake_files
from finintel.warehouse import open_warehouse
from finintel.workspace import Settings


def lake_rows(rows):
    """Return a subquery with the columns that the lake sorts and lists by."""
    values = ", ".join(
        f"('{key}', timestamp '{booked}', '{digest}')" for key, booked, digest in rows
    )
    return (
        "(select transaction_id, booked_at, booked_at::date as booked_on, file_sha256 "
        f"from (values {values}) as row(transaction_id, booked_at, file_sha256))"
    )


ROWS = [
    ("t3", "2026-03-02 09:00:00", "f1"),
    ("t2", "2026-03-01 09:00:00", "f1"),
    ("t1", "2026-02-28 23:59:59", "f2"),
]


@pytest.fixture
def context(tmp_path):
    with open_stage(tmp_path) as context:
        yield context


def write(context, rows, run_id="n20260329"):
    lake = context.workspace.lake
    return write_lake_files(context.warehouse, lake, run_id, lake_rows(rows))


def test_rows_are_written_one_file_a_month_sorted_and_listed(context):
    paths = write(context, ROWS)
    assert [path.split("/")[1] for path in paths] == [
        "booked_month=2026-02",
        "booked_month=2026-03",
    ]
    listed = context.warehouse.rows("from meta.lake_file order by relative_path")
    for path, digest, *_ in listed:
        assert file_hash(context.workspace.lake / path) == digest
    assert [row[2:5] for row in listed] == [
        (1, date(2026, 2, 28), date(2026, 2, 28)),
        (2, date(2026, 3, 1), date(2026, 3, 2)),
    ]
    relation = lake_relation([context.workspace.lake / paths[1]])
    assert context.warehouse.rows(f"select transaction_id from {relation}") == [("t2",), ("t3",)]


def test_the_same_rows_in_another_order_make_the_same_bytes(context):
    first = write(context, ROWS)
    context.warehouse.execute("delete from meta.lake_file")
    assert write(context, ROWS[::-1]) == first


def test_live_files_are_those_of_the_dates_asked_for(context):
    write(context, ROWS)
    lake = context.workspace.lake
    assert len(live_files(context.warehouse, lake)) == 3
    found = live_files(context.warehouse, lake, date(2026, 3, 2), date(2026, 3, 5))
    assert [path.parent.name for path in found] == ["transaction", "booked_month=2026-03"]


def test_removing_a_files_rows_rewrites_only_the_lake_files_that_hold_them(context):
    write(context, ROWS)
    replaced = remove_rows(context.warehouse, context.workspace.lake, "n20260330", ["f2"])
    assert [path.split("/")[1] for path in replaced] == ["booked_month=2026-02"]
    assert remove_rows(context.warehouse, context.workspace.lake, "n20260330", ["unknown"]) == []
    relation = lake_relation(live_files(context.warehouse, context.workspace.lake))
    kept = context.warehouse.rows(
        f"select transaction_id from {relation} where file_sha256 is not null order by 1"
    )
    assert kept == [("t2",), ("t3",)]
    assert sweep(context.warehouse, context.workspace.lake) == 0  # replaced files are still listed


def test_sweep_removes_what_is_listed_nowhere_and_spares_what_a_snapshot_lists(context):
    paths = write(context, ROWS)
    context.warehouse.execute("delete from meta.lake_file")
    (context.workspace.lake / "transaction/booked_month=2026-02/.n.part").touch()
    assert sweep(context.warehouse, context.workspace.lake, [paths[0]]) == 2
    assert (context.workspace.lake / paths[0]).is_file()


@pytest.mark.parametrize(
    "empty",
    [
        "insert into kept select i, 'x' from range(0) as row(i) order by i",
        "create or replace table kept as select 1::bigint as number, 'x' as text limit 0",
    ],
)
def test_rows_are_kept_after_an_empty_insert_of_the_same_transaction(tmp_path, empty):
    """DuckDB 2.0.0 drops them; the warehouse works around it (see Warehouse.settle_empty)."""
    with open_warehouse(tmp_path / "work.duckdb", Settings()) as warehouse:
        warehouse.execute("create table kept (number bigint, text varchar)")
        with warehouse.transaction():
            warehouse.execute(empty)
            warehouse.execute(
                "insert into kept select i, 'x' from range(300000) as row(i) order by i"
            )
        assert warehouse.rows("select count(*), sum(number)::bigint from kept") == [
            (300000, 44999850000)
        ]
