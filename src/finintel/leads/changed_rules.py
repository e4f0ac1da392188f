"""What changed beside the data since the night before: rules, parameters, settings, measures.

The ledger holds the hash and the parameters of every detector of a night, and the settings it ran
with; here two nights are compared, and the alerts named that appeared or went for such a reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

SHOWN = 200  # alerts of a detector that the report names; all are counted, mart.alert holds them
HASH_LENGTH = 64
STANDINGS = {
    "new": "new detector",
    "gone": "the detector is no longer there",
}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class ChangedDetector:
    """A detector that is not what it was, and the alerts that appeared or went with it.

    `certain` counts those whose episode holds no row of tonight: only the change explains them.
    """

    detector_id: str
    why: str
    appeared: int
    went: int
    replaced: int
    certain: int
    alerts: list[Row]


def changed_detectors(
    detectors: Iterable[Row], alerts: Iterable[Row], *, settings_changed: bool
) -> list[ChangedDetector]:
    """Return the detectors that changed, with their alerts; all of them where settings did."""
    by_detector = {
        str(name): list(rows) for name, rows in groupby(alerts, key=lambda row: row["detector_id"])
    }
    found = []
    for row in detectors:
        why = reason(row)
        own = by_detector.get(row["detector_id"], [])
        if why or (settings_changed and own and row["standing"] != "first"):
            found.append(changed_detector(row["detector_id"], why or "settings changed", own))
    return found


def changed_detector(detector_id: str, why: str, alerts: list[Row]) -> ChangedDetector:
    """Count and cut the alerts of a detector that changed."""
    counts = {
        change: sum(row["change"] == change for row in alerts)
        for change in ("appeared", "went", "replaced")
    }
    return ChangedDetector(
        detector_id=detector_id,
        why=why,
        certain=sum(bool(row["is_certain"]) for row in alerts),
        alerts=alerts[:SHOWN],
        **counts,
    )


def reason(row: Row) -> str:
    """Say what changed of a detector; nothing where it is what it was."""
    if row["standing"] != "changed":
        return STANDINGS.get(row["standing"], "")
    said = []
    before, tonight = row["version_before"], row["detector_version"]
    if before != tonight:
        said.append(f"version {before} → {tonight}")
    said += differences(row["parameters_before"], row["parameters_tonight"])
    return "; ".join(said) or "its text changed, not its version"


def differences(before: str | None, tonight: str | None) -> list[str]:
    """Say which values differ between two JSON objects; hashes are not spelled out."""
    if before is None or tonight is None or before == tonight:
        return []
    first, second = json.loads(before), json.loads(tonight)
    return [
        f"{name}: {shown(first.get(name))} → {shown(second.get(name))}"
        if not is_hash(second.get(name))
        else f"{name} changed"
        for name in sorted({*first, *second})
        if first.get(name) != second.get(name)
    ]


def is_hash(value: object) -> bool:
    """Tell whether a value is a SHA-256."""
    return isinstance(value, str) and len(value) == HASH_LENGTH and value.isalnum()


def shown(value: object) -> str:
    """Return a value for people."""
    return "not there" if value is None else str(value)
