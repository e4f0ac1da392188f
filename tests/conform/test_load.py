from __future__ import annotations

import random
import shutil
from datetime import date

import polars as pl
import pytest
from tests.conform.staged import DAY, Dropped, open_stage, stage, transaction

from finintel.conform import load
from finintel.errors import GateError

NEXT = date(2026, 3, 30)


def night(root, *files, as_of=DAY):
    """Stage and conform some files in one night; returns the counts."""
    with open_stage(root, as_of) as context, context.warehouse.transaction():
        stage(context, *files)
        return load.run(context)


def ask(root, statement):
    with open_stage(root) as context:
        return context.warehouse.rows(statement)


def file_counts(root):
    rows = ask(
        root,
        "select file_sha256, state, loaded_count, duplicate_count, rejected_count "
        "from landing.file order by file_sha256",
    )
    return {digest: tuple(counts) for digest, *counts in rows}


def test_every_record_is_loaded_a_duplicate_or_rejected(tmp_path):
    rows = [transaction(1), transaction(2), transaction(1), transaction(2, amount_minor=999)]
    night(tmp_path, Dropped("f1", {"transaction": rows}))
    assert file_counts(tmp_path) == {"f1": ("loaded", 2, 1, 1)}
    assert ask(tmp_path, "select stage, reasons, row_number from landing.reject") == [
        ("conform", "identity_conflict", 5)
    ]


def test_records_that_are_not_accounted_for_stop_the_night_by_name(tmp_path):
    with pytest.raises(GateError, match=r"bank/f1\.csv: 7 records, but 1 loaded"):
        night(tmp_path, Dropped("f1", {"transaction": [transaction(1)]}, record_count=7))


def test_same_rows_in_another_file_change_nothing(tmp_path):
    rows = [transaction(number) for number in range(20)]
    night(tmp_path, Dropped("f1", {"transaction": rows}))
    before = ask(tmp_path, 'select * from core."transaction" order by transaction_id')
    night(tmp_path, Dropped("f2", {"transaction": rows[::-1]}), as_of=NEXT)
    assert ask(tmp_path, 'select * from core."transaction" order by transaction_id') == before
    assert file_counts(tmp_path)["f2"] == ("loaded", 0, 20, 0)


def test_order_of_rows_does_not_matter(tmp_path):
    rows = [{**transaction(number), "row_number": number + 2} for number in range(50)]
    shuffled = random.Random(7).sample(rows, len(rows))
    night(tmp_path / "one", Dropped("f1", {"transaction": rows}))
    night(tmp_path / "two", Dropped("f1", {"transaction": shuffled}))
    listed = "select relative_path, file_sha256, row_count from meta.lake_file"
    assert ask(tmp_path / "one", listed) == ask(tmp_path / "two", listed)


def test_a_late_row_of_a_known_month_is_compared_with_that_month_only(tmp_path):
    night(tmp_path, Dropped("f1", {"transaction": [transaction(1), transaction(2)]}))
    other_month = transaction(3, booked_at="2026-02-01 10:00:00")
    late = [transaction(1), other_month]
    counts = night(tmp_path, Dropped("f2", {"transaction": late}), as_of=NEXT)
    assert (counts["transaction_loaded"], counts["transaction_duplicate"]) == (1, 1)


def test_a_row_that_an_older_finintel_wrote_without_a_column_is_known(tmp_path):
    rows = [transaction(1), transaction(2)]
    night(tmp_path, Dropped("f1", {"transaction": rows}))
    for path in (tmp_path / "lake").rglob("n*.parquet"):
        older = pl.read_parquet(path).drop("branch_code").with_columns(content_hash=pl.lit("old"))
        older.write_parquet(path)

    counts = night(tmp_path, Dropped("f2", {"transaction": rows}), as_of=NEXT)

    assert (counts["transaction_loaded"], counts["transaction_duplicate"]) == (0, 2)


