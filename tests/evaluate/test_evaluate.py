"""What `finintel evaluate` counts, on worlds small enough to count by hand."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluate.labelled import labelled_warehouse

from finintel.errors import UsageError
from finintel.evaluate import Evaluation, KindGrade, Standard, evaluate
from finintel.evaluate.components import connected_components

CHAIN = {"t1": ("A", "B"), "t2": ("B", "C"), "t3": ("C", "D"), "t4": ("D", "E")}
NOISE = {f"n{number}": (f"X{number}", f"Y{number}") for number in range(10)}
STANDARD = Standard(alerts=10, largest=80, smallest=3)


def evaluated(standard: Standard = STANDARD, **world: Any) -> Evaluation:
    schemes = {"s1": ("cycle", list(CHAIN))}
    with labelled_warehouse(CHAIN | NOISE, **{"schemes": schemes, **world}) as warehouse:
        return evaluate(warehouse, standard)


def cycle_grade(result: Evaluation) -> KindGrade:
    return next(kind for kind in result.detectors[0].kinds if kind.kind == "cycle")


@pytest.mark.parametrize(
    ("cited", "touched", "held", "found"),
    [
        pytest.param(["t1", "t2", "n1", "n2"], 1, 1, 1, id="half of the scheme, half of the alert"),
        pytest.param(["t1", "t2", "n1", "n2", "n3"], 1, 1, 0, id="less than half of the alert"),
        pytest.param(["t1", "n1"], 1, 0, 0, id="less than half of the scheme"),
        pytest.param(["n1", "n2"], 0, 0, 0, id="nothing of the scheme"),
    ],
)
def test_a_find_needs_half_of_the_scheme_and_half_of_the_alert(cited, touched, held, found):
    kind = cycle_grade(evaluated(alerts={"a1": cited}))

    assert (kind.schemes, kind.touched, kind.held, kind.found) == (1, touched, held, found)


def test_two_alerts_that_hold_a_quarter_each_are_no_find():
    kind = cycle_grade(evaluated(alerts={"a1": ["t1"], "a2": ["t2"]}))

    assert (kind.touched, kind.held, kind.found) == (1, 0, 0)


def test_labelled_and_pure_alerts_are_counted():
    grade = evaluated(
        alerts={"a1": ["t1", "n1", "n2"], "a2": ["t2", "n3"], "a3": ["n4"]}
    ).detectors[0]

    assert (grade.alerts, grade.labelled, grade.pure) == (3, 2, 1)


def test_only_the_best_alerts_of_the_budget_are_judged():
    alerts = {"worse": ["n1"], "best": list(CHAIN)}
    result = evaluated(Standard(1, 80, 3), alerts=alerts, strict=["best"])

    assert cycle_grade(result).found == 1
    assert evaluated(Standard(1, 80, 3), alerts=alerts).detectors[0].labelled == 0


def test_alerts_larger_than_the_standard_are_left_out_and_counted():
    result = evaluated(Standard(10, 3, 3), alerts={"a1": list(CHAIN)})

    assert result.alerts_left_out == 1
    assert cycle_grade(result).found == 0


def test_schemes_smaller_than_the_standard_count_among_the_attempts_only():
    grade = evaluated(Standard(10, 80, 5), alerts={"a1": ["t1"]}).detectors[0]

    assert grade.kinds == ()
    assert (grade.attempts, grade.attempts_touched) == (1, 1)


def test_transactions_labelled_alone_are_no_attempts():
    schemes = {"s1": ("cycle", list(CHAIN)), "s2": (None, ["n1"]), "s3": (None, ["n2"])}
    grade = evaluated(schemes=schemes, alerts={"a1": ["t1", "n1"]}).detectors[0]

    assert (grade.attempts, grade.attempts_touched) == (1, 1)
    assert (grade.loose, grade.loose_touched) == (2, 1)


def test_transactions_labelled_alone_fall_into_no_case():
    schemes = {"s1": ("cycle", list(CHAIN)), "s2": (None, ["n1"])}
    result = evaluated(schemes=schemes, alerts={}, cases={"c1": ["t1", "n1"]})

    assert (result.cases["schemes_in_cases"], result.cases["most_schemes"]) == (1, 1)


def test_attempts_are_counted_beyond_the_budget_too():
    alerts = {"best": ["n1"], "worse": ["t1"], "large": [*CHAIN, *NOISE]}
    within, _, every = evaluated(Standard(1, 4, 3), alerts=alerts).detectors

    assert (within.alerts, within.attempts_touched) == (1, 0)
    assert (every.alerts, every.attempts_touched) == (3, 1)


def test_a_part_of_one_transaction_has_no_shape_and_is_counted_apart():
    transfers = {"p1": ("A", "B"), "p2": ("B", "C"), "q1": ("K", "L"), **NOISE}
    schemes = {"s1": ("stack", ["p1", "p2", "q1"])}
    with labelled_warehouse(
        transfers, schemes=schemes, alerts={"a1": ["p1", "p2", "n1"]}
    ) as warehouse:
        kind = evaluate(warehouse, STANDARD).detectors[0].kinds[0]

    assert (kind.parts, kind.parts_held, kind.parts_found) == (2, 1, 1)
    assert (kind.joined, kind.joined_held, kind.joined_found) == (1, 1, 1)


def test_alerts_of_other_detectors_are_not_judged_when_one_is_named():
    result = evaluated(Standard(10, 80, 3, ("DET-002",)), alerts={"a1": list(CHAIN)})

    assert result.detectors[0].alerts == 0


def test_disconnected_parts_of_a_scheme_are_counted_apart():
    transfers = {"p1": ("A", "B"), "p2": ("B", "C"), "q1": ("K", "L"), "q2": ("L", "M"), **NOISE}
    schemes = {"s1": ("stack", ["p1", "p2", "q1", "q2"])}
    with labelled_warehouse(
        transfers, schemes=schemes, alerts={"a1": ["p1", "p2", "n1"]}
    ) as warehouse:
        kind = evaluate(warehouse, STANDARD).detectors[0].kinds[0]

    assert (kind.schemes, kind.held, kind.parts, kind.parts_held, kind.parts_found) == (
        1,
        1,
        2,
        1,
        1,
    )


def test_innocent_twins_are_counted_apart():
    result = evaluated(alerts={"a1": list(CHAIN)}, innocent=["s1"])

    assert result.detectors[0].kinds == ()
    assert result.detectors[0].pure == 0
    assert (result.detectors[0].innocent[0].schemes, result.detectors[0].innocent[0].found) == (
        1,
        1,
    )


def test_cases_and_schemes_are_counted_both_ways():
    schemes = {"s1": ("cycle", ["t1", "t2"]), "s2": ("cycle", ["t3", "t4"])}
    cases = {"c1": ["t1", "t3"], "c2": ["t2"], "c3": ["n1"]}
    result = evaluated(schemes=schemes, alerts={}, cases=cases)

    assert result.cases["schemes_in_cases"] == 2
    assert result.cases["schemes_in_one"] == 1
    assert result.cases["most_cases"] == 2
    assert result.cases["case_count"] == 3
    assert result.cases["cases_with_schemes"] == 2
    assert result.cases["most_schemes"] == 2


def test_a_component_that_swallows_everything_holds_but_does_not_find():
    world = {f"w{number}": ("HUB", f"Z{number}") for number in range(30)}
    transfers = {**CHAIN, "bridge": ("E", "HUB"), **world}
    with labelled_warehouse(
        transfers, schemes={"s1": ("cycle", list(CHAIN))}, alerts={}
    ) as warehouse:
        toys = {toy.name: toy.kinds[-1] for toy in evaluate(warehouse, STANDARD).toys}

    swallowed = toys["time-linked components"]
    assert (swallowed.held, swallowed.found) == (1, 0)


def test_the_largest_amounts_are_alerts_of_one_transaction():
    result = evaluated(Standard(2, 80, 3), alerts={}, amounts={"t1": 900, "n1": 800})
    toy = next(toy for toy in result.toys if toy.name == "largest amounts")

    assert (toy.alerts, toy.rows, toy.labelled) == (2, 2, 1)


def test_every_toy_keeps_to_the_budget():
    assert all(toy.alerts <= 2 for toy in evaluated(Standard(2, 80, 3), alerts={}).toys)


def test_an_unlabelled_workspace_is_refused():
    with pytest.raises(UsageError, match="labelled"):
        evaluated(schemes={}, alerts={})


def test_an_evaluation_is_plain_json():
    text = json.dumps(evaluated(alerts={"a1": list(CHAIN)}).as_json())

    plain = json.loads(text)
    assert plain["detectors"][0]["kinds"][-1]["found"] == 1
    assert [grade["name"] for grade in plain["detectors"]] == [
        *("finintel", "finintel, strict tier", "finintel, every alert"),
    ]
    assert plain["detectors"][2]["attempts_touched"] == plain["detectors"][2]["attempts"] == 1


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 30).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=60),
        )
    )
)
def test_components_are_those_of_networkx(graph):
    count, edges = graph
    left, right = (np.array([edge[end] for edge in edges], dtype=np.int64) for end in (0, 1))
    oracle = nx.Graph()
    oracle.add_nodes_from(range(count))
    oracle.add_edges_from(edges)
    expected = np.empty(count, dtype=np.int64)
    for component in nx.connected_components(oracle):
        expected[list(component)] = min(component)

    assert np.array_equal(connected_components(count, left, right), expected)
