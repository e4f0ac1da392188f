"""Commands of the rule author: which rules there are, what one says, whether all hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from finintel.commands.sources import Overlay, chosen_workspace
from finintel.console import Progress, print_table, reporting, waiting
from finintel.errors import ContractError, UsageError, all_faults
from finintel.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finintel.detect.spec import DetectorSpec, Rule
    from finintel.warehouse import Warehouse

app = typer.Typer(help="Detectors: which there are, whether they hold.", no_args_is_help=True)

ID = re.compile(r"(?P<letters>[A-Z]{3})-(?P<number>[0-9]{3})")
SLUG = re.compile(r"[a-z][a-z0-9_]*")


@app.command("list")
def list_rules(workspace: Overlay = None) -> None:
    """List every detector."""
    with waiting("reading rules"):
        specs = [spec for spec, _ in detectors(chosen_workspace(workspace))]
    rows = [
        (spec.id, spec.title, spec.typology, spec.subject, spec.severity, spec.tier, spec.version)
        for spec in specs
    ]
    columns = ("id", "title", "typology", "subject", "severity", "tier", "version")
    print_table(f"{len(rows)} detectors", columns, rows)


@app.command("show")
def show_rule(rule_id: str, workspace: Overlay = None) -> None:
    """Show what a detector looks for, why, what is innocent, and its thresholds in force."""
    place = chosen_workspace(workspace)
    from finintel.pipeline import load_contracts
    from finintel.sqlfile import read_folder

    found = {spec.id: (spec, path) for spec, path in detectors(place)}
    if rule_id not in found:
        raise UsageError(f"{rule_id}: no such detector. Known: {', '.join(found)}")
    spec, path = found[rule_id]
    print_table(
        f"{spec.id}: {spec.title}",
        ("what", "says"),
        [
            ("why", spec.why),
            ("innocent", spec.innocent),
            ("next step", spec.next_step),
            ("typology, stage", f"{spec.typology}, {spec.stage}"),
            ("severity, tier", f"{spec.severity}, {spec.tier}"),
            ("references", ", ".join(spec.references)),
            ("file", str(path)),
        ],
    )
    profile = load_contracts(place).profile
    print_table(
        f"thresholds under {profile.id}",
        ("parameter", "in force", "unit", "meaning", "set by the profile's"),
        parameter_rows(spec, spec.values(profile.thresholds, profile.money_scale)),
    )
    completing = read_folder(place.resource_folders("sql/detect")).get(spec.form)
    shared = completing.header.get("parameters", {}) if completing else {}
    rows = [
        (name, item["default"], item["unit"], item["meaning"])
        for name, item in shared.items()
        if "default" in item
    ]
    if rows:
        title = f"shared by all rules of this form: sql/detect/{spec.form}.sql"
        print_table(title, ("parameter", "in force", "unit", "meaning"), rows)


def parameter_rows(spec: DetectorSpec, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return a row for each parameter of a detector, with the value in force."""
    return [
        (name, values[name], item.unit, item.meaning, item.profile)
        for name, item in spec.parameters.items()
    ]


@app.command("check")
def check_rules(
    rule_id: Annotated[
        str | None, typer.Argument(help="Prove this rule only; all headers are checked.")
    ] = None,
    workspace: Overlay = None,
) -> None:
    """Check every rule's header and prove it on its fixture; all faults at once."""
    place = chosen_workspace(workspace)
    from finintel.detect.proving import open_ground, prove, read_cases
    from finintel.pipeline import load_contracts

    contracts = load_contracts(place)
    faults: list[str] = []
    cases = 0
    with open_ground(place, contracts) as ground, reporting(Progress.auto) as report:
        rules = [rule for rule in loaded(place, ground) if rule_id in (None, rule.spec.id)]
        if rule_id and not rules:
            raise UsageError(f"{rule_id}: no such rule. List them: finintel rules list")
        for done, rule in enumerate(rules):
            report("progress", "rules", f"{rule.spec.id} {rule.spec.title}", done, len(rules))
            if rule.fixture is not None:
                given = read_cases(rule.fixture)
                cases += len(given)
                faults += [f"{rule.spec.id}: {fault}" for fault in prove(ground, rule, given)]
    if faults:
        raise all_faults("rules", faults, ContractError)
    typer.echo(f"{len(rules)} rules, {cases} cases: no fault")