def test_changed_content_of_a_known_transaction_is_refused(tmp_path):
    night(tmp_path, Dropped("f1", {"transaction": [transaction(1)]}))
    night(tmp_path, Dropped("f2", {"transaction": [transaction(1, amount_minor=5)]}), as_of=NEXT)
    assert ask(tmp_path, 'select amount_minor from core."transaction"') == [(101,)]
    assert file_counts(tmp_path)["f2"] == ("failed", 0, 0, 1)


def test_changed_account_closes_the_row_before(tmp_path):
    account = {"account_id": "a1", "currency": "EUR", "opened_on": "2020-01-01"}
    night(tmp_path, Dropped("f1", {"account": [account]}))
    night(
        tmp_path, Dropped("f2", {"account": [{**account, "closed_on": "2026-03-01"}]}), as_of=NEXT
    )
    night(
        tmp_path,
        Dropped("f3", {"account": [{**account, "closed_on": "2026-03-01"}, account]}),
        as_of=date(2026, 3, 31),
    )
    assert ask(
        tmp_path,
        "select file_sha256, recorded_from, recorded_to from core.account order by recorded_from",
    ) == [("f1", DAY, NEXT), ("f2", NEXT, date(2026, 3, 31)), ("f3", date(2026, 3, 31), None)]
    assert ask(tmp_path, "select count(*) from core.current_account") == [(1,)]


def test_two_contents_of_one_key_in_one_night_are_a_conflict(tmp_path):
    account = {"account_id": "a1", "currency": "EUR"}
    night(tmp_path, Dropped("f1", {"account": [account, {**account, "currency": "USD"}]}))
    assert file_counts(tmp_path) == {"f1": ("loaded", 1, 0, 1)}
    assert ask(tmp_path, "select currency from core.account") == [("EUR",)]


def test_names_go_to_party_identity_and_nowhere_else(tmp_path):
    party = {
        "party_id": "p1",
        "party_type": "person",
        "name": "Ægir Łódź-Straße",
        "identifier": "X 1-2",
    }
    entry = {"entry_id": "w1", "list_id": "l", "topic": "sanction", "name": "N. N."}
    night(tmp_path, Dropped("f1", {"party": [party]}), Dropped("f2", {"watchlist_entry": [entry]}))
    assert ask(
        tmp_path,
        "select party_id, identity_kind, normalised_value from core.party_identity order by all",
    ) == [
        ("p1", "identifier", "x12"),
        ("p1", "name", "aegir lodz strasse"),
        ("watchlist:w1", "name", "n n"),
    ]
    night(tmp_path, Dropped("f3", {"party": [{**party, "name": "Aegir Lodz"}]}), as_of=NEXT)
    assert file_counts(tmp_path)["f3"] == ("loaded", 1, 0, 0)
    assert ask(tmp_path, "select count(*) from core.party") == [(1,)]


def test_a_correction_takes_out_the_rows_of_what_it_replaces(tmp_path):
    night(
        tmp_path,
        Dropped("f1", {"transaction": [transaction(1), transaction(2)]}),
        Dropped("f2", {"transaction": [transaction(3)]}),
        Dropped("f3", {"account": [{"account_id": "a1", "currency": "EUR"}]}),
    )
    night(
        tmp_path,
        Dropped(
            "f4", {"transaction": [transaction(1), transaction(2, amount_minor=7)]}, replaces="f1"
        ),
        Dropped("f5", {"account": [{"account_id": "a1", "currency": "USD"}]}, replaces="f3"),
        as_of=NEXT,
    )
    assert ask(
        tmp_path,
        'select transaction_id, amount_minor, file_sha256 from core."transaction" order by 1',
    ) == [("t1", 101, "f4"), ("t2", 7, "f4"), ("t3", 103, "f2")]
    assert ask(tmp_path, "select currency, file_sha256 from core.current_account") == [
        ("USD", "f5")
    ]
    states = {digest: counts[0] for digest, counts in file_counts(tmp_path).items()}
    assert states == {
        "f1": "replaced",
        "f2": "loaded",
        "f3": "replaced",
        "f4": "loaded",
        "f5": "loaded",
    }
    assert ask(tmp_path, "select state, count(*) from meta.lake_file group by all order by 1") == [
        ("live", 2),
        ("replaced", 1),
    ]


