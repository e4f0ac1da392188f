"""The stage `validate`: the quarantine pass, then Great Expectations as the gate.

1. One SQL pass a staging table finds the failing rows and what each fails.
2. Great Expectations looks at the same rows. Its counts must be those of the pass.
3. What a suite says must stop the night stops it; rows to be quarantined move to landing.reject;
   everything is written to meta.data_quality, one row a feed and check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from finintel.errors import GateError, all_faults
from finintel.night import StageContext
from finintel.validate.derived import derived_columns
from finintel.validate.expectations import Finding, check_frame, expectations_context
from finintel.validate.metrics import measure_sources, measure_table
from finintel.validate.quality import Measured, row_qualities, write_qualities
from finintel.validate.quarantine import QUARANTINED, count_failing, find_failing, move_failing
from finintel.validate.suites import SOURCE_TABLE, Expectation, Suite, load_suites
from finintel.warehouse import literal, quoted

if TYPE_CHECKING:
    import pyarrow as pa
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )

CHUNK_ROWS = 2_500_000
MOVED = "validate_moved"
SHUT = (
    "the gate is shut; mend the contract or the suite and run the night again, or take its files "
    "back with `finintel reopen DIR`"
)


@dataclass
class Outcome:
    """What the gate found so far: faults that stop the night, and rows of meta.data_quality."""

    faults: list[str] = field(default_factory=list)
    qualities: list[Measured] = field(default_factory=list)
    quarantined: int = 0
    checked: int = 0


def run(context: StageContext) -> Mapping[str, int]:
    """Check tonight's rows.

    Raises:
        GateError: an expectation that must hold does not, crashed, or is counted differently by
            Great Expectations and by the quarantine pass.
    """
    suites = load_suites(context.workspace, context.contracts.entities)
    tables = staged_tables(context)
    outcome = Outcome()
    if tables or arrived(context):
        with expectations_context() as expectations:
            check_tables(context, expectations, suites, tables, outcome)
    if outcome.faults:
        raise all_faults(SHUT, outcome.faults, GateError)
    write_qualities(context, outcome.qualities)
    return {
        "checked_rows": outcome.checked,
        "quarantined_rows": outcome.quarantined,
        "checks": len(outcome.qualities),
        "checks_not_met": sum(not item.is_met for item in outcome.qualities),
    }


def check_tables(
    context: StageContext,
    expectations: EphemeralDataContext,
    suites: Mapping[str, Suite],
    tables: Sequence[str],
    outcome: Outcome,
) -> None:
    """Check every staging table, then the feeds; the quarantine follows when nothing stops."""
    create_moved(context)
    for position, table in enumerate(tables):
        context.progress(table, position, len(tables))
        own = [suite for suite in suites.values() if suite.table == table]
        outcome.checked += context.warehouse.count(quoted("staging", table))
        if own:
            check_data_set(context, expectations, own, outcome)
            check_rows(context, expectations, table, own, outcome)
    sources = [suite for suite in suites.values() if suite.table == SOURCE_TABLE]
    check_data_set(context, expectations, sources, outcome)
    withdraw_siblings(context, tables)


def staged_tables(context: StageContext) -> list[str]:
    """Return the staging tables that hold rows, in order of name."""
    names = sorted(name for name, item in context.contracts.entities.items() if item.received)
    warehouse = context.warehouse
    return [
        name
        for name in names
        if warehouse.exists("staging", name) and warehouse.count(quoted("staging", name))
    ]


def arrived(context: StageContext) -> bool:
    """Tell whether any file of tonight was read."""
    condition = f"run_id = {literal(context.run_id)} and state = 'registered'"
    return context.warehouse.count("landing.file", condition) > 0


def check_rows(
    context: StageContext,
    expectations: EphemeralDataContext,
    table: str,
    suites: Sequence[Suite],
    outcome: Outcome,
) -> None:
    """Run the quarantine pass and the gate on one staging table."""
    if not any(suite.level(is_dataset=False) for suite in suites):
        return
    find_failing(context, table, suites)
    counted = count_failing(context)
    sources = [
        str(name)
        for (name,) in context.warehouse.rows(
            f"select distinct source_id from {quoted('staging', table)} order by 1"
        )
    ]
    for suite in suites:
        for finding in look_at_rows(context, expectations, suite):
            by_source = {
                name: counted.get((name, finding.expectation.code), 0)
                for name in sources
                if suite.source_id in (None, name)
            }
            outcome.faults += refusals(table, finding, sum(by_source.values()))
            outcome.qualities += row_qualities(finding, by_source)
    moved = move_failing(context, table, suites)
    outcome.quarantined += moved
    if moved:
        context.warehouse.execute(
            f"insert into {quoted(MOVED)} select file_sha256, row_number from {quoted(QUARANTINED)}"
        )


def look_at_rows(
    context: StageContext, expectations: EphemeralDataContext, suite: Suite
) -> list[Finding]:
    """Let Great Expectations count the failing rows of a suite, over all chunks."""
    wanted = suite.level(is_dataset=False)
    total: dict[str, Finding] = {}
    for frame in chunks(context, suite, wanted):
        for finding in check_frame(expectations, frame, wanted):
            before = total.get(finding.expectation.code)
            total[finding.expectation.code] = before.plus(finding) if before else finding
    return list(total.values())


def chunks(
    context: StageContext, suite: Suite, wanted: Sequence[Expectation]
) -> Iterator[pa.Table]:
    """Yield only the columns that a suite looks at, so many rows at a time."""
    names = sorted(set(chain.from_iterable(item.columns for item in wanted)))
    staging = quoted("staging", suite.table)
    derived = derived_columns(suite.derived, context.as_of)
    selected = ", ".join(quoted(name) for name in names)
    whose = f" and source_id = {literal(suite.source_id)}" if suite.source_id else ""
    parts = context.warehouse.rows(
        f"select distinct rowid // {CHUNK_ROWS} as part from {staging} order by part"
    )
    for (part,) in parts:
        yield context.warehouse.arrow(
            f"select {selected} from (select *{derived} from {staging} "
            f"where rowid // {CHUNK_ROWS} = {part}{whose})"
        )


def refusals(table: str, finding: Finding, by_pass: int) -> list[str]:
    """Return why the night must stop for a finding, if it must."""
    item = finding.expectation
    faults = []
    if finding.unexpected != by_pass:
        faults.append(
            f"{table}, {item.code}: Great Expectations counts {finding.unexpected} failing rows, "
            f"the quarantine pass {by_pass}. Write the expectation so that both agree "
            "(schemas/expectations), then run the night again."
        )
    if item.severity == "stop" and not finding.is_met:
        faults.append(
            f"{table}, {item.code}: {finding.unexpected} of {finding.looked_at} rows fail. "
            f"{item.remedy}"
        )
    return faults


def check_data_set(
    context: StageContext,
    expectations: EphemeralDataContext,
    suites: Sequence[Suite],
    outcome: Outcome,
) -> None:
    """Check the measures of tonight's rows, one row a feed."""
    for suite in suites:
        wanted = suite.level(is_dataset=True)
        if not wanted:
            continue
        measures = measure(context, suite)
        for finding in check_frame(expectations, with_position(measures), wanted, key="position"):
            qualities = Measured.of_data_set(finding, measures)
            outcome.qualities += qualities
            outcome.faults += [
                f"{item.source_id}, {item.code}: {item.observed:g} observed, {item.expected} "
                f"expected. {finding.expectation.remedy}"
                for item in qualities
                if item.severity == "stop" and not item.is_met
            ]


def measure(context: StageContext, suite: Suite) -> pa.Table:
    """Return the measures that a suite looks at."""
    if suite.table == SOURCE_TABLE:
        return measure_sources(context)
    return measure_table(context, suite.table, suite.metrics)


def with_position(measures: pa.Table) -> pa.Table:
    """Number the rows of a small table."""
    import pyarrow as pa

    return measures.append_column("position", pa.array(range(measures.num_rows), pa.int64()))


def create_moved(context: StageContext) -> None:
    """Create the empty list of the records that were quarantined."""
    context.warehouse.execute(
        f"create or replace temp table {quoted(MOVED)} (file_sha256 varchar, row_number bigint)"
    )


def withdraw_siblings(context: StageContext, tables: Sequence[str]) -> None:
    """Take out what else a quarantined record made: it is accepted whole or not at all."""
    if context.warehouse.count(quoted(MOVED)) == 0:
        return
    for table in tables:
        context.warehouse.execute(
            f"delete from {quoted('staging', table)} where (file_sha256, row_number) in "
            f"(select (file_sha256, row_number) from {quoted(MOVED)})"
        )
