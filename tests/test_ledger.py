"""What the ledger keeps of a night for its operator, and what an older workspace lacks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.ingest.staging import NIGHT, feed, row, stage_files
from tests.nights import finintel

from finintel.errors import GateError
from finintel.ledger import inputs
from finintel.opening import open_work
from finintel.pipeline import STAGES, Stage, load_contracts, run_night
from finintel.standing import read_standing
from finintel.warehouse import open_warehouse
from finintel.workspace import open_workspace

NEXT = NIGHT + timedelta(days=1)
ONE = {"transaction/a.csv": feed(row(1))}


def shut(context) -> dict[str, int]:
    """Stand in for a stage that stops the night."""
    context.notice("something odd")
    raise GateError("the gate is shut: 1 fault(s)")


@pytest.fixture
def shut_stage(monkeypatch) -> Stage:
    """A stage that stops the night."""
    stage = Stage("validate", "nowhere:shut")
    load = Stage.load
    monkeypatch.setattr(Stage, "load", lambda this: shut if this is stage else load(this))
    return stage


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        pytest.param({"stray.csv": "x"}, None, id="a file of no feed"),
        pytest.param({"unknown_feed/a.csv": "x"}, None, id="a feed that is not known"),
        pytest.param({}, "transaction/folder.csv", id="a folder in place of a file"),
        pytest.param(
            {"transaction/b.csv": feed(row(2)), "transaction/b.csv.replaces.toml": "x = 1"},
            None,
            id="a correction that names nothing",
        ),
    ],
)
def test_what_the_inbox_keeps_counts_as_refused_and_is_said_by_status(tmp_path, files, folder):
    root = tmp_path / "w"
    stage_files(root, {})
    if folder:
        (root / "inbox" / folder).mkdir(parents=True)
    stage_files(root, {**ONE, **files}, night=NEXT)

    result = run_night(open_workspace(root), NEXT, stages=STAGES[:2])
    said = read_standing(open_workspace(root)).notices

    assert result.refused_files == 1
    assert [stage for stage, _ in said] == ["register"]
    assert (folder or next(iter(files))).split("/")[0] in said[0][1]


def test_a_file_that_still_arrives_is_said_and_not_refused(tmp_path):
    stage_files(tmp_path / "w", {**ONE, "transaction/b.csv.part": "half"}, night=NIGHT)
    result = run_night(open_workspace(tmp_path / "w"), NIGHT, stages=STAGES[:2])

    assert result.refused_files == 0
    assert result.counts["register"]["waiting"] == 1


def test_a_night_that_stopped_says_why_until_it_goes_on(tmp_path, shut_stage):
    staged = stage_files(tmp_path / "w", ONE)
    with pytest.raises(GateError):
        run_night(staged.workspace, NIGHT, stages=(*STAGES[:2], shut_stage))
    stopped = read_standing(staged.workspace).notices
    run_night(staged.workspace, NIGHT, stages=STAGES[:4])

    assert stopped == [
        ("validate", "something odd"),
        ("validate", "stopped: the gate is shut: 1 fault(s)"),
    ]
    assert read_standing(staged.workspace).notices == []


def test_status_names_the_night_the_feed_and_the_file_that_was_refused(tmp_path):
    stage_files(tmp_path / "w", {**ONE, "transaction/empty.csv": ""})
    done = finintel("status", tmp_path / "w")

    assert done.returncode == 0
    (line,) = [text for text in done.stdout.splitlines() if "empty.csv" in text]
    cells = [cell.strip() for cell in line.strip("│ \n").split("│")]
    assert cells[:3] == [str(NIGHT), "transaction", "transaction/empty.csv"]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_workspace_of_an_older_finintel_gets_what_it_lacks(tmp_path, read_only):
    staged = stage_files(tmp_path / "w", ONE)
    workspace, contracts = staged.workspace, load_contracts(staged.workspace)
    with open_warehouse(workspace.work_database, workspace.settings) as older:
        older.execute("drop table meta.notice")
        older.execute("drop view landing.fault")
        older.execute("alter table meta.run drop column inputs")
        older.execute("alter table core.party drop column country_code")

    with open_work(workspace, contracts, read_only=read_only) as warehouse:
        assert warehouse.exists("meta", "notice")
        assert warehouse.exists("landing", "fault")
        assert "inputs" in warehouse.columns("meta", "run")
        assert "country_code" in warehouse.columns("core", "party")
        assert warehouse.value("select count(*) from landing.file") == 1


def test_what_decides_the_output_is_each_setting_the_profile_and_the_measures(tmp_path):
    workspace = stage_files(tmp_path / "w", {}).workspace
    before = inputs(workspace, load_contracts(workspace))
    own = workspace.root / "sql" / "features" / "window.sql"
    own.parent.mkdir(parents=True)
    own.write_text("select 1")
    after = inputs(workspace, load_contracts(workspace))

    assert before["look_back_days"] == "60"
    assert "memory_limit" not in before
    assert {name for name in before if before[name] != after[name]} == {"measures (sql/features)"}


def test_status_names_checks_that_were_not_met_and_writes_data_docs_on_request(tmp_path):
    staged = stage_files(tmp_path / "w", ONE)
    with staged.warehouse() as warehouse:
        warehouse.execute(
            "insert into meta.data_quality select run_id, 'transaction', 'too_odd', 'count', 3, "
            "'none', false, 'Ask the sender.' from meta.run"
        )

    done = finintel("status", tmp_path / "w", "--data-docs", tmp_path / "docs")

    assert done.returncode == 0, done.stderr
    assert "too_odd" in done.stdout
    assert "Ask the sender." in done.stdout
    assert (tmp_path / "docs" / "index.html").is_file()
