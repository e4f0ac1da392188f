"""sql/features and sql/rules stay inside a subset that other engines run alike: an allow-list."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp

from finintel.sqlfile import SqlFile, read_sql
from finintel.vocabulary import READABLE
from finintel.workspace import shipped_resources

ROOT = shipped_resources() / "sql"
FEATURES = sorted((ROOT / "features").rglob("*.sql"))
RULES = sorted((ROOT / "rules").glob("*/*.sql"))

# Syntax-tree nodes that mean the same on DuckDB and on Spark (stack.md 7). What is not here is
# refused: ASOF and its kin, list columns, date_diff, PIVOT, lambdas, percentiles, hash, samples.
NODES = {
    exp.Select,
    exp.From,
    exp.Join,
    exp.Where,
    exp.Group,
    exp.Having,
    exp.Order,
    exp.Ordered,
    exp.Union,
    exp.Subquery,
    exp.With,
    exp.CTE,
    exp.TableAlias,
    exp.Table,
    exp.Column,
    exp.Identifier,
    exp.Alias,
    exp.Star,
    exp.Literal,
    exp.Null,
    exp.Boolean,
    exp.Placeholder,
    exp.Parameter,
    exp.Paren,
    exp.Tuple,
    exp.Var,
    exp.And,
    exp.Or,
    exp.Not,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.Between,
    exp.In,
    exp.Is,
    exp.Like,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Neg,
    exp.IntDiv,
    exp.Mod,
    exp.Div,
    exp.DPipe,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.Greatest,
    exp.Least,
    exp.Abs,
    exp.Floor,
    exp.Ln,
    exp.Exp,
    exp.Round,
    exp.Cast,
    exp.DataType,
    exp.Extract,
    exp.DateFromParts,
    exp.TimeToUnix,
    exp.Count,
    exp.Sum,
    exp.Min,
    exp.Max,
    exp.Distinct,
    exp.Window,
    exp.WindowSpec,
    exp.RowNumber,
    exp.Rank,
    exp.Lag,
    exp.Lead,
}
TYPES = {"BIGINT", "DOUBLE", "VARCHAR", "TEXT", "DATE", "INT128", "HUGEINT", "BOOLEAN"}


def faults(file: SqlFile) -> list[str]:
    """Return what of a statement lies outside the portable subset."""
    found = []
    for node in file.tree.walk():
        if type(node) not in NODES:
            found.append(f"{type(node).__name__}: {node.sql()[:60]}")
        elif isinstance(node, exp.DataType) and node.this.name not in TYPES:
            found.append(f"type {node.this.name}")
        elif isinstance(node, exp.Join) and (node.method or node.side == "ASOF"):
            found.append(f"{node.method} join")
        elif isinstance(node, exp.Div) and not is_ratio(node):
            found.append(f"/ that is no ratio of doubles: {node.sql()[:60]}")
    return found


def is_ratio(node: exp.Div) -> bool:
    """A division of floats: one side is cast to double, or is a literal with a point."""
    sides = [node.this.unnest(), node.expression.unnest()]
    return any(
        (isinstance(side, exp.Cast) and side.to.this.name == "DOUBLE")
        or (isinstance(side, exp.Literal) and "." in side.name)
        for side in sides
    )


@pytest.mark.parametrize("path", [*FEATURES, *RULES], ids=lambda path: path.stem)
def test_a_statement_stays_inside_the_portable_subset(path: Path) -> None:
    assert faults(read_sql(path)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "select a.x from a asof join b on a.t >= b.t",
        "select list(x) as xs from a",
        "select [x, y] as xs from a",
        "select date_diff('hour', x, y) as hours from a",
        "pivot a on x using sum(y)",
        "select list_transform(x, v -> v + 1) as xs from a",
        "select quantile_cont(x, 0.5) as middle from a",
        "select percentile_cont(0.5) within group (order by x) as middle from a",
        "select hash(x) as h from a",
        "select x / y as z from a",
        "select now() as t from a",
        "select * from a using sample 10 rows",
        "select x from range(10) t(x)",
        "select string_agg(x, ',') as xs from a",
    ],
)
def test_the_allow_list_refuses_what_other_engines_do_otherwise(statement: str) -> None:
    assert faults(SqlFile(Path("x.sql"), {}, statement))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_reads_only_core_and_features_and_no_identities(path: Path) -> None:
    tables = read_sql(path).tables
    assert {table.partition(".")[0] for table in tables} <= set(READABLE["rules"])
    assert "core.party_identity" not in tables


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_features_read_only_core_and_themselves(path: Path) -> None:
    tables = read_sql(path).tables
    assert {table.partition(".")[0] for table in tables} <= set(READABLE["features"])
    assert "core.party_identity" not in tables
