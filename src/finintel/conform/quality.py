"""What conform found about the data of a night, for meta.data_quality."""

from __future__ import annotations

from finintel.night import StageContext


def note_quality(
    context: StageContext, source_id: str, check: tuple[str, int, str], explanation: str
) -> None:
    """Write a row of meta.data_quality that is not met; `check` is code, observed and expected."""
    code, observed, expected = check
    context.warehouse.execute(
        "insert into meta.data_quality by name select $run_id as run_id, $source_id as source_id, "
        "$code as check_code, 'count' as severity, $observed as observed, $expected as expected, "
        "false as is_met, $explanation as explanation",
        {
            "run_id": context.run_id,
            "source_id": source_id,
            "code": code,
            "observed": observed,
            "expected": expected,
            "explanation": explanation,
        },
    )
