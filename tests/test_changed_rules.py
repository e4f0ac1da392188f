"""When a rule, a parameter or a setting changes between nights, the report says what it did."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.nights import LAST_NIGHT, finintel, run_night

from finintel.leads.changed_rules import changed_detectors, differences, reason

ROOT = Path(__file__).parents[1]
RULE = "sql/rules/structuring/str_002_aggregated_cash_of_party.sql"
FIXTURE = "tests/rules/str_002_aggregated_cash_of_party.toml"


@pytest.fixture
def workspace(small_nights: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_nights, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


def report_after(workspace: Path, night: date) -> str:
    run_night(workspace, night)
    return (workspace / "leads" / str(night) / "run_report.html").read_text()


def section(report: str) -> list[tuple[str, ...]]:
    """Return the cells of the rows about alerts that appeared or went for such a reason."""
    if "because a rule or a setting changed</h2>" not in report:
        return []
    text = report.partition("because a rule or a setting changed</h2>")[2].partition("<h2>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", text)
    return [tuple(re.findall(r"<td[^>]*>(.*?)</td>", row)) for row in rows if "<td" in row]


def raised_version(workspace: Path) -> int:
    """Lay a copy of a shipped rule over it, of the next version; returns that version."""
    text = (ROOT / RULE).read_text()
    found = re.search(r"^version *= *(\d+)", text, re.MULTILINE)
    assert found
    version = int(found[1]) + 1
    text = text.replace(found[0], f"version = {version}")
    for name, content in ((RULE, text), (FIXTURE, (ROOT / FIXTURE).read_text())):
        (workspace / name).parent.mkdir(parents=True, exist_ok=True)
        (workspace / name).write_text(content)
    return version


def alerts_of(workspace: Path, detector: str, state: str = "current") -> set[str]:
    done = finintel(
        "sql",
        workspace,
        f"select alert_id from mart.alert where detector_id = '{detector}' and state = '{state}'",
        "--csv",
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split("\n")[1:]) - {""}


def test_a_setting_of_the_machine_changes_nothing(workspace):
    settings = workspace / "finintel.toml"
    settings.write_text(settings.read_text() + "threads = 1\n")

    report = report_after(workspace, LAST_NIGHT + timedelta(days=1))

    assert "Changed since the night before" not in report
    assert section(report) == []


def test_a_new_version_and_a_new_setting_are_named_with_the_alerts_they_replace(workspace):
    before = alerts_of(workspace, "STR-002")
    version = raised_version(workspace)
    settings = workspace / "finintel.toml"
    settings.write_text(settings.read_text() + "look_back_days = 61\n")

    report = report_after(workspace, LAST_NIGHT + timedelta(days=1))
    rows = section(report)

    assert "look_back_days: 60 → 61" in report
    assert before
    summary = next(row for row in rows if row[0] == "STR-002")
    assert f"version {version - 1} → {version}" in summary[1]
    named = {row[2]: row for row in rows if row[0] == "STR-002" and row is not summary}
    assert set(named) == before
    assert {row[1] for row in named.values()} == {"replaced"}
    assert {row[3] for row in named.values()} == alerts_of(workspace, "STR-002")
    assert {row[4] for row in named.values()} == {"only the change"}


@pytest.mark.parametrize(
    ("before", "tonight", "said"),
    [
        ({"a": "1"}, {"a": "1"}, []),
        ({"a": "1"}, {"a": "2"}, ["a: 1 → 2"]),
        ({"a": "1"}, {"b": "2"}, ["a: 1 → not there", "b: not there → 2"]),
        ({"a": "0" * 64}, {"a": "1" * 64}, ["a changed"]),
    ],
)
def test_differences_are_said_value_by_value(before, tonight, said):
    assert differences(json.dumps(before), json.dumps(tonight)) == said


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ("first", ""),
        ("same", ""),
        ("new", "new detector"),
        ("gone", "the detector is no longer there"),
        ("changed", "its text changed, not its version"),
    ],
)
def test_a_detector_says_what_changed_of_it(standing, said):
    assert reason(detector(standing)) == said


def test_all_detectors_are_listed_when_a_setting_changed():
    alert = {"detector_id": "A", "change": "appeared", "is_certain": True}
    found = changed_detectors([detector("same")], [alert], settings_changed=True)

    assert [(row.why, row.appeared, row.certain) for row in found] == [("settings changed", 1, 1)]
    assert changed_detectors([detector("same")], [alert], settings_changed=False) == []


def detector(standing: str) -> dict[str, object]:
    """Return a detector of the report that is what it was in all but its standing."""
    return {
        "detector_id": "A",
        "standing": standing,
        "version_before": 1,
        "detector_version": 1,
        "parameters_before": "{}",
        "parameters_tonight": "{}",
    }
