"""No detector, feature or model can read a label at night: by what they name, and when they run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.detect.bench import load_transactions, open_night
from tests.models.test_models import rows

from finintel.detect import runner as detect_runner
from finintel.features import build
from finintel.models import runner as models_runner
from finintel.models import training
from finintel.sqlfile import read_sql
from finintel.vocabulary import READABLE
from finintel.workspace import shipped_resources

ROOT = shipped_resources()
STATEMENTS = sorted(
    path
    for floor in ("features", "rules", "detect", "models")
    for path in (ROOT / "sql" / floor).rglob("*.sql")
)
MODULES = sorted(
    path
    for room in ("features", "detect", "models")
    for path in (ROOT / "src" / "finintel" / room).rglob("*.py")
)


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_no_statement_reads_the_floor_of_labels(path: Path) -> None:
    floors = {table.partition(".")[0] for table in read_sql(path).tables}
    assert "evaluation" not in floors


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_module_names_the_floor_of_labels(path: Path) -> None:
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [text for text in texts if "evaluation." in text or '"evaluation"' in text]


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_no_statement_reads_what_staff_decided(path: Path) -> None:
    """A decision labels what a detector raised; a detector that read it would learn at night."""
    floors = {table.partition(".")[0] for table in read_sql(path).tables}
    assert "cases" not in floors


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_module_names_what_staff_decided(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [name for name in ("disposition", "cases.decision", "cases.outcome") if name in text]


def test_the_floor_of_labels_is_readable_to_no_floor_of_the_night() -> None:
    assert all("evaluation" not in floors for floors in READABLE.values())


def test_features_rules_and_models_run_where_there_is_no_floor_of_labels_at_all(tmp_path) -> None:
    with open_night(tmp_path / "w") as context:
        load_transactions(context, rows(600))
        context.warehouse.execute("drop schema evaluation cascade")
        build.run(context)
        detect_runner.run(context)
        training.train(context)
        assert models_runner.run(context)["days"] > 0
