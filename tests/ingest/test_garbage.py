"""Broken input of every kind: a clear message each, other files unaffected, nothing lost."""

from __future__ import annotations

import bz2
import gzip
import lzma

import pyarrow as pa
import pytest
from tests.ingest.staging import HEADER, feed, row, stage_files

GOOD = {"transaction/good.csv": feed(row(1), row(2))}


def assert_good_file_is_staged(staged):
    state, table, records, rejected, message = staged.files()["transaction/good.csv"]
    assert (state, table, records, rejected, message) == ("registered", "transaction", 2, 0, None)


def failed(staged, name):
    state, _, _, _, message = staged.files()[name]
    assert state == "failed"
    assert_good_file_is_staged(staged)
    return message


BROKEN_FILES: dict[str, tuple[str | bytes, str]] = {
    "truncated.csv.gz": (gzip.compress(feed(row(3)).encode() * 200)[:-20], "truncated"),
    "damaged.csv.gz": (b"\x1f\x8b\x08\x00garbage of any kind", "damaged"),
    "wrong_delimiter.csv": (feed(row(3)).replace(",", ";"), "delimiter"),
    "missing_column.csv": (
        feed("T3,2026-03-30,A1,A2,10,EUR", header=HEADER.removesuffix(",channel")),
        "missing column(s) 'channel'",
    ),
    "extra_column.csv": (feed(row(3) + ",x", header=HEADER + ",mood"), "unknown column(s) 'mood'"),
    "empty.csv": ("", "empty"),
    "blank_lines_only.csv": ("\n\n", "empty"),
    "broken.parquet": (b"PAR1 and then no Parquet", "Parquet"),
    "binary.csv": (b"\xff\xfd\xff\x00\x01," * 50 + b"\n", "header"),
    "broken.json": ('[{"transaction_id": "T1"', "JSON"),
    "no_list.json": ('{"transaction_id": "T1"}', "records_at"),
    "workbook.csv": (b"PK\x03\x04 and then no ZIP", "Excel workbook"),
    "letter.pdf": (b"%PDF-1.7", "a PDF"),
    "long_header.csv": ("x" * 2_000_000 + "\n1\n", "over the limit"),
}
BROKEN_RECORDS = [
    ({"booked_at": "2026-02-30"}, "booked_at:bad_time"),
    ({"booked_at": "soon"}, "booked_at:bad_time"),
    ({"booked_at": "9026-03-30"}, "booked_at:absurd_date"),
    ({"booked_at": ""}, "booked_at:missing"),
    ({"amount": "-1.00"}, "amount_minor:negative"),
    ({"amount": "1e5"}, "amount_minor:bad_amount"),
    ({"amount": "10,50"}, "columns:8_instead_of_7"),
    ({"amount": "ten"}, "amount_minor:bad_amount"),
    ({"amount": "1.005"}, "amount_minor:too_many_decimals"),
    ({"amount": "9999999999999999"}, "amount_minor:absurd"),
    ({"amount": "9" * 40}, "amount_minor:absurd"),
    ({"currency": "QQQ"}, "amount_minor:no_currency;currency:unknown_currency(QQQ)"),
    ({"channel": "carrier; pigeon"}, "channel:unmapped_code(carrier? pigeon)"),
    ({"transaction_id": ""}, "transaction_id:missing"),
    ({"transaction_id": "a\x00b"}, "record:nul_byte"),
    ({"transaction_id": '"T9'}, "quote:unterminated"),
    ({"transaction_id": 'T"9"'}, "quote:misplaced"),
    ({"transaction_id": "T9\rT10"}, "record:bare_carriage_return"),
    ({"originator_account_id": "", "beneficiary_account_id": " "}, "accounts:both_missing"),
]


@pytest.fixture(scope="module")
def broken_files(tmp_path_factory):
    files = {f"transaction/{name}": content for name, (content, _) in BROKEN_FILES.items()}
    return stage_files(tmp_path_factory.mktemp("files") / "w", {**GOOD, **files})


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_a_broken_file_fails_alone_and_says_why(broken_files, name):
    assert BROKEN_FILES[name][1] in failed(broken_files, f"transaction/{name}")


