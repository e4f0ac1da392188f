"""A `.sql` file: a TOML header in its leading comment, and one SELECT.

The header says what the statement is for; the body is plain DuckDB SQL with `$name` parameters,
never assembled from strings. Which parameters and tables it uses is read from its syntax tree.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finintel.errors import ContractError, all_faults

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

HEADER = re.compile(r"\A\s*/\*(?P<header>.*?)\*/", re.DOTALL)
# A parameter, or what may hold a dollar sign and is none: texts, quoted names, comments.
ANSI = re.compile("\x1b\\[[0-9;]*m")
PARAMETER = re.compile(
    r"""'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/|\$(?P<name>[A-Za-z_]\w*)""", re.DOTALL
)


@dataclass(frozen=True)
class SqlFile:
    """One `.sql` file: where it is, its header and its statement."""

    path: Path
    header: Mapping[str, Any]
    statement: str

    @property
    def name(self) -> str:
        """The file's name without `.sql`; for a table, the table's name."""
        return self.path.stem

    @property
    def column_meanings(self) -> Mapping[str, str]:
        """Column → meaning, from the header's [columns]."""
        columns: Mapping[str, str] = self.header.get("columns", {})
        return columns

    @property
    def tree(self) -> Expr:
        """The syntax tree of the one statement, to be read only; raises ContractError."""
        return kept_tree(self.path, self.statement)

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the `$name` parameters."""
        return parameters_in(self.statement)

    @property
    def tables(self) -> frozenset[str]:
        """The tables that are read, as floor.table; CTEs are left out."""
        return tables_in(self.path, self.statement)


def parsed(path: Path, statement: str) -> Expr:
    """Return the syntax tree of one statement; raises ContractError where it is not one."""
    from sqlglot import parse
    from sqlglot.errors import SqlglotError

    try:
        statements = [tree for tree in parse(statement, read="duckdb") if tree is not None]
    except SqlglotError as error:
        said = ANSI.sub("", str(error))  # it underlines the place for a terminal
        raise ContractError(f"{path}: cannot be parsed: {said}") from error
    if len(statements) != 1:
        raise ContractError(f"{path}: holds {len(statements)} statements; one is wanted")
    return statements[0]


@lru_cache(maxsize=64)
def kept_tree(path: Path, statement: str) -> Expr:
    """Return a syntax tree, kept for the few statements whose tree is asked for: the rules."""
    return parsed(path, statement)


@lru_cache(maxsize=2_048)
def parameters_in(statement: str) -> frozenset[str]:
    """Return the parameters that a statement names; read as text, since a tree takes long."""
    found = (match["name"] for match in PARAMETER.finditer(statement))
    return frozenset(name for name in found if name)


# A statement is read many times in a catch-up of nights; its tree takes ten milliseconds and half
# a megabyte, so only the names are kept.
@lru_cache(maxsize=2_048)
def tables_in(path: Path, statement: str) -> frozenset[str]:
    """Return the tables that a statement reads."""
    from sqlglot import exp

    tree = parsed(path, statement)
    local = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(
        f"{table.db}.{table.name}" if table.db else table.name
        for table in tree.find_all(exp.Table)
        if table.db or table.name not in local
    )


def read_sql(path: Path) -> SqlFile:
    """Read a `.sql` file; raises ContractError when its header is not TOML."""
    return taken_apart(path, path.read_text(encoding="utf-8"))


# Kept by its text: a catch-up of nights asks for the same few hundred headers again and again.
@lru_cache(maxsize=2_048)
def taken_apart(path: Path, text: str) -> SqlFile:
    """Part the text of a `.sql` file into header and statement."""
    match = HEADER.match(text)
    if match is None:
        if text.lstrip().startswith("/*"):
            raise ContractError(f"{path}: the header is not closed: end it with a line of */")
        return SqlFile(path, {}, text.strip().rstrip(";"))
    try:
        header = tomllib.loads(match["header"], parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"{path}: the header is not valid TOML: {error}") from error
    return SqlFile(path, header, text[match.end() :].strip().rstrip(";"))


def read_folder(folders: Iterable[Path]) -> dict[str, SqlFile]:
    """Read the `.sql` files of folders, name → file; a later folder's file wins."""
    found: dict[str, SqlFile] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.sql")):
            found[path.stem] = read_sql(path)
    return dict(sorted(found.items()))


def build_order(files: Mapping[str, SqlFile], floor: str) -> list[str]:
    """Return the names of files in an order in which each finds the tables of its floor built.

    Raises:
        ContractError: a file reads a table of the floor that no file builds, or files read each
            other in a circle.
    """
    prefix = f"{floor}."
    needs = {
        name: {table.removeprefix(prefix) for table in file.tables if table.startswith(prefix)}
        for name, file in files.items()
    }
    faults = [
        f"sql/{floor}/{name}.sql reads {prefix}{table}, which no file builds"
        for name, wanted in needs.items()
        for table in sorted(wanted - set(files))
    ]
    order: list[str] = []
    while len(order) < len(files) and not faults:
        ready = sorted(n for n in files if n not in order and needs[n] <= set(order))
        if not ready:
            circle = ", ".join(sorted(set(files) - set(order)))
            faults.append(f"sql/{floor}: these files read each other in a circle: {circle}")
        order += ready
    if faults:
        raise all_faults(f"sql/{floor}", faults, ContractError)
    return order
