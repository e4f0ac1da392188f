"""An account that changes its holder: what was paid is told of who held it on that day."""

from __future__ import annotations

from tests.cases.night import alerts, movements, night_tables

from finintel.cases.build import run

HOLDERS = """party_id,account_id,role,valid_from,valid_to
OLD,b,owner,2019-01-01,2026-03-15
OLD,b,authorised,2020-01-01,2026-03-15
NEXT,b,owner,2026-03-15,
EVER,c,owner,,"""


def test_a_later_holder_is_no_party_to_what_was_paid_before(tmp_path):
    with night_tables(tmp_path / "w") as tables:
        movements(
            tables,
            "id,day,from,to,amount\nt1,2026-03-01,a,b,500000\nt2,2026-03-14,b,c,490000",
        )
        alerts(tables, "id,detector,typology,subject,evidence\nA1,PAS-001,pass_through,b,t1 t2")
        tables.fill("core.account_holder", HOLDERS)
        tables.fill(
            "core.party_identity",
            "party_id,identity_kind,value\nOLD,name,Old Holder\nNEXT,name,Next Holder",
        )
        context = tables.context()
        run(context)
        values = {"run_id": context.run_id, "base_currency": "EUR"}
        parties, cited = (
            context.warehouse.run(context.sql(f"leads/{name}.sql"), values).to_pylist()
            for name in ("case_parties", "case_transactions")
        )

    found = {row["party_id"]: row for row in parties}
    assert {name: row["role"] for name, row in found.items()} == {
        "OLD": "holder",
        "EVER": "counterparty",
    }
    # once each, though OLD holds the account in two roles
    old = found["OLD"]
    assert (old["alert_count"], old["paid_in"], old["paid_out"]) == (1, 500_000, 490_000)
    assert old["transaction_ids"] == "t1 t2"
    assert [row["beneficiary_name"] for row in cited] == ["Old Holder", None]
    assert cited[1]["originator_name"] == "Old Holder"


def test_a_payment_between_own_accounts_is_named_once(tmp_path):
    with night_tables(tmp_path / "w") as tables:
        movements(tables, "id,day,from,to,amount\nt1,2026-03-01,a,b,500000")
        alerts(tables, "id,detector,typology,subject,evidence\nA1,PAS-001,pass_through,b,t1")
        tables.fill("core.account_holder", "party_id,account_id,role\nONE,a,owner\nONE,b,owner")
        context = tables.context()
        run(context)
        values = {"run_id": context.run_id, "base_currency": "EUR"}
        (party,) = context.warehouse.run(context.sql("leads/case_parties.sql"), values).to_pylist()

    assert party["transaction_ids"] == "t1"
    assert party["account_ids"] == "a b"