@app.command("new")
def new_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Such as STR-042.")],
    slug: Annotated[str, typer.Argument(help="Such as many_small_payments.")],
    typology: Annotated[str, typer.Option(help="A key of schemas/codelists/typology.toml.")],
    workspace: Overlay = None,
) -> None:
    """Write a rule that works and its fixture, to be changed: in a workspace, or the repository."""
    place = chosen_workspace(workspace)
    from finintel.contracts import load_codelists

    match = ID.fullmatch(rule_id)
    if match is None or not SLUG.fullmatch(slug):
        raise UsageError("a rule is named like: finintel rules new STR-042 many_small_payments")
    codes = load_codelists(place)
    if typology not in codes.of("typology"):
        raise UsageError(f"{typology}: no such typology. Known: {', '.join(codes.of('typology'))}")
    words = {
        "[id]": rule_id,
        "[typology]": typology,
        "[stage]": codes.meanings["typology"][typology]["stage"],
        "[reference]": first_reference(place),
    }
    refuse_used_id(place, rule_id)
    stem = f"{match['letters'].lower()}_{match['number']}_{slug}"
    written = [
        write_template("rule_template.sql", place.root / f"sql/rules/{typology}/{stem}.sql", words),
        write_template("rule_template.toml", place.root / f"tests/rules/{stem}.toml", words),
    ]
    print_table("written", ("file",), [(path,) for path in written])
    typer.echo(f"Change both, then: finintel rules check {rule_id}" + overlay_words(workspace))


def refuse_used_id(workspace: Workspace, rule_id: str) -> None:
    """Raise UsageError where a detector has the id already; name one that is free."""
    from finintel.detect.python_rules import load_python_rules
    from finintel.detect.registry import rule_paths

    parts = [path.stem.upper().split("_") for path in rule_paths(workspace).values()]
    used = {f"{letters}-{number}" for letters, number, *_ in parts}
    used |= {rule.spec.id for rule in load_python_rules()}
    if rule_id in used:
        letters = rule_id[:3]
        last = max(int(name[4:]) for name in used if name.startswith(letters))
        raise UsageError(f"{rule_id} is another detector. {letters}-{last + 1:03} is free.")


def overlay_words(workspace: Path | None) -> str:
    """Return the option that names the workspace, where there is one."""
    return f" --workspace {workspace}" if workspace else ""


def first_reference(workspace: Workspace) -> str:
    """Return a key of the bibliography, for the template to stand on."""
    from finintel.detect.registry import load_references

    return next(iter(load_references(workspace)))


def write_template(name: str, target: Path, words: Mapping[str, str]) -> str:
    """Write a template with its words filled in; an existing file is left alone."""
    if target.exists():
        raise UsageError(f"{target}: is there already. Choose another id or slug.")
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return str(target)


def detectors(workspace: Workspace) -> list[tuple[DetectorSpec, Path]]:
    """Return the contract and the file of every detector, in order of id."""
    from finintel.detect.proving import open_ground
    from finintel.detect.python_rules import load_python_rules
    from finintel.pipeline import load_contracts

    with open_ground(workspace, load_contracts(workspace)) as ground:
        found = [(rule.spec, rule.file.path) for rule in loaded(workspace, ground)]
    found += [(rule.spec, rule.path) for rule in load_python_rules()]
    return sorted(found, key=lambda item: item[0].id)


def loaded(workspace: Workspace, ground: Warehouse) -> list[Rule]:
    """Load and check every rule written in SQL."""
    from finintel.contracts import load_codelists
    from finintel.detect.python_rules import load_python_rules
    from finintel.detect.registry import load_rules

    reserved = [rule.spec.id for rule in load_python_rules()]
    return load_rules(workspace, load_codelists(workspace), ground, reserved)