def test_a_file_that_comes_and_is_replaced_in_one_night_leaves_nothing(tmp_path):
    night(
        tmp_path,
        Dropped("f1", {"transaction": [transaction(1)]}),
        Dropped("f2", {"transaction": [transaction(1, amount_minor=7)]}, replaces="f1"),
    )
    assert ask(tmp_path, 'select amount_minor from core."transaction"') == [(7,)]
    assert file_counts(tmp_path)["f1"][0] == "replaced"


def test_a_moved_workspace_goes_on(tmp_path):
    rows = [transaction(number) for number in range(10)]
    night(tmp_path / "here", Dropped("f1", {"transaction": rows}))
    shutil.move(tmp_path / "here", tmp_path / "there")
    night(tmp_path / "there", Dropped("f2", {"transaction": rows[:3]}), as_of=NEXT)
    assert ask(tmp_path / "there", 'select count(*) from core."transaction"') == [(10,)]
    assert file_counts(tmp_path / "there")["f2"] == ("loaded", 0, 3, 0)


def die_after_conform(root, file):
    """Conform a file, then stop before the transaction commits."""
    with open_stage(root, NEXT) as context, context.warehouse.transaction():
        stage(context, file)
        load.run(context)
        raise KeyboardInterrupt


def test_a_stage_that_dies_leaves_only_orphans_that_the_sweep_removes(tmp_path):
    night(tmp_path, Dropped("f1", {"transaction": [transaction(1)]}))
    with pytest.raises(KeyboardInterrupt):
        die_after_conform(tmp_path, Dropped("f2", {"transaction": [transaction(2)]}))
    files = sorted((tmp_path / "lake/transaction").rglob("*.parquet"))
    assert len(files) == 3  # the empty one, the live one, the orphan
    assert ask(tmp_path, 'select transaction_id from core."transaction"') == [("t1",)]
    assert len(sorted((tmp_path / "lake/transaction").rglob("*.parquet"))) == 2
    night(tmp_path, Dropped("f2", {"transaction": [transaction(2)]}), as_of=NEXT)
    assert ask(tmp_path, 'select count(*) from core."transaction"') == [(2,)]


def test_labels_go_to_evaluation_and_are_no_records_of_their_own(tmp_path):
    label = {
        "subject_type": "transaction",
        "subject_id": "t1",
        "scheme_id": "s1",
        "is_innocent": "false",
    }
    night(tmp_path, Dropped("f1", {"transaction": [transaction(1)], "label": [label]}))
    assert file_counts(tmp_path) == {"f1": ("loaded", 1, 0, 0)}
    assert ask(tmp_path, "select subject_id, is_innocent from evaluation.label") == [("t1", False)]
    changed = {**label, "is_innocent": "true"}
    night(
        tmp_path, Dropped("f2", {"transaction": [transaction(9)], "label": [changed]}), as_of=NEXT
    )
    assert file_counts(tmp_path)["f2"] == ("loaded", 1, 0, 0)
    assert ask(
        tmp_path, "select observed from meta.data_quality where check_code like 'label.%'"
    ) == [(1.0,)]


def test_a_record_that_makes_two_kinds_of_rows_is_one_record(tmp_path):
    account = {"account_id": "a1", "currency": "EUR"}
    night(tmp_path, Dropped("f1", {"transaction": [transaction(1)], "account": [account]}))
    assert file_counts(tmp_path) == {"f1": ("loaded", 1, 0, 0)}


def test_staging_is_empty_when_the_night_goes_on(tmp_path):
    night(tmp_path, Dropped("f1", {"transaction": [transaction(1)]}))
    staged = "select count(*) from information_schema.tables where table_schema = 'staging'"
    assert ask(tmp_path, staged) == [(0,)]


def test_a_night_without_files_changes_nothing(tmp_path):
    counts = night(tmp_path)
    assert (counts["files"], counts["loaded"], counts["lake_files"]) == (0, 0, 0)
