"""The registry names every fault of every rule in one go, and takes a workspace's own rules."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.detect.bench import open_night

from finintel.commands.rules import new_rule
from finintel.detect.registry import load_rules
from finintel.detect.spec import BASE_MONEY
from finintel.errors import ContractError, UsageError
from finintel.workspace import create_workspace, shipped_resources


@pytest.fixture
def night(tmp_path):
    with open_night(tmp_path / "w") as context:
        yield context


def install(night, name: str, text: str, *, fixture: bool = True) -> None:
    path = night.workspace.root / "sql" / "rules" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if fixture:
        place = night.workspace.root / "tests" / "rules" / f"{path.stem}.toml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text('[[case]]\nname = "none"\nexpect = ""\n', encoding="utf-8")


HEADER = """/*
id = "STR-901"
title = "A rule of the test"
typology = "structuring"
stage = "placement"
subject = "account"
severity = "low"
version = 1
references = ["FATF-R20"]
why = "x"
innocent = "x"
next_step = "x"

[parameters.floor]
default = 1
unit = "transactions"
meaning = "x"
*/
"""
BODY = """select account_id as subject_id, booked_epoch as start_epoch, booked_epoch as end_epoch,
transaction_id, 1 as measured, $floor as threshold from features.window_transaction"""
WINDOWED = HEADER.replace("version", 'window = "{window}"\nversion').replace(
    "*/", '[parameters.span]\ndefault = 1\nunit = "seconds"\nmeaning = "x"\n*/'
)
SHAPED = HEADER.replace("version", "shapes = {shapes}\nversion")
SPAN = f"{BODY} where booked_epoch > $span"

FAULTS = [
    ("str_902_x.sql", HEADER + BODY, "does not go with the file name"),
    ("str_901_x.sql", HEADER.replace("structuring", "fan_in") + BODY, "go with the folder"),
    ("str_901_x.sql", HEADER.replace("title", "titel") + BODY, "unknown header key 'titel'"),
    ("str_901_x.sql", HEADER.replace("title", "titel") + BODY, "'title' is missing"),
    ("str_901_x.sql", HEADER.replace("FATF-R20", "NOBODY") + BODY, "unknown reference 'NOBODY'"),
    ("str_901_x.sql", HEADER.replace('unit = "transactions"\n', "") + BODY, "lacks 'unit'"),
    ("str_901_x.sql", HEADER.replace('"low"', '"huge"') + BODY, "severity 'huge' must be one of"),
    ("str_901_x.sql", HEADER + BODY.replace("$floor", "$other"), "uses $other"),
    ("str_901_x.sql", HEADER + BODY.replace("$floor", "1"), "declared and not used"),
    ("str_901_x.sql", HEADER + BODY + "; select 1", "holds 2 statements"),
    ("str_901_x.sql", HEADER + "drop table features.account", "must be a SELECT"),
    ("str_901_x.sql", HEADER + BODY.replace("1 as measured,", ""), "does not return 'measured'"),
    ("str_901_x.sql", HEADER + BODY.replace("1 as measured", "'1' as measured"), "wanted BIGINT"),
    ("str_901_x.sql", HEADER + BODY.replace("1 as m", "2 as extra, 1 as m"), "column 'extra'"),
    ("str_901_x.sql", HEADER + BODY.replace("booked_epoch", "nothing"), "DuckDB refuses it"),
    ("str_901_x.sql", HEADER.replace("STR-901", "STR-001") + BODY, "id 'STR-001' does not go"),
    (
        "str_901_x.sql",
        HEADER + BODY.replace("features.window_transaction", "evaluation.label"),
        "reads evaluation.label",
    ),
    (
        "str_901_x.sql",
        HEADER + BODY.replace("features.window_transaction", "core.party_identity"),
        "reads core.party_identity",
    ),
    ("str_901_x.sql", "/* not = toml = */" + BODY, "not valid TOML"),
    ("str_901_x.sql", HEADER.replace("*/", "") + BODY, "the header is not closed"),
    (
        "str_901_x.sql",
        WINDOWED.format(window="breadth") + BODY,
        "window 'breadth' must be the name",
    ),
    ("str_901_x.sql", WINDOWED.format(window="floor") + BODY, "window 'floor' must be the name"),
    (
        "str_901_x.sql",
        HEADER.replace("version", "shapes = 1\nversion") + BODY,
        "shapes must be true",
    ),
    ("str_901_x.sql", SHAPED.format(shapes="true") + BODY, "does not return 'list_place'"),
    ("str_901_x.sql", WINDOWED.format(window="span") + SPAN, "does not return 'booked_epoch'"),
]


@pytest.mark.parametrize(("name", "text", "fault"), FAULTS, ids=[item[2] for item in FAULTS])
def test_a_fault_of_a_rule_is_named(night, name, text, fault) -> None:
    install(night, f"structuring/{name}", text)
    with pytest.raises(ContractError) as caught:
        load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    assert fault in str(caught.value)


def test_all_faults_of_all_rules_come_in_one_report(night) -> None:
    install(night, "structuring/str_901_x.sql", HEADER.replace("low", "huge") + BODY, fixture=False)
    install(night, "fan_in/fan_901_y.sql", HEADER + BODY)
    with pytest.raises(ContractError) as caught:
        load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    for fault in ("severity 'huge'", "no fixture", "typology 'structuring'", "file name fan_901_y"):
        assert fault in str(caught.value)


def test_an_id_used_twice_is_refused(night) -> None:
    text = HEADER.replace("STR-901", "STR-001")
    install(night, "structuring/str_001_other_words.sql", text + BODY)
    with pytest.raises(ContractError, match="STR-001 is used by 2 detectors") as caught:
        load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    assert "str_001_other_words.sql" in str(caught.value)


def test_a_rule_of_the_workspace_joins_the_shipped_ones(night) -> None:
    install(night, "structuring/str_901_x.sql", HEADER + BODY)
    rules = load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    found = [rule.spec.id for rule in rules]
    assert "STR-901" in found
    assert found == sorted(found)


def test_a_rule_of_the_workspace_takes_the_place_of_the_shipped_one_of_its_name(night) -> None:
    shipped = shipped_resources() / "sql/rules/structuring/str_001_cash_below_threshold.sql"
    text = shipped.read_text(encoding="utf-8").replace("version    = 1", "version    = 2")
    install(night, "structuring/str_001_cash_below_threshold.sql", text)
    rules = load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    assert {rule.spec.id: rule.spec.version for rule in rules}["STR-001"] == 2


def test_a_profile_may_set_a_threshold(night) -> None:
    rules = load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    [rule] = [rule for rule in rules if rule.spec.id == "STR-001"]
    assert rule.spec.values({"cash_reporting_threshold": 5})["threshold_minor"] == 5
    assert rule.spec.values({})["threshold_minor"] == 1_000_000


@pytest.mark.parametrize(
    ("scale", "threshold"),
    [(Fraction(1), 1_000_000), (Fraction(36), 36_000_000), (Fraction(4100, 100), 41_000_000)],
)
def test_an_amount_of_a_rule_is_stated_in_the_base_currency(night, scale, threshold) -> None:
    rules = load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    [rule] = [rule for rule in rules if rule.spec.id == "STR-001"]
    values = rule.spec.values({}, scale)
    plain = {name for name, item in rule.spec.parameters.items() if item.unit != BASE_MONEY}

    assert values["threshold_minor"] == threshold
    assert {name: values[name] for name in plain} == {
        name: rule.spec.parameters[name].default for name in plain
    }


def test_a_refused_rule_spoils_no_other_in_the_transaction_of_a_night(night) -> None:
    install(night, "structuring/str_901_x.sql", HEADER + BODY.replace("booked_epoch", "nothing"))
    with pytest.raises(ContractError) as caught, night.warehouse.transaction():
        load_rules(night.workspace, night.contracts.codelists, night.warehouse)
    assert "rules: 1 fault(s)" in str(caught.value)
    assert "str_901_x.sql" in str(caught.value)


def test_a_new_rule_takes_no_id_in_use(tmp_path) -> None:
    workspace = create_workspace(tmp_path / "w")
    with pytest.raises(UsageError, match=r"STR-001 is another detector. STR-\d+ is free"):
        new_rule("STR-001", "my_rule", "structuring", workspace.root)
    assert not (workspace.root / "sql").exists()
    new_rule("STR-901", "my_rule", "structuring", workspace.root)
    assert (workspace.root / "sql/rules/structuring/str_901_my_rule.sql").is_file()
