"""Whoever has to mend a refused record is told the fault, its place in the file and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.ingest.staging import NIGHT, feed, row, stage_files
from tests.ingest.test_garbage import BROKEN_RECORDS

from finintel.ingest import readers
from finintel.pipeline import load_contracts
from finintel.refusals import OTHERWISE, read_refusals
from finintel.standing import read_standing
from finintel.workspace import Night, Workspace, shipped_resources


@pytest.fixture(scope="module")
def staged(tmp_path_factory):
    lines = [row(n + 100, **changes) for n, (changes, _) in enumerate(BROKEN_RECORDS)]
    return stage_files(
        tmp_path_factory.mktemp("refused") / "w",
        {"transaction/a.csv": feed(row(1)), "transaction/b.csv": feed(*lines)},
    )


@pytest.fixture(scope="module")
def refusals(staged) -> dict[tuple[str, str | None], tuple[int, str, int, str]]:
    """Fault and place → records, first file, first row, what to do."""
    contracts, run_id = load_contracts(staged.workspace), Night(staged.workspace, NIGHT).run_id
    with staged.warehouse() as warehouse:
        found = read_refusals(warehouse, contracts.codelists, contracts.sources, run_id)
    return {
        (fault, place): (count, file, first, remedy)
        for _, fault, place, count, file, first, remedy in found.iter_rows()
    }


@pytest.mark.parametrize(
    ("fault", "place", "count", "first"),
    [
        ("bad amount", "amount", 2, 7),
        ("negative", "amount", 1, 6),
        ("bad time", "booked_at", 2, 2),
        ("unmapped code (carrier? pigeon)", "channel", 1, 14),
        ("column count (8 instead of 7)", None, 1, 8),
        ("quote unterminated", None, 1, 17),
        ("both missing", "originator_account_id, beneficiary_account_id", 1, 20),
    ],
)
def test_a_fault_is_told_once_with_its_column_and_its_first_row(
    refusals, fault, place, count, first
):
    assert refusals[fault, place][:3] == (count, "transaction/b.csv", first)


def test_every_fault_says_what_to_do(refusals):
    assert len(refusals) > 12
    assert [key for key, (*_, remedy) in refusals.items() if remedy in ("", OTHERWISE)] == []


def test_what_a_reader_objects_to_has_a_remedy():
    remedies = load_contracts(Workspace(shipped_resources())).codelists.meanings["reject_reason"]
    sources = Path(readers.__file__).parent.glob("*.py")
    said = {
        f"{kind}_{fault}"
        for path in sources
        for kind, fault in re.findall(r'"(record|quote):(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(said) >= 8
    assert said <= set(remedies)


def test_status_and_no_text_of_a_record(staged):
    faults = read_standing(staged.workspace).faults

    assert ("transaction", "negative", "amount", 1, "transaction/b.csv", 6) in [
        line[:6] for line in faults
    ]
    assert "T100" not in str(faults)
