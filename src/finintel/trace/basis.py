"""The legal-basis matrix: for every asset and person, each condition of each basis of the profile.

A profile names, for every condition, the test that reads the facts: one file in sql/trace/basis,
so a new test is one file. A result is supported, contradicted, unknown (and who would settle it) or
for the court. There is no single answer per asset, on purpose. A condition that the profile marks
as `weighed` is one circumstance of several: alone it closes no basis that another one speaks for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finintel.errors import ContractError
from finintel.night import StageContext
from finintel.sqlfile import SqlFile, read_sql
from finintel.trace.tables import build, unit_minor
from finintel.warehouse import literal, quoted


def assess(context: StageContext) -> int:
    """Write trace.basis_test and trace.measure_test; return the rows of the first.

    Measures (freezing, suspension, orders to explain) stand apart: they secure, they confiscate
    nothing. They come last, as one may ask whether any basis is open.
    """
    profile = context.contracts.profile
    parameters = {"as_of": context.as_of, "unit_minor": unit_minor(context), **profile.thresholds}
    matrix(context, "basis", profile.values.get("basis", []), parameters)
    build(context, "basis_state")
    matrix(context, "measure", profile.values.get("measure", []), parameters)
    return context.warehouse.count("trace.basis_test")


def matrix(
    context: StageContext, kind: str, items: list[dict[str, Any]], parameters: dict[str, Any]
) -> None:
    """Write the conditions of every basis, or of every measure that names some."""
    tests = basis_tests(context)
    context.warehouse.execute(f"delete from {quoted('trace', kind + '_test')}")
    for item in items:
        for condition in item.get("conditions", []):
            test = tests.get(condition["test"])
            if test is None:
                raise ContractError(
                    f"profile {context.contracts.profile.id}: condition {condition['code']} names "
                    f"the test '{condition['test']}', which is not in sql/trace/basis. "
                    f"Known: {', '.join(tests)}"
                )
            names: dict[str, str | bool] = {
                f"{kind}_code": item["code"],
                "condition_code": condition["code"],
            }
            if kind == "basis":
                names["is_weighed"] = bool(condition.get("weighed", False))
            write(context, kind, names, test, parameters)


def basis_tests(context: StageContext) -> dict[str, SqlFile]:
    """Return every basis test by the name of its file; a workspace's own replaces a shipped one."""
    found: dict[str, SqlFile] = {}
    folders: tuple[Path, ...] = context.workspace.resource_folders("sql/trace/basis")
    for folder in folders:
        for path in sorted(folder.glob("*.sql")):
            found[path.stem] = read_sql(path)
    return found


def write(
    context: StageContext,
    kind: str,
    codes: dict[str, str | bool],
    test: SqlFile,
    parameters: dict[str, Any],
) -> None:
    """Run one test and write its results under a condition of a basis or measure."""
    names = {"profile_id": context.contracts.profile.id, **codes, "run_id": context.run_id}
    constants = ", ".join(f"{literal(value)} as {quoted(name)}" for name, value in names.items())
    settled = literal(str(test.header["settled_by"]))
    context.warehouse.execute(
        f"insert into {quoted('trace', kind + '_test')} by name "
        "select asset_id, party_id, result, explanation, evidence, "
        f"case when result = 'unknown' then {settled} end as settled_by, {constants} "
        f"from ({test.statement})",
        context.warehouse.named(test, parameters),
        origin=str(test.path),
    )
