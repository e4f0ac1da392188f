from __future__ import annotations

import random
from datetime import date

import networkx as nx
import pytest
from tests.conform.staged import DAY, Dropped, open_stage, stage

from finintel.conform import load
from finintel.errors import UsageError
from finintel.resolve import parties
from finintel.resolve.disputed import agreeable
from finintel.resolve.groups import build_groups
from finintel.warehouse import open_warehouse
from finintel.workspace import Settings

NEXT = date(2026, 3, 30)


def person(party_id, name, born=None, number=None, **more):
    return {
        "party_id": party_id,
        "party_type": "person",
        "name": name,
        "birth_on": born,
        "identifier": number,
        "identifier_scheme": "XX-TAX" if number else None,
        "country_code": "ES",
        **more,
    }


def entry(entry_id, name, born=None, **more):
    return {"entry_id": entry_id, "list_id": "l", "topic": "sanction", "name": name} | (
        {"birth_on": born, **more}
    )


def resolve(root, people, entries=(), as_of=DAY, digest="f1"):
    """Load people and list entries in one night, resolve, and return core.same_party."""
    with open_stage(root, as_of) as context, context.warehouse.transaction():
        people_file = Dropped(f"{digest}p", {"party": list(people)})
        stage(context, people_file, Dropped(f"{digest}w", {"watchlist_entry": list(entries)}))
        load.run(context)
        parties.run(context)
        return context.warehouse.rows(
            "select party_id, other_party_id, evidence, run_id from core.same_party order by all"
        )


def pairs(found):
    return [(kept, other) for kept, other, *_ in found]


SAME = [
    (
        "an identifier in common",
        [person("p1", "Ana Ruiz", number="X-1 234"), person("p2", "Ana M. Ruiz", number="x1234")],
    ),
    (
        "name and date of birth, words in another order, without accents",
        [
            person("p1", "María López Gil", "1980-01-02"),
            person("p2", "LOPEZ GIL, Maria", "1980-01-02"),
        ],
    ),
    (
        "a slip in the name",
        [
            person("p1", "Maria Lopez Gil", "1980-01-02"),
            person("p2", "Maria Lopes Gil", "1980-01-02"),
        ],
    ),
    (
        "day and month of birth exchanged",
        [
            person("p1", "Maria Lopez Gil", "1980-01-02"),
            person("p2", "Maria Lopez Gil", "1980-02-01"),
        ],
    ),
    (
        "organisations of one name and date of founding",
        [
            person("p1", "Norte Obras SL", party_type="organisation", registered_on="2010-05-05"),
            person("p2", "Norte Obras S.L.", party_type="organisation", registered_on="2010-05-05"),
        ],
    ),
]
OTHER = [
    ("only the name", [person("p1", "Maria Lopez Gil"), person("p2", "Maria Lopez Gil")]),
    (
        "only the date of birth",
        [person("p1", "Maria Lopez Gil", "1980-01-02"), person("p2", "Jon Etxea", "1980-01-02")],
    ),
    (
        "name and date, but another identifier of the same kind",
        [
            person("p1", "Maria Lopez Gil", "1980-01-02", "1111"),
            person("p2", "Mario Lopez Gil", "1980-01-02", "2222"),
        ],
    ),
    (
        "a number shared by mistake",
        [person("p1", "Maria Lopez", number="0000"), person("p2", "Xiang Wu", number="0000")],
    ),
    (
        "a person and an organisation",
        [
            person("p1", "Ana Ruiz", number="1234"),
            person("p2", "Ana Ruiz", number="1234", party_type="organisation"),
        ],
    ),
    (
        "one number, but two dates of birth",
        [
            person("p1", "Ana Ruiz", "1980-01-02", "1234"),
            person("p2", "Ana Ruiz", "2005-06-07", "1234"),
        ],
    ),
]


@pytest.mark.parametrize(("name", "people"), SAME, ids=[name for name, _ in SAME])
def test_records_are_joined_by(tmp_path, name, people):
    assert pairs(resolve(tmp_path, people)) == [("p1", "p2")]


@pytest.mark.parametrize(("name", "people"), OTHER, ids=[name for name, _ in OTHER])
def test_records_are_not_joined_by(tmp_path, name, people):
    assert resolve(tmp_path, people) == []


def test_evidence_says_which_fields_agree_and_holds_no_value(tmp_path):
    people = [
        person("p1", "Maria Lopez Gil", "1980-01-02"),
        person("p2", "Maria Lopez Gil", "1980-01-02"),
    ]
    [(_, _, evidence, _)] = resolve(tmp_path, people)
    assert evidence == ("names agree to 100 %; dates of birth or founding agree; countries agree")


