"""The repository keeps its own rules: what is where, what reads what, how it speaks."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlglot import exp

from finintel import __version__
from finintel.cli import app
from finintel.pipeline import STAGES, load_contracts
from finintel.sqlfile import read_sql
from finintel.vocabulary import FLOORS, READABLE
from finintel.workspace import Workspace, shipped_resources

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "finintel"
MODULES = sorted(SOURCE.rglob("*.py"))
STATEMENTS = sorted((ROOT / "sql").rglob("*.sql"))
FIXTURES = sorted((ROOT / "tests").rglob("*.toml"))

FININTEL = str(Path(sys.executable).parent / "finintel")

LINES_OF_A_MODULE = 250
LINES_OF_SQL = 80
# Longer than the house wants; a number here may shrink, and no file may be added.
LONGER = {
    "src/finintel/contracts/tables.py": 264,
    "src/finintel/warehouse.py": 294,
    "sql/cases/case_asset_trace.sql": 94,
    "sql/core/fx_daily.sql": 93,
    "sql/core/party_identity.sql": 113,
    "sql/core/party_link.sql": 180,
    "sql/leads/case_assets.sql": 166,
    "sql/trace/acquisition_payment.sql": 99,
    "sql/trace/cone_step.sql": 113,
    "sql/trace/means_item.sql": 135,
    "sql/trace/ownership_path.sql": 88,
}
HEAVY = {
    *("babel", "duckdb", "great_expectations", "jinja2", "lxml", "numpy", "pandas", "polars"),
    *("prefect", "pyarrow", "sklearn", "sqlglot"),
}
# Words that say more than a file can know. Law and offences have their own words, in schemas/.
GUILT = re.compile(
    r"\b(suspects?|culprits?|guilty|criminals|fraudsters?|launderers?|perpetrators?"
    r"|offenders?|crooks?|villains?|wrongdoers?)\b",
    re.IGNORECASE,
)
# Where the word is part of a law's own title or text, or of a publisher's own code.
QUOTING = (
    *("schemas/profiles/", "schemas/references.toml", "schemas/codelists/", "schemas/sources/"),
    "src/finintel/trace/methods/",  # Clayton's case and Re Hallett's Estate speak of the wrongdoer
)
# A floor read upwards, and why.
EXCEPTED = {
    "sql/core/party_identity.sql": {"landing"},  # what conform rejected is no fact about a person
}
# Folders of sql/ that no floor owns: they look, they build nothing.
LOOKING = ("status", "provenance", "evaluate")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands() -> list[tuple[str, ...]]:
    """Every command and subcommand, as words."""

    def walk(command: object, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        inner = getattr(command, "commands", {})
        below = [found for name, item in inner.items() for found in walk(item, (*words, name))]
        return [words, *below]

    return walk(typer.main.get_command(app), ())


def run(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **extra, "COLUMNS": "120"}
    return subprocess.run(words, capture_output=True, text=True, env=environment, check=False)


# ── structure ────────────────────────────────────────────────────────────────────────────────────


def test_import_contracts_hold():
    done = run(str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache")

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_every_stage_can_be_imported(stage):
    assert callable(stage.load())


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == __version__


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_modules_stay_small(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGER.get(relative(path), LINES_OF_A_MODULE)


@pytest.mark.parametrize("path", STATEMENTS, ids=relative)
def test_statements_stay_small(path):
    written = [line.strip() for line in read_sql(path).statement.splitlines()]
    lines = sum(bool(line) and not line.startswith("--") for line in written)

    assert lines <= LONGER.get(relative(path), LINES_OF_SQL)


@pytest.mark.parametrize(
    "room",
    sorted({Path(stage.target.split(":")[0].replace(".", "/")).parts[1] for stage in STAGES}),
)
def test_every_room_says_what_it_reads_writes_and_promises(room):
    said = (SOURCE / room / "__init__.py").read_text(encoding="utf-8")

    assert all(word in said for word in ("Reads:", "Writes:", "Promises:"))


def test_broad_except_stands_in_one_place():
    broad = [
        relative(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]

    assert broad == ["src/finintel/cli.py"]


# ── nothing lies about unused ────────────────────────────────────────────────────────────────────


def imported_names() -> set[str]:
    """Every dotted name that some module of src, flows, tests or benchmarks imports."""
    names = {stage.target.split(":")[0] for stage in STAGES}
    for folder in ("src", "flows", "tests", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.add(node.module)
                    names |= {f"{node.module}.{alias.name}" for alias in node.names}
                elif isinstance(node, ast.Constant) and str(node.value).startswith("finintel."):
                    names.add(str(node.value))  # imported late, by name
    return names


def test_no_module_is_an_orphan():
    imported = imported_names()
    discovered = ("detect/rules/", "ingest/readers/", "trace/methods/", "models/", "leads/exports/")
    orphans = [
        relative(path)
        for path in MODULES
        if path.name not in ("__init__.py", "__main__.py", "cli.py")
        and not relative(path).removeprefix("src/finintel/").startswith(discovered)
        and ".".join(path.relative_to(ROOT / "src").with_suffix("").parts) not in imported
    ]

    assert orphans == []


def test_no_statement_is_an_orphan():
    text = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    discovered = ("features/", "leads/", "mart/", "rules/", "queries/", "trace/basis/")
    orphans = [
        relative(path)
        for path in STATEMENTS
        if not relative(path).removeprefix("sql/").startswith(discovered)
        and not re.search(rf"\b{re.escape(path.stem)}\b", text)
    ]

    assert orphans == []


def test_no_fixture_of_a_rule_is_an_orphan_and_no_rule_lacks_one():
    rules = {path.stem for path in (ROOT / "sql" / "rules").rglob("*.sql")}
    rules |= {path.stem for path in (SOURCE / "detect" / "rules").glob("[!_]*.py")}
    fixtures = {path.stem for path in (ROOT / "tests" / "rules").glob("*.toml")}

    assert rules == fixtures


def test_no_source_lacks_a_fixture():
    sources = {path.stem for path in (ROOT / "schemas" / "sources").glob("*.toml")}
    fixtures = {path.stem for path in (ROOT / "tests" / "sources").glob("*.toml")}

    assert sources <= fixtures


# ── floors ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", STATEMENTS, ids=relative)
def test_statements_read_only_downwards(path):
    room = path.relative_to(ROOT / "sql").parts[0]
    if room in LOOKING:
        return
    floors = {table.split(".")[0] for table in read_sql(path).tables if "." in table}

    assert floors - EXCEPTED.get(relative(path), set()) <= set(READABLE[room]) & set(FLOORS)


@pytest.mark.parametrize("path", STATEMENTS, ids=relative)
def test_columns_and_parameters_of_a_statement_are_what_its_tree_says(path):
    file = read_sql(path)
    assert isinstance(file.tree, exp.Query)
    selected = set(file.tree.named_selects)
    named = {item.name for item in file.tree.find_all(exp.Parameter, exp.Placeholder)}

    assert "*" in selected or set(file.column_meanings) <= selected
    assert file.parameters == named


def test_only_evaluation_and_training_read_labels():
    allowed = ("src/finintel/evaluate/", "sql/evaluate/", "src/finintel/conform/")
    named = [
        relative(path)
        for path in (*MODULES, *STATEMENTS)
        if re.search(r"\bevaluation\.label|\"evaluation\"", path.read_text(encoding="utf-8"))
        and not relative(path).startswith((*allowed, "src/finintel/vocabulary.py"))
    ]

    assert [path for path in named if "train" not in Path(path).stem] == []


# ── contracts and references ─────────────────────────────────────────────────────────────────────


def test_every_contract_loads():
    assert load_contracts(Workspace(shipped_resources())).sources


def test_every_code_list_that_is_named_exists():
    contracts = load_contracts(Workspace(shipped_resources()))
    named = {
        column.codelist
        for entity in contracts.entities.values()
        for column in entity.columns.values()
        if column.codelist and column.codelist != "asset_type"
    }

    assert named <= set(contracts.codelists.codes)


def test_references_resolve():
    known = set(tomllib.loads((ROOT / "schemas" / "references.toml").read_text(encoding="utf-8")))
    cited = {
        key: relative(path)
        for path in (ROOT / "sql" / "rules").rglob("*.sql")
        for key in read_sql(path).header.get("references", ())
    }

    assert {key: path for key, path in cited.items() if key not in known} == {}


# ── words ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "folder", ["src", "sql", "schemas", "flows", "sample_data"], ids=lambda name: name
)
def test_no_word_of_guilt(folder):
    readable = (".py", ".sql", ".toml", ".json", ".csv", ".html", ".md", ".j2")
    said = [
        f"{relative(path)}: {found.group()}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in readable and not relative(path).startswith(QUOTING)
        for found in [GUILT.search(path.read_text(encoding="utf-8"))]
        if found
    ]

    assert said == []


# ── the command line ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help(words):
    command: Any = typer.main.get_command(app)
    for word in words:
        command = command.commands[word]

    assert len((command.help or "").split()) >= 3


def test_help_imports_nothing_heavy():
    """Half a second is the promise; what is imported is what decides it."""
    code = (
        "import sys; sys.argv = ['finintel', '--help']\n"
        "from finintel.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = run(sys.executable, "-c", code)
    imported = set(done.stdout.splitlines()[-1].split())

    assert "Commands" in done.stdout
    assert imported & HEAVY == set()


def test_help_says_the_exit_codes():
    done = run(FININTEL, "--help")

    assert all(f"{code} " in done.stdout for code in range(5))


# ── the readme ───────────────────────────────────────────────────────────────────────────────────


def readme_commands() -> list[str]:
    """Every `finintel …` line in the code blocks of the README."""
    path = ROOT / "README.md"
    if not path.exists():
        return []
    blocks = re.findall(
        r"```(?:console|sh|bash|text)?\n(.*?)```", path.read_text(encoding="utf-8"), re.S
    )
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    lines = [line.removeprefix(".venv/bin/") for line in lines]
    return [line for line in lines if line.startswith("finintel ")]


def test_every_command_of_the_readme_exists():
    known = commands()
    unknown = []
    assert len(readme_commands()) > len({"init", "run", "sql", "follow"})
    for line in readme_commands():
        words = tuple(re.split(r"\s+", line.split("#")[0].strip())[1:])
        longest = max((found for found in known if words[: len(found)] == found), key=len)
        options = {word.split("=")[0] for word in words if word.startswith("--")}
        shown = run(FININTEL, *longest, "--help").stdout
        if not longest or not all(option in shown for option in options):
            unknown.append(line)

    assert unknown == []


# ── the wheel ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_wheel_works_away_from_the_repository(tmp_path):
    """The libraries are the environment's; finintel is the wheel's, unpacked into a folder."""
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    installed, scratch = tmp_path / "installed", tmp_path / "scratch"
    scratch.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    sample = installed / "finintel" / "_data" / "sample_data" / "drops"
    first = sorted(sample.iterdir())[0]

    def wheel_command(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "finintel.cli", *words],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(installed)},
            cwd=scratch,
            check=False,
        )

    where = subprocess.run(
        [sys.executable, "-c", "import finintel; print(finintel.__file__)"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=scratch,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)
    assert wheel_command("init", "w").returncode == 0
    assert wheel_command("sources", "check").returncode == 0
    assert wheel_command("rules", "check").returncode == 0
    shutil.copytree(first, scratch / "w" / "inbox", dirs_exist_ok=True)
    night = wheel_command("run", "w", "--as-of", first.name)
    assert night.returncode == 0, night.stderr
    assert (scratch / "w" / "leads" / first.name / "case_leads.csv").is_file()
