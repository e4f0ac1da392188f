"""The legal-basis matrix: for every asset and person, each condition of each basis of the profile.

A profile names, for every condition, the test that reads the facts: one file in sql/trace/basis,
so a new test is one file. A result is supported, contradicted, unknown (and who would settle it) or
for the court. There is no single answer per asset, on purpose.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finintel.errors import ContractError
from finintel.night import StageContext
from finintel.sqlfile import SqlFile, read_sql
from finintel.trace.tables import unit_minor
from finintel.warehouse import literal, quoted


def assess(context: StageContext) -> int:
    """Write trace.basis_test for every traced asset and person; return its rows."""
    warehouse = context.warehouse
    parameters = {
        "as_of": context.as_of,
        "unit_minor": unit_minor(context),
        **context.contracts.profile.thresholds,
    }
    warehouse.build(("trace", "assessed"), context.sql("trace/assessed.sql"), parameters)
    tests = basis_tests(context)
    warehouse.execute("delete from trace.basis_test")
    for basis in context.contracts.profile.values.get("basis", []):
        for condition in basis["conditions"]:
            test = tests.get(condition["test"])
            if test is None:
                known = ", ".join(tests)
                raise ContractError(
                    f"profile {context.contracts.profile.id}: condition {condition['code']} names "
                    f"the test '{condition['test']}', which is not in sql/trace/basis. "
                    f"Known: {known}"
                )
            write(context, basis, condition, test, parameters)
    return warehouse.count("trace.basis_test")


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
    basis: dict[str, Any],
    condition: dict[str, Any],
    test: SqlFile,
    parameters: dict[str, Any],
) -> None:
    """Run one test and write its results under a condition of a basis."""
    names = {
        "profile_id": context.contracts.profile.id,
        "basis_code": basis["code"],
        "condition_code": condition["code"],
        "run_id": context.run_id,
    }
    constants = ", ".join(f"{literal(value)} as {quoted(name)}" for name, value in names.items())
    settled = literal(str(test.header["settled_by"]))
    context.warehouse.execute(
        "insert into trace.basis_test by name "
        "select asset_id, party_id, result, explanation, evidence, "
        f"case when result = 'unknown' then {settled} end as settled_by, {constants} "
        f"from ({test.statement})",
        context.warehouse.named(test, parameters),
        origin=str(test.path),
    )
