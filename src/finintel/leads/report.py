"""run_report.html: what the night read, refused, measured and raised, and how long it took.

The only file of the folder with clock times in it, and so the only one that differs when a night is
run again.
"""

from __future__ import annotations

import json
from typing import Any

from finintel.leads.changed_rules import changed_detectors, differences, reason
from finintel.leads.pages import style, template
from finintel.night import StageContext
from finintel.refusals import read_refusals

TABLES = (
    "report_file",
    "report_quality",
    "report_detector",
    "report_stage",
    "report_setting",
    "report_notice",
)


def report_page(context: StageContext) -> str:
    """Return the run report of the night up to this stage, in English as what the stages say."""
    values = {"run_id": context.run_id}
    tables: dict[str, list[dict[str, Any]]] = {
        name: context.warehouse.run(context.sql(f"leads/{name}.sql"), values).to_pylist()
        for name in TABLES
    }
    contracts = context.contracts
    refusals = read_refusals(
        context.warehouse, contracts.codelists, contracts.sources, context.run_id
    )
    stages = [{**row, "counted": json.loads(row["counts"])} for row in tables["report_stage"]]
    leads = context.warehouse.rows(
        "select change, listing, count(*) from cases.lead where run_id = $run_id "
        "group by change, listing order by change, listing",
        values,
    )
    settings = [text for row in tables["report_setting"] for text in settings_changes(row)]
    detectors = [{**row, "note": reason(row)} for row in tables["report_detector"]]
    alerts = changed_alerts(context) if settings or any(row["note"] for row in detectors) else []
    return template("run_report.html").render(
        style=style(),
        night=str(context.as_of),
        files=tables["report_file"],
        rejects=refusals.to_dicts(),
        quality=tables["report_quality"],
        detectors=[row for row in detectors if row["alert_count"] is not None],
        settings=settings,
        changed=changed_detectors(detectors, alerts, settings_changed=bool(settings)),
        stages=stages,
        notices=tables["report_notice"],
        leads=leads,
    )


def settings_changes(row: dict[str, Any]) -> list[str]:
    """Say what beside data and detectors differs from the night before."""
    said = differences(row["inputs_before"], row["inputs_tonight"])
    if row["version_before"] != row["version_tonight"]:
        said.append(f"finintel: {row['version_before']} → {row['version_tonight']}")
    return said


def changed_alerts(context: StageContext) -> list[dict[str, Any]]:
    """Return the alerts that appeared tonight, or went, by detector."""
    found: list[dict[str, Any]] = context.warehouse.run(
        context.sql("leads/report_alert_change.sql"), {"run_id": context.run_id}
    ).to_pylist()
    return found
