from __future__ import annotations

import json

import pyarrow as pa
import pytest
from tests.conform.staged import Dropped, open_stage, stage, transaction

from finintel.errors import ContractError, GateError
from finintel.pipeline import load_contracts
from finintel.validate import gate
from finintel.validate.docs import build_data_docs
from finintel.validate.expectations import check_frame, expectations_context
from finintel.validate.quarantine import find_failing
from finintel.validate.suites import Expectation, load_suites
from finintel.workspace import create_workspace

FUTURE = "2099-01-01 00:00:00"

# One row for every expectation of the suite `transaction`, and plain rows around them.
ROWS = [
    transaction(1),
    transaction(2, amount_minor=-1),
    transaction(3, amount_minor=0),
    transaction(4, amount_minor=9 * 10**15 + 1),
    transaction(5, booked_at=FUTURE),
    transaction(6, booked_at="1700-01-01 00:00:00"),
    transaction(7, originator_account_id=None, beneficiary_account_id=None),
    transaction(8, beneficiary_account_id="a1"),
    transaction(9, received_amount_minor=-5, received_currency="USD"),
    transaction(10, value_on="2099-01-01"),
    transaction(11, transaction_id="t" * 300),
    transaction(12, amount_minor=-1, booked_at=FUTURE),
    transaction(13, originator_account_id=None),
]


def suites_of(workspace):
    return load_suites(workspace, load_contracts(workspace).entities)


def own_suite(root, **expectation):
    """Give a workspace a suite of its own about transactions, with one expectation."""
    folder = root / "schemas/expectations"
    folder.mkdir(parents=True)
    expectation.setdefault("meta", {"code": "own", "severity": "stop", "remedy": "Mend it."})
    suite = {"name": "own", "meta": {"table": "transaction"}, "expectations": [expectation]}
    (folder / "own.json").write_text(json.dumps(suite), encoding="utf-8")


def run_gate(root, *files):
    with open_stage(root) as context, context.warehouse.transaction():
        stage(context, *files)
        counts = gate.run(context)
        rejects = context.warehouse.rows(
            "select row_number, stage, reasons, record_text from landing.reject order by row_number"
        )
        staged = context.warehouse.count('staging."transaction"')
        quality = dict(
            context.warehouse.rows(
                "select check_code, observed from meta.data_quality where not is_met"
            )
        )
    return counts, rejects, staged, quality


def test_great_expectations_and_the_pass_name_the_same_rows(tmp_path):
    with open_stage(tmp_path) as context, expectations_context() as expectations:
        stage(context, Dropped("f1", {"transaction": [*ROWS, transaction(14, currency=None)]}))
        suite = suites_of(context.workspace)["transaction"]
        wanted = suite.level(is_dataset=False)
        find_failing(context, "transaction", [suite])
        by_pass = {
            (code, row)
            for row, codes in context.warehouse.rows("select staged_id, codes from validate_failed")
            for code in codes
        }
        frame = next(iter(gate.chunks(context, suite, wanted)))
        numbered = frame.append_column("place", pa.array(range(frame.num_rows), pa.int64()))
        found = check_frame(expectations, numbered, wanted, key="place")
    by_gx = {(finding.expectation.code, row) for finding in found for row in finding.rows}
    assert by_gx == by_pass
    not_shown = {"received_amount_minor_absurd", "value_on_too_early"}
    assert {code for code, _ in by_gx} == {item.code for item in wanted} - not_shown


def test_failing_rows_move_to_reject_with_reasons_and_the_others_stay(tmp_path):
    counts, rejects, staged, quality = run_gate(tmp_path, Dropped("f1", {"transaction": ROWS}))
    assert counts["quarantined_rows"] == len(rejects) == 9
    assert staged == len(ROWS) - 9
    reasons = {number: text for number, _, text, _ in rejects}
    assert reasons[3] == "amount_minor_negative:amount_minor"
    assert reasons[13].split(";") == [
        "amount_minor_negative:amount_minor",
        "booked_at_in_the_future:days_after_as_of_booked_at",
    ]
    assert {stage for _, stage, _, _ in rejects} == {"validate"}
    assert json.loads(rejects[0][3])["transaction_id"] == "t2"
    assert quality["transaction.amount_zero"] == 3.0
    assert quality["transaction.same_account_twice"] == 1.0


def test_a_period_that_ends_before_it_begins_is_no_period(tmp_path):
    share = {"asset_id": "h1", "party_id": "p1", "interest_type": "legal"}
    rows = [
        {**share, "valid_from": "2024-05-02", "valid_to": "2024-05-01"},
        {**share, "valid_from": "2024-05-02", "valid_to": "2024-05-02"},
        {**share, "valid_from": "2024-05-02"},
        {**share, "valid_to": "2024-05-01"},
    ]
    _, rejects, _, _ = run_gate(tmp_path, Dropped("f1", {"ownership": rows}))
    reasons = [(number, text) for number, _, text, _ in rejects]

    assert reasons == [(2, "valid_to_before_valid_from:valid_to,valid_from")]


