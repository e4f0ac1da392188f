"""Reading TOML contracts: files of a kind from every overlay; faults name file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from finintel.errors import ContractError


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file; numbers with a point become Decimal, so that money stays exact."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContractError(f"{path}: not valid TOML: {error}") from error


def overlaid_files(folders: Iterable[Path], pattern: str) -> dict[str, Path]:
    """Return stem → path over all folders; a later folder's file replaces an earlier one's."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(pattern)):
            found[path.stem] = path
    return dict(sorted(found.items()))


def unknown_keys(values: Mapping[str, Any], known: Iterable[str], where: str) -> list[str]:
    """Name every key that the contract does not know."""
    allowed = set(known)
    return [
        f"{where}: unknown key '{key}'; known: {', '.join(sorted(allowed))}"
        for key in values
        if key not in allowed
    ]
