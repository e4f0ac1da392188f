"""Which alerts belong together depends on what they cite, not on their names or their order."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest
from tests.cases.night import AS_OF, NightTables, alerts, movements, night_tables

from finintel.cases.build import keep_evidence, run
from finintel.cases.grouping import group_alerts

FIRST = date(2026, 3, 1)
TABLES = (
    'core."transaction"',
    "features.window_transfer",
    "detect.alert",
    "detect.alert_transaction",
    "cases.cited_transaction",
    "core.party",
    "core.account_holder",
)
TYPOLOGIES = ("pass_through", "fan_in")


class Alert(NamedTuple):
    name: str
    typology: str
    subject: str
    evidence: tuple[str, ...]


class World(NamedTuple):
    rows: dict[str, tuple[int, str, str, int]]  # transaction: day, from, to, amount
    alerts: tuple[Alert, ...]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("laws") / "w"
    with night_tables(folder) as opened:
        yield opened


def world(seed: int, prefix: str = "") -> World:
    source = random.Random(seed)
    accounts = [f"{prefix}acc{number}" for number in range(12)]
    rows = {}
    for number in range(24):
        one, other = source.sample(accounts, 2)
        rows[f"{prefix}t{number:02}"] = (number, one, other, 1_000 + source.randrange(9_000))
    found = []
    for number in range(9):
        cited = tuple(sorted(source.sample(sorted(rows), source.randint(1, 3))))
        subject = source.choice(rows[cited[0]][1:3])
        found.append(Alert(f"{prefix}A{number}", source.choice(TYPOLOGIES), subject, cited))
    return World(rows, tuple(found))


def put(tables: NightTables, given: World) -> None:
    for table in TABLES:
        tables.warehouse.execute(f"delete from {table}")
    lines = [
        f"{name},{FIRST + timedelta(days=day)},{one},{other},{amount}"
        for name, (day, one, other, amount) in given.rows.items()
    ]
    movements(tables, "\n".join(["id,day,from,to,amount", *lines]))
    people = [name for name in accounts_of(given) if is_person(name)]
    tables.fill("core.party", "\n".join(["party_id,party_type", *(f"P{n},person" for n in people)]))
    holders = [f"{name},P{name},owner" for name in people]
    tables.fill("core.account_holder", "\n".join(["account_id,party_id,role", *holders]))
    told = [
        f"{alert.name},DET-{alert.typology},{alert.typology},{alert.subject},"
        + " ".join(alert.evidence)
        for alert in given.alerts
    ]
    alerts(tables, "\n".join(["id,detector,typology,subject,evidence", *told]))


def accounts_of(given: World) -> list[str]:
    return sorted({name for row in given.rows.values() for name in row[1:3]})


def is_person(account: str) -> bool:
    """Every other account is a person's, the rest are of nobody known."""
    return int(account[-1]) % 2 == 0


def parts(tables: NightTables, given: World) -> set[frozenset[str]]:
    """Return the alerts that the program puts together."""
    put(tables, given)
    keep_evidence(tables.context())
    groups = group_alerts(tables.context())
    names = dict(tables.warehouse.rows("select alert_number, alert_id from cases.standing_alert"))
    found: dict[int, set[str]] = {}
    for number, group in groups.select("alert_number", "group_number").iter_rows():
        found.setdefault(group, set()).add(names[number])
    return {frozenset(group) for group in found.values()}


def linked(given: World, one: Alert, other: Alert) -> bool:
    """Say by hand whether two alerts share enough."""
    amount = {name: row[3] for name, row in given.rows.items()}
    shared = set(one.evidence) & set(other.evidence)
    count = len(shared) / min(len(one.evidence), len(other.evidence))
    values = [sum(amount[name] for name in alert.evidence) for alert in (one, other)]
    value = sum(amount[name] for name in shared) / min(values)
    return bool(shared) and (count >= 0.5 or value >= 0.4 or one.subject == other.subject)


def spans(given: World, alert: Alert) -> tuple[int, int]:
    days = [given.rows[name][0] for name in alert.evidence]
    return min(days), max(days)


