"""Suites: what a table must look like, as Great Expectations JSON with a severity per expectation.

A file is what `gx.ExpectationSuite(**values)` takes. `meta.table` says which staging table it looks
at ("source": the one-row-a-feed table of volumes), `meta.source_id` restricts it to one feed. The
meta of an expectation says its code, its severity and what to do (`remedy`); with
`"level": "dataset"` it looks at a column of measures (`meta.metrics`) instead of rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finintel.contracts import Entity
from finintel.contracts.toml import overlaid_files
from finintel.errors import ContractError, all_faults
from finintel.validate.compiled import COMPILED, columns_of
from finintel.validate.derived import DERIVED
from finintel.validate.metrics import METRICS, SOURCE_METRICS
from finintel.workspace import Workspace

EXACT_IN_FLOAT = 2**53  # Great Expectations compares with floats
SEVERITIES = ("stop", "quarantine", "count")
SOURCE_TABLE = "source"


@dataclass(frozen=True)
class Expectation:
    """One expectation: its Great Expectations type and arguments, and what follows when it fails.

    `code` is the reason that a reject carries; with its table it is unique.
    """

    table: str
    code: str
    type: str
    arguments: Mapping[str, Any]
    severity: str
    remedy: str
    is_dataset: bool = False

    @property
    def check_code(self) -> str:
        """What meta.data_quality calls it."""
        return f"{self.table}.{self.code}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return columns_of(self.arguments)

    @property
    def mostly(self) -> float:
        """The share of rows that must meet it."""
        return float(self.arguments.get("mostly", 1.0))

    def to_json(self) -> dict[str, Any]:
        """Return the expectation as Great Expectations reads it."""
        return {"type": self.type, "kwargs": dict(self.arguments), "meta": {"code": self.code}}


@dataclass(frozen=True)
class Suite:
    """One suite; `derived` and `metrics` are columns that SQL adds to what is looked at."""

    name: str
    table: str
    expectations: tuple[Expectation, ...]
    source_id: str | None = None
    derived: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    metrics: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def level(self, *, is_dataset: bool) -> tuple[Expectation, ...]:
        """Return the expectations about rows, or those about the data set."""
        return tuple(item for item in self.expectations if item.is_dataset == is_dataset)


def load_suites(workspace: Workspace, entities: Mapping[str, Entity]) -> dict[str, Suite]:
    """Load every suite; raises ContractError with all faults of all files."""
    faults: list[str] = []
    suites: dict[str, Suite] = {}
    folders = workspace.resource_folders("schemas/expectations")
    for name, path in overlaid_files(folders, "*.json").items():
        suite = read_suite(path, faults)
        if suite is not None:
            suites[name] = suite
            faults += check_suite(suite, entities)
    faults += check_together(suites.values())
    if faults:
        raise all_faults("expectation suites", faults, ContractError)
    return suites


def read_suite(path: Path, faults: list[str]) -> Suite | None:
    """Read one suite; what is wrong is added to `faults`."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        meta = values["meta"]
        table = meta.get("table", path.stem)
        expectations = tuple(read_expectation(item, table) for item in values["expectations"])
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        faults.append(f"{path.name}: not a suite ({type(error).__name__}: {error})")
        return None
    if values.get("name") != path.stem:
        faults.append(f"{path.name}: name '{values.get('name')}' differs from the file's name")
    return Suite(
        name=path.stem,
        table=table,
        expectations=expectations,
        source_id=meta.get("source_id"),
        derived=meta.get("derived", {}),
        metrics=meta.get("metrics", {}),
    )


def read_expectation(values: Mapping[str, Any], table: str) -> Expectation:
    """Read one expectation; raises KeyError when its meta lacks something."""
    meta = values["meta"]
    return Expectation(
        table=table,
        code=meta["code"],
        type=values["type"],
        arguments=values["kwargs"],
        severity=meta["severity"],
        remedy=meta["remedy"],
        is_dataset=meta.get("level", "row") == "dataset",
    )


def check_suite(suite: Suite, entities: Mapping[str, Entity]) -> list[str]:
    """Return what is wrong with a suite."""
    where = f"{suite.name}.json"
    entity = entities.get(suite.table)
    if suite.table != SOURCE_TABLE and (entity is None or not entity.received):
        return [f"{where}: table '{suite.table}' is no received entity"]
    columns = {*suite.derived, *(entity.columns if entity else ())}
    faults = [
        f"{where} derived.{name}: unknown kind; known: {', '.join(DERIVED)}"
        for name, value in suite.derived.items()
        if value.get("kind") not in DERIVED
    ]
    faults += [
        f"{where} metrics.{name}: unknown kind; known: {', '.join(METRICS)}"
        for name, value in suite.metrics.items()
        if value.get("kind") not in METRICS
    ]
    measures = set(suite.metrics) | (set(SOURCE_METRICS) if suite.table == SOURCE_TABLE else set())
    for item in suite.expectations:
        faults += check_expectation(item, where, measures if item.is_dataset else columns)
    return faults


def check_together(suites: Iterable[Suite]) -> list[str]:
    """Return what suites about the same table say twice: a code, or a derived column of its own."""
    faults: list[str] = []
    codes: dict[str, str] = {}
    derived: dict[tuple[str, str], Mapping[str, Any]] = {}
    for suite in suites:
        for item in suite.expectations:
            if item.check_code in codes:
                faults.append(
                    f"{suite.name}.json: code '{item.code}' comes twice for {suite.table}"
                )
            codes[item.check_code] = suite.name
        for name, value in suite.derived.items():
            if derived.setdefault((suite.table, name), value) != value:
                faults.append(f"{suite.name}.json: derived '{name}' means two things")
    return faults


def check_expectation(item: Expectation, where: str, known: set[str]) -> list[str]:
    """Return what is wrong with one expectation."""
    place = f"{where} {item.code}"
    faults = [f"{place}: no column '{name}' here" for name in item.columns if name not in known]
    if item.severity not in SEVERITIES:
        faults.append(f"{place}: severity must be one of {', '.join(SEVERITIES)}")
    if item.is_dataset and item.severity == "quarantine":
        faults.append(f"{place}: a data set cannot be quarantined; say stop or count")
    if item.type not in COMPILED:
        faults.append(f"{place}: '{item.type}' is not known here; known: {', '.join(COMPILED)}")
    limits = [item.arguments.get(name) or 0 for name in ("min_value", "max_value")]
    if any(abs(limit) > EXACT_IN_FLOAT for limit in limits):
        faults.append(f"{place}: a limit beyond 2^53 is not exact in Great Expectations")
    if "column_A" in item.arguments and (
        item.arguments.get("ignore_row_if") != "either_value_is_missing"
    ):
        faults.append(f'{place}: a comparison needs "ignore_row_if": "either_value_is_missing"')
    return faults
