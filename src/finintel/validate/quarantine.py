"""The quarantine: one SQL pass a staging table that finds every failing row with its reasons.

Rows that fail an expectation of severity `quarantine` move from staging to landing.reject; rows
that only fail others stay and are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finintel.night import StageContext
from finintel.validate.compiled import failing
from finintel.validate.derived import derived_columns
from finintel.validate.landed import reject_rows
from finintel.validate.quality import Measured, write_qualities
from finintel.validate.suites import Expectation, Suite, load_suites
from finintel.warehouse import literal, quoted

FAILED = "validate_failed"
QUARANTINED = "validate_quarantined"
OF_A_NIGHT = ("days_after_as_of", "is_known")


def find_failing(context: StageContext, table: str, suites: Sequence[Suite]) -> None:
    """Collect the rows of a staging table that fail anything, with the codes of what they fail."""
    merged = {name: value for suite in suites for name, value in suite.derived.items()}
    derived = derived_columns(merged, context.as_of)
    reasons = ", ".join(
        f"case when {condition(suite, item)} then {literal(item.code)} end"
        for suite in suites
        for item in suite.level(is_dataset=False)
    )
    context.warehouse.execute(
        f"create or replace temp table {quoted(FAILED)} as with judged as ("
        "select staged_id, source_id, file_sha256, row_number, "
        f"list_filter([{reasons}]::varchar[], lambda reason: reason is not null) as codes "
        f"from (select rowid as staged_id, *{derived} from {quoted('staging', table)})) "
        "select * from judged where len(codes) > 0"
    )


def look_at_file(context: StageContext) -> None:
    """Run the pass over what one file staged, before anybody drops it into an inbox.

    Left out is what compares with the night or with earlier ones: there is none yet.
    """
    suites = load_suites(context.workspace, context.contracts.entities).values()
    for table in sorted({suite.table for suite in suites if suite.level(is_dataset=False)}):
        own = [without_night(suite) for suite in suites if suite.table == table]
        find_failing(context, table, own)
        counted = count_failing(context)
        items = {item.code: item for suite in own for item in suite.expectations}
        write_qualities(
            context,
            [Measured.of_rows(items[code], source, n) for (source, code), n in counted.items()],
        )
        move_failing(context, table, own)


def without_night(suite: Suite) -> Suite:
    """Return a suite without the expectations that need to know a night."""
    left = {name for name, item in suite.derived.items() if item["kind"] in OF_A_NIGHT}
    return replace(
        suite,
        derived={name: item for name, item in suite.derived.items() if name not in left},
        expectations=tuple(e for e in suite.expectations if left.isdisjoint(e.columns)),
    )


def condition(suite: Suite, item: Expectation) -> str:
    """Return the condition under which a row fails; a suite of one feed looks at its rows only."""
    failed = failing(item.type, item.arguments)
    if suite.source_id is None:
        return failed
    return f"source_id = {literal(suite.source_id)} and {failed}"


def count_failing(context: StageContext) -> dict[tuple[str, str], int]:
    """Return (feed, code) → failing rows of the pass."""
    found = context.warehouse.rows(
        "select source_id, code, count(*) from "
        f"(select source_id, unnest(codes) as code from {quoted(FAILED)}) "
        "group by all order by all"
    )
    return {(str(source), str(code)): int(count) for source, code, count in found}


def move_failing(context: StageContext, table: str, suites: Sequence[Suite]) -> int:
    """Move the rows to be quarantined to landing.reject and return how many."""
    codes = {
        item.code: ",".join(item.columns)
        for suite in suites
        for item in suite.expectations
        if item.severity == "quarantine" and not item.is_dataset
    }
    if not codes:
        return 0
    listed = ", ".join(f"({literal(code)}, {literal(columns)})" for code, columns in codes.items())
    context.warehouse.execute(
        f"create or replace temp table {quoted(QUARANTINED)} as "
        "with reason as (select staged_id, unnest(codes) as code "
        f"from {quoted(FAILED)}), quarantine(code, columns) as (values {listed}) "
        "select failed.staged_id, failed.source_id, failed.file_sha256, failed.row_number, "
        "string_agg(reason.code || ':' || quarantine.columns, ';' order by reason.code) as reasons "
        f"from {quoted(FAILED)} as failed join reason using (staged_id) "
        "join quarantine using (code) group by all"
    )
    moved = context.warehouse.count(quoted(QUARANTINED))
    if moved:
        reject_rows(context, table, QUARANTINED)
        context.warehouse.execute(
            f"delete from {quoted('staging', table)} "
            f"where rowid in (select staged_id from {quoted(QUARANTINED)})"
        )
    return moved