def by_hand(given: World) -> set[frozenset[str]]:
    """Return the same from the definition: shared evidence, or subject and typology in time.

    Afterwards what is about one subject alone goes together; if it is a person, to the group about
    that person and others that is nearest in time. All lies within the ninety days.
    """
    graph = nx.Graph()
    graph.add_nodes_from(alert.name for alert in given.alerts)
    for one, other in combinations(given.alerts, 2):
        (start, end), (after, until) = spans(given, one), spans(given, other)
        in_time = start <= until and after <= end
        alike = one.subject == other.subject and one.typology == other.typology and in_time
        if alike or linked(given, one, other):
            graph.add_edge(one.name, other.name)
    named = {alert.name: alert for alert in given.alerts}
    groups = [[named[name] for name in sorted(part)] for part in nx.connected_components(graph)]
    for subject in sorted({alert.subject for alert in given.alerts}):
        alone = [group for group in groups if {alert.subject for alert in group} == {subject}]
        if alone:
            joined = [alert for group in alone for alert in group]
            groups = [group for group in groups if group not in alone]
            near = [(distance(given, joined, group, subject), group) for group in groups]
            near = [(key, group) for key, group in near if key and is_person(subject)]
            target = min(near, key=lambda pair: (pair[0], pair[1][0].name))[1] if near else []
            groups = [group for group in groups if group is not target] + [sorted(target + joined)]
    return {frozenset(alert.name for alert in group) for group in groups}


def distance(
    given: World, alone: list[Alert], group: list[Alert], subject: str
) -> tuple[int, int] | None:
    """Return days between, and minus the alerts of the group about the subject, if any."""
    about = [alert for alert in group if alert.subject == subject]
    if not about:
        return None
    (start, end), (after, until) = (
        (min(spans(given, a)[0] for a in found), max(spans(given, a)[1] for a in found))
        for found in (alone, about)
    )
    return max(after - end, start - until, 0), -len(about)


@pytest.mark.parametrize("seed", range(6))
def test_groups_are_those_of_the_definition(tables, seed: int) -> None:
    assert parts(tables, world(seed)) == by_hand(world(seed))


@pytest.mark.parametrize("seed", range(3))
def test_order_and_names_of_alerts_and_transactions_say_nothing(tables, seed: int) -> None:
    given = world(seed)
    source = random.Random(seed)
    names = [alert.name for alert in given.alerts]
    new_name = dict(zip(names, source.sample(names, len(names)), strict=True))
    rows = sorted(given.rows)
    new_row = dict(zip(rows, source.sample(rows, len(rows)), strict=True))
    shuffled = source.sample(list(given.alerts), len(given.alerts))
    renamed = World(
        {new_row[name]: row for name, row in given.rows.items()},
        tuple(
            Alert(new_name[a.name], a.typology, a.subject, tuple(new_row[t] for t in a.evidence))
            for a in shuffled
        ),
    )
    expected = {frozenset(new_name[name] for name in part) for part in parts(tables, given)}
    assert parts(tables, renamed) == expected


@pytest.mark.parametrize("seed", range(3))
def test_unrelated_alerts_change_no_other_group(tables, seed: int) -> None:
    given, unrelated = world(seed), world(seed + 100, prefix="x")
    both = World(given.rows | unrelated.rows, given.alerts + unrelated.alerts)
    assert parts(tables, both) == parts(tables, given) | parts(tables, unrelated)


def test_the_order_of_the_list_does_not_hang_on_names(tmp_path) -> None:
    orders = []
    for turn, reverse in enumerate((False, True)):
        given = world(4)
        names = [alert.name for alert in given.alerts]
        new_name = dict(zip(names, names[::-1] if reverse else names, strict=True))
        with night_tables(tmp_path / f"w{turn}") as opened:
            put(
                opened,
                World(given.rows, tuple(a._replace(name=new_name[a.name]) for a in given.alerts)),
            )
            run(opened.context(AS_OF))
            ranked = opened.warehouse.rows(
                "select string_agg(alert_id, ' ' order by alert_id) from cases.lead "
                "join cases.case_alert using (case_id) group by case_id, rank order by rank"
            )
        old_name = {new: old for old, new in new_name.items()}
        orders.append([sorted(old_name[name] for name in row[0].split()) for row in ranked])
    assert orders[0] == orders[1]
    assert len(orders[0]) > 1
