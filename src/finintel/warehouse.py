"""The only door to DuckDB: connect, run statement files, build tables, move columns in and out.

SQL that a person wrote stays in `.sql` files and takes `$name` parameters. SQL that must be
generated (casts, the quarantine pass, the lake's view) is put together from `quoted` and `literal`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finintel.contracts import Entity
from finintel.errors import UsageError, WarehouseError
from finintel.sqlfile import SqlFile
from finintel.vocabulary import FLOORS
from finintel.workspace import Settings

if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyarrow as pa

Parameters = Mapping[str, Any]
Columns = Sequence[tuple[str, str]]

# A statement that fills a table, and the table's name as it stands there.
NAME = r'(?:"(?:[^"]|"")+"|\w+)'
WRITES = re.compile(
    r"\s*(?:insert\s+into|create\s+(?:or\s+replace\s+)?(?:temp\s+)?table)\s+"
    rf"(?P<table>{NAME}(?:\.{NAME})?)(?!.*\breturning\b)",
    re.IGNORECASE | re.DOTALL,
)


def quoted(*names: str) -> str:
    """Quote identifiers and join them with points: ("cases", "case") → `"cases"."case"`."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(value: str | int | None) -> str:
    """Quote a value for generated SQL."""
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def table_name(entity: Entity) -> str:
    """Return the quoted name of the table that an entity contract describes."""
    return quoted(entity.floor, entity.name)


