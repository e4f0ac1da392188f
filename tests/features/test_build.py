"""The tables of the window against the same facts counted by hand or in plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest
from tests.detect.bench import FIRST, load_transactions, next_night, open_night

from finintel.errors import ContractError
from finintel.features import build
from finintel.sqlfile import SqlFile, build_order


@pytest.fixture
def night(tmp_path):
    with open_night(tmp_path / "w") as context:
        yield context


def transfer(number: int, payer: str | None, payee: str | None, second: int, **more):
    start = datetime(FIRST.year, FIRST.month, FIRST.day)  # noqa: DTZ001 - UTC without a zone
    return {
        "transaction_id": f"T{number:06d}",
        "booked_at": start + timedelta(seconds=second),
        "originator_account_id": payer,
        "beneficiary_account_id": payee,
        "amount_minor": 10_000,
        **more,
    }


def random_rows(seed: int, count: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    accounts = [f"A{number}" for number in range(12)]
    rows = []
    for number in range(count):
        payer, payee = draw.sample(accounts, 2)
        rows.append(
            transfer(
                number,
                None if draw.random() < 0.1 else payer,
                None if draw.random() < 0.1 else payee,
                draw.randrange(20 * 86_400),
                amount_minor=draw.randrange(1, 1_000_000),
            )
        )
    return rows


def test_every_transaction_is_once_in_the_window_and_once_on_each_account(night) -> None:
    rows = random_rows(1, 400)
    load_transactions(night, rows)
    counts = build.run(night)
    assert counts["window_transfer"] == len(rows)
    ends = sum((r["originator_account_id"] is not None) for r in rows)
    ends += sum((r["beneficiary_account_id"] is not None) for r in rows)
    assert counts["window_transaction"] == ends
    numbers = night.warehouse.rows(
        "select transaction_number, booked_epoch from features.window_transfer order by 1"
    )
    assert [number for number, _ in numbers] == list(range(1, len(rows) + 1))
    assert [epoch for _, epoch in numbers] == sorted(epoch for _, epoch in numbers)


def test_distinct_counterparties_in_sliding_windows_agree_with_counting_by_hand(night) -> None:
    rows = random_rows(2, 600)
    load_transactions(night, rows)
    build.run(night)
    found = {
        (account, str(day)): (in_24h, in_72h, new)
        for account, day, in_24h, in_72h, new in night.warehouse.rows(
            "select account_id, booked_on, counterparty_24h_count, counterparty_72h_count, "
            "new_counterparty_count from features.account_day"
        )
    }
    assert found == by_hand(rows)


def by_hand(rows) -> dict[tuple[str, str], tuple[int, int, int]]:
    entries = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r["booked_at"], r["transaction_id"])):
        payer, payee = row["originator_account_id"], row["beneficiary_account_id"]
        for account, other in ((payer, payee), (payee, payer)):
            if account is not None:
                entries[account].append((row["booked_at"], other))
    return {
        (account, str(day)): (
            most_within(moves, day, 24),
            most_within(moves, day, 72),
            len(met(moves, day) - met(moves, day - timedelta(days=1))),
        )
        for account, moves in entries.items()
        for day in {moment.date() for moment, _ in moves}
    }


def most_within(moves, day, hours: int) -> int:
    ends = [moment for moment, other in moves if moment.date() == day and other is not None]
    since = timedelta(hours=hours)
    counts = [len({o for m, o in moves if e - since <= m <= e and o is not None}) for e in ends]
    return max(counts, default=0)


def met(moves, until) -> set[str]:
    return {other for moment, other in moves if moment.date() <= until and other is not None}


def test_amounts_take_the_rate_of_the_day_half_up_and_stay_unknown_without_one(night) -> None:
    night.warehouse.execute(
        "insert into core.fx_daily by name select 'USD' as currency, "
        "date '2026-01-01' as rated_on, 9 as numerator, 10 as denominator"
    )
    load_transactions(
        night,
        [
            transfer(1, "A", "B", 60, amount_minor=105, currency="USD"),
            transfer(2, "A", "B", 61, amount_minor=105, currency="CHF"),
            transfer(
                3, "A", "B", 62, amount_minor=7, currency="CHF", received_amount_minor=9,
                received_currency="EUR",
            ),
            transfer(4, "A", "B", 63, amount_minor=33),
        ],
    )  # fmt: skip
    build.run(night)
    found = night.warehouse.rows(
        "select amount_base_minor from features.window_transfer order by transaction_number"
    )
    assert found == [(95,), (None,), (9,), (33,)]


def test_rows_booked_after_the_night_and_before_the_window_are_not_examined(night) -> None:
    rows = [
        transfer(n, "A", "B", day * 86_400) for n, day in ((1, -90), (2, -10), (3, 5), (4, 200))
    ]
    load_transactions(night, rows)
    context = next_night(night, FIRST.replace(day=31))
    night.warehouse.execute("update meta.lake_file set run_id = 'an earlier night'")
    build.run(context)
    found = night.warehouse.rows("select transaction_id from features.window_transfer order by 1")
    assert found == [("T000002",), ("T000003",)]
    assert night.warehouse.rows("select account_id from features.account_before order by 1") == [
        ("A",),
        ("B",),
    ]


def test_income_is_null_when_unknown_and_own_transfers_are_no_inflow(night) -> None:
    run = night.warehouse.execute
    for account, party in (("A", "P"), ("B", "P"), ("C", "Q")):
        run(
            "insert into core.account_holder by name select $a as account_id, $p as party_id, "
            "'owner' as role",
            {"a": account, "p": party},
        )
    load_transactions(night, [transfer(1, "A", "B", 60), transfer(2, "C", "B", 61)])
    build.run(night)
    found = night.warehouse.rows(
        "select party_id, in_base_minor, in_count, income_base_minor from features.party_year"
    )
    assert found == [("P", 10_000, 1, None)]


def test_files_that_read_each_other_in_a_circle_are_refused(tmp_path) -> None:
    files = {
        "one": SqlFile(tmp_path / "one.sql", {}, "select x from features.two"),
        "two": SqlFile(tmp_path / "two.sql", {}, "select x from features.one"),
    }
    with pytest.raises(ContractError, match="circle: one, two"):
        build_order(files, "features")
    with pytest.raises(ContractError, match=r"reads features\.two, which no file builds"):
        build_order({"one": files["one"]}, "features")


def test_a_workspace_cannot_add_a_feature_that_reads_labels(night) -> None:
    folder = night.workspace.root / "sql" / "features"
    folder.mkdir(parents=True)
    (folder / "leak.sql").write_text("select subject_id from evaluation.label", encoding="utf-8")
    with pytest.raises(ContractError, match=r"leak\.sql reads evaluation\.label"):
        build.run(night)
