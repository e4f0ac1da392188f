"""A dry run says what a file would become, and keeps nothing."""

from __future__ import annotations

import pytest
from tests.ingest.staging import feed, row

from finintel.errors import UsageError
from finintel.ingest.describe import check_file, columns_of
from finintel.pipeline import load_contracts
from finintel.validate.quarantine import look_at_file
from finintel.workspace import Workspace, shipped_resources


@pytest.fixture(scope="module")
def shipped():
    workspace = Workspace(shipped_resources())
    return workspace, load_contracts(workspace)


def test_a_check_counts_rows_and_names_rejects(shipped, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(feed(row(1), row(2, amount="-1.00")))

    check = check_file(shipped[0], shipped[1], "transaction", path)

    assert (check.state, check.tables, check.records) == ("registered", "transaction", 2)
    assert check.staged == {"transaction": 1}
    assert check.rejects == ((3, "amount_minor:negative"),)
    assert not check.is_fine


def test_a_check_finds_what_the_suites_of_a_night_would_refuse(shipped, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "asset_id,party_id,share_minimum_ratio,share_maximum_ratio\n"
        "V1,P1,0.5,0.5\nV2,P1,50,50\nV3,P1,0.7,0.3\n"
    )

    check = check_file(shipped[0], shipped[1], "ownership", path, look_at_file)

    assert check.staged == {"ownership": 1}
    assert [row for row, _ in check.rejects] == [3, 4]
    remedies = {remedy for *_, remedy in check.faults}
    assert any("percent = true" in remedy for remedy in remedies)
    assert any("columns are swapped" in remedy for remedy in remedies)


def test_a_check_knows_no_night_to_compare_with(shipped, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(feed(row(1, booked_at="2035-01-01"), row(2, booked_at="1950-01-01")))

    assert check_file(shipped[0], shipped[1], "transaction", path, look_at_file).is_fine


def test_a_check_says_what_is_wrong_with_a_file(shipped, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("mood\nfine\n")

    check = check_file(shipped[0], shipped[1], "party", path)

    assert check.state == "failed"
    assert "'mood'" in check.message


def test_a_check_of_nothing_is_a_usage_error(shipped, tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        check_file(shipped[0], shipped[1], "nope", tmp_path / "a.csv")
    with pytest.raises(UsageError, match="no file"):
        check_file(shipped[0], shipped[1], "party", tmp_path / "a.csv")


def test_what_becomes_of_a_column_can_be_listed(shipped):
    _, contracts = shipped

    rows = columns_of(contracts.sources["berka"].tables[0])

    assert ("trans_id", "transaction_id", "needed") in rows
    assert ("balance", "direction and sides", "needed") in rows
