"""The only door to Great Expectations: a frame and expectations in, counts out.

Frames are pandas frames of NumPy numbers and Arrow text: the one route into Great Expectations
that neither copies every value into a Python object nor goes through a SQL dialect that it does not
know.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finintel.errors import GateError
from finintel.validate.suites import EXACT_IN_FLOAT, Expectation

if TYPE_CHECKING:
    import pyarrow as pa
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )
    from great_expectations.datasource.fluent.interfaces import Batch


@dataclass(frozen=True)
class Finding:
    """What Great Expectations counted for one expectation, over all chunks."""

    expectation: Expectation
    looked_at: int
    unexpected: int
    rows: tuple[int, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether enough rows meet it; decided on the sum of all chunks, never chunk by chunk."""
        return self.unexpected <= round((1.0 - self.expectation.mostly) * self.looked_at, 6)

    def plus(self, other: Finding) -> Finding:
        """Add what another chunk found."""
        return replace(
            self,
            looked_at=self.looked_at + other.looked_at,
            unexpected=self.unexpected + other.unexpected,
            rows=self.rows + other.rows,
        )


@contextmanager
def expectations_context() -> Iterator[EphemeralDataContext]:
    """Open Great Expectations without files, network, telemetry or progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # no folder for pages: the default leaves one in the temporary folder for every night
    memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context = gx.get_context(
        mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=memory)
    )
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # once: adding a source writes the whole configuration as YAML
    frames = context.data_sources.add_pandas("tonight").add_dataframe_asset("frame")
    frames.add_batch_definition_whole_dataframe("whole")
    yield context


def check_frame(
    context: EphemeralDataContext,
    columns: pa.Table,
    expectations: Sequence[Expectation],
    *,
    key: str | None = None,
) -> list[Finding]:
    """Run expectations on columns and return what each found.

    Args:
        context: of `expectations_context`.
        columns: only what the expectations look at, and the key.
        expectations: about these columns.
        key: column whose values name the failing rows; left out, rows are only counted.

    Raises:
        GateError: an expectation crashed.
    """
    import great_expectations as gx

    suite = gx.ExpectationSuite(
        name="finintel", expectations=[item.to_json() for item in expectations]
    )
    found = open_batch(context, columns).validate(suite, result_format=result_format(key))
    by_code = {item.code: item for item in expectations}
    return [read_result(result.to_json_dict(), by_code, key) for result in found.results]


def open_batch(context: EphemeralDataContext, columns: pa.Table) -> Batch:
    """Hand columns over as one batch."""
    import pandas as pd

    frame = pd.DataFrame(
        {
            name: column.to_pandas(types_mapper=None if is_plain(column) else pd.ArrowDtype)
            for name, column in zip(columns.column_names, columns.columns, strict=True)
        },
        copy=False,
    )
    frames = context.data_sources.get("tonight").get_asset("frame")
    whole = frames.get_batch_definition("whole")
    batch: Batch = whole.get_batch(batch_parameters={"dataframe": frame})
    return batch


def is_plain(column: pa.ChunkedArray) -> bool:
    """Tell whether a column becomes plain NumPy numbers without losing a digit.

    Great Expectations compares those as a whole, and any other column value by value. Whole numbers
    with nulls become floats, which is exact up to 2^53.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        return True
    if not pa.types.is_integer(column.type):
        return False
    if column.null_count in (0, len(column)):
        return bool(column.null_count == 0)
    bounds = pc.min_max(column).as_py()
    return bool(max(abs(bounds["min"]), abs(bounds["max"])) <= EXACT_IN_FLOAT)


def result_format(key: str | None) -> dict[str, Any]:
    """Ask for counts, or for the keys of the failing rows too."""
    if key is None:
        return {"result_format": "BASIC", "partial_unexpected_count": 0}
    return {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": [key],
        "partial_unexpected_count": 0,
    }


def read_result(
    result: dict[str, Any], by_code: dict[str, Expectation], key: str | None
) -> Finding:
    """Read one result; a crash says success = False with an empty result, so it is asked first."""
    expectation = by_code[result["expectation_config"]["meta"]["code"]]
    refuse_crash(expectation, result)
    values = result["result"]
    if "unexpected_count" not in values:
        raise GateError(
            f"expectation '{expectation.code}': Great Expectations returned no counts. "
            "The night stops, since nothing says that the rows are fine."
        )
    rows = values.get("unexpected_index_list") or []
    return Finding(
        expectation,
        looked_at=int(values["element_count"]) - int(values.get("missing_count") or 0),
        unexpected=int(values["unexpected_count"]),
        rows=tuple(int(row[key]) for row in rows) if key else (),
    )


def refuse_crash(expectation: Expectation, result: dict[str, Any]) -> None:
    """Raise GateError when an expectation crashed rather than failed."""
    information = result.get("exception_info") or {}
    parts = [information] if "raised_exception" in information else list(information.values())
    for part in parts:
        if isinstance(part, dict) and part.get("raised_exception"):
            message = str(part.get("exception_message", "")).strip().splitlines()[:1]
            raise GateError(
                f"expectation '{expectation.code}' ({expectation.type}) crashed: "
                f"{''.join(message)}. Mend the suite in schemas/expectations; a crash is not a "
                "failed row, so nothing was quarantined."
            )
