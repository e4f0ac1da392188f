"""Feeds without an identifier: the same row gets the same one, whatever its spelling."""

from __future__ import annotations

import gzip
import io

from pyarrow import csv as arrow_csv
from pyarrow import parquet
from tests.ingest.staging import stage_files

NAMES = (
    "Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering"
)
ROWS = [
    (
        "2022/09/01 00:06",
        "021174",
        "800737690",
        "012",
        "80011F990",
        "2848.96,Euro,2848.96,Euro,ACH,1",
    ),
    (
        "2022/09/01 00:20",
        "3208",
        "8000F4580",
        "01",
        "8000F5340",
        "0.10,US Dollar,0.10,US Dollar,Cheque,0",
    ),
    (
        "2022/09/01 00:20",
        "3208",
        "8000F4580",
        "01",
        "8000F5340",
        "0.10,US Dollar,0.10,US Dollar,Cheque,0",
    ),
]


def again() -> str:
    head = f"Timestamp,From Bank,Account,To Bank,Account,{NAMES}"
    return "\n".join([head, *(",".join(row) for row in ROWS)]) + "\n"


def numbered() -> bytes:
    """The second account column is Account.1, times are ISO, bank codes lost their zeros."""
    head = f"Timestamp,From Bank,Account,To Bank,Account.1,{NAMES}"
    lines = [
        ",".join([time.replace("/", "-") + ":00", a.lstrip("0"), b, c.lstrip("0"), d, rest])
        for time, a, b, c, d, rest in ROWS
    ]
    return gzip.compress("\r\n".join([head, *lines]).encode())


def as_parquet() -> bytes:
    names = NAMES.lower().replace(" ", "_")
    head = f"timestamp,from_bank,from_account,to_bank,to_account,{names},attempt_id,pattern"
    lines = [
        ",".join([time.replace("/", "-") + ":00", a, b, c, d, rest, "0,FAN-OUT" if n == 0 else ","])
        for n, (time, a, b, c, d, rest) in enumerate(ROWS)
    ]
    buffer = io.BytesIO()
    text = "\n".join([head, *lines]).encode()
    parquet.write_table(arrow_csv.read_csv(io.BytesIO(text)), buffer)
    return buffer.getvalue()


def key() -> str:
    line = ",".join(ROWS[0])
    return (
        "BEGIN LAUNDERING ATTEMPT - FAN-OUT:  Max 16-degree Fan-Out\n"
        f"{line}\nEND LAUNDERING ATTEMPT - FAN-OUT\n"
    )


def test_every_spelling_of_amlworld_gives_the_same_identifiers(tmp_path):
    staged = stage_files(
        tmp_path / "w",
        {
            "amlworld/again.csv": again(),
            "amlworld/numbered.csv.gz": numbered(),
            "amlworld/same.parquet": as_parquet(),
            "amlworld/Patterns.txt": key(),
        },
    )

    by_file = staged.rows(
        "select list(transaction_id order by row_number) from staging.transaction "
        "group by file_sha256"
    )
    labels = staged.rows("select distinct subject_id, scheme_id, scheme_kind from staging.label")

    assert len(by_file) == 3
    assert len({tuple(ids) for (ids,) in by_file}) == 1
    first, second, third = by_file[0][0]
    assert third == f"{second}-2"
    assert sorted(labels, key=str) == sorted(
        [(first, first, None), (first, "amlworld:0", "FAN-OUT")], key=str
    )


def test_a_label_column_never_reaches_staging_of_the_entity(tmp_path):
    staged = stage_files(tmp_path / "w", {"amlworld/again.csv": again()})

    columns = staged.rows(
        "select column_name from information_schema.columns "
        "where table_schema = 'staging' and table_name = 'transaction'"
    )
    assert not [name for (name,) in columns if "launder" in name or "label" in name]
