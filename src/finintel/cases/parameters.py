"""The parameters that a statement file declares in its header, and what the profile sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finintel.contracts import Profile
from finintel.errors import ContractError
from finintel.sqlfile import SqlFile


def parameters_of(file: SqlFile, profile: Profile) -> dict[str, Any]:
    """Return name → value for the header's [parameters.*].

    A table [ranking] of the jurisdiction profile may set any of them; the header's default holds
    otherwise. A parameter needs a unit and a meaning.

    Raises:
        ContractError: a parameter lacks its unit or meaning.
    """
    ranking: Mapping[str, Any] = profile.values.get("ranking", {})
    declared: Mapping[str, Any] = file.header.get("parameters", {})
    values: dict[str, Any] = {}
    for name, settings in declared.items():
        if not isinstance(settings, Mapping):
            continue
        lacking = [key for key in ("default", "unit", "meaning") if key not in settings]
        if lacking:
            raise ContractError(f"{file.path}: parameter '{name}' lacks {', '.join(lacking)}")
        value = ranking.get(name, settings["default"])
        values[name] = value if isinstance(value, int) else float(value)
    return values
