"""Nights as an operator runs them: repeatable, exactly once, and wherever the folder lies."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from tests.nights import LAST_NIGHT, finintel, lead_files, run_all, run_night

from finintel.cli import app
from finintel.errors import UsageError
from finintel.follow.asking import Asked, ask_snapshot
from finintel.follow.question import Question
from finintel.snapshot import ask as ask_published
from finintel.sqlfile import read_sql
from finintel.workspace import create_workspace, open_workspace, shipped_resources

NEXT_NIGHT = "2026-04-01"


@pytest.fixture(scope="module")
def drops(small_drops: list[Path]) -> list[Path]:
    """What arrives on two nights of a small world."""
    return small_drops


@pytest.fixture(scope="module")
def nights(small_nights, tmp_path_factory) -> Path:
    """A workspace after these nights; tests that go on do so on a copy."""
    return copied(small_nights, tmp_path_factory.mktemp("first") / "workspace")


@pytest.fixture(scope="module")
def next_night(nights, tmp_path_factory) -> dict[str, str]:
    """What leads/ holds after one night more, on which nothing arrives."""
    workspace = copied(nights, tmp_path_factory.mktemp("next") / "workspace")
    run_night(workspace, NEXT_NIGHT)
    return lead_files(workspace)


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


def test_a_moved_workspace_goes_on_and_files_dropped_again_or_renamed_change_nothing(
    nights, next_night, drops, tmp_path
):
    moved = copied(nights, tmp_path / "first").rename(tmp_path / "a place with blanks")
    for path in sorted(drops[0].rglob("*.csv")):
        source = moved / "inbox" / path.parent.name
        shutil.copy(path, source / path.name)
        shutil.copy(path, source / f"renamed_{path.name}")
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


def test_a_question_leaves_the_process_in_its_folder(nights):
    before = Path.cwd()
    ask_published(open_workspace(nights), "select count(*) from mart.transaction_history")

    assert Path.cwd() == before


def test_sql_reads_only_the_snapshot(nights):
    refused = finintel("sql", nights, "from read_csv('/etc/passwd')")
    written = finintel("sql", nights, "create table mart.mine (a integer)")

    assert refused.returncode == 2
    assert written.returncode == 2


# One identifier of every kind that `finintel follow` takes.
STARTS = {
    "alert": "select min(alert_id) from mart.alert where typology = 'layering_chain'",
    "chain": "select min(chain_id) from mart.chain",
    "case": "select min(case_id) from mart.case_lead",
    "lead": "select min(lead_id) from mart.case_lead",
    "party": "select min(party_id) from mart.case_party",
    "account": "select min(first_account_id) from mart.chain",
    "asset": "select min(asset_id) from mart.asset_trace",
    "transaction": "select min(transaction_id) from mart.chain_hop",
}


@pytest.mark.parametrize("way", ["forward", "backward"])
@pytest.mark.parametrize("kind", STARTS)
def test_value_is_followed_from_every_kind_of_start(nights, kind, way, tmp_path):
    workspace = open_workspace(nights)
    _, ((start,),) = ask_published(workspace, STARTS[kind])
    question = Question("", is_forward=way == "forward", with_backwards=way == "forward")
    out = tmp_path / "followed.csv"
    shown = ask_snapshot(workspace, Asked((start,), (), question, out), lambda *_: None)

    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == shown.written > 0
    assert {row["direction"] for row in rows} == {way}
    assert shown.tables[0].rows
    assert shown.notes


def test_follow_prints_the_path_and_names_no_person(nights, tmp_path):
    chain = finintel("sql", nights, STARTS["chain"], "--csv").stdout.split()[-1]
    listed = tmp_path / "ids.txt"
    query = f"select transaction_id from mart.chain_hop where chain_id = '{chain}'"
    hops = finintel("sql", nights, query, "--csv").stdout.split()[1:]
    listed.write_text("\n".join(["", *hops, hops[0]]) + "\n", encoding="utf-8-sig")
    out = tmp_path / "all.csv"
    done = finintel(
        "follow", nights, "--from-file", listed, "--method", "all", "--out", out, "--hops", "2"
    )

    assert done.returncode == 0, done.stderr
    assert "outer bound" in done.stdout
    assert "traced in = moved on + paid out + fee + held + overdraft repaid" in done.stdout
    assert "never add two answers" in done.stdout
    text = out.read_bytes()
    assert b"\r\n" in text
    assert b"outer_bound" in text
    work = nights / "work.duckdb"
    query = "select distinct value from core.party_identity where identity_kind = 'name'"
    with duckdb.connect(str(work), read_only=True) as reader:
        people = [value for (value,) in reader.execute(query).fetchall() if len(value) > 5]
    assert people
    assert not [name for name in people if name in done.stdout or name.encode() in text]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--from ID"),
        (["--from", "nothing"], "has no alert, chain"),
        (["--from", "=1+1'; drop table x"], "has no alert, chain"),
        (["--from", "START", "--method", "tiho"], "known: fifo"),
        (["--from", "START", "--method", "libr", "--backward"], "no answer backward"),
        (["--from", "START", "--backwards-tracing", "--backward"], "leave out --backward"),
        (["--from", "START", "--until", "1999-01-01"], "later --until"),
        (["--from", "START", "--out", "."], "cannot be written"),
        (["--from-file", "nowhere.txt"], "cannot be read"),
    ],
    ids=lambda words: " ".join(words)[:40] if isinstance(words, list) else "",
)
def test_a_question_that_cannot_be_answered_says_what_to_do(nights, words, said):
    _, ((start,),) = ask_published(open_workspace(nights), STARTS["chain"])
    given = [start if word == "START" else word for word in words]
    with pytest.raises(UsageError) as caught:
        app(["follow", str(nights), *given], standalone_mode=False)

    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_wrong_question_ends_with_2(nights):
    done = finintel("follow", nights, "--from", "=1+1'; drop table x")

    assert done.returncode == 2
    assert "has no alert, chain" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "query", ["value_forward", "asset_backward", "statement_first_in_first_out"]
)
def test_worked_queries_follow_value_in_sql(nights, query):
    file = read_sql(shipped_resources() / "sql" / "queries" / f"{query}.sql")
    columns, rows = ask_published(open_workspace(nights), file.statement)

    assert rows
    assert all(row[columns.index("currency")] for row in rows)


def test_an_asset_in_sql_holds_what_the_night_traced_into_it(nights):
    file = read_sql(shipped_resources() / "sql" / "queries" / "asset_backward.sql")
    sums = (
        "select count(*) from (select asset_id, payment_transaction_id, method, order_variant, "
        f"sum(traced_minor) as traced from ({file.statement}) as one group by all) as found "
        "join (select distinct asset_id, transaction_id, method, order_variant, traced_base_minor "
        "from mart.asset_trace) as night on night.asset_id = found.asset_id "
        "and night.transaction_id = found.payment_transaction_id and night.method = found.method "
        "and night.order_variant = found.order_variant join mart.transaction as paid "
        "on paid.transaction_id = night.transaction_id and paid.currency = 'EUR' "
        "where night.traced_base_minor <> found.traced"
    )
    _, ((differing,),) = ask_published(open_workspace(nights), sums)

    assert differing == 0


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
