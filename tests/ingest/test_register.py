"""Files are taken once, whatever their name; a night's list is frozen; corrections name a file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.ingest.staging import NIGHT, feed, row, stage_files

from finintel.ingest import register
from finintel.pipeline import STAGES, open_night, run_night

NEXT = NIGHT + timedelta(days=1)


def test_the_same_bytes_are_taken_once_whatever_the_name(tmp_path):
    text = feed(row(1))
    files = {"transaction/a.csv": text, "transaction/b.csv": text}

    staged = stage_files(tmp_path / "w", files)

    assert list(staged.files()) == ["transaction/a.csv"]
    again = stage_files(tmp_path / "w", {"transaction/sub/c.csv": text}, night=NEXT)
    assert list(again.files()) == ["transaction/a.csv"]
    assert not list((tmp_path / "w" / "inbox").rglob("*.csv"))


def test_a_taken_file_leaves_the_inbox_and_lies_in_landing_byte_for_byte(tmp_path):
    text = feed(row(1))

    staged = stage_files(tmp_path / "w", {"transaction/a.csv": text})

    (sha,) = staged.rows("select file_sha256 from landing.file")[0]
    assert (tmp_path / "w" / "landing" / sha).read_text() == text
    assert sorted(path.name for path in (tmp_path / "w" / "landing").iterdir()) == [sha]
    assert not list((tmp_path / "w" / "inbox").rglob("*.csv"))


def test_the_list_of_a_night_is_frozen_when_it_is_registered(tmp_path):
    root = tmp_path / "w"
    staged = stage_files(root, {"transaction/a.csv": feed(row(1))})
    late = root / "inbox" / "transaction" / "late.csv"
    late.write_text(feed(row(2)))

    run_night(staged.workspace, NIGHT, stages=STAGES[:2])
    assert list(staged.files()) == ["transaction/a.csv"]
    assert late.exists()

    run_night(staged.workspace, NEXT, stages=STAGES[:2])
    runs = staged.rows("select file_name, run_id from landing.file order by file_name")
    assert runs == [("transaction/a.csv", "n20260331"), ("transaction/late.csv", "n20260401")]


def test_a_file_that_arrives_between_the_stages_stays_for_the_next_night(tmp_path):
    root = tmp_path / "w"
    staged = stage_files(root, {})
    (root / "inbox" / "transaction").mkdir(parents=True)
    (root / "inbox" / "transaction" / "a.csv").write_text(feed(row(1)))
    with open_night(staged.workspace, NEXT, stages=STAGES[:2]) as night:
        night.run("register")
        (root / "inbox" / "transaction" / "b.csv").write_text(feed(row(2)))
        night.run("stage")

    assert list(staged.files()) == ["transaction/a.csv"]
    assert [p.name for p in (root / "inbox" / "transaction").iterdir()] == ["b.csv"]


def test_a_file_that_grows_while_it_is_copied_is_left(tmp_path, monkeypatch):
    root = tmp_path / "w"
    staged = stage_files(root, {})
    path = root / "inbox" / "transaction" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text(feed(row(1)))
    copied = register.copy_beside

    def copy_while_growing(origin: Path, landing: Path) -> tuple[str, Path]:
        result = copied(origin, landing)
        with origin.open("a") as stream:
            stream.write(row(2) + "\n")
        return result

    monkeypatch.setattr(register, "copy_beside", copy_while_growing)
    run_night(staged.workspace, NEXT, stages=STAGES[:2])

    assert staged.files() == {}
    assert path.exists()


@pytest.mark.parametrize("by", ["sha", "name", "json"])
def test_a_sidecar_names_the_file_that_a_correction_replaces(tmp_path, by):
    root = tmp_path / "w"
    staged = stage_files(root, {"transaction/a.csv": feed(row(1))})
    (sha,) = staged.rows("select file_sha256 from landing.file")[0]
    sidecar = {
        "sha": ("transaction/b.csv.replaces.toml", f'replaces = "{sha}"'),
        "name": ("transaction/b.csv.replaces.toml", 'replaces = "a.csv"'),
        "json": ("transaction/b.csv.replaces.json", '{"replaces": "transaction/a.csv"}'),
    }[by]

    stage_files(root, {"transaction/b.csv": feed(row(2)), sidecar[0]: sidecar[1]}, night=NEXT)

    found = staged.rows(
        "select replaces_sha256 from landing.file where file_name = 'transaction/b.csv'"
    )
    assert found == [(sha,)]
    assert not list((root / "inbox").rglob("*.replaces.*"))


@pytest.mark.parametrize("text", ['replaces = "nothing.csv"', "replaces = 3", "not toml at all ["])
def test_a_sidecar_that_names_nothing_refuses_its_file_and_no_other(tmp_path, text):
    staged = stage_files(
        tmp_path / "w",
        {
            "transaction/a.csv": feed(row(1)),
            "transaction/b.csv": feed(row(2)),
            "transaction/b.csv.replaces.toml": text,
        },
    )

    assert list(staged.files()) == ["transaction/a.csv"]
    assert any("b.csv" in notice for notice in staged.notices)
    assert (tmp_path / "w" / "inbox" / "transaction" / "b.csv").exists()


def test_a_pending_part_holds_its_file_back(tmp_path):
    staged = stage_files(
        tmp_path / "w", {"transaction/a.csv": feed(row(1)), "transaction/a.csv.part": "more"}
    )

    assert staged.files() == {}


def test_a_feed_is_one_toml_in_the_workspace(tmp_path):
    contract = (
        'title = "T"\npublisher = "P"\nlicence = "L"\nnamespace = "own"\nnote = ""\n'
        'expected_rows = [0, 10]\n[[table]]\nname = "t"\nentity = "party"\n'
        '[table.map]\nparty_id = "Id"\nparty_type = { constant = "person" }\nname = "Nom"\n'
        '[table.options]\ndelimiter = "|"\nencoding = "latin-1"\n'
    )

    staged = stage_files(
        tmp_path / "w",
        {"guild/members.txt": "Id|Nom\n1|Zoë\n".encode("latin-1")},
        overlay={"guild.toml": contract},
    )

    assert staged.staged("party", "party_id", "name", "row_number") == [("own:1", "Zoë", 2)]


def test_unreadable_files_are_refused_alone(tmp_path):
    root = tmp_path / "w"
    staged = stage_files(root, {})
    folder = root / "inbox" / "transaction"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.csv")
    (folder / "good.csv").write_text(feed(row(1)))

    staged = stage_files(root, {}, night=NEXT)

    assert list(staged.files()) == ["transaction/good.csv"]
    assert any("pipe.csv" in notice for notice in staged.notices)
