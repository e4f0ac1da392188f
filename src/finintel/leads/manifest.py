"""manifest.json: what lies in a night's folder, hashes and row counts, and what it was made with.

It holds no clock, so the same night again gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from finintel import __version__
from finintel.lake import file_hash
from finintel.leads.outputs import Output
from finintel.night import StageContext

# Settings of the machine, which change no byte of the output.
MACHINE = ("memory_limit", "threads")
CELL_RULES = (
    "RFC 4180, UTF-8, CRLF; dates ISO 8601, times UTC; money in major units with the decimal mark "
    "of the settings; empty means unknown or not applicable; control and direction marks are shown "
    "as pictures or [U+XXXX]; an apostrophe is put before text that a spreadsheet would calculate "
    "or change: take one leading apostrophe away to get the text back"
)


def manifest_text(
    context: StageContext, folder: Path, outputs: Mapping[str, Output], rows: Mapping[str, int]
) -> str:
    """Return the manifest of what lies in `folder`."""
    settings = asdict(context.workspace.settings)
    profile = context.contracts.profile
    content: dict[str, Any] = {
        "night": str(context.as_of),
        "run_id": context.run_id,
        "finintel": __version__,
        "cell_rules": CELL_RULES,
        "files": {
            f"{name}.csv": {
                "title": output.title,
                "grain": output.grain,
                "key": list(output.key),
                "rows": rows[name],
                "sha256": file_hash(folder / f"{name}.csv"),
                "columns": {column.name: column.meaning for column in output.columns},
            }
            for name, output in outputs.items()
        },
        "pages": {
            str(path.relative_to(folder)): file_hash(path)
            for path in sorted(folder.rglob("*.html"))
        },
        "settings": {name: value for name, value in settings.items() if name not in MACHINE},
        "profile": {"id": profile.id, "title": profile.title, "sha256": profile.content_hash},
        "detectors": detectors(context),
        "listing": listing_counts(context),
    }
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"


def detectors(context: StageContext) -> dict[str, dict[str, Any]]:
    """Return the detectors of the night with version and hash."""
    found = context.warehouse.rows(
        "select detector_id, detector_version, detector_hash from meta.detector_run "
        "where run_id = $run order by detector_id",
        {"run": context.run_id},
    )
    return {detector: {"version": version, "hash": digest} for detector, version, digest in found}


def listing_counts(context: StageContext) -> dict[str, int]:
    """Count the night's leads by listing, those below the line among them."""
    found = context.warehouse.rows(
        "select listing, count(*) from cases.lead where run_id = $run group by listing "
        "order by listing",
        {"run": context.run_id},
    )
    return {str(listing): int(count) for listing, count in found}
