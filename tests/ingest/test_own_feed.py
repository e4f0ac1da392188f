"""Feeds of an installation's own, as banks send them: marks, zones, types, sides and packings."""

from __future__ import annotations

import bz2
import json
import lzma
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import compute
from tests.ingest.staging import feed, row, stage_files

HEAD = """
title = "Banco"
publisher = "P"
licence = "L"
namespace = ""
note = ""
expected_rows = [0, 1000]
[[table]]
name = "t"
entity = "transaction"
options = { delimiter = ";" }
"""
BANK = """
[table.map]
transaction_id = "id"
booked_at = { column = "fecha", formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y", "iso"], zone = "ZONE" }
value_on = { column = "valor", formats = ["%d/%m/%Y", "iso"], zone = "ZONE" }
originator_account_id = "de"
beneficiary_account_id = "a"
amount_minor = { column = "importe", decimal = ",", group = "." }
currency = { constant = "EUR" }
channel = { constant = "transfer" }
[table.ignore]
"" = "a delimiter ends each line"
foto = "a picture"
""".replace("ZONE", "Europe/Madrid")
STATEMENT = """
[table.map]
transaction_id = "id"
booked_at = "fecha"
amount_minor = { columns = [AMOUNTS], decimal = "," }
currency = { constant = "EUR" }
channel = { constant = "transfer" }
[table.direction]
own_account = "cuenta"
counter_account = "otra"
balance = { column = "saldo", decimal = ",", group = "." }
"""
SIGNED = STATEMENT.replace("AMOUNTS", '"importe"') + 'sign = "importe"\n'
PAIRED = STATEMENT.replace("AMOUNTS", '"cargo", "abono"') + 'debit = "cargo"\ncredit = "abono"\n'
RATES = (
    HEAD.replace("transaction", "fx_rate")
    + """
[table.map]
anchor_currency = { constant = "USD" }
currency = "moneda"
rated_on = { column = "fecha", format = "%d/%m/%Y" }
units_per_anchor = { column = "tasa", decimal = ",", group = "." }
"""
)
SHARES = (
    HEAD.replace("transaction", "ownership")
    + """
[table.map]
asset_id = "finca"
party_id = "nif"
share_minimum_ratio = { column = "cuota", decimal = ",", percent = true }
share_maximum_ratio = { column = "cuota", decimal = ",", percent = true }
"""
)
OVERLAY = {
    "shares.toml": SHARES,
    "rates.toml": RATES,
    "bank.toml": HEAD + BANK,
    "signed.toml": HEAD + SIGNED,
    "paired.toml": HEAD + PAIRED,
}

# What is written, and the UTC time and the minor units that are meant; the value day is the 31st.
WRITTEN = [
    ("31/03/2026 00:30", "31/03/2026", "1.234,56", "2026-03-30 22:30:00", 123456),
    ("31/03/2026", "2026-03-31", "1.000.000", "2026-03-31 00:00:00", 100000000),
    ("2026-03-31", "2026-03-31", "1,23", "2026-03-31 00:00:00", 123),
    ("2026-03-31T00:30:00Z", "2026-03-30T22:30:00Z", "1234,5", "2026-03-31 00:30:00", 123450),
    ("2026-03-31T00:30:00-05:00", "31/03/2026", "0,5", "2026-03-31 05:30:00", 50),
    ("31/03/2026", "31/03/2026", "1.23.456,00", "2026-03-31 00:00:00", 12345600),  # lakh
    ("2026-03-31 00:30", "2026-03-31 00:30", "-1.000,00", "", "negative"),
    ("31/03/2026", "31/03/2026", "12.50", "", "bad_amount"),  # the point parts no thousands
    ("31/03/2026", "31/03/2026", "1234.567,00", "", "bad_amount"),
]
# The two ways to tell sides by amounts: what is written; payer, payee and minor units, or a fault.
SIGNS = [
    ("-10,5", ("A1", "B1", 1050)),
    ("10,50", ("B1", "A1", 1050)),
    ("7,00-", ("A1", "B1", 700)),
    ("", "missing"),
]
PAIRS = [
    ("10,50;", ("A1", "B1", 1050)),
    ("0,00;7", ("B1", "A1", 700)),
    ("3,00;4,00", "both_sides"),
    (";", "missing"),
    ("-3,00;", "negative"),
]


