"""Every source contract with its fixture: given text → rows of staging, labels and rejects."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet
from tests.ingest.staging import stage_files

from finintel.contracts.toml import read_toml

FIXTURES = Path(__file__).parents[1] / "sources"
CASES = [
    (path.stem, entry)
    for path in sorted(FIXTURES.glob("*.toml"))
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["file"]
]


def content_of(entry) -> bytes:
    """Return the bytes of a fixture's file; Parquet is made from the text, types inferred."""
    data: bytes = entry["text"].lstrip("\n").encode()
    if not entry["name"].endswith(".parquet"):
        return data
    buffer = io.BytesIO()
    parquet.write_table(arrow_csv.read_csv(io.BytesIO(data)), buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """Stage every fixture of every source in one night: they must not disturb each other."""
    files = {f"{source}/{entry['name']}": content_of(entry) for source, entry in CASES}
    return stage_files(tmp_path_factory.mktemp("sources") / "w", files)


@pytest.fixture(scope="module")
def found(staged):
    """Read all that was staged, once: per file its state, its rejects and its rows."""
    with staged.warehouse() as warehouse:
        hashes = dict(warehouse.rows("select file_name, file_sha256 from landing.file"))
        yield warehouse, hashes


@pytest.mark.parametrize(
    ("source", "entry"), CASES, ids=[f"{source}/{entry['name']}" for source, entry in CASES]
)
def test_a_file_becomes_the_rows_of_its_fixture(found, source, entry):
    warehouse, hashes = found
    sha = hashes[f"{source}/{entry['name']}"]

    state, table, records, message = warehouse.rows(
        "select state, table_name, record_count, message from landing.file "
        "where file_sha256 = $sha",
        {"sha": sha},
    )[0]
    rejects = warehouse.rows(
        "select row_number, reasons from landing.reject where file_sha256 = $sha order by all",
        {"sha": sha},
    )

    wanted = "ignored" if entry.get("ignored") else "registered"
    assert (state, table, records) == (wanted, entry["table"], entry["records"]), message
    assert [list(reject) for reject in rejects] == entry["rejects"]
    for expected in entry.get("staged", []):
        names = ", ".join(f'"{name}"' for name in expected["columns"])
        rows = warehouse.rows(
            f'select {names} from staging."{expected["entity"]}" '
            "where file_sha256 = $sha order by row_number",
            {"sha": sha},
        )
        shown = [["" if value is None else str(value) for value in row] for row in rows]
        assert shown == expected["rows"]


def test_every_fixture_belongs_to_a_source():
    sources = {path.stem for path in (FIXTURES.parents[1] / "schemas" / "sources").glob("*.toml")}

    assert {path.stem for path in FIXTURES.glob("*.toml")} == sources
    for path in sorted(FIXTURES.glob("*.toml")):
        assert read_toml(path)["file"]
