"""What joins alerts to one case and what never does, on tables of a few rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cases.night import NightTables, alerts, movements, next_day, night_tables

from finintel.cases.build import run

NIGHT = date(2026, 3, 29)
HEAD = "id,detector,typology,subject,evidence\n"
# Two buyers, k and m, and a third, w, pay one notary, N, who pays the sellers.
NOTARY = """id,day,from,to,amount
k1,2026-03-18,x,k,900000
k2,2026-03-20,k,N,900000
k3,2026-03-21,k,N,100000
m1,2026-03-18,y,m,800000
m2,2026-03-21,m,N,800000
w1,2026-03-21,w,N,700000
o1,2026-03-22,N,s,880000
"""
DEEDS = """acquisition_id,asset_id,acquirer_party_id,payee_account_id,acquired_on,recorded_from
Q1,S1,P1,N,2026-03-20,2026-03-20
Q2,S2,P2,N,2026-03-21,2026-03-21"""
BUYERS = """A1,PAS-001,pass_through,k,k1 k2
A2,PAS-001,pass_through,m,m1 m2
"""
# An account p of a person, and what it has to do with others.
PEOPLE = """id,day,from,to,amount
p1,2026-01-02,p,q,500000
p2,2026-01-20,p,r,400000
p3,2026-03-20,p,s,300000
v1,2026-03-20,v,p,200000
v2,2026-03-21,p,u,190000
"""


@pytest.fixture
def tables(tmp_path: Path):
    with night_tables(tmp_path / "w") as opened:
        yield opened


def grouped(tables: NightTables, rows: str, raised: str) -> set[frozenset[str]]:
    """Return the alerts of every case."""
    movements(tables, rows)
    alerts(tables, HEAD + raised)
    run(tables.context(NIGHT))
    found: dict[str, set[str]] = {}
    for alert, case in tables.warehouse.rows("select alert_id, case_id from cases.case_alert"):
        found.setdefault(case, set()).add(alert)
    return {frozenset(group) for group in found.values()}


def held(tables: NightTables, alert: str) -> list[str]:
    """Return the transactions of an alert's case."""
    return [
        row[0]
        for row in tables.warehouse.rows(
            "select transaction_id from cases.case_transaction "
            "join cases.case_alert using (case_id) where alert_id = $alert order by all",
            {"alert": alert},
        )
    ]


def test_two_alerts_about_a_notary_join_a_buyer_each_and_not_the_buyers(tables) -> None:
    tables.fill("core.acquisition", DEEDS)
    raised = BUYERS + "A3,FAN-001,fan_in,N,k2 w1 m2\nA4,DOR-001,dormant_account,N,m2 w1\n"
    assert grouped(tables, NOTARY, raised) == {frozenset({"A1", "A3"}), frozenset({"A2", "A4"})}


def test_with_one_buyer_the_payee_joins_as_anybody_does(tables) -> None:
    tables.fill("core.acquisition", DEEDS.rsplit("\n", 1)[0])
    raised = BUYERS + "A3,FAN-001,fan_in,N,k2 w1 m2\nA4,DOR-001,dormant_account,N,m2 w1\n"
    assert grouped(tables, NOTARY, raised) == {frozenset({"A1", "A2", "A3", "A4"})}


def test_what_strangers_paid_the_same_notary_is_no_part_of_a_buyers_case(tables) -> None:
    tables.fill("core.acquisition", DEEDS)
    grouped(tables, NOTARY, BUYERS + "A3,FAN-001,fan_in,N,k2 k3 w1 m2 o1\n")
    assert held(tables, "A3") == ["k1", "k2", "k3"]  # k3: the same buyer's second payment


def test_an_alert_about_a_notary_alone_keeps_all_that_it_cites(tables) -> None:
    tables.fill("core.acquisition", DEEDS)
    found = grouped(tables, NOTARY, "A3,FAN-001,fan_in,N,k2 w1\nA4,DOR-001,dormant_account,N,m2\n")
    assert found == {frozenset({"A3", "A4"})}  # at the same time, about the same payee
    assert held(tables, "A3") == ["k2", "m2", "w1"]


