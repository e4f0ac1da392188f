"""The same arguments, the same bytes; the committed sample is what the generator writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.synth.conftest import UNTIL, Written, make

from finintel.synth import write_world

SAMPLE = Path(__file__).parents[2] / "sample_data"
LARGEST_SAMPLE = 4_000_000  # bytes


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("drops", "inbox", "truth")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def test_world_has_the_same_bytes_when_made_again(world: Written, tmp_path: Path):
    assert bytes_of(make(tmp_path).folder) == bytes_of(world.folder)


def test_world_differs_when_the_seed_does(world: Written, tmp_path: Path):
    other = bytes_of(make(tmp_path, seed=13).folder)
    own = bytes_of(world.folder)
    shared = {name for name in own if own[name] == other.get(name)}
    assert not shared


def test_sample_is_what_its_readme_says(tmp_path: Path):
    command = next(
        line for line in (SAMPLE / "README.md").read_text().splitlines() if "--seed" in line
    ).split()
    asked = dict(zip(command[4::2], command[5::2], strict=True))
    write_world(
        tmp_path,
        transactions=int(asked["--transactions"]),
        days=int(asked["--days"]),
        seed=int(asked["--seed"]),
        until=date.fromisoformat(asked["--until"]),
        nights=int(asked["--nights"]),
    )
    assert bytes_of(tmp_path) == bytes_of(SAMPLE)


def test_sample_stays_small():
    assert sum(len(content) for content in bytes_of(SAMPLE).values()) < LARGEST_SAMPLE


def test_one_night_goes_to_the_inbox(tmp_path: Path):
    summary = write_world(tmp_path, transactions=11_000, days=60, seed=3, until=UNTIL)
    assert summary.transactions == 11_000
    assert (tmp_path / "inbox/party/party_2026-03-31.csv").is_file()
    assert not (tmp_path / "drops").exists()


def test_world_refuses_too_few_days(tmp_path: Path):
    with pytest.raises(ValueError, match="days"):
        write_world(tmp_path, transactions=12_000, days=5, seed=1, until=UNTIL)


def test_world_says_how_many_transactions_are_missing(tmp_path: Path):
    with pytest.raises(ValueError, match="too few transactions"):
        write_world(tmp_path, transactions=2_000, days=90, seed=1, until=UNTIL)


def test_progress_is_told(tmp_path: Path):
    seen: set[str] = set()
    write_world(
        tmp_path,
        transactions=11_000,
        days=60,
        seed=3,
        until=UNTIL,
        progress=lambda step, _done, _total: seen.add(step),
    )
    assert seen == {"world", "stories", "life", "transactions", "registers"}
