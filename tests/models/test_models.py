"""The anomaly model: trained when asked, the same each time, with reasons; refused when altered."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from tests.detect.bench import load_transactions, open_night

from finintel.errors import DetectorError
from finintel.features import build
from finintel.models import runner, store, training


def rows(count: int = 1_500) -> list[dict[str, object]]:
    draw = random.Random(7)
    plain = [
        {
            "transaction_id": f"T{number:05d}",
            "booked_at": datetime(2026, 1, 1)  # noqa: DTZ001 - UTC without a zone
            + timedelta(seconds=draw.randrange(80 * 86_400)),
            "originator_account_id": f"A{draw.randrange(30)}",
            "beneficiary_account_id": f"B{draw.randrange(30)}",
            "amount_minor": draw.randrange(1_000, 9_000),
        }
        for number in range(count)
    ]
    odd = [
        {
            "transaction_id": f"ODD{number:02d}",
            "booked_at": datetime(2026, 3, 1, 12, number),  # noqa: DTZ001 - UTC without a zone
            "originator_account_id": "ODD",
            "beneficiary_account_id": f"N{number}",
            "amount_minor": 90_000_000,
        }
        for number in range(40)
    ]
    return plain + odd


@pytest.fixture
def notices() -> list[str]:
    return []


@pytest.fixture
def night(tmp_path, notices):
    with open_night(tmp_path / "w", notices) as context:
        load_transactions(context, rows())
        build.run(context)
        yield context


def test_without_a_trained_model_the_night_goes_on_and_says_so(night, notices) -> None:
    counts = runner.run(night)
    assert counts["untrained"] == 1
    assert any("no model trained" in notice for notice in notices)
    assert night.warehouse.count("detect.score") == 0


def test_the_most_unusual_day_is_found_with_reasons_and_a_stated_threshold(night) -> None:
    training.train(night)
    counts = runner.run(night)
    assert counts["alerts"] >= 1
    reasons, measured, threshold, severity, tier = night.warehouse.rows(
        "select reasons, measured, threshold, severity, tier from detect.alert "
        "where subject_id = 'ODD'"
    )[0]
    assert "(usual" in reasons
    assert measured >= threshold > 0
    assert (severity, tier) == ("low", "ranked")
    first = night.warehouse.rows("select subject_id from detect.score order by score desc limit 1")
    assert first == [("ODD",)]
    kept = night.warehouse.rows("select count(*) from detect.score where reasons = ''")
    assert kept == [(0,)]


def test_the_same_rows_give_the_same_model_and_the_same_scores(tmp_path) -> None:
    found = []
    for name, given in (("one", rows()), ("two", rows()[::-1])):
        with open_night(tmp_path / name) as context:
            load_transactions(context, given)
            build.run(context)
            sheet = training.train(context)
            runner.run(context)
            found.append(
                (sheet.score_grid, context.warehouse.rows("from detect.score order by all"))
            )
    assert found[0] == found[1]


def test_a_model_that_was_altered_or_removed_is_refused(night) -> None:
    sheet = training.train(night)
    path = store.folder(night.workspace) / f"{sheet.detector_id}-{sheet.sha256[:16]}.pickle"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(DetectorError, match="altered since training"):
        runner.run(night)
    path.unlink()
    with pytest.raises(DetectorError, match="missing"):
        runner.run(night)
    (store.folder(night.workspace) / f"{sheet.detector_id}.json").write_text("{}", "utf-8")
    with pytest.raises(DetectorError, match="not a model's sheet"):
        runner.run(night)


def test_too_few_days_are_refused(tmp_path) -> None:
    with open_night(tmp_path / "few") as context:
        load_transactions(context, rows(20))
        build.run(context)
        with pytest.raises(DetectorError, match="too few to train on"):
            training.train(context)


def test_alerts_of_rules_are_left_as_they_are(night) -> None:
    night.warehouse.execute(
        "insert into detect.alert by name select 'A1' as alert_id, 'STR-001' as detector_id, "
        "'structuring' as typology, 'current' as state, 0 as start_epoch, 1 as end_epoch"
    )
    training.train(night)
    runner.run(night)
    assert night.warehouse.rows("select state from detect.alert where alert_id = 'A1'") == [
        ("current",)
    ]
