"""What staff decided becomes labels of alerts and the statistics of the work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.cases.night import NightTables, alerts, movements, next_day, night_tables
from tests.cases.test_suppression import FIRST, decide

from finintel.cases.build import run as build_cases
from finintel.evaluate.outcomes import outcome_labels
from finintel.publish.snapshot import run as publish

DECIDED = next_day(FIRST, 10)
NIGHT = next_day(FIRST, 20)
ROWS = "\n".join(f"t{n},2026-03-2{n},a{n},b{n},{n}00000" for n in range(1, 7))
ALERTS = "\n".join(f"A{n},STR-00{1 + n % 2},structuring,b{n},t{n}" for n in range(1, 7))
Table = dict[str, dict[str, object]]


def decide_all(tables: NightTables) -> None:
    """Six leads, five of them decided: two of STR-001, three of STR-002."""
    on: dict[str, Any] = {"recorded": NIGHT, "listed_run_id": f"n{FIRST:%Y%m%d}"}
    freeze: dict[str, Any] = {"value_frozen_minor": 150_000, "currency": "EUR", "minutes_spent": 60}
    decide(tables, "A1", "request_sent", decided_on=next_day(FIRST, 2), **on)
    decide(tables, "A1", "frozen", decided_on=DECIDED, **freeze, **on)
    decide(tables, "A2", "nfa_explained", decided_on=NIGHT, minutes_spent=20, **on)
    decide(tables, "A3", "nfa_data_error", decided_on=DECIDED, **on)
    decide(tables, "A4", "in_analysis", decided_on=DECIDED, **on)
    in_dollars: dict[str, Any] = {"value_frozen_minor": 100_000, "currency": "USD"}
    decide(tables, "A5", "frozen", decided_on=next_day(FIRST, 6), **in_dollars, **on)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NightTables]:
    with night_tables(tmp_path_factory.mktemp("outcomes") / "w") as tables:
        movements(tables, f"id,day,from,to,amount\n{ROWS}")
        alerts(tables, f"id,detector,typology,subject,evidence\n{ALERTS}")
        tables.fill(
            "core.fx_daily",
            f"currency,rated_on,numerator,denominator\nUSD,{FIRST},9,10\nUSD,{DECIDED},8,10",
        )
        build_cases(tables.context(FIRST))
        decide_all(tables)
        build_cases(tables.context(NIGHT))
        yield tables


@pytest.fixture(scope="module")
def statistics(decided: NightTables) -> Table:
    folder: Path = decided.workspace.lake / "transaction"
    decided.warehouse.execute(
        'copy (select * from core."transaction" limit 0) to '
        f"'{folder}/empty.parquet' (format parquet)"
    )
    publish(decided.context(NIGHT))
    link = decided.workspace.published / "finintel.duckdb"
    with duckdb.connect(str(link), read_only=True) as reader:
        relation = reader.sql("select * from mart.statistics order by all")
        rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    return {f"{row['part']}/{row['part_id']}": row for row in rows}


def test_decisions_label_the_alerts_of_their_case(decided: NightTables) -> None:
    rows = {row["alert_id"]: row for row in outcome_labels(decided.warehouse, NIGHT).to_dicts()}

    assert {alert: row["is_positive"] for alert, row in rows.items()} == {
        "A1": True,
        "A2": False,
        "A5": True,
    }


def test_an_outcome_younger_than_half_of_all_cases_took_is_not_mature(decided: NightTables) -> None:
    def mature(as_of: date) -> dict[str, bool]:
        rows = outcome_labels(decided.warehouse, as_of).to_dicts()
        return {row["alert_id"]: row["is_mature"] for row in rows}

    # four outcomes came after 6, 10, 10 and 20 days: the median is 10
    assert mature(next_day(DECIDED, 10)) == {"A1": True, "A2": False, "A5": True}
    assert mature(next_day(DECIDED, 9)) == {"A1": False, "A2": False, "A5": True}


def test_statistics_count_the_work(statistics: Table) -> None:
    every = statistics["all/all"]

    assert every["lead_count"] == 5
    assert every["reviewed_count"] == 4
    assert every["useful_count"] == 2
    assert every["request_count"] == 1
    assert every["frozen_count"] == 2
    assert every["data_error_count"] == 1
    assert every["median_days_to_freeze"] == 8
    assert every["median_review_minutes"] == 40


def test_frozen_value_is_in_base_currency_at_the_rate_nearest_to_the_day(statistics: Table) -> None:
    every = statistics["all/all"]

    # 1,000.00 USD on the sixth day: four days from the second rate, six from the first
    assert every["value_frozen_base_minor"] == 150_000 + 80_000
    assert every["value_frozen_per_100_reviewed_base_minor"] == 230_000 * 100 // 4
    assert every["unvalued_count"] == 0


def test_the_useful_rate_has_wilsons_interval(statistics: Table) -> None:
    """Two of four: the textbook's interval, to four digits."""
    every = statistics["all/all"]

    assert every["useful_ratio"] == 0.5
    assert every["useful_lowest_ratio"] == pytest.approx(0.1500, abs=5e-5)
    assert every["useful_highest_ratio"] == pytest.approx(0.8500, abs=5e-5)


def test_statistics_stand_by_detector_listing_and_year(statistics: Table) -> None:
    assert statistics["detector/STR-001"]["reviewed_count"] == 1
    assert statistics["detector/STR-001"]["useful_count"] == 0
    assert statistics["detector/STR-002"]["useful_count"] == 2
    assert statistics["detector/STR-002"]["reviewed_count"] == 3
    assert statistics["listing/ranked"]["lead_count"] == 5
    assert statistics["year/2026"]["reviewed_count"] == 4
    assert statistics["typology/structuring"]["lead_count"] == 5
