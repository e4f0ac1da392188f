"""The evaluation of a labelled workspace: alerts, cases and assets against labels and toys."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from finintel.errors import UsageError
from finintel.evaluate.components import scheme_parts
from finintel.evaluate.grading import Grade, Standard, grade, statement
from finintel.evaluate.outcomes import outcome_counts
from finintel.evaluate.toys import toy_alerts
from finintel.vocabulary import TIERS

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from finintel.warehouse import Warehouse

PER = 100_000  # alerts are counted on so many transactions


@dataclass(frozen=True)
class Evaluation:
    """What `finintel evaluate` says.

    `detectors` grades the alerts on the budget, then the strict tier alone, then every alert of any
    size without a budget; `toys` the toys on the budget. `cases` says how schemes and cases fall
    together; `assets` how many labelled assets stand in a case; `outcomes` what staff's decisions
    say of the alerts of each detector.
    """

    standard: Standard
    transactions: int
    alerts: int
    alerts_left_out: int
    alerts_per_100k: float
    detectors: tuple[Grade, ...]
    toys: tuple[Grade, ...]
    cases: dict[str, int | float]
    assets: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def evaluate(warehouse: Warehouse, standard: Standard) -> Evaluation:
    """Evaluate a workspace whose last night examined what is labelled.

    Raises:
        UsageError: nothing in the workspace is labelled.
    """
    import polars as pl

    rows = pl.DataFrame(warehouse.run(statement("scheme_row")))
    if rows.is_empty():
        raise UsageError(
            "no transaction in this workspace is labelled, so there is nothing to evaluate "
            "against. Load a feed with labels (finintel sources show <id> names them)."
        )
    schemes = (rows, scheme_parts(rows))
    total = warehouse.count("detect.alert", "state <> 'withdrawn'")
    judged = warehouse.count(
        "detect.alert", f"state <> 'withdrawn' and transaction_count <= {standard.largest}"
    )
    transactions = warehouse.count('core."transaction"')
    with warehouse.registered("scheme_row", rows):
        cases = warehouse.run(statement("scheme_cases")).to_pylist()[0]
    return Evaluation(
        standard=standard,
        transactions=transactions,
        alerts=total,
        alerts_left_out=total - judged,
        alerts_per_100k=total * PER / max(transactions, 1),
        detectors=(
            graded_tiers(warehouse, "finintel", TIERS, schemes, standard),
            graded_tiers(warehouse, "finintel, strict tier", ("strict",), schemes, standard),
            graded_tiers(
                warehouse,
                "finintel, every alert",
                TIERS,
                schemes,
                replace(standard, alerts=max(total, 1), largest=transactions),
            ),
        ),
        toys=tuple(
            grade(warehouse, name, alert_rows, schemes, standard.smallest)
            for name, alert_rows in toy_alerts(warehouse, standard.alerts)
        ),
        cases=cases,
        assets=warehouse.run(statement("assets")).to_pylist(),
        outcomes=outcome_counts(warehouse),
    )


def graded_tiers(
    warehouse: Warehouse,
    name: str,
    tiers: tuple[str, ...],
    schemes: tuple[pl.DataFrame, pl.DataFrame],
    standard: Standard,
) -> Grade:
    """Grade the best alerts of some tiers."""
    parameters = {
        "detectors": list(standard.detectors),
        "largest": standard.largest,
        "alerts": standard.alerts,
        "tiers": list(tiers),
    }
    judged = warehouse.run(statement("alert"), parameters)
    with warehouse.registered("judged", judged):
        alert_rows: pa.Table = warehouse.run(statement("alert_row"))
    graded = grade(warehouse, name, alert_rows, schemes, standard.smallest)
    return replace(graded, alerts=judged.num_rows)  # some alerts cite a register, no transaction