@pytest.fixture(scope="module")
def broken_records(tmp_path_factory):
    lines = [
        line
        for number, (changes, _) in enumerate(BROKEN_RECORDS)
        for line in (row(2 * number + 100), row(2 * number + 101, **changes))
    ]
    files = {**GOOD, "transaction/mixed.csv": feed(*lines)}
    return stage_files(tmp_path_factory.mktemp("records") / "w", files)


def test_broken_records_are_rejected_alone_and_say_why(broken_records):
    expected = [(2 * n + 3, reason) for n, (_, reason) in enumerate(BROKEN_RECORDS)]
    count = len(BROKEN_RECORDS)

    assert [(first, reasons) for first, _, _, reasons in broken_records.rejects()] == expected
    state = broken_records.files()["transaction/mixed.csv"][:4]
    assert state == ("registered", "transaction", 2 * count, count)
    assert broken_records.rows("select count(*) from staging.transaction") == [(count + 2,)]
    assert_good_file_is_staged(broken_records)


def test_an_unterminated_quote_spoils_its_own_line_only(tmp_path):
    lines = [row(1, transaction_id='"T1'), *(row(number) for number in range(2, 100))]

    staged = stage_files(tmp_path / "w", {"transaction/a.csv": feed(*lines)})

    assert staged.rejects() == [(2, 2, "read", "quote:unterminated")]
    assert staged.rows("select count(*) from staging.transaction") == [(98,)]


def test_a_ten_megabyte_line_is_rejected_with_its_beginning(tmp_path):
    text = feed(row(1), row(2, transaction_id="X" * 10_000_000), row(3))

    staged = stage_files(tmp_path / "w", {"transaction/a.csv": text})

    assert staged.rejects() == [(3, 3, "read", "record:too_long")]
    assert staged.rows("select length(record_text) from landing.reject") == [(4096,)]
    assert staged.staged("transaction", "transaction_id", "row_number") == [("T1", 2), ("T3", 4)]


def test_mixed_encodings_reject_the_offending_lines_only(tmp_path):
    good, bad = row(1, transaction_id="Tä"), row(2, transaction_id="Tö")
    content = "\n".join([HEADER, good]).encode() + b"\n" + bad.encode("latin-1") + b"\n"

    staged = stage_files(tmp_path / "w", {"transaction/a.csv": content})

    assert staged.rejects() == [(3, 3, "read", "record:invalid_encoding")]
    assert staged.staged("transaction", "transaction_id") == [("Tä",)]


def test_an_archive_that_unpacks_to_more_than_allowed_is_refused(tmp_path):
    text = feed(*[row(1)] * 20_000).encode()
    bombs = {
        "transaction/bomb.csv.gz": gzip.compress(text),
        "transaction/bomb.csv.bz2": bz2.compress(text),
        "transaction/bomb.csv.xz": lzma.compress(text),
        "transaction/bomb.csv.zst": pa.compress(text, codec="zstd", asbytes=True),
    }

    staged = stage_files(
        tmp_path / "w", {**GOOD, **bombs}, settings="maximum_file_bytes = 100000\n"
    )

    for name in bombs:
        assert "maximum_file_bytes" in failed(staged, name)


def test_what_is_no_file_is_named_and_left(tmp_path):
    root = tmp_path / "w"
    staged = stage_files(root, GOOD)
    (root / "inbox" / "transaction" / "folder.csv").mkdir(parents=True)
    (root / "inbox" / "transaction" / "link.csv").symlink_to("/etc/hostname")
    (root / "inbox" / "transaction" / "more.csv.part").write_text("half")
    (root / "inbox" / "unknown_feed").mkdir()
    (root / "inbox" / "stray.csv").write_text("x")

    staged = stage_files(root, {}, night=staged_night())

    said = "\n".join(staged.notices)
    for word in ("folder.csv", "link.csv", "more.csv.part", "unknown_feed", "stray.csv"):
        assert word in said
    assert_good_file_is_staged(staged)


def staged_night():
    from datetime import date

    return date(2026, 4, 1)


def test_a_record_text_is_cut_from_the_landed_bytes(tmp_path):
    staged = stage_files(tmp_path / "w", {"transaction/a.csv": feed(row(1, amount="-1.00"))})

    assert staged.rows("select record_text from landing.reject") == [(row(1, amount="-1.00"),)]
