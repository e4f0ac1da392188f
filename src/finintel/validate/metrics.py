"""Measures of a whole data set, computed in SQL: one row a feed, for Great Expectations to check.

A share is over the rows of one feed and night. What a share refers to is looked for in core and
among tonight's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from finintel.night import StageContext
from finintel.warehouse import literal, quoted

if TYPE_CHECKING:
    import pyarrow as pa

Settings = Mapping[str, Any]

SOURCE_METRICS = (
    "record_count",
    "expected_minimum_count",
    "expected_maximum_count",
    "rejected_ratio",
)


def row_count(settings: Settings) -> str:  # noqa: ARG001 - one shape for all kinds
    """How many rows came."""
    return "count(*)"


def null_ratio(settings: Settings) -> str:
    """Share of rows without a value."""
    return f"count(*) filter ({quoted(settings['column'])} is null) / count(*)::double"


def repeated_ratio(settings: Settings) -> str:
    """Share of rows whose key came before in the same night."""
    key = ", ".join(f"{quoted(name)}" for name in settings["columns"])
    return f"1.0 - count(distinct ({key})) / count(*)::double"


def orphan_ratio(settings: Settings) -> str:
    """Share of values that neither core nor tonight's rows know."""
    name, (table, other) = quoted(settings["column"]), settings["refers"]
    core, staged = quoted("core", table), quoted("staging", table)
    known = f"select {quoted(other)} from {core} union select {quoted(other)} from {staged}"
    return (
        f"count(*) filter ({name} is not null and {name} not in ({known})) "
        f"/ greatest(count({name}), 1)::double"
    )


METRICS: Mapping[str, Callable[[Settings], str]] = {
    "row_count": row_count,
    "null_ratio": null_ratio,
    "repeated_ratio": repeated_ratio,
    "orphan_ratio": orphan_ratio,
}


def measure_table(context: StageContext, table: str, metrics: Mapping[str, Settings]) -> pa.Table:
    """Return the measures of a staging table: source_id and one column a measure."""
    measures = "".join(
        f", {METRICS[settings['kind']](settings)} as {quoted(name)}"
        for name, settings in metrics.items()
    )
    return context.warehouse.arrow(
        f"select source_id{measures} from {quoted('staging', table)} "
        "group by source_id order by source_id"
    )


def measure_sources(context: StageContext) -> pa.Table:
    """Return volume and rejects of every feed that sent something tonight."""
    expected = ", ".join(
        f"({literal(name)}, {literal(source.expected_rows[0])}, {literal(source.expected_rows[1])})"
        for name, source in sorted(context.contracts.sources.items())
    )
    volumes = f"values {expected}" if expected else "select null, null, null where false"
    return context.warehouse.arrow(
        "with arrived as (select source_id, coalesce(sum(record_count), 0)::bigint as record_count "
        "from landing.file where run_id = $run_id and state = 'registered' group by source_id), "
        "refused as (select source_id, count(*) as reject_count from landing.reject "
        "where run_id = $run_id group by source_id), "
        "volume(source_id, minimum, maximum) as "
        f"({volumes}) "
        "select arrived.source_id, arrived.record_count, "
        "volume.minimum::bigint as expected_minimum_count, "
        "volume.maximum::bigint as expected_maximum_count, "
        "coalesce(refused.reject_count, 0) / greatest(arrived.record_count, 1)::double "
        "as rejected_ratio from arrived left join volume using (source_id) "
        "left join refused using (source_id) order by arrived.source_id",
        {"run_id": context.run_id},
    )
