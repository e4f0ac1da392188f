"""Jurisdiction profiles: thresholds, calendar, legal bases and measures (schemas/profiles).

Law lives here and nowhere in code. A profile cites where each statement was read and says "check"
where that was not the official text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finintel.contracts.toml import overlaid_files, read_toml
from finintel.errors import ContractError, all_faults
from finintel.vocabulary import TRACING_METHODS
from finintel.workspace import Workspace

REQUIRED = ("title", "jurisdiction", "headline_method", "thresholds", "high_risk_countries")


@dataclass(frozen=True)
class Profile:
    """One jurisdiction profile; `values` holds the whole file, for rooms that read more."""

    id: str
    title: str
    headline_method: str
    thresholds: Mapping[str, int]
    high_risk_countries: tuple[str, ...]
    values: Mapping[str, Any]
    content_hash: str


def load_profiles(workspace: Workspace) -> dict[str, Profile]:
    """Load every profile; raises ContractError with all faults."""
    faults: list[str] = []
    profiles: dict[str, Profile] = {}
    paths = overlaid_files(workspace.resource_folders("schemas/profiles"), "*.toml")
    for name, path in paths.items():
        profile = parse_profile(read_toml(path), path, faults)
        if profile is not None:
            profiles[name] = profile
    if faults:
        raise all_faults("jurisdiction profiles", faults, ContractError)
    return profiles


def parse_profile(values: dict[str, Any], path: Path, faults: list[str]) -> Profile | None:
    """Check one profile; what is wrong is added to `faults`."""
    missing = [key for key in REQUIRED if key not in values]
    if missing:
        faults.append(f"{path.name}: missing {', '.join(missing)}")
        return None
    if values["headline_method"] not in TRACING_METHODS:
        faults.append(f"{path.name}: headline_method must be one of {', '.join(TRACING_METHODS)}")
    return Profile(
        id=path.stem,
        title=values["title"],
        headline_method=values["headline_method"],
        thresholds=values["thresholds"],
        high_risk_countries=tuple(values["high_risk_countries"]),
        values=values,
        content_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
