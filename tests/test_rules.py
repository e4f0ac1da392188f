"""Every shipped rule is held to its fixture, and every fixture to what a fixture must show."""

from __future__ import annotations

from pathlib import Path

import pytest

from finintel.detect.proving import Case, open_ground, outcome, prove, read_cases
from finintel.detect.registry import load_rules
from finintel.detect.spec import Rule
from finintel.pipeline import load_contracts
from finintel.workspace import Workspace, shipped_resources

ROOT = shipped_resources()
WORKSPACE = Workspace(ROOT)
STEMS = sorted(path.stem for path in (ROOT / "sql" / "rules").glob("*/*.sql"))


@pytest.fixture(scope="module")
def contracts():
    return load_contracts(WORKSPACE)


@pytest.fixture(scope="module")
def ground(contracts):
    with open_ground(WORKSPACE, contracts) as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def rules(ground, contracts) -> dict[str, Rule]:
    return {r.file.path.stem: r for r in load_rules(WORKSPACE, contracts.codelists, ground)}


def cases_of(rule: Rule) -> list[Case]:
    assert rule.fixture is not None
    return read_cases(rule.fixture)


def test_there_are_enough_rules_and_no_fixture_is_an_orphan() -> None:
    fixtures = sorted(path.stem for path in (ROOT / "tests" / "rules").glob("*.toml"))
    assert fixtures == STEMS
    assert len(STEMS) >= 16


@pytest.mark.parametrize("stem", STEMS)
def test_a_rule_finds_in_every_case_exactly_what_its_fixture_says(ground, rules, stem) -> None:
    assert prove(ground, rules[stem], cases_of(rules[stem])) == []


@pytest.mark.parametrize("stem", STEMS)
def test_a_fixture_has_a_firing_a_silent_and_an_empty_case_with_names_of_their_own(
    rules, stem
) -> None:
    cases = cases_of(rules[stem])
    assert any(case.expect.strip() for case in cases)
    assert sum(not case.expect.strip() for case in cases) >= 3  # silent, innocent, empty
    assert any(
        all(len(table.strip().splitlines()) == 1 for table in case.given.values()) for case in cases
    ), "no case with empty tables"
    assert len({case.name for case in cases}) == len(cases)


@pytest.mark.parametrize("stem", STEMS)
def test_both_sides_of_every_threshold_are_in_the_fixture(ground, rules, stem) -> None:
    """A case lies at a threshold when moving the threshold by one unit changes what is found."""
    rule = rules[stem]
    for name, parameter in rule.spec.parameters.items():
        just_met = just_missed = False
        for case in nearest_first(cases_of(rule), name):
            value = case.parameters.get(name, parameter.default)
            before = len(outcome(ground, rule, case))
            for moved in (value - 1, value + 1):
                after = len(outcome(ground, rule, case, {name: moved}))
                just_met = just_met or after < before
                just_missed = just_missed or after > before
            if just_met and just_missed:
                break
        assert just_met, f"no case just meets {name}"
        assert just_missed, f"no case just misses {name}"


def nearest_first(cases: list[Case], parameter: str) -> list[Case]:
    """Order the cases so that those that speak of a parameter are tried first."""
    word = parameter.replace("_", " ").removesuffix(" minor").removesuffix(" seconds")
    return sorted(
        cases, key=lambda case: (not case.name.startswith(word), parameter not in case.parameters)
    )


@pytest.mark.parametrize("stem", STEMS)
def test_the_order_of_rows_and_rows_of_strangers_change_no_alert(ground, rules, stem) -> None:
    rule = rules[stem]
    for case in cases_of(rule):
        turned = {table: reverse(text) for table, text in case.given.items()}
        assert outcome(ground, rule, case) == outcome(
            ground, rule, Case(case.name, turned, case.expect, case.parameters)
        )


def reverse(text: str) -> str:
    header, *rows = text.strip().splitlines()
    return "\n".join([header, *reversed(rows)]) + "\n"


def test_a_fixture_lies_beside_every_rule_and_names_its_innocent_story(rules) -> None:
    for stem, rule in rules.items():
        assert rule.fixture == ROOT / "tests" / "rules" / f"{stem}.toml"
        assert rule.spec.innocent
        assert Path(rule.fixture).is_file()
