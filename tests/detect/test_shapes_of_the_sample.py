"""The sample world: every planted chain is found, and its innocent twin stays silent beside it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.nights import new_workspace

from finintel import pipeline
from finintel.warehouse import open_warehouse
from finintel.workspace import open_workspace, shipped_resources

DROP = shipped_resources() / "sample_data" / "drops" / "2026-03-29"
# scheme, its innocent twin, the detector of the shape
PLANTED = (
    ("layering_chain", "company_group_sweep", "LAY-001"),
    ("scatter_gather", "family_gift_chain", "SCA-001"),
    ("gather_scatter", "landlord_collecting_rents", "GAT-001"),
    ("smurfing_fan_in", "crowd_collection", "FAN-001"),
    ("crypto_in_and_out", "declared_coin_sale", "LAY-001"),
    ("round_trip_loan_back", "foreign_investor_loan", "RND-001"),
)
HELD = """
with labelled as (
    select subject_id as transaction_id, scheme_id, scheme_kind
    from evaluation.label
    where subject_type = 'transaction'
),
size as (select scheme_id, count(*) as rows from labelled group by scheme_id)
select max(held) from (
    select cast(count(*) as double) / any_value(size.rows) as held
    from labelled
    join size on size.scheme_id = labelled.scheme_id
    join detect.alert_transaction as evidence on evidence.transaction_id = labelled.transaction_id
    join detect.alert as alert on alert.alert_id = evidence.alert_id
    where labelled.scheme_kind = $kind and alert.detector_id = $detector
    group by labelled.scheme_id, alert.alert_id
)
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    workspace = new_workspace(tmp_path_factory.mktemp("sample") / "w", DROP)
    stages = pipeline.STAGES[: [stage.name for stage in pipeline.STAGES].index("detect") + 1]
    pipeline.run_night(open_workspace(workspace), date(2026, 3, 29), stages=stages)
    opened = open_workspace(workspace)
    with open_warehouse(workspace / "work.duckdb", opened.settings, read_only=True) as warehouse:
        yield (
            lambda kind, detector: (
                warehouse.value(HELD, {"kind": kind, "detector": detector}) or 0.0
            )
        )


@pytest.mark.parametrize(("scheme", "twin", "detector"), PLANTED[:5])
def test_a_planted_scheme_is_held_by_half_in_one_alert(held, scheme, twin, detector) -> None:
    assert held(scheme, detector) >= 0.5


@pytest.mark.parametrize(("scheme", "twin", "detector"), PLANTED)
def test_its_innocent_twin_is_in_no_alert_of_the_same_detector(
    held, scheme, twin, detector
) -> None:
    assert held(twin, detector) < 0.5
