"""The rows of meta.data_quality: what was observed, what was expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.validate.expectations import Finding
from finintel.validate.suites import Expectation

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Measured:
    """One check of one feed."""

    source_id: str
    code: str
    severity: str
    observed: float
    expected: str
    is_met: bool
    explanation: str

    @classmethod
    def of_data_set(cls, finding: Finding, measures: pa.Table) -> list[Measured]:
        """Return the check of every feed that has the measure."""
        item = finding.expectation
        values = measures.column(item.columns[0]).to_pylist()
        names = measures.column("source_id").to_pylist()
        return [
            cls(
                source_id=str(name),
                code=item.check_code,
                severity=item.severity,
                observed=float(value),
                expected=expected(item),
                is_met=position not in finding.rows,
                explanation=item.remedy,
            )
            for position, (name, value) in enumerate(zip(names, values, strict=True))
            if value is not None
        ]

    @classmethod
    def of_rows(cls, item: Expectation, source_id: str, count: int) -> Measured:
        """Return a check of single rows that so many rows of a feed do not meet."""
        return cls(
            source_id=source_id,
            code=item.check_code,
            severity=item.severity,
            observed=float(count),
            expected=f"no row fails: {expected(item)}",
            is_met=count == 0,
            explanation=item.remedy,
        )


def row_qualities(finding: Finding, by_source: Mapping[str, int]) -> list[Measured]:
    """Return the check of every feed: how many of its rows fail."""
    item = finding.expectation
    is_met = item.mostly < 1.0 and finding.is_met
    found = [Measured.of_rows(item, name, count) for name, count in sorted(by_source.items())]
    return [replace(row, is_met=row.is_met or is_met) for row in found]


def expected(item: Expectation) -> str:
    """Say in words what an expectation expects."""
    words = item.type.removeprefix("expect_column_").replace("_", " ")
    limits = "; ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in item.arguments.items()
        if name not in ("ignore_row_if", "value_set")
    )
    return f"{words} ({limits})"


def write_qualities(context: StageContext, qualities: Iterable[Measured]) -> None:
    """Write the checks of the night."""
    import pyarrow as pa

    rows = [
        asdict(item) for item in sorted(qualities, key=lambda item: (item.source_id, item.code))
    ]
    if not rows:
        return
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns["check_code"] = columns.pop("code")
    columns["run_id"] = [context.run_id] * len(rows)
    context.warehouse.insert(("meta", "data_quality"), pa.table(columns))
