"""run_report.html: what the night read, refused, measured and raised, and how long it took.

The only file of the folder with clock times in it, and so the only one that differs when a night is
run again.
"""

from __future__ import annotations

import json
from typing import Any

from finintel.leads.dossier import style, template
from finintel.leads.teller import Teller
from finintel.night import StageContext

TABLES = (
    "report_file",
    "report_reject",
    "report_quality",
    "report_detector",
    "report_stage",
    "report_setting",
    "report_notice",
)


def report_page(context: StageContext, teller: Teller) -> str:
    """Return the run report of the night up to this stage."""
    values = {"run_id": context.run_id}
    tables: dict[str, list[dict[str, Any]]] = {
        name: context.warehouse.run(context.sql(f"leads/{name}.sql"), values).to_pylist()
        for name in TABLES
    }
    stages = [{**row, "counted": json.loads(row["counts"])} for row in tables["report_stage"]]
    leads = context.warehouse.rows(
        "select change, listing, count(*) from cases.lead where run_id = $run_id "
        "group by change, listing order by change, listing",
        values,
    )
    return template("run_report.html").render(
        language=teller.language.code,
        style=style(),
        night=str(context.as_of),
        files=tables["report_file"],
        rejects=tables["report_reject"],
        quality=tables["report_quality"],
        detectors=tables["report_detector"],
        settings_changed=any(row["has_changed"] for row in tables["report_setting"]),
        stages=stages,
        notices=tables["report_notice"],
        leads=leads,
    )