def test_a_list_entry_is_resolved_to_the_party(tmp_path):
    people = [person("p1", "Maria Lopez Gil", "1980-01-02"), person("p9", "Jon Etxea")]
    entries = [
        entry("w1", "LOPEZ GIL Maria", "1980-01-02"),
        entry("w2", "Somebody Else", "1980-01-02"),
        entry("w3", "J. E.", party_id="p9"),
    ]
    found = resolve(tmp_path, people, entries)
    assert pairs(found) == [("p1", "watchlist:w1"), ("p9", "watchlist:w3")]
    assert found[1][2] == "the publisher of the list names the party"


def test_the_party_known_first_is_kept_over_the_nights(tmp_path):
    first = resolve(tmp_path, [person("z1", "Ana Ruiz Gil", "1980-01-02")])
    assert first == []
    later = [person("a1", "Ana Ruiz Gil", "1980-01-02"), person("b1", "Ana Ruiz Gil", "1980-01-02")]
    found = resolve(tmp_path, later, as_of=NEXT, digest="f2")
    assert pairs(found) == [("z1", "a1"), ("z1", "b1")]
    again = resolve(tmp_path, [], as_of=date(2026, 3, 31), digest="f3")
    assert [run_id for *_, run_id in again] == ["n20260330", "n20260330"]


def test_what_staff_deny_is_not_joined(tmp_path):
    people = [person(name, "Ana Ruiz Gil", "1980-01-02") for name in ("p1", "p2")]
    assert pairs(resolve(tmp_path, people)) == [("p1", "p2")]
    (tmp_path / parties.NOT_SAME_FILE).write_text("party_id,other_party_id\np2,p1\n")
    assert resolve(tmp_path, [], as_of=NEXT, digest="f2") == []


def test_a_list_of_denials_without_its_columns_says_what_it_needs(tmp_path):
    with open_stage(tmp_path):
        pass
    (tmp_path / parties.NOT_SAME_FILE).write_text("left,right\np2,p1\n")
    with pytest.raises(UsageError, match="columns party_id, other_party_id"):
        resolve(tmp_path, [])


def test_a_record_equally_like_two_others_is_linked_to_neither(tmp_path):
    people = [
        person("p1", "Ana Ruiz Gil", "1980-01-02", "1111"),
        person("p2", "Ana Ruiz Gil", "1980-01-02", "2222"),
        person("p3", "Ana Ruiz Gil", "1980-01-02"),
    ]
    assert resolve(tmp_path, people) == []


def test_order_of_records_does_not_matter(tmp_path):
    people = [
        person("p1", "Ana Ruiz Gil", "1980-01-02", "1111"),
        person("p2", "Ana Ruiz Gill", "1980-01-02"),
        person("p3", "Ana Ruis Gil", "1980-01-02"),
        person("p4", "Jon Etxea", "1970-07-07", "1111"),
    ]
    shuffled = random.Random(3).sample(people, 4)
    assert resolve(tmp_path / "one", people) == resolve(tmp_path / "two", shuffled)


def test_groups_are_those_of_networkx_on_random_graphs():
    rnd = random.Random(11)
    with open_warehouse(None, Settings()) as warehouse:
        for links in (1, 20, 60, 150):
            edges = [
                (f"n{rnd.randrange(80):02d}", f"n{rnd.randrange(80):02d}") for _ in range(links)
            ]
            values = ", ".join(f"('{first}', '{second}')" for first, second in edges)
            warehouse.execute(
                "create or replace temp table link as "
                f"select * from (values {values}) as row(party_id, other_party_id)"
            )
            build_groups(warehouse, "link", "found")
            expected = {
                (member, min(part))
                for part in nx.connected_components(nx.Graph(edges))
                for member in part
            }
            assert set(warehouse.rows("select party_id, group_id from found")) == expected


def test_a_long_chain_of_links_is_one_group():
    with open_warehouse(None, Settings()) as warehouse:
        warehouse.execute(
            "create temp table link as select 'n' || (10000 + i) as party_id, "
            "'n' || (10001 + i) as other_party_id from range(2000) as row(i)"
        )
        build_groups(warehouse, "link", "found")
        assert warehouse.rows("select distinct group_id from found") == [("n10000",)]


def test_disputed_links_never_join_what_contradicts():
    links = [("a", "b", 0.9), ("b", "c", 0.8), ("c", "d", 0.95), ("a", "e", 0.7)]
    assert agreeable(links, [("a", "d")]) == [("a", "b"), ("a", "e"), ("c", "d")]
