"""A night that stopped before it loaded anything can be taken back, its files with it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ingest.staging import NIGHT, Staged, feed, row, stage_files
from tests.nights import finintel

from finintel.errors import UsageError
from finintel.pipeline import STAGES, open_night, run_night
from finintel.reopening import reopen

NEXT = NIGHT + timedelta(days=1)
FILES = {
    "transaction/a.csv": feed(row(1)),
    "transaction/sub/b.csv": feed(row(2), row(3, amount="-1.00")),
}


def begun(root: Path, files: dict[str, str], *, stages: int = 2, night: date = NEXT) -> Staged:
    """Begin a night on some files and stop it after some stages."""
    staged = stage_files(root, {})
    for name, text in files.items():
        (root / "inbox" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "inbox" / name).write_text(text)
    with open_night(staged.workspace, night) as opened:
        for stage in STAGES[:stages]:
            opened.run(stage.name)
    return staged


SUITE = {
    "name": "own",
    "meta": {"table": "transaction"},
    "expectations": [
        {
            "type": "expect_column_values_to_be_between",
            "kwargs": {"column": "amount_minor", "max_value": 100},
            "meta": {"code": "too_much", "severity": "stop", "remedy": "Ask the bank."},
        }
    ],
}


def test_a_shut_gate_ends_with_3_says_why_and_how_to_go_on(tmp_path):
    staged = stage_files(tmp_path / "w", {})
    root = staged.workspace.root
    suite = root / "schemas" / "expectations" / "own.json"
    suite.parent.mkdir(parents=True)
    suite.write_text(json.dumps(SUITE))
    bad, good = (staged.workspace.inbox / "transaction" / name for name in ("bad.csv", "good.csv"))
    bad.parent.mkdir(exist_ok=True)
    bad.write_text(feed(row(1, amount="5.00")))
    good.write_text(feed(row(2, amount="0.50")))

    shut = finintel("run", root, "--as-of", str(NEXT), "--progress", "none")
    status = finintel("status", root)
    back = finintel("reopen", root)
    bad.unlink()
    gone_on = run_night(staged.workspace, NEXT, stages=STAGES[:4])

    assert shut.returncode == 3, shut.stderr
    assert "too_much: 1 of 2 rows fail. Ask the bank." in shut.stderr
    assert "finintel reopen" in shut.stderr
    assert "too_much" in status.stdout
    assert back.returncode == 0
    assert "inbox/transaction/bad.csv" in back.stdout
    assert gone_on.counts["conform"]["loaded"] == 1


def inbox(staged: Staged) -> dict[str, str]:
    root = staged.workspace.inbox
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_files_go_back_byte_for_byte_and_the_night_is_forgotten(tmp_path):
    staged = begun(tmp_path / "w", FILES)

    places = reopen(staged.workspace)

    assert inbox(staged) == FILES
    assert places == [f"inbox/{name}" for name in FILES]
    assert staged.files() == {}
    assert staged.rejects() == []
    assert staged.rows("select run_id from meta.run") == [(f"n{NIGHT:%Y%m%d}",)]
    assert list(staged.workspace.landing.iterdir()) == []


def test_what_is_taken_back_can_be_left_out_and_run_again(tmp_path):
    staged = begun(tmp_path / "w", FILES)
    reopen(staged.workspace)
    (staged.workspace.inbox / "transaction" / "a.csv").unlink()

    run_night(staged.workspace, NEXT, stages=STAGES[:2])

    assert list(staged.files()) == ["transaction/sub/b.csv"]


def test_a_better_file_of_the_same_name_stays(tmp_path):
    staged = begun(tmp_path / "w", FILES)
    better = feed(row(1), row(4))
    (staged.workspace.inbox / "transaction" / "a.csv").write_text(better)

    first = reopen(staged.workspace)[0]

    assert inbox(staged)["transaction/a.csv"] == better
    assert first.endswith("-a.csv")
    assert inbox(staged)[first.removeprefix("inbox/")] == FILES["transaction/a.csv"]


def test_a_correction_keeps_what_it_replaces(tmp_path):
    first = stage_files(tmp_path / "w", {"transaction/a.csv": feed(row(1))})
    (sha,) = first.rows("select file_sha256 from landing.file")[0]
    correction = {
        "transaction/c.csv": feed(row(1, amount="7.00")),
        "transaction/c.csv.replaces.toml": 'replaces = "transaction/a.csv"',
    }
    staged = begun(tmp_path / "w", correction)

    reopen(staged.workspace)

    assert inbox(staged)["transaction/c.csv.replaces.toml"] == f'replaces = "{sha}"\n'


def test_only_a_night_that_has_loaded_nothing_is_taken_back(tmp_path):
    staged = stage_files(tmp_path / "w", {})
    with pytest.raises(UsageError, match="no night is begun"):
        reopen(staged.workspace)
    begun(tmp_path / "w", FILES, stages=4)

    with pytest.raises(UsageError, match="its rows are loaded"):
        reopen(staged.workspace)
