"""Nights as an operator runs them: repeatable, exactly once, and wherever the folder lies."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest
from tests.nights import (
    arrive,
    finintel,
    lead_files,
    new_workspace,
    run_night,
    write_small_world,
)


@pytest.fixture(scope="module")
def drops(tmp_path_factory) -> list[Path]:
    """Three nights of a small world."""
    world = write_small_world(tmp_path_factory.mktemp("world"), nights=3)
    return sorted((world / "drops").iterdir())


@pytest.fixture(scope="module")
def three_nights(drops, tmp_path_factory) -> Path:
    """A workspace after three nights."""
    return run_all(tmp_path_factory.mktemp("first") / "workspace", drops)


def run_all(workspace: Path, drops: list[Path]) -> Path:
    new_workspace(workspace, drops[0])
    for drop in drops:
        arrive(workspace, drop)
        run_night(workspace, drop.name)
    return workspace


def test_the_same_nights_in_a_new_workspace_give_the_same_bytes(three_nights, drops, tmp_path):
    again = run_all(tmp_path / "elsewhere", drops)

    assert len(lead_files(again)) >= 3 * 5
    assert lead_files(again) == lead_files(three_nights)


def test_a_finished_night_run_again_changes_nothing(three_nights, drops):
    before = lead_files(three_nights)
    run_night(three_nights, drops[-1].name)

    assert lead_files(three_nights) == before


def test_a_night_before_the_last_finished_one_is_refused(three_nights, drops):
    done = finintel("run", three_nights, "--as-of", drops[0].name)

    assert done.returncode == 2
    assert "go forward" in done.stderr


def test_files_dropped_again_or_renamed_change_nothing(three_nights, drops, tmp_path):
    """The next night is the same, whether old files come again, under other names, or not."""
    plain = copied(three_nights, tmp_path / "plain")
    again = copied(three_nights, tmp_path / "again")
    for path in sorted(drops[0].rglob("*.csv")):
        source = again / "inbox" / path.parent.name
        shutil.copy(path, source / path.name)
        shutil.copy(path, source / f"renamed_{path.name}")
    for workspace in (plain, again):
        run_night(workspace, "2026-04-01")

    assert lead_files(again) == lead_files(plain)


def test_a_moved_workspace_goes_on(three_nights, tmp_path):
    here = copied(three_nights, tmp_path / "here")
    moved = copied(three_nights, tmp_path / "first")
    moved = moved.rename(tmp_path / "moved to a place with blanks")
    for workspace in (here, moved):
        run_night(workspace, "2026-04-01")

    assert lead_files(moved) == lead_files(here)


def test_a_moved_workspace_can_be_looked_at_before_its_next_night(three_nights, tmp_path):
    moved = copied(three_nights, tmp_path / "first").rename(tmp_path / "moved")
    (transaction,) = ask(moved, "select min(transaction_id) from mart.transaction")[1:]
    done = finintel("trace", moved, transaction, "--csv")

    assert done.returncode == 0, done.stderr
    assert transaction in done.stdout


def test_every_cell_of_a_lead_walks_back_to_a_file_and_a_row(three_nights):
    (lead,) = ask(three_nights, "select min(lead_id) from mart.lead")[1:]
    done = finintel("trace", three_nights, lead, "--csv")
    lines = done.stdout.splitlines()[1:]

    assert done.returncode == 0, done.stderr
    assert lines
    for line in lines:
        *_, row, digest = line.split(",")
        assert int(row) > 0
        assert (three_nights / "landing" / digest).is_file()


def test_sql_reads_only_the_snapshot(three_nights):
    refused = finintel("sql", three_nights, "from read_csv('/etc/passwd')")
    written = finintel("sql", three_nights, "create table mart.mine (a integer)")

    assert refused.returncode == 2
    assert written.returncode == 2


def test_evaluate_prints_json(three_nights):
    done = finintel("evaluate", three_nights, "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["transactions"] > 0


def test_a_refused_file_leaves_the_others_and_says_so_in_the_exit_code(drops, tmp_path):
    workspace = new_workspace(tmp_path / "w", drops[0])
    whole = gzip.compress(b"transaction_id,amount\n" * 1_000)
    (workspace / "inbox" / "transaction" / "broken.csv.gz").write_bytes(whole[:40])
    done = finintel("run", workspace, "--as-of", drops[0].name)
    status = finintel("status", workspace)

    assert done.returncode == 1
    assert "broken.csv.gz" in status.stdout


def ask(workspace: Path, query: str) -> list[str]:
    """Return the lines that a query prints as CSV."""
    done = finintel("sql", workspace, query, "--csv")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def copied(workspace: Path, target: Path) -> Path:
    """Copy a workspace, its link kept as one."""
    shutil.copytree(workspace, target, symlinks=True)
    return target