def chain_of(tables: NightTables, alert: str) -> None:
    """Let a chain of both payments be that of an alert."""
    tables.fill("detect.chain", f"chain_id,alert_id\nCH1,{alert}")
    tables.fill("detect.chain_hop", "chain_id,hop,transaction_id\nCH1,1,k2\nCH1,2,m2")


def test_a_chain_joins_while_it_is_found_and_not_afterwards(tables) -> None:
    movements(tables, NOTARY)
    chain_of(tables, "A3")
    alerts(tables, HEAD + BUYERS + "A3,LAY-001,layering_chain,k,k2 m2\n")
    tables.warehouse.execute("update detect.alert set state = 'withdrawn' where alert_id = 'A3'")
    run(tables.context(NIGHT))
    assert held(tables, "A1") == ["k1", "k2"]
    tables.warehouse.execute("update detect.alert set state = 'current'")
    run(tables.context(next_day(NIGHT)))
    assert held(tables, "A1") == ["k1", "k2", "m1", "m2"]


def people(tables: NightTables, kind: str = "person") -> None:
    tables.fill("core.account_holder", "account_id,party_id,role\np,PP,owner")
    tables.fill("core.party", f"party_id,party_type\nPP,{kind}")


def peaks(*names: str) -> str:
    return "".join(f"A{name[1:]},SPK-001,volume_spike,p,{name}\n" for name in names)


def test_what_is_about_one_party_alone_is_one_case_within_ninety_days(tables) -> None:
    people(tables)
    raised = peaks("p1", "p2", "p3") + "A7,WEA-001,unexplained_wealth,PP,v1\n"
    assert grouped(tables, PEOPLE, raised) == {frozenset({"A1", "A2", "A3", "A7"})}


@pytest.mark.parametrize(("day", "count"), [("2026-04-02", 1), ("2026-04-03", 2)])
def test_after_more_than_ninety_days_it_is_another_case(tables, day: str, count: int) -> None:
    people(tables)
    rows = f"id,day,from,to,amount\np1,2026-01-02,p,q,500000\np2,{day},p,r,400000"
    assert len(grouped(tables, rows, peaks("p1", "p2"))) == count


@pytest.mark.parametrize(("kind", "joined"), [("person", True), ("organisation", False)])
def test_a_persons_lone_alert_joins_the_case_about_that_person_and_others(
    tables, kind: str, joined: bool
) -> None:
    people(tables, kind)
    raised = peaks("p3") + "B1,PAS-001,pass_through,p,v1 v2\nB2,SPK-001,volume_spike,u,v2\n"
    found = grouped(tables, PEOPLE, raised)
    together = {frozenset({"A3", "B1", "B2"})}
    assert found == (together if joined else {frozenset({"A3"}), frozenset({"B1", "B2"})})


def test_a_lone_alert_about_a_person_never_joins_two_cases(tables) -> None:
    people(tables)
    rows = PEOPLE + "z1,2026-03-18,p,z,100000\n"
    raised = (
        peaks("p3")
        + "B1,PAS-001,pass_through,p,v2\nB2,SPK-001,volume_spike,u,v2\n"
        + "C1,DOR-001,dormant_account,p,z1\nC2,SPK-001,volume_spike,z,z1\n"
    )
    assert grouped(tables, rows, raised) == {
        frozenset({"A3", "B1", "B2"}),  # the nearest in time
        frozenset({"C1", "C2"}),
    }


def test_a_busy_account_gathers_nothing(tables) -> None:
    people(tables)
    movements(tables, PEOPLE)
    tables.warehouse.execute(
        "insert into features.account_flow select account_number, 1, 100 "
        "from features.account_number where account_id = 'p'"
    )
    alerts(tables, HEAD + peaks("p1", "p2"))
    run(tables.context(NIGHT))
    assert held(tables, "A1") == ["p1"]


def test_an_account_of_two_holders_is_about_neither_alone(tables) -> None:
    people(tables)
    tables.fill("core.account_holder", "account_id,party_id,role\np,PQ,joint_owner")
    raised = peaks("p1", "p2") + "A7,WEA-001,unexplained_wealth,PP,v1\n"
    found = grouped(tables, PEOPLE, raised)
    assert found == {frozenset({"A1", "A2"}), frozenset({"A7"})}
