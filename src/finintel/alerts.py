"""Filing alerts: what rules and models found tonight becomes alerts with a life over nights.

Rules and models live in rooms that do not know each other; both hand their rows to a filing, and
it folds them, gives each alert its identity, and says which alerts of earlier nights still stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from finintel.errors import DetectorError
from finintel.night import StageContext
from finintel.warehouse import quoted

# More alerts than this from one detector in one night are of no use to anybody; what is cut is
# counted in meta.detector_run.
MAXIMUM_ALERTS = 5_000
# What a rule may return beside the columns that every rule returns (schemas/outputs/alert.toml).
OPTIONAL_COLUMNS = {
    "role": "varchar",
    "note": "varchar",
    "tier": "varchar",
    "score": "double",
    "dropped_count": "bigint",
}
FOLDING = ("folded", "tonight", "adopted", "standing", "evidence")
WORKING_TABLES = ("rule_row", "rule_window", "rule_shape", "hit", "detector", *FOLDING)


@dataclass(frozen=True)
class Filed:
    """What the alerts of a detector say of it."""

    detector_id: str
    detector_version: int
    title: str
    typology: str
    severity: str
    tier: str
    subject_type: str
    threshold_unit: str
    threshold_meaning: str


@dataclass(frozen=True)
class Kept:
    """How many alerts a detector raised, and how many a cap left out."""

    alert_count: int
    dropped_count: int


def open_filing(context: StageContext) -> None:
    """Make the working tables of a filing, empty."""
    for table in ("hit", "detector"):
        context.warehouse.build(("detect", table), context.sql(f"detect/{table}.sql"))


def file_rows(context: StageContext, detector: Filed, maximum: int = MAXIMUM_ALERTS) -> Kept:
    """Take the rows of `detect.rule_row` as hits of a detector.

    Raises:
        DetectorError: a row lacks what every row must have, or does not meet its own threshold.
    """
    warehouse = context.warehouse
    for column, kind in OPTIONAL_COLUMNS.items():
        warehouse.execute(
            f"alter table detect.rule_row add column if not exists {quoted(column)} {kind}"
        )
    broken = warehouse.count(
        "detect.rule_row",
        "subject_id is null or start_epoch is null or end_epoch is null or measured is null "
        "or threshold is null or end_epoch < start_epoch or measured < threshold",
    )
    if broken:
        raise DetectorError(
            f"{detector.detector_id}: {broken} rows lack a subject, an episode or a measured value "
            "that meets the threshold. Mend the rule: finintel rules check"
        )
    episodes = int(
        warehouse.value(
            "select count(*) from (select 1 from detect.rule_row group by subject_id, start_epoch)"
        )
    )
    warehouse.append(
        ("detect", "hit"),
        context.sql("detect/rule_hit.sql"),
        {"detector_id": detector.detector_id, "maximum_alerts": maximum},
    )
    row = asdict(detector)
    columns = ", ".join(f"${name} as {quoted(name)}" for name in row)
    warehouse.execute(f"insert into detect.detector by name select {columns}", row)
    kept = min(episodes, maximum)
    dropped = int(warehouse.value("select coalesce(max(dropped_count), 0) from detect.rule_row"))
    return Kept(kept, episodes - kept + dropped)


def close_filing(context: StageContext, *, is_model: bool) -> Mapping[str, int]:
    """Fold the hits into alerts, bring them together with those of earlier nights, and count.

    An alert that is not raised again is `aged` when its start lies before the window, else
    `withdrawn`; those of the other kind of detector (rules, models) are left as they are.
    """
    warehouse = context.warehouse
    currency = context.workspace.settings.base_currency
    exponent = context.contracts.codelists.exponents[currency]
    values = {
        "run_id": context.run_id,
        "is_model": is_model,
        "base_currency": currency,
        "decimals": exponent,
        "minor_per_major": 10**exponent,
    }
    for table in FOLDING:
        warehouse.build(("detect", table), context.sql(f"detect/{table}.sql"), values)
    warehouse.execute(
        "delete from detect.alert_transaction "
        "where alert_id in (select alert_id from detect.adopted)"
    )
    warehouse.execute("delete from detect.alert")
    warehouse.execute("insert into detect.alert by name from detect.standing order by alert_id")
    warehouse.execute(
        "insert into detect.alert_transaction by name from detect.evidence "
        "order by alert_id, position"
    )
    counts = count_alerts(context, is_model=is_model)
    for table in WORKING_TABLES:
        warehouse.execute(f"drop table if exists {quoted('detect', table)}")
    return counts


def count_alerts(context: StageContext, *, is_model: bool) -> Mapping[str, int]:
    """Count tonight's alerts of rules or of models by what became of them."""
    run = f"(typology = 'anomaly') = {str(is_model).lower()}"
    night = f"'{context.run_id}'"
    return {
        "alerts": context.warehouse.count("detect.alert", f"{run} and state = 'current'"),
        "new": context.warehouse.count("detect.alert", f"{run} and first_run_id = {night}"),
        "withdrawn": context.warehouse.count("detect.alert", f"{run} and state = 'withdrawn'"),
        "aged": context.warehouse.count("detect.alert", f"{run} and state = 'aged'"),
        "evidence": context.warehouse.count("detect.evidence"),
    }
