"""The command line: exit codes, messages that say what to do, output that can be piped."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
import typer
from tests.ingest.staging import feed, row
from tests.nights import finintel

from finintel import __version__
from finintel.cli import app
from finintel.commands.look import show
from finintel.console import PlainReport, Progress, counts_text, reporting, shown, waiting
from finintel.workspace import create_workspace


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "w").root


def test_version_is_printed():
    assert finintel("--version").stdout.strip() == f"finintel {__version__}"


def test_init_makes_a_workspace_and_leaves_its_settings_alone(tmp_path):
    workspace = tmp_path / "w"
    made = finintel("init", workspace)
    (workspace / "finintel.toml").write_text('base_currency = "CHF"\n')

    assert made.returncode == 0, made.stderr
    assert finintel("init", workspace).returncode == 0
    assert (workspace / "finintel.toml").read_text() == 'base_currency = "CHF"\n'
    assert (workspace / "inbox").is_dir()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["run", "DIR", "--as-of", "31.3.2026"], "--as-of", id="a date that is none"),
        pytest.param(["run", "DIR"], "--as-of", id="no date"),
        pytest.param(["run", "none", "--as-of", "2026-03-31"], "finintel init", id="no workspace"),
        pytest.param(["sql", "DIR", "select 1"], "finintel run", id="nothing published"),
        pytest.param(["trace", "DIR", "L-1"], "finintel run", id="nothing to trace"),
        pytest.param(["evaluate", "DIR"], "finintel run", id="nothing to evaluate"),
        pytest.param(["sources", "show", "nothing"], "Known:", id="no such source"),
        pytest.param(["unknown"], "No such command", id="no such command"),
        pytest.param(["synth", "DIR", "--days", "3"], "more", id="a world too short"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_to_do(workspace, words, said):
    done = finintel(*[workspace if word == "DIR" else word for word in words])

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_beside_another_is_told_to_wait(workspace):
    """The other one holds the file that a run works in, as long as it runs."""
    words = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    command = [sys.executable, "-c", words, str(workspace / "work.duckdb")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        done = finintel("run", workspace, "--as-of", "2026-03-31")
        other.communicate("\n")

    assert done.returncode == 2, done.stderr
    assert "another process holds it" in done.stderr
    assert "wait for its end" in done.stderr


def test_a_wrong_setting_is_named(workspace):
    (workspace / "finintel.toml").write_text("look_back = 3\n")
    done = finintel("run", workspace, "--as-of", "2026-03-31")

    assert done.returncode == 2
    assert "look_back" in done.stderr
    assert "look_back_days" in done.stderr


def test_a_broken_contract_of_the_workspace_is_named(workspace):
    folder = workspace / "schemas" / "sources"
    folder.mkdir(parents=True)
    (folder / "bank.toml").write_text("title = 'A bank'\n")
    done = finintel("sources", "check", "--workspace", workspace)

    assert done.returncode == 2
    assert "bank.toml" in done.stderr
    assert "publisher" in done.stderr


def test_an_internal_error_ends_with_4_and_the_traceback_on_request(workspace):
    code = (
        "import sys; from finintel import cli\n"
        "def fail(): raise ZeroDivisionError('by zero')\n"
        "cli.app.command('fail')(fail)\n"
        "sys.argv = ['finintel', *sys.argv[1:]]\n"
        "cli.main()"
    )
    plain, debug = (
        subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
        )
        for words in (["fail"], ["--debug", "fail"])
    )

    assert (plain.returncode, debug.returncode) == (4, 4)
    assert "internal error: ZeroDivisionError: by zero" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert "Traceback" in debug.stderr


def test_status_of_a_new_workspace_shows_what_waits(workspace):
    folder = workspace / "inbox" / "party"
    folder.mkdir()
    (folder / "party.csv").write_text("party_id\n")
    done = finintel("status", workspace)

    assert done.returncode == 0
    assert "party" in done.stdout


def test_sources_are_listed_and_shown():
    assert "amlworld" in finintel("sources", "list").stdout
    assert "transaction" in finintel("sources", "show", "transaction").stdout


def test_a_rule_is_shown_with_the_budget_that_it_shares():
    shown_rule = finintel("rules", "show", "LAY-001").stdout

    assert "strict_weight" in shown_rule
    assert "alerts_per_100k" in shown_rule
    assert "no fault" in finintel("sources", "check").stdout


def test_progress_is_json_a_line_for_a_program_that_listens(capsys):
    with reporting(Progress.jsonl) as report:
        report("stage_started", "detect", "", 7, 12)
        report("progress", "detect", "STR-001", 1, 10)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert lines[0] == {
        "event": "stage_started",
        "stage": "detect",
        "message": "",
        "done": 7,
        "total": 12,
    }
    assert lines[1]["message"] == "STR-001"


def test_progress_is_a_line_a_stage_where_there_is_no_terminal(capsys):
    with reporting(Progress.auto) as report:
        assert isinstance(report, PlainReport)
        report("stage_started", "detect", "", 7, 12)
        report("progress", "detect", "STR-001", 1, 10)
        report("notice", "detect", "a rule is slow", 0, 0)
        report("stage_done", "detect", '{"alerts": 1200}', 7, 12)
    lines = capsys.readouterr().err.splitlines()

    assert len(lines) == 2
    assert "a rule is slow" in lines[0]
    assert "alerts=1,200" in lines[1]


def test_progress_on_a_terminal_ends_with_the_same_lines(capsys):
    with reporting(Progress.rich) as report:
        report("stage_started", "detect", "", 7, 12)
        report("progress", "detect", "STR-001", 1, 10)
        report("stage_done", "detect", '{"alerts": 3}', 7, 12)

    assert "alerts=3" in capsys.readouterr().err


def test_progress_none_says_nothing(capsys):
    with reporting(Progress.none) as report:
        report("stage_done", "detect", "{}", 7, 12)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (1234567, "1,234,567"),
        (0.5, "0.500"),
        ("[b]", "[b]"),
    ],
)
def test_cells_are_shown_for_people(value, text):
    assert shown(value) == text


def test_counts_that_are_no_json_are_shown_as_they_are():
    assert counts_text("twelve") == "twelve"


def test_every_command_is_one_of_the_issue():
    command: Any = typer.main.get_command(app)
    names = set(command.commands)

    assert {"init", "run", "synth", "trace", "follow", "sql", "evaluate", "status"} <= names
    assert {"sources", "rules"} <= names


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        pytest.param(feed(row(1)), 0, "rows: transaction", id="a good file"),
        pytest.param(feed(row(1), row(2, amount="-1.00")), 1, "negative", id="a bad record"),
        pytest.param("mood\nfine\n", 1, "'mood'", id="another file"),
    ],
)
def test_a_file_can_be_tried_before_it_is_dropped(tmp_path, text, code, said):
    (tmp_path / "a.csv").write_text(text)
    done = finintel("sources", "check", "transaction", tmp_path / "a.csv")

    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr


def test_rows_are_piped_with_line_feeds_alone(capsysbinary):
    show("", ("id", "said"), [("A1", "x"), ("A2", "y, z")], as_csv=True)

    assert capsysbinary.readouterr().out == b'id,said\nA1,x\nA2,"y, z"\n'


@pytest.mark.parametrize(("width", "titles"), [(3, ["c0"]), (30, ["row 1 of 26", "row 25 of 26"])])
def test_what_is_too_wide_for_a_table_is_shown_row_by_row(capsys, width, titles):
    columns = tuple(f"c{place}" for place in range(width))
    show("", columns, [tuple(range(width))] * 26, as_csv=False)
    said = capsys.readouterr()

    assert all(title in said.out for title in titles)
    assert "row 26 of 26" not in said.out
    assert ("25 of 26 rows" in said.err) == (width == 30)


def test_waiting_is_shown_on_a_terminal_and_nowhere_else(capsys, monkeypatch):
    with waiting("asking"):
        pass
    piped = capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with waiting("asking"):
        pass

    assert piped == ""
    assert "asking" in capsys.readouterr().err
