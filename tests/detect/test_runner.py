"""Alerts: folded from rows, kept over nights, capped aloud; a broken contract stops the night."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.detect.bench import load_transactions, next_night, open_night

from finintel import alerts
from finintel.detect import runner
from finintel.errors import DetectorError
from finintel.features import build


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def night(tmp_path, notices):
    with open_night(tmp_path / "w", notices) as context:
        yield context


def cash(number: int, day: date, account: str = "A", amount: int = 950_000):
    return {
        "transaction_id": f"C{number:03d}",
        "booked_at": datetime(day.year, day.month, day.day),  # noqa: DTZ001 - UTC without a zone
        "originator_account_id": None,
        "beneficiary_account_id": account,
        "amount_minor": amount,
        "channel": "cash_deposit",
    }


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def work(context) -> dict[str, int]:
    build.run(context)
    return dict(runner.run(context))


def structuring(context):
    return context.warehouse.rows(
        "select alert_id, state, first_run_id, last_run_id, measured, transaction_count, "
        "amount_base_minor, score from detect.alert where detector_id = 'STR-001' order by 1"
    )


def test_rows_fold_into_an_alert_with_evidence_reasons_and_a_score(night) -> None:
    load_transactions(night, [cash(n, day) for n, day in enumerate(days(date(2026, 3, 1), 4))])
    counts = work(night)
    [(alert_id, state, first, last, measured, cited, amount, score)] = structuring(night)
    assert (state, first, last) == ("current", "n20260331", "n20260331")
    assert (measured, cited, amount) == (4, 4, 3_800_000)
    assert score == pytest.approx(4 / 7)
    assert counts["alerts"] >= 1
    evidence = night.warehouse.rows(
        "select position, transaction_id from detect.alert_transaction where alert_id = $a "
        "order by position",
        {"a": alert_id},
    )
    assert evidence == [(1, "C000"), (2, "C001"), (3, "C002"), (4, "C003")]
    reasons = night.warehouse.value(
        "select reasons from detect.alert where alert_id = $a", {"a": alert_id}
    )
    assert reasons == (
        "Repeated cash deposits just below the reporting threshold: measured 4 transactions "
        "against 3 (fewest deposits that make a pattern), from 2026-03-01 to 2026-03-04; "
        "4 transactions, 38000.00 EUR in all"
    )


def test_an_alert_keeps_its_identity_while_its_episode_grows_and_while_its_start_ages(
    night,
) -> None:
    load_transactions(night, [cash(n, day) for n, day in enumerate(days(date(2026, 3, 27), 4))])
    work(night)
    [before] = structuring(night)
    night.warehouse.execute("delete from meta.lake_file")
    night.warehouse.insert(("core", "transaction"), later_row(cash(90, date(2026, 4, 1))))
    work(next_night(night, date(2026, 4, 1)))
    [grown] = structuring(night)
    assert (grown[0], grown[2], grown[3], grown[5]) == (before[0], "n20260331", "n20260401", 5)
    work(next_night(night, date(2026, 5, 28)))  # the first deposits have left the window
    [moved] = structuring(night)
    assert (moved[0], moved[1], moved[2], moved[5]) == (before[0], "current", "n20260331", 3)
    work(next_night(night, date(2026, 8, 1)))
    [aged] = structuring(night)
    assert (aged[0], aged[1], aged[3]) == (before[0], "aged", "n20260528")


def later_row(row):
    import polars as pl

    full = {**row, "currency": "EUR", "is_time_known": True, "booked_on": row["booked_at"].date()}
    return pl.DataFrame([full])


def test_an_alert_that_is_no_longer_raised_though_its_window_is_examined_is_withdrawn(
    night,
) -> None:
    load_transactions(night, [cash(n, day) for n, day in enumerate(days(date(2026, 3, 1), 3))])
    work(night)
    night.warehouse.execute("update core.\"transaction\" set channel = 'transfer'")
    counts = work(night)
    [(_, state, *_rest)] = structuring(night)
    assert state == "withdrawn"
    assert counts["withdrawn"] >= 1


def test_the_same_night_again_changes_nothing(night) -> None:
    load_transactions(night, [cash(n, day) for n, day in enumerate(days(date(2026, 3, 1), 5))])
    work(night)
    before = contents(night)
    work(night)
    assert contents(night) == before


def contents(night) -> list[list[tuple[object, ...]]]:
    tables = ("alert", "alert_transaction", "chain", "chain_hop")
    return [night.warehouse.rows(f"from detect.{table} order by all") for table in tables]


def test_the_order_of_rows_changes_no_alert(tmp_path) -> None:
    rows = [cash(n, day) for n, day in enumerate(days(date(2026, 3, 1), 5))]
    found = []
    for place, given in enumerate((rows, rows[::-1])):
        with open_night(tmp_path / str(place)) as context:
            load_transactions(context, given)
            work(context)
            found.append(contents(context))
    assert found[0] == found[1]


def test_a_shift_of_all_dates_shifts_the_episodes_and_nothing_else(tmp_path) -> None:
    found = []
    for place, start in enumerate((date(2026, 3, 1), date(2026, 3, 11))):
        with open_night(tmp_path / str(place)) as context:
            load_transactions(context, [cash(n, day) for n, day in enumerate(days(start, 5))])
            work(context)
            found.append(
                context.warehouse.rows(
                    "select detector_id, subject_id, measured, transaction_count, "
                    "end_epoch - start_epoch from detect.alert order by all"
                )
            )
    assert found[0] == found[1]


def test_what_a_cap_drops_is_counted_and_said(night, notices, monkeypatch) -> None:
    monkeypatch.setattr(alerts.file_rows, "__defaults__", (2,))
    rows = [
        cash(10 * place + n, day, account=f"A{place}")
        for place in range(4)
        for n, day in enumerate(days(date(2026, 3, 1), 3 + place % 2))
    ]
    load_transactions(night, rows)
    counts = work(night)
    assert counts["dropped"] >= 2
    kept = night.warehouse.rows(
        "select subject_id from detect.alert where detector_id = 'STR-001' order by 1"
    )
    assert kept == [("A1",), ("A3",)]  # the strongest
    line = night.warehouse.rows(
        "select alert_count, dropped_count from meta.detector_run where detector_id = 'STR-001'"
    )
    assert line == [(2, 2)]
    assert any("STR-001: 2 candidates" in notice for notice in notices)


def test_a_rule_that_breaks_its_contract_stops_the_night(night) -> None:
    folder = night.workspace.root / "sql" / "rules" / "structuring"
    folder.mkdir(parents=True)
    text = (
        '/*\nid = "STR-901"\ntitle = "x"\ntypology = "structuring"\nstage = "placement"\n'
        'subject = "account"\nseverity = "low"\nversion = 1\nreferences = ["FATF-R20"]\n'
        'why = "x"\ninnocent = "x"\nnext_step = "x"\n*/\n'
        "select account_id as subject_id, booked_epoch as start_epoch, booked_epoch as end_epoch, "
        "transaction_id, 1 as measured, 2 as threshold from features.window_transaction"
    )
    (folder / "str_901_x.sql").write_text(text, encoding="utf-8")
    fixture = night.workspace.root / "tests" / "rules" / "str_901_x.toml"
    fixture.parent.mkdir(parents=True)
    fixture.write_text('[[case]]\nname = "x"\nexpect = ""\n', encoding="utf-8")
    load_transactions(night, [cash(1, date(2026, 3, 1))])
    build.run(night)
    with pytest.raises(DetectorError, match="STR-901: 1 rows lack"):
        runner.run(night)
