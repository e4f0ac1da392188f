"""What registers know of a party under another record of it counts for the party of a case."""

from __future__ import annotations

import pytest
from tests.cases.night import NightTables, alerts, movements, night_tables

from finintel.cases.build import run


@pytest.fixture
def tables(tmp_path):
    with night_tables(tmp_path / "w") as made:
        movements(made, "id,day,from,to,amount\nt1,2026-03-01,a,b,500000\nt2,2026-03-02,b,c,490000")
        alerts(made, "id,detector,typology,subject,evidence\nA1,WAT-001,watchlist,P1,t1 t2")
        made.fill("core.same_party", "party_id,other_party_id\nP1,LIST:9\nP1,COURT:7")
        yield made


def facts(tables: NightTables) -> dict[str, bool]:
    context = tables.context()
    (row,) = context.warehouse.run(context.sql("cases/lead_party.sql")).to_pylist()
    return dict(row)


def test_a_party_without_other_facts_has_none(tables):
    run(tables.context())

    assert not any(facts(tables)[name] for name in ("has_proceeding", "has_award", "is_listed"))


@pytest.mark.parametrize(
    ("table", "row", "fact"),
    [
        (
            "core.watchlist_entry",
            "entry_id,list_id,topic,party_id\nW,UN,sanction,LIST:9",
            "is_listed",
        ),
        (
            "core.proceeding",
            "proceeding_id,party_id,proceeding_type\nQ,COURT:7,trial",
            "has_proceeding",
        ),
        ("core.award", "award_id,supplier_party_id\nB,COURT:7", "has_award"),
    ],
    ids=["listed", "proceeding", "award"],
)
def test_a_fact_under_another_record_counts(tables, table, row, fact):
    tables.fill(table, row)
    run(tables.context())

    assert facts(tables)[fact]


def test_the_page_of_a_lead_tells_names_lists_and_proceedings_of_every_record(tables):
    tables.fill("core.watchlist_entry", "entry_id,list_id,topic,party_id\nW,UN,sanction,LIST:9")
    tables.fill("core.proceeding", "proceeding_id,party_id,proceeding_type\nQ,COURT:7,trial")
    tables.fill(
        "core.party_identity",
        "party_id,identity_kind,value\nP1,name,Invented One\nLIST:9,name,Invented 1",
    )
    context = tables.context()
    run(context)
    rows = context.warehouse.run(context.sql("leads/party_note.sql"), {"run_id": context.run_id})
    (note,) = [row for row in rows.to_pylist() if row["party_id"] == "P1"]

    assert note["watchlists"] == "UN sanction"
    assert note["proceedings"] == "trial"
    assert note["name"] == "Invented 1; Invented One"