class Warehouse:
    """An open DuckDB database.

    Every error of DuckDB becomes a WarehouseError that names the statement's file. Nested
    transactions are not opened: a stage runs inside the transaction that the pipeline opened.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Wrap an open connection; use `open_warehouse`."""
        self.connection = connection
        self.in_transaction = False

    def execute(
        self, statement: str, parameters: Parameters | Sequence[Any] | None = None, origin: str = ""
    ) -> duckdb.DuckDBPyConnection:
        """Run one statement; `origin` says in an error where the statement came from."""
        import duckdb

        try:
            done = self.connection.execute(statement, parameters)
            written = WRITES.match(statement) if self.in_transaction else None
            if written is not None and done.fetchall() == [(0,)]:
                self.settle_empty(written["table"])
        except duckdb.Error as error:
            place = origin or " ".join(statement.split())[:120]
            raise WarehouseError(f"{place}: {type(error).__name__}: {error}") from error
        return done

    def settle_empty(self, table: str) -> None:
        """Write a row into a table and take it out again, after a statement that wrote none.

        DuckDB 2.0.0 loses rows silently, committed ones too: when the first ordered insert (or
        `create table as`) of a transaction writes no row, a later one of more than a row group into
        the same table is dropped. tests/test_lake.py holds the case.
        """
        self.connection.execute(f"insert into {table} default values")
        self.connection.execute(
            f"delete from {table} where rowid = (select max(rowid) from {table})"
        )

    def statements(self, text: str) -> list[duckdb.Statement]:
        """Split text into statements, without running them."""
        import duckdb

        try:
            return self.connection.extract_statements(text)
        except duckdb.Error as error:
            raise WarehouseError(f"{type(error).__name__}: {error}") from error

    def run(self, file: SqlFile, parameters: Parameters | None = None) -> pa.Table:
        """Run a `.sql` file and return its rows; parameters that it does not name are left out."""
        return self.arrow(file.statement, self.named(file, parameters), origin=str(file.path))

    def build(
        self, table: tuple[str, str], file: SqlFile, parameters: Parameters | None = None
    ) -> int:
        """Create or replace a table from a `.sql` file; return the number of its rows."""
        name = quoted(*table)
        self.execute(
            f"create or replace table {name} as {file.statement}",
            self.named(file, parameters),
            origin=str(file.path),
        )
        return self.count(name)

    def append(
        self, table: tuple[str, str], file: SqlFile, parameters: Parameters | None = None
    ) -> None:
        """Insert the rows of a `.sql` file by column name."""
        self.execute(
            f"insert into {quoted(*table)} by name {file.statement}",
            self.named(file, parameters),
            origin=str(file.path),
        )

    @staticmethod
    def named(file: SqlFile, parameters: Parameters | None) -> dict[str, Any]:
        """Return the parameters that the file names; raises WarehouseError when one is missing."""
        given = parameters or {}
        missing = sorted(file.parameters - set(given))
        if missing:
            raise WarehouseError(f"{file.path}: no value for ${', $'.join(missing)}")
        return {name: given[name] for name in file.parameters}

    def arrow(
        self, statement: str, parameters: Parameters | Sequence[Any] | None = None, origin: str = ""
    ) -> pa.Table:
        """Run one SELECT and return an Arrow table; `origin` as for `execute`."""
        import duckdb

        try:
            # a relation hands over Arrow as it is; a cursor would copy the rows once more
            return self.connection.sql(statement, params=parameters or None).to_arrow_table()
        except duckdb.Error as error:
            place = origin or " ".join(statement.split())[:120]
            raise WarehouseError(f"{place}: {type(error).__name__}: {error}") from error

    def frame(
        self, statement: str, parameters: Parameters | Sequence[Any] | None = None
    ) -> pl.DataFrame:
        """Run generated SQL and return a Polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.arrow(statement, parameters))
        if not isinstance(frame, pl.DataFrame):
            raise WarehouseError(f"{statement[:80]}: no table came back")
        return frame

    def rows(
        self, statement: str, parameters: Parameters | Sequence[Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """Run generated SQL and return its rows; for small results."""
        return self.execute(statement, parameters).fetchall()

    def value(self, statement: str, parameters: Parameters | Sequence[Any] | None = None) -> Any:  # noqa: ANN401 - a value of any SQL type
        """Run generated SQL and return the first value of its first row, or None."""
        # all rows are fetched: a result left open would block the next relation
        found = self.rows(statement, parameters)
        return found[0][0] if found else None

    def count(self, table: str, condition: str = "true") -> int:
        """Count the rows of a quoted table."""
        return int(self.value(f"select count(*) from {table} where {condition}"))

    def insert(self, table: tuple[str, str], columns: pa.Table | pl.DataFrame) -> None:
        """Insert columns by name; columns of the table that are not given become null."""
        self.connection.register("_incoming", columns)
        try:
            self.execute(f"insert into {quoted(*table)} by name select * from _incoming")
        finally:
            self.connection.unregister("_incoming")

    @contextmanager
    def registered(self, name: str, columns: pa.Table | pl.DataFrame) -> Iterator[str]:
        """Make columns readable as a table under a name, for the length of the block."""
        self.connection.register(name, columns)
        try:
            yield quoted(name)
        finally:
            self.connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block does, or nothing of it."""
        self.execute("begin transaction")
        self.in_transaction = True
        try:
            yield
        except BaseException:
            self.in_transaction = False
            self.execute("rollback")
            raise
        self.in_transaction = False
        self.execute("commit")

    def exists(self, floor: str, table: str) -> bool:
        """Tell whether a table or view exists."""
        return bool(self.columns(floor, table))

    def columns(self, floor: str, table: str) -> list[str]:
        """Return the column names of a table or view in order; none where there is no such one."""
        found = self.rows(
            "select column_name from duckdb_columns() where schema_name = $floor "
            "and table_name = $table order by column_index",
            {"floor": floor, "table": table},
        )
        return [str(row[0]) for row in found]

    def create_floors(self) -> None:
        """Create the schema of every floor that is missing."""
        for floor in FLOORS:
            self.execute(f"create schema if not exists {quoted(floor)}")

    def create_tables(self, wanted: Iterable[tuple[Entity, Columns]]) -> None:
        """Create empty tables of contracts, each with further columns, where they are missing."""
        found = self.rows("select schema_name, table_name from duckdb_tables()")
        for entity, extra in wanted:
            if (entity.floor, entity.name) in found:
                continue
            columns = [(item.name, item.sql_type) for item in entity.plain_columns]
            columns += [more for more in extra if more[0] not in entity.columns]
            body = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
            self.execute(f"create table {table_name(entity)} ({body})")

    def comment(self, table: str, grain: str, meanings: Mapping[str, str]) -> None:
        """Comment a quoted table and its columns, in one transaction: a commit each is slow."""
        words = [f"comment on table {table} is {literal(grain)}"]
        for column, meaning in meanings.items():
            words.append(f"comment on column {table}.{quoted(column)} is {literal(meaning)}")
        with nullcontext() if self.in_transaction else self.transaction():
            self.execute("; ".join(words))


@contextmanager
def open_warehouse(
    path: Path | None, settings: Settings, *, scratch: Path | None = None, read_only: bool = False
) -> Iterator[Warehouse]:
    """Open a DuckDB file (or memory, when no path is given) with the limits of the settings.

    Extensions are never fetched: a statement that needs one fails with a clear error. What does not
    fit into memory spills into `scratch`.
    """
    import duckdb

    configuration: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "threads": settings.threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
        configuration["temp_directory"] = str(scratch)
        configuration["max_temp_directory_size"] = f"{free_bytes(scratch) * 8 // 10}B"
    try:
        connection = duckdb.connect(
            str(path) if path else ":memory:", read_only=read_only, config=configuration
        )
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            why = "another process holds it, a run most likely: wait for its end, or stop it"
            raise UsageError(f"{path}: {why}. {error}") from error
        raise WarehouseError(f"{path}: cannot be opened: {error}") from error
    try:
        connection.execute("set timezone = 'UTC'")
        yield Warehouse(connection)
    finally:
        connection.close()


def free_bytes(folder: Path) -> int:
    """Return the free bytes of the disk that holds a folder."""
    return shutil.disk_usage(folder).free
