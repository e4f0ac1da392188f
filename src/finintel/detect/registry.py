"""Discovery of rules: every `sql/rules/<typology>/<id>_<slug>.sql`, shipped and of the workspace.

A file of the workspace with the same folder and name takes the shipped one's place. Every fault of
every rule comes in one report, before any rule runs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from finintel.contracts import Codelists
from finintel.contracts.toml import overlaid_files
from finintel.detect.headers import header_faults, statement_faults
from finintel.detect.spec import DetectorSpec, Rule, read_spec
from finintel.errors import ContractError, WarehouseError, all_faults
from finintel.sqlfile import SqlFile, read_folder, read_sql
from finintel.warehouse import Warehouse
from finintel.workspace import Workspace, shipped_resources

# DuckDB, of every statement of a transaction in which one was refused
SPOILED = "Current transaction is aborted"


def load_rules(
    workspace: Workspace, codelists: Codelists, warehouse: Warehouse, reserved: Iterable[str] = ()
) -> list[Rule]:
    """Discover, check and return every rule, in order of id.

    Args:
        workspace: whose own rules overlay the shipped ones.
        codelists: typologies and retired ids.
        warehouse: with the tables of core and features, empty or not: statements are described.
        reserved: ids that detectors in Python use already.

    Raises:
        ContractError: with all faults of all rules.
    """
    faults: list[str] = []
    rules: list[Rule] = []
    references = load_references(workspace)
    completing = read_folder(workspace.resource_folders("sql/detect"))
    for relative, path in rule_paths(workspace).items():
        try:
            file = read_sql(path)
        except ContractError as error:
            faults.append(str(error))
            continue
        fixture = fixture_path(workspace, path)
        found = rule_faults(file, codelists, references) + fixture_faults(fixture, path)
        if not found:
            spec = read_spec(file.header)
            found = output_faults(file, spec, warehouse, output_contract(workspace, spec))
            rules.append(Rule(spec, file, fixture, completing.get(spec.form)))
        faults += [f"sql/rules/{relative}: {fault}" for fault in found]
    faults += repeated_ids(rules, reserved)
    if faults:
        raise all_faults("rules", faults, ContractError)
    return sorted(rules, key=lambda rule: rule.spec.id)


def rule_paths(workspace: Workspace) -> dict[str, Path]:
    """Return `<typology>/<file>` → path over the shipped folder and the workspace's own."""
    found: dict[str, Path] = {}
    for folder in workspace.resource_folders("sql/rules"):
        for path in sorted(folder.glob("*/*.sql")):
            found[str(path.relative_to(folder))] = path
    return dict(sorted(found.items()))


def rule_faults(file: SqlFile, codelists: Codelists, references: Iterable[str]) -> list[str]:
    """Return the faults of a rule's header and statement."""
    return header_faults(file, codelists, references) + statement_faults(file)


def fixture_path(workspace: Workspace, rule: Path) -> Path | None:
    """Return where the fixture of a rule must lie, or None where none is asked for.

    A wheel carries the rules and not the tests: what was shipped has been held to its fixtures.
    """
    shipped = shipped_resources()
    base = shipped if rule.is_relative_to(shipped / "sql") else workspace.root
    folder = base / "tests" / "rules"
    if base == shipped and not folder.is_dir():
        return None
    return folder / f"{rule.stem}.toml"


def fixture_faults(fixture: Path | None, rule: Path) -> list[str]:
    """Say when the fixture is missing."""
    if fixture is not None and not fixture.is_file():
        return [f"no fixture: write {fixture.parent.name}/{rule.stem}.toml below tests/"]
    return []


def output_faults(
    file: SqlFile, spec: DetectorSpec, warehouse: Warehouse, output: Mapping[str, Any]
) -> list[str]:
    """Compare the columns and types that a statement returns with its output contract."""
    try:
        described = warehouse.rows(f"describe {file.statement}", spec.values({}))
    except WarehouseError as error:
        # after one refusal the transaction of a night refuses all; these rules are not at fault
        is_consequence = SPOILED in str(error)
        return [] if is_consequence else [f"DuckDB refuses it: {error}"]
    found = {str(row[0]): str(row[1]) for row in described}
    faults = [f"returns the unknown column '{name}'" for name in found if name not in output]
    for name, column in output.items():
        if name not in found:
            faults += [f"does not return '{name}'"] if column["required"] else []
        elif found[name] not in column["types"]:
            kinds = " or ".join(column["types"])
            faults.append(f"returns '{name}' as {found[name]}; wanted {kinds}")
    return faults


def repeated_ids(rules: Iterable[Rule], reserved: Iterable[str]) -> list[str]:
    """Name ids that are used more than once, and by which files."""
    places: dict[str, list[str]] = {name: ["a detector in Python"] for name in reserved}
    for rule in rules:
        places.setdefault(rule.spec.id, []).append(str(rule.file.path))
    return [
        f"id {name} is used by {len(found)} detectors: {', '.join(found)}. Give one another id."
        for name, found in places.items()
        if len(found) > 1
    ]


def load_references(workspace: Workspace) -> dict[str, Mapping[str, Any]]:
    """Return the bibliography, key → entry; a workspace may add its own."""
    return {
        key: entry
        for folder in workspace.resource_folders("schemas")
        if (path := folder / "references.toml").is_file()
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def output_contract(workspace: Workspace, spec: DetectorSpec) -> Mapping[str, Any]:
    """Return the columns of the rows that a rule returns."""
    folders = workspace.resource_folders("schemas/outputs")
    path = overlaid_files(folders, f"{spec.form}.toml")[spec.form]
    columns: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["columns"]
    return columns
