"""Jurisdiction profiles: thresholds, calendar, legal bases and measures (schemas/profiles).

Law lives here and nowhere in code. A profile cites where each statement was read and says "check"
where that was not the official text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from finintel.contracts.toml import overlaid_files, read_toml
from finintel.errors import ContractError, all_faults
from finintel.vocabulary import TRACING_METHODS
from finintel.workspace import Workspace

EURO_EXPONENT = 2  # rules and shipped profiles state amounts in euro cents
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
    threshold_currency: str = ""
    money_scale: Fraction = Fraction(1)

    def in_currency(self, currency: str, exponent: int, factor: str) -> Profile:
        """Return the profile with its thresholds in the base currency.

        Args:
            currency: the base currency.
            exponent: its decimals.
            factor: units of the base currency that stand for one euro. Rules are written in euro
                cents; so are the thresholds of a profile, unless `threshold_currency` says that
                they are in the base currency.
        """
        scale = Fraction(factor) * 10**exponent / 10**EURO_EXPONENT
        is_own = self.threshold_currency in ("", currency)
        thresholds = {
            name: value if is_own or not is_money_threshold(name) else scaled(value, scale)
            for name, value in self.thresholds.items()
        }
        return replace(self, thresholds=thresholds, money_scale=scale)


def is_money_threshold(name: str) -> bool:
    """Tell whether a threshold of a profile is an amount; the others are counts and percent."""
    return name.endswith("_minor") or name == "cash_reporting_threshold"


def scaled(value: int, scale: Fraction) -> int:
    """Return a threshold in minor units of another currency, at least one; halves go up."""
    return max(int(value * scale + Fraction(1, 2)), 1)


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
        threshold_currency=values.get("threshold_currency", ""),
    )