def test_the_text_of_a_reject_is_cut_from_the_landed_bytes(tmp_path):
    landing = create_workspace(tmp_path).landing
    lines = ["transaction_id,amount", "t1,1.00", "t2,-0.01", 't3,"-0.02', 'open",1']
    (landing / "f1").write_bytes("\r\n".join(lines).encode())
    rows = [transaction(1), transaction(2, amount_minor=-1), transaction(3, amount_minor=-2)]
    _, rejects, _, _ = run_gate(tmp_path, Dropped("f1", {"transaction": rows}))
    assert rejects[0][3] == "t2,-0.01"
    assert json.loads(rejects[1][3])["transaction_id"] == "t3"  # its line is not a whole record


def test_what_else_a_quarantined_record_made_goes_with_it(tmp_path):
    account = {"account_id": "a1", "currency": "EUR"}
    file = Dropped("f1", {"transaction": [transaction(1, amount_minor=-1)], "account": [account]})
    with open_stage(tmp_path) as context, context.warehouse.transaction():
        stage(context, file)
        gate.run(context)
        assert context.warehouse.count("staging.account") == 0


def test_a_stop_shuts_the_gate_with_what_to_do(tmp_path):
    create_workspace(tmp_path)
    own_suite(
        tmp_path,
        type="expect_column_values_to_be_in_set",
        kwargs={"column": "channel", "value_set": ["cash_deposit"], "mostly": 0.5},
    )
    with pytest.raises(GateError, match=r"transaction, own: 13 of 13 rows fail\. Mend it\."):
        run_gate(tmp_path, Dropped("f1", {"transaction": ROWS}))


def test_mostly_is_decided_on_the_sum_of_the_chunks(tmp_path, monkeypatch):
    create_workspace(tmp_path)
    own_suite(
        tmp_path,
        type="expect_column_values_to_be_between",
        kwargs={"column": "amount_minor", "min_value": 1, "mostly": 0.5},
    )
    monkeypatch.setattr(gate, "CHUNK_ROWS", 3)  # the chunk of rows 1 to 3 alone would fail
    counts, *_ = run_gate(tmp_path, Dropped("f1", {"transaction": ROWS[1:]}))
    assert counts["checked_rows"] == 12


def test_a_crashed_expectation_is_an_error_not_a_failed_row():
    crashing = Expectation(
        table="transaction",
        code="crash",
        type="expect_column_values_to_match_regex",
        arguments={"column": "text", "regex": "("},
        severity="count",
        remedy="",
    )
    frame = pa.table({"text": ["a", "b"]})
    with (
        expectations_context() as expectations,
        pytest.raises(GateError, match=r"'crash'.*crashed"),
    ):
        check_frame(expectations, frame, [crashing])


def test_a_missing_column_is_a_crash_too():
    item = Expectation(
        "party", "gone", "expect_column_values_to_not_be_null", {"column": "x"}, "count", ""
    )
    with expectations_context() as expectations, pytest.raises(GateError, match="'gone'"):
        check_frame(expectations, pa.table({"y": [1]}), [item])


def test_a_night_without_rows_does_not_ask_great_expectations(tmp_path, monkeypatch):
    monkeypatch.setattr(gate, "expectations_context", lambda: pytest.fail("asked"))
    counts, *_ = run_gate(tmp_path)
    assert counts == {"checked_rows": 0, "quarantined_rows": 0, "checks": 0, "checks_not_met": 0}


def test_measures_of_the_data_set_are_checked_feed_by_feed(tmp_path):
    holder = {"account_id": "a1", "party_id": "p1", "role": "owner"}
    known = Dropped("f2", {"account": [{"account_id": "a1"}]}, source_id="other")
    _, _, _, quality = run_gate(tmp_path, Dropped("f1", {"account_holder": [holder]}), known)
    assert quality["account_holder.holder_party_unknown_ratio"] == 1.0
    assert "account_holder.holder_account_unknown_ratio" not in quality


def test_every_fault_of_a_suite_is_named_before_data_is_read(tmp_path):
    workspace = create_workspace(tmp_path)
    own_suite(
        tmp_path,
        type="expect_nothing",
        kwargs={"column_A": "amount_minor", "column_B": "nowhere", "max_value": 10**17},
        meta={"code": "own", "severity": "loud", "remedy": ""},
    )
    with pytest.raises(ContractError) as fault:
        suites_of(workspace)
    for part in (
        "no column 'nowhere'",
        "severity must be",
        "not known here",
        "ignore_row_if",
        "2^53",
    ):
        assert part in str(fault.value)


def test_shipped_suites_load_and_every_entity_has_one(tmp_path):
    workspace = create_workspace(tmp_path)
    tables = {suite.table for suite in suites_of(workspace).values()}
    received = {n for n, item in load_contracts(workspace).entities.items() if item.received}
    assert received - {"label"} <= tables


def test_data_docs_are_built_on_request(tmp_path):
    workspace = create_workspace(tmp_path / "work")
    page = build_data_docs(workspace, tmp_path / "docs")
    assert "finintel" in page.read_text(encoding="utf-8").lower()
