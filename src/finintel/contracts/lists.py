"""Code lists: the closed lists of codes that columns may hold (schemas/codelists/*.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finintel.contracts.toml import overlaid_files, read_toml
from finintel.errors import ContractError, all_faults
from finintel.workspace import Workspace

MAXIMUM_EXPONENT = 8


@dataclass(frozen=True)
class Codelists:
    """Every code list by name, and the exponent of every currency's minor unit."""

    codes: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, Mapping[str, Any]]
    exponents: Mapping[str, int]
    retired_detectors: frozenset[str]

    def of(self, name: str) -> tuple[str, ...]:
        """Return the codes of a list."""
        if name not in self.codes:
            raise ContractError(f"schemas/codelists/{name}.toml does not exist")
        return self.codes[name]


def load_codelists(workspace: Workspace) -> Codelists:
    """Load every code list; raises ContractError with all faults."""
    faults: list[str] = []
    meanings: dict[str, Mapping[str, Any]] = {}
    retired: frozenset[str] = frozenset()
    for name, path in overlaid_files(
        workspace.resource_folders("schemas/codelists"), "*.toml"
    ).items():
        values = read_toml(path)
        if not isinstance(values.get("codes"), dict) or "title" not in values:
            faults.append(f"{path.name}: needs a title and a table [codes]")
            continue
        meanings[name] = values["codes"]
        if name == "typology":
            retired = frozenset(values.get("retired", []))
    exponents = dict(meanings.get("currency", {}))
    faults += [
        f"currency.toml: exponent of {code} must be 0 to {MAXIMUM_EXPONENT}"
        for code, exponent in exponents.items()
        if not isinstance(exponent, int) or not 0 <= exponent <= MAXIMUM_EXPONENT
    ]
    if faults:
        raise all_faults("code lists", faults, ContractError)
    codes = {name: tuple(values) for name, values in meanings.items()}
    return Codelists(codes, meanings, exponents, retired)
