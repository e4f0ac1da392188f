"""Readers against Python's csv module: what is accepted is read alike, and no line is lost."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finintel.contracts.sources import OPTIONS
from finintel.errors import SourceError
from finintel.ingest.landed import Landed, blocks
from finintel.ingest.readers import readers
from finintel.ingest.readers.base import BLANKS, unique_names

DELIMITED = readers()["delimited"]
VALUES = st.text(alphabet="ab,;\" \n\r'é0.\t", max_size=6)
LINES = st.text(alphabet='ab,"\n\r é', max_size=60)


def read(path: Path, chunk: int = 1 << 22, **options):
    """Return (good records by row number, rejects by row number, count)."""
    landed = Landed(path, path.name, chunk_bytes=chunk)
    chosen = {**OPTIONS, **options}
    names = DELIMITED.columns(landed, chosen)
    good: dict[int, tuple[str | None, ...]] = {}
    bad: dict[int, str] = {}
    for batch in DELIMITED.records(landed, chosen, names):
        for record in batch.to_pylist():
            values = tuple(record[f"c{place}"] for place in range(len(names)))
            if record["reason"] is None:
                good[record["row_number"]] = values
            else:
                bad[record["row_number"]] = record["reason"]
    return good, bad, DELIMITED.count(landed, chosen)


def plain(values) -> tuple[str | None, ...]:
    return tuple(value.strip(BLANKS) or None for value in values)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=8), chunk=st.integers(1, 40))
def test_multiline_text_that_csv_wrote_is_read_as_csv_reads_it(tmp_path_factory, rows, chunk):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [("x", "y", "z"), *rows]
    )
    path.write_bytes(buffer.getvalue().encode())

    good, bad, count = read(path, chunk, multiline=True)

    assert [good[number] for number in sorted(good)] == [plain(row) for row in rows]
    assert not bad
    assert count == len(rows)


@settings(max_examples=300, deadline=None)
@given(text=LINES, chunk=st.integers(1, 40))
def test_every_line_is_read_as_csv_reads_it_alone_or_rejected(tmp_path_factory, text, chunk):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(b"x,y\n" + text.encode())

    good, bad, count = read(path, chunk)

    lines = dict(enumerate(text.split("\n"), start=2))
    wanted = {number for number, line in lines.items() if line.removesuffix("\r")}
    assert set(good) | set(bad) == wanted
    assert not set(good) & set(bad)
    assert count == len(wanted)
    for number, values in good.items():
        assert values == plain(next(csv.reader([lines[number].removesuffix("\r")], strict=True)))


@settings(max_examples=150, deadline=None)
@given(text=LINES, chunk=st.integers(1, 40))
def test_the_size_of_a_chunk_changes_nothing(tmp_path_factory, text, chunk):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(b"x,y\n" + text.encode())

    assert read(path, chunk) == read(path)


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(alphabet="ab\n", max_size=80), limit=st.integers(1, 12), chunk=st.integers(1, 9)
)
def test_long_lines_are_cut_and_no_line_is_lost(tmp_path_factory, text, limit, chunk):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(text)

    found = [
        (number, line, number in block.overlong)
        for block in blocks(
            Landed(path, "a", maximum_record_bytes=limit, chunk_bytes=chunk), ("utf-8",)
        )
        for number, line in enumerate(block.data.decode().split("\n")[:-1], start=block.first_line)
    ]

    lines = text.removesuffix("\n").split("\n") if text else []
    expected = [(n, line[:limit], len(line) > limit) for n, line in enumerate(lines, start=1)]
    assert found == expected


def test_an_unterminated_quote_of_a_multiline_feed_spoils_one_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('x,y\n1,"two\nlines"\n2,"open\n3,"three"\n4,four\n')

    good, bad, count = read(path, multiline=True)

    assert good == {2: ("1", "two\nlines"), 5: ("3", "three"), 6: ("4", "four")}
    assert bad == {4: "quote:misplaced"}
    assert count == 4


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1250"])
def test_a_declared_encoding_or_a_byte_order_mark_is_followed(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("name,city\nJiří,Plzeň\n".encode(encoding))

    good, bad, _ = read(path, encoding=(encoding if encoding == "cp1250" else "utf-8",))

    assert (good, bad) == ({2: ("Jiří", "Plzeň")}, {})


def test_the_first_encoding_that_the_whole_file_obeys_is_taken(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("name,city\nJosé,Málaga\n".encode("latin-1"))

    good, bad, _ = read(path, encoding=("utf-8", "latin-1"))

    assert (good, bad) == ({2: ("José", "Málaga")}, {})


def test_repeated_names_are_numbered_as_pandas_numbers_them():
    assert unique_names([" a", "b", "a", "a"]) == ("a", "b", "a.1", "a.2")


def test_ndjson_keeps_numbers_as_written_and_rejects_what_is_no_object(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_text('{"a": 1.10, "b": {"c": true}}\n\n[1]\n{"a": 1e400}\n{"a"\n')
    landed = Landed(path, "a.ndjson")
    reader = readers()["ndjson"]

    names = reader.columns(landed, OPTIONS)
    batches = list(reader.records(landed, OPTIONS, names))
    rows = [record for batch in batches for record in batch.to_pylist()]

    assert names == ("a", "b.c")
    assert [(r["row_number"], r["c0"], r["c1"]) for r in rows if r["reason"] is None] == [
        (1, "1.10", "true"),
        (4, "1e400", None),
    ]
    assert [(r["row_number"], r["reason"]) for r in rows if r["reason"]] == [
        (3, "record:no_object"),
        (5, "record:invalid_json"),
    ]
    assert reader.count(landed, OPTIONS) == 4


def test_json_finds_its_records_where_the_contract_says(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"data": {"rows": [{"a": 1}, {"a": 2.50}]}}')
    landed = Landed(path, "a.json")
    options = {**OPTIONS, "records_at": "data.rows"}
    reader = readers()["json"]

    batch = next(reader.records(landed, options, reader.columns(landed, options)))

    assert batch.column("c0").to_pylist() == ["1", "2.50"]
    with pytest.raises(SourceError, match="records_at"):
        reader.columns(landed, {**OPTIONS, "records_at": "data.none"})