def bank_parquet() -> bytes:
    """Return times of a zone in nanoseconds, coded days, and a picture."""
    moment = pa.array([datetime(2026, 3, 30, 22, 30, tzinfo=UTC)] * 2)
    moments = moment.cast(pa.timestamp("ns", "Europe/Madrid"))
    return parquet(
        {
            "id": pa.array([101, 102], pa.int64()),
            "fecha": compute.add(moments, pa.scalar(789, pa.duration("ns"))),
            "valor": pa.array([date(2026, 3, 31)] * 2, pa.date32()).dictionary_encode(),
            "de": pa.array(["A1", "A1"], pa.large_string()),
            "a": pa.array(["A2", "A2"]).dictionary_encode(),
            "importe": pa.array(["10,5", "0"]),
            "foto": pa.array([b"\xff\xd8", None], pa.binary()),
        }
    )


def wide_parquet() -> bytes:
    """Return decimals with eighteen places, as Spark writes them."""
    columns = dict(zip(feed().strip().split(","), row(1).split(","), strict=True))
    values = {name: pa.array([value] * 3) for name, value in columns.items()}
    values["transaction_id"] = pa.array(["W1", "W2", "W3"])
    amounts = [Decimal("0E-18"), Decimal("10.5"), Decimal(-3)]
    values["amount"] = pa.array(amounts, pa.decimal128(38, 18))
    return parquet(values)


def parquet(columns: dict[str, pa.Array]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
}


