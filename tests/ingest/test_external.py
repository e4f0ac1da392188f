"""Feeds made by others, where FININTEL_EXTERNAL_DATA is set: every row is accounted for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.ingest.staging import stage_files

FOLDER = os.environ.get("FININTEL_EXTERNAL_DATA", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="FININTEL_EXTERNAL_DATA is not set")


def inbox(source: str, *names: str) -> dict[str, bytes]:
    return {f"{source}/{name}": (Path(FOLDER) / source / name).read_bytes() for name in names}


def test_berka_is_accounted_for(tmp_path):
    names = [path.name for path in sorted((Path(FOLDER) / "berka").iterdir())]

    staged = stage_files(tmp_path / "w", inbox("berka", *names))

    found = {name: values[:4] for name, values in staged.files().items()}
    assert found == {
        "berka/account.asc": ("registered", "account", 4500, 0),
        "berka/card.asc": ("ignored", "card", 0, 0),
        "berka/client.asc": ("registered", "client", 5369, 0),
        "berka/disp.asc": ("registered", "disp", 5369, 0),
        "berka/district.asc": ("ignored", "district", 0, 0),
        "berka/loan.asc": ("registered", "loan", 682, 0),
        "berka/order.asc": ("ignored", "order", 0, 0),
        "berka/trans.asc.gz": ("registered", "trans", 49103, 1),
    }
    assert staged.rejects() == [(49104, 49104, "read", "quote:unterminated")]
    assert staged.rows("select count(*) from staging.transaction") == [(49102,)]


def test_amlworld_is_accounted_for_and_its_key_finds_its_rows(tmp_path):
    files = inbox("amlworld", "hi_small_laundering_ego_raw.csv.gz", "HI-Small_Patterns.txt")
    rates = (Path(FOLDER) / "amlworld" / "fx_rates.csv").read_bytes()

    staged = stage_files(tmp_path / "w", {**files, "fx_rate/fx_rates.csv": rates})

    found = {name: values[2:4] for name, values in staged.files().items()}
    assert found["amlworld/hi_small_laundering_ego_raw.csv.gz"] == (36595, 0)
    assert found["amlworld/HI-Small_Patterns.txt"] == (3209, 0)
    assert found["fx_rate/fx_rates.csv"] == (14, 0)
    assert staged.rows(
        "select count(distinct scheme_id), count(*) from staging.label "
        "where scheme_kind is not null"
    ) == [(370, 3209)]
    assert staged.rows(
        "select count(*) from staging.label where scheme_kind is not null and subject_id not in "
        "(select transaction_id from staging.transaction)"
    ) == [(0,)]
    assert staged.rows("select count(*) from staging.label where scheme_kind is null") == [(5177,)]


def test_both_editions_of_amlworld_give_the_same_rows(tmp_path):
    names = ("hi_small_laundering_ego_raw.csv.gz", "hi_small_laundering_ego.parquet")

    staged = stage_files(tmp_path / "w", inbox("amlworld", *names))

    assert staged.rows(
        "select count(*), count(distinct transaction_id), count(distinct file_sha256) "
        "from staging.transaction"
    ) == [(2 * 36595, 36595, 2)]


def test_amlsim_is_accounted_for(tmp_path):
    names = [path.name for path in sorted((Path(FOLDER) / "amlsim").iterdir())]

    staged = stage_files(tmp_path / "w", inbox("amlsim", *names))

    assert {name: values[2:4] for name, values in staged.files().items()} == {
        "amlsim/accounts.parquet": (12043, 0),
        "amlsim/alert_accounts.parquet": (1910, 0),
        "amlsim/alert_transactions.parquet": (1654, 0),
        "amlsim/transactions.parquet": (496809, 0),
    }
    for entity in ("account", "party", "account_holder"):
        assert staged.rows(f"select count(*) from staging.{entity}") == [(12043,)]


def test_the_ledger_is_accounted_for(tmp_path):
    staged = stage_files(tmp_path / "w", inbox("ledger", "ledger.parquet"))

    assert staged.files()["ledger/ledger.parquet"][2:4] == (1362880, 0)
    assert staged.rows(
        "select count(*), count(distinct scheme_id) filter (scheme_kind is not null) "
        "from staging.label"
    ) == [(5166, 370)]
