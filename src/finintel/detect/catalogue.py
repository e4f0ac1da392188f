"""The catalogue of rules, for people: list, describe, check one file, begin a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finintel.detect.headers import ID
from finintel.detect.proving import open_ground, prove, read_cases
from finintel.detect.registry import (
    fixture_faults,
    fixture_path,
    load_references,
    load_rules,
    output_faults,
    read_output_contract,
    rule_faults,
    rule_paths,
)
from finintel.detect.spec import Rule, read_spec
from finintel.errors import FinintelError, UsageError
from finintel.night import Contracts
from finintel.sqlfile import read_sql
from finintel.workspace import Workspace

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Checked:
    """What was found about one rule file: nothing, when it is fit for the night."""

    path: Path
    case_count: int
    faults: tuple[str, ...]


def list_rules(workspace: Workspace, contracts: Contracts) -> list[Rule]:
    """Return every rule in order of id; raises DetectorError with all faults."""
    with open_ground(workspace, contracts) as ground:
        return load_rules(workspace, contracts.codelists, ground)


def describe_rule(workspace: Workspace, contracts: Contracts, detector_id: str) -> str:
    """Return a page of plain text on one rule: why, innocent, thresholds in force, next step.

    Raises:
        UsageError: no rule has that id.
    """
    for rule in list_rules(workspace, contracts):
        if rule.spec.id == detector_id.upper():
            return page(rule, contracts)
    raise UsageError(f"no rule {detector_id}. See: finintel rules list")


def page(rule: Rule, contracts: Contracts) -> str:
    """Write the page of a rule."""
    spec = rule.spec
    values = spec.values(contracts.profile.thresholds)
    lines = [
        f"{spec.id}  {spec.title}",
        f"typology {spec.typology}, {spec.stage}; subject {spec.subject}; severity {spec.severity};"
        f" version {spec.version}",
        "",
        f"Why        {spec.why}",
        f"Innocent   {spec.innocent}",
        f"Next step  {spec.next_step}",
        f"References {', '.join(spec.references)}",
        "",
        "Thresholds in force",
    ]
    for name, item in spec.parameters.items():
        origin = f", from the profile's {item.profile}" if item.profile else ""
        lines.append(f"  {name} = {values[name]} {item.unit}: {item.meaning}{origin}")
    return "\n".join([*lines, "", f"Statement  {rule.file.path}"])


def check_rules(
    workspace: Workspace, contracts: Contracts, path: Path | None = None
) -> list[Checked]:
    """Check one rule file, or all, each with its fixture."""
    paths = [path] if path else list(rule_paths(workspace).values())
    return [check_rule(workspace, contracts, item) for item in paths]


def check_rule(workspace: Workspace, contracts: Contracts, path: Path) -> Checked:
    """Check the header, the statement, the output and every case of the fixture of one rule."""
    try:
        file = read_sql(path)
        fixture = fixture_path(workspace, path.resolve())
        faults = rule_faults(file, contracts.codelists, load_references(workspace))
        faults += fixture_faults(fixture, path)
        if faults:
            return Checked(path, 0, tuple(faults))
        rule = Rule(read_spec(file.header), file, fixture)
        cases = read_cases(fixture) if fixture else []
        with open_ground(workspace, contracts) as ground:
            output = read_output_contract(workspace)
            faults = output_faults(file, rule.spec, ground, output) or prove(ground, rule, cases)
    except (FinintelError, OSError) as error:
        return Checked(path, 0, (str(error),))
    return Checked(path, len(cases), tuple(faults))


def new_rule(
    workspace: Workspace, contracts: Contracts, detector_id: str, typology: str, title: str
) -> Sequence[Path]:
    """Write a rule and its fixture into the workspace from the template; both pass the check.

    Raises:
        UsageError: the id is used or malformed, or the typology does not exist.
    """
    identifier = detector_id.upper()
    if not ID.fullmatch(identifier):
        raise UsageError(f"'{detector_id}' is no id of a rule; write it like STR-101")
    if typology not in contracts.codelists.of("typology"):
        known = ", ".join(contracts.codelists.of("typology"))
        raise UsageError(f"typology '{typology}' does not exist; known: {known}")
    prefix = identifier.lower().replace("-", "_")
    used = [p for p in rule_paths(workspace).values() if p.stem.startswith(f"{prefix}_")]
    if used or identifier in contracts.codelists.retired_detectors:
        raise UsageError(f"id {identifier} is used or retired; take the next number")
    slug = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:48] or "rule"
    stage = contracts.codelists.meanings["typology"][typology]["stage"]
    texts = {"@ID@": identifier, "@TYPOLOGY@": typology, "@TITLE@": title, "@STAGE@": stage}
    rule = workspace.root / "sql" / "rules" / typology / f"{prefix}_{slug}.sql"
    fixture = workspace.root / "tests" / "rules" / f"{prefix}_{slug}.toml"
    for path, template in ((rule, "rule.sql"), (fixture, "fixture.toml")):
        text = (TEMPLATES / template).read_text(encoding="utf-8")
        for mark, value in texts.items():
            text = text.replace(mark, value.replace('"', "'").replace("\\", "/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return rule, fixture