def packed_files() -> dict[str, bytes]:
    """Return a file in each packing, whole and cut short, and a packed NDJSON."""
    files = {}
    for number, (name, pack) in enumerate(PACKINGS.items(), start=1):
        places = range(500)
        amounts = [f"{place * 7_919 % 1_000}.{place % 90 + 10}" for place in places]
        lines = [row(number * 1_000 + n, amount=amounts[n]) for n in places]
        whole = pack(feed(*lines).encode())
        files[f"transaction/whole.csv.{name}"] = whole
        files[f"transaction/cut.csv.{name}"] = whole[: len(whole) // 2]
    record = dict(zip(feed().strip().split(","), row(9_000).split(","), strict=True))
    files["transaction/one.ndjson.bz2"] = bz2.compress(json.dumps(record).encode() + b"\n")
    return files


def lines_of(header: str, lines: list[str]) -> str:
    return "\r\n".join([header, *lines]) + "\r\n"


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    """One night with every file."""
    written = [f"{n};{w[0]};{w[1]};A1;A2;{w[2]};" for n, w in enumerate(WRITTEN)]
    day = "2026-03-31;A1;B1;-1.000,50"
    files: dict[str, str | bytes] = {
        "bank/a.csv": lines_of("id;fecha;valor;de;a;importe;", written),
        "bank/a.parquet": bank_parquet(),
        "transaction/wide.parquet": wide_parquet(),
        "signed/a.csv": lines_of(
            "id;fecha;cuenta;otra;saldo;importe",
            [f"S{n};{day};{s[0]}" for n, s in enumerate(SIGNS)],
        ),
        "paired/a.csv": lines_of(
            "id;fecha;cuenta;otra;saldo;cargo;abono",
            [f"P{n};{day};{p[0]}" for n, p in enumerate(PAIRS)],
        ),
        "rates/a.csv": lines_of(
            "moneda;fecha;tasa", ["COP;30/03/2026;4.100,25", "COP;31/03/2026;4100.25"]
        ),
        "shares/a.csv": lines_of("finca;nif;cuota", ["V1;P1;33,33 %", "V1;P2;50", "V1;P3;half"]),
        "transaction/unnamed.csv": feed(row(1) + ",", header=feed().strip() + ","),
        "transaction/above.csv": "Banco X\nMovimientos\n" + feed(row(2)),
        "transaction/macintosh.csv": feed(row(3)).replace("\n", "\r"),
        "transaction/none.json": "[]",
        **packed_files(),
    }
    return stage_files(tmp_path_factory.mktemp("own") / "w", files, overlay=OVERLAY)


def found(staged, *names):
    return {key: values for key, *values in staged.staged("transaction", "transaction_id", *names)}


def faults(staged, name):
    """Return (row, fault of each reason) of a file's rejects."""
    rows = staged.rows(
        "select row_number, reasons from landing.reject join landing.file using (file_sha256) "
        f"where file_name = '{name}' order by row_number"
    )
    return [(row, [part.split(":")[1] for part in reasons.split(";")]) for row, reasons in rows]


def test_marks_and_zones_are_read_as_they_are_meant(staged):
    rows = found(staged, "booked_at", "value_on", "amount_minor")

    for place, (_, _, _, utc, minor) in enumerate(WRITTEN):
        if utc:
            expected = [datetime.fromisoformat(utc), date(2026, 3, 31), minor]
            assert rows[str(place)] == expected
    assert faults(staged, "bank/a.csv") == [
        (place + 2, [fault]) for place, (*_, utc, fault) in enumerate(WRITTEN) if not utc
    ]


def test_numbers_that_are_no_money_have_marks_as_well(staged):
    assert staged.staged("fx_rate", "units_per_anchor") == [(Decimal("4100.25"),)]
    assert faults(staged, "rates/a.csv") == [(3, ["bad_number"])]


def test_a_share_may_come_as_a_percentage(staged):
    shares = ("share_minimum_ratio", "share_maximum_ratio")
    assert staged.staged("ownership", *shares) == [(0.3333, 0.3333), (0.5, 0.5)]
    assert faults(staged, "shares/a.csv") == [(4, ["bad_number", "bad_number"])]


def test_parquet_types_that_other_engines_write(staged):
    rows = found(staged, "booked_at", "value_on", "amount_minor")

    utc, day = datetime.fromisoformat("2026-03-30 22:30:00"), date(2026, 3, 31)
    assert [rows["101"], rows["102"]] == [[utc, day, 1050], [utc, day, 0]]
    assert [rows["W1"][2], rows["W2"][2]] == [0, 1050]
    assert faults(staged, "transaction/wide.parquet") == [(3, ["negative"])]


@pytest.mark.parametrize(("feed_id", "cases"), [("signed", SIGNS), ("paired", PAIRS)])
def test_sides_are_told_by_amounts(staged, feed_id, cases):
    names = ("originator_account_id", "beneficiary_account_id", "amount_minor")
    balances = ("originator_balance_minor", "beneficiary_balance_minor")
    rows = found(staged, *names, *balances)

    refused = dict(faults(staged, f"{feed_id}/a.csv"))
    for place, (_, expected) in enumerate(cases):
        if isinstance(expected, str):
            assert expected in refused[place + 2]
        else:
            payer, payee, _ = expected
            held = tuple(-100050 if account == "A1" else None for account in (payer, payee))
            assert tuple(rows[f"{feed_id[0].upper()}{place}"]) == (*expected, *held)


@pytest.mark.parametrize("name", PACKINGS)
def test_a_packed_file_is_read_and_one_cut_short_is_refused(staged, name):
    files = staged.files()

    assert files[f"transaction/whole.csv.{name}"][:4] == ("registered", "transaction", 500, 0)
    state, *_, message = files[f"transaction/cut.csv.{name}"]
    assert state == "failed"
    assert "runcated" in message


def test_the_format_is_told_by_the_name_below_the_packing(staged):
    assert staged.files()["transaction/one.ndjson.bz2"][:3] == ("registered", "transaction", 1)


def test_what_does_not_fit_says_how_to_tell_the_contract(staged):
    files = staged.files()

    assert "a delimiter ends the header" in files["transaction/unnamed.csv"][4]
    assert "skip_lines" in files["transaction/above.csv"][4]
    assert "carriage return alone" in files["transaction/macintosh.csv"][4]
    assert files["transaction/none.json"][:3] == ("registered", "transaction", 0)
