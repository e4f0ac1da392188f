"""A corrected file that takes transactions out is told apart from a withdrawal, over two nights."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.ingest.staging import NIGHT, feed, row

from finintel.opening import open_work
from finintel.pipeline import STAGES, load_contracts, run_night
from finintel.workspace import Workspace, create_workspace

NEXT = date(2026, 4, 1)
UP_TO_CASES = STAGES[: [stage.name for stage in STAGES].index("cases") + 1]


def deposits(account: str, first: int) -> list[str]:
    """Return three cash deposits just below the threshold, on three days."""
    return [
        row(
            first + number,
            booked_at=f"2026-03-{20 + number}T10:00:00Z",
            originator_account_id="",
            beneficiary_account_id=account,
            amount="9500.00",
            channel="cash_deposit",
        )
        for number in range(3)
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A night on which two accounts take cash below the threshold, each in a file of its own."""
    made = create_workspace(tmp_path / "w")
    drop(made, {"kept.csv": feed(*deposits("K", 1)), "wrong.csv": feed(*deposits("W", 11))})
    run_night(made, NIGHT, stages=UP_TO_CASES)
    return made


def drop(workspace: Workspace, files: dict[str, str]) -> None:
    folder = workspace.inbox / "transaction"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_a_corrected_file_that_takes_the_evidence_out_is_said(workspace) -> None:
    drop(
        workspace,
        {
            "right.csv": feed(row(11, beneficiary_account_id="W")),
            "right.csv.replaces.toml": 'replaces = "wrong.csv"',
        },
    )
    run_night(workspace, NEXT, stages=UP_TO_CASES)
    with open_work(workspace, load_contracts(workspace)) as warehouse:
        told = warehouse.rows(
            "select alert.subject_id, lead.change, lead.change_detail, event.event "
            "from cases.lead as lead join cases.case_alert using (case_id) "
            "join detect.alert as alert using (alert_id) "
            "left join cases.lead_event as event on event.case_id = lead.case_id "
            "and event.run_id = lead.run_id where lead.run_id = 'n20260401' "
            "and alert.detector_id = 'STR-001' order by 1"
        )
    assert [(subject, change, event) for subject, change, _, event in told] == [
        ("K", "unchanged", None),
        ("W", "withdrawn", "corrected"),
    ]
    assert "3 of its rows were corrected" in told[1][2]
