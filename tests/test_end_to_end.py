"""Nights as an operator runs them: repeatable, exactly once, and wherever the folder lies."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from pathlib import Path

import pytest
from tests.nights import (
    LAST_NIGHT,
    arrive,
    finintel,
    lead_files,
    new_workspace,
    run_night,
    write_small_world,
)

from finintel.workspace import create_workspace

NEXT_NIGHT = "2026-04-01"


@pytest.fixture(scope="module")
def drops(tmp_path_factory) -> list[Path]:
    """What arrives on two nights of a small world."""
    world = write_small_world(tmp_path_factory.mktemp("world"), nights=2)
    return sorted((world / "drops").iterdir())


@pytest.fixture(scope="module")
def nights(drops, tmp_path_factory) -> Path:
    """A workspace after these nights; tests that go on do so on a copy."""
    return run_all(tmp_path_factory.mktemp("first") / "workspace", drops)


@pytest.fixture(scope="module")
def next_night(nights, tmp_path_factory) -> dict[str, str]:
    """What leads/ holds after one night more, on which nothing arrives."""
    workspace = copied(nights, tmp_path_factory.mktemp("next") / "workspace")
    run_night(workspace, NEXT_NIGHT)
    return lead_files(workspace)


def run_all(workspace: Path, drops: list[Path]) -> Path:
    """Run every night of a world in a new workspace."""
    new_workspace(workspace, drops[0])
    for drop in drops:
        arrive(workspace, drop)
        run_night(workspace, drop.name)
    return workspace


def test_the_same_nights_in_a_new_workspace_give_the_same_bytes(nights, drops, tmp_path):
    again = run_all(tmp_path / "elsewhere", drops)

    assert len(lead_files(nights)) >= len(drops) * 5
    assert lead_files(again) == lead_files(nights)


def test_a_finished_night_run_again_changes_nothing(nights, drops):
    before = lead_files(nights)
    run_night(nights, drops[-1].name)

    assert lead_files(nights) == before


def test_a_night_before_the_last_finished_one_is_refused(nights, drops):
    done = finintel("run", nights, "--as-of", drops[0].name)

    assert done.returncode == 2
    assert "go forward" in done.stderr


def test_files_dropped_again_or_renamed_change_nothing(nights, next_night, drops, tmp_path):
    workspace = copied(nights, tmp_path / "again")
    for path in sorted(drops[0].rglob("*.csv")):
        source = workspace / "inbox" / path.parent.name
        shutil.copy(path, source / path.name)
        shutil.copy(path, source / f"renamed_{path.name}")
    run_night(workspace, NEXT_NIGHT)

    assert lead_files(workspace) == next_night


def test_a_moved_workspace_goes_on(nights, next_night, tmp_path):
    moved = copied(nights, tmp_path / "first").rename(tmp_path / "a place with blanks")
    run_night(moved, NEXT_NIGHT)

    assert lead_files(moved) == next_night


def test_a_moved_workspace_can_be_looked_at_before_its_next_night(nights, tmp_path):
    moved = copied(nights, tmp_path / "first").rename(tmp_path / "moved")
    (transaction,) = ask(moved, "select min(transaction_id) from mart.transaction")[1:]
    done = finintel("trace", moved, transaction, "--csv")

    assert done.returncode == 0, done.stderr
    assert transaction in done.stdout


def test_every_cell_of_a_lead_walks_back_to_a_file_and_a_row(nights):
    """As an analyst does: the lead's id from its CSV, then the records behind it."""
    found = nights / "leads" / LAST_NIGHT.isoformat() / "case_leads.csv"
    first = next(csv.DictReader(found.read_text(encoding="utf-8").splitlines()))
    done = finintel("trace", nights, first["lead_id"], "--csv")
    records = list(csv.reader(done.stdout.splitlines()))[1:]

    assert done.returncode == 0, done.stderr
    assert records
    for *_, row, digest in records:
        assert int(row) > 0
        assert (nights / "landing" / digest).is_file()


def test_sql_reads_only_the_snapshot(nights):
    refused = finintel("sql", nights, "from read_csv('/etc/passwd')")
    written = finintel("sql", nights, "create table mart.mine (a integer)")

    assert refused.returncode == 2
    assert written.returncode == 2


def test_evaluate_prints_json(nights):
    done = finintel("evaluate", nights, "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["transactions"] > 0


def test_a_refused_file_is_named_and_ends_with_1(tmp_path):
    create_workspace(tmp_path / "w")
    whole = gzip.compress(b"transaction_id,amount\n" * 1_000)
    folder = tmp_path / "w" / "inbox" / "transaction"
    folder.mkdir()
    (folder / "broken.csv.gz").write_bytes(whole[:40])
    done = finintel("run", tmp_path / "w", "--as-of", NEXT_NIGHT)
    status = finintel("status", tmp_path / "w")

    assert done.returncode == 1, done.stderr
    assert "finintel status" in done.stderr
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
