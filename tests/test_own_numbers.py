"""Registers that know everybody by numbers of their own say the same as if they used the bank's.

Banks and registers share names and national identifiers, not keys: what one record of a person says
must reach the other, or the money is never joined to the asset.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from tests.nights import run_all

from finintel.snapshot import ask
from finintel.workspace import open_workspace

OWN = "zREG:"
# feeds of registers, and the columns in which they name parties
REGISTERS = {
    "acquisition": ("acquirer_party_id", "seller_party_id", "intermediary_party_id"),
    "declared_income": ("party_id",),
    "ownership": ("party_id",),
    "proceeding": ("party_id",),
    "relationship": ("party_id", "related_party_id"),
}
QUESTIONS = {
    "alerts": "select detector_id, subject_id, count(*) from mart.alert group by all order by all",
    "cases": "select list(alert_id order by alert_id) as alerts from mart.case_alert "
    "group by case_id order by alerts",
    "assets of cases": "select case_id, asset_id from mart.case_asset order by all",
    "traced": "select * from mart.asset_trace order by all",
    "conditions": "select asset_id, party_id, basis_code, condition_code, result "
    "from mart.basis_test order by all",
    # the order in which shares are added up follows the numbers
    "owners": "select * replace (round(minimum_ratio, 9) as minimum_ratio, "
    "round(maximum_ratio, 9) as maximum_ratio) from mart.beneficial_owner order by all",
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def renumber(drop: Path) -> None:
    """Give every party that a register names a second record, and the register its number."""
    (party_file,) = (drop / "party").iterdir()
    parties = read(party_file)
    known = {row["party_id"]: row for row in parties}
    named: set[str] = set()
    for feed, columns in REGISTERS.items():
        (path,) = (drop / feed).iterdir()
        rows = read(path)
        for row in rows:
            for column in columns:
                if row[column] in known:
                    named.add(row[column])
                    row[column] = OWN + row[column]
        write(path, rows)
    assert len(named) > 100
    second = [{**known[party_id], "party_id": OWN + party_id} for party_id in sorted(named)]
    write(party_file, parties + second)


@pytest.fixture(scope="module")
def answers(small_night, small_drops, tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("own")
    drop = folder / small_drops[0].name
    shutil.copytree(small_drops[0], drop)
    renumber(drop)
    return small_night, run_all(folder / "w", [drop])


@pytest.mark.parametrize("question", QUESTIONS)
def test_registers_with_numbers_of_their_own_change_nothing(answers, question):
    usual, own = answers

    (columns, rows), (_, expected) = (
        ask(open_workspace(place), QUESTIONS[question]) for place in (own, usual)
    )
    assert columns
    assert expected
    assert rows == expected
