"""The faults of a rule's file: its name, its header, its parameters, the tables it reads.

Nothing is raised here: each check returns sentences, so that a rule author mends all in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from finintel.contracts import Codelists
from finintel.detect.spec import OPTIONAL_KEYS, PARAMETER_KEYS, REQUIRED_KEYS
from finintel.errors import ContractError
from finintel.sqlfile import SqlFile
from finintel.vocabulary import (
    READABLE,
    SEVERITIES,
    STAGES_OF_LAUNDERING,
    SUBJECT_TYPES,
    TIERS,
)

ID = re.compile(r"[A-Z]{3}-[0-9]{3}")
STEM = re.compile(r"(?P<letters>[a-z]{3})_(?P<number>[0-9]{3})_[a-z0-9_]+")

# The only place with personal data; a rule that could read it could print it.
FORBIDDEN_TABLES = ("core.party_identity",)


def header_faults(file: SqlFile, codelists: Codelists, references: Iterable[str]) -> list[str]:
    """Return the faults of the header: keys, codes, references, and what the file's name says."""
    header = file.header
    known = {*REQUIRED_KEYS, *OPTIONAL_KEYS}
    faults = [f"unknown header key '{key}'" for key in header if key not in known]
    faults += [f"header key '{key}' is missing" for key in REQUIRED_KEYS if not header.get(key)]
    faults += place_faults(file, header)
    faults += retired_faults(header, codelists)
    faults += choice_faults(header, codelists)
    references = set(references)
    faults += [
        f"unknown reference '{key}'; add it to schemas/references.toml"
        for key in header.get("references", [])
        if key not in references
    ]
    return faults


def place_faults(file: SqlFile, header: Mapping[str, Any]) -> list[str]:
    """Compare the id with the file's name and the typology with its folder."""
    faults = []
    identifier = str(header.get("id", ""))
    match = STEM.fullmatch(file.name)
    if match is None:
        faults.append("file name must be like str_001_slug_in_words.sql")
    if not ID.fullmatch(identifier):
        faults.append(f"id '{identifier}' must be like STR-001")
    elif match and identifier != f"{match['letters'].upper()}-{match['number']}":
        faults.append(f"id '{identifier}' does not go with the file name {file.path.name}")
    if header.get("typology") != file.path.parent.name:
        faults.append(
            f"typology '{header.get('typology')}' does not go with the folder "
            f"{file.path.parent.name}"
        )
    return faults


def retired_faults(header: Mapping[str, Any], codelists: Codelists) -> list[str]:
    """Refuse an id that was withdrawn."""
    if header.get("id") in codelists.retired_detectors:
        return [f"id '{header['id']}' is retired and never used again"]
    return []


def choice_faults(header: Mapping[str, Any], codelists: Codelists) -> list[str]:
    """Check the values that come from closed lists."""
    lists = {
        "typology": codelists.of("typology"),
        "stage": STAGES_OF_LAUNDERING,
        "subject": SUBJECT_TYPES,
        "severity": SEVERITIES,
        "tier": TIERS,
    }
    faults = [
        f"{key} '{header[key]}' must be one of {', '.join(allowed)}"
        for key, allowed in lists.items()
        if key in header and header[key] not in allowed
    ]
    version = header.get("version", 1)
    if not isinstance(version, int) or version < 1:
        faults.append(f"version {version!r} must be a whole number from 1")
    return faults


def parameter_faults(file: SqlFile) -> list[str]:
    """Return the faults of the parameters: units, meanings, and agreement with the statement."""
    declared: Mapping[str, Any] = file.header.get("parameters", {})
    faults = []
    for name, values in declared.items():
        if not isinstance(values, dict):
            faults.append(f"parameter '{name}' must be a table [parameters.{name}]")
            continue
        faults += [
            f"parameter '{name}' lacks '{key}'"
            for key in ("default", "unit", "meaning")
            if values.get(key) in (None, "")
        ]
        faults += [
            f"parameter '{name}' has the unknown key '{key}'"
            for key in values
            if key not in PARAMETER_KEYS
        ]
    faults += [
        f"the statement uses ${name}, which the header does not declare"
        for name in sorted(file.parameters - set(declared))
    ]
    faults += [
        f"parameter '{name}' is declared and not used"
        for name in sorted(set(declared) - file.parameters)
    ]
    return faults + form_faults(file)


def form_faults(file: SqlFile) -> list[str]:
    """Say when the window is no parameter in seconds, or stands beside shapes."""
    name, shapes = file.header.get("window"), file.header.get("shapes", False)
    if not isinstance(shapes, bool) or (shapes and name is not None):
        return ["shapes must be true, and then there is no window; else leave it out"]
    if name is None:
        return []
    parameter = file.header.get("parameters", {}).get(name)
    if isinstance(parameter, dict) and parameter.get("unit") == "seconds":
        return []
    return [f"window '{name}' must be the name of a parameter whose unit is seconds"]


def statement_faults(file: SqlFile) -> list[str]:
    """Return the faults of the statement's shape: one SELECT, and the floors it reads."""
    from sqlglot import exp

    try:
        tree = file.tree
    except ContractError as error:
        return [str(error)]
    if not isinstance(tree, exp.Query):
        return ["the statement must be a SELECT"]
    allowed = READABLE["rules"]
    faults = [
        f"reads {table}; a rule may read {', '.join(allowed)}"
        for table in sorted(file.tables)
        if table.partition(".")[0] not in allowed or table in FORBIDDEN_TABLES
    ]
    return faults + parameter_faults(file)
