"""Sidecars: a small file beside a correction that names the file which it replaces.

`payments.csv.replaces.toml` beside `payments.csv` says `replaces = "<SHA-256>"`, or the path below
the inbox under which the replaced file once came. JSON is taken as well.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from finintel.errors import SourceError
from finintel.warehouse import Warehouse

SIDECAR_SUFFIXES = (".replaces.toml", ".replaces.json")
SHA256 = re.compile(r"[0-9a-f]{64}")


def replaced_file(warehouse: Warehouse, path: Path, source_id: str) -> str | None:
    """Return the SHA-256 that the sidecar of a file names, or None when there is no sidecar.

    Raises:
        SourceError: the sidecar cannot be read, or names no file that was ever received.
    """
    found = [Path(f"{path}{suffix}") for suffix in SIDECAR_SUFFIXES]
    sidecar = next((item for item in found if item.is_file() and not item.is_symlink()), None)
    if sidecar is None:
        return None
    name = read_sidecar(sidecar)
    if SHA256.fullmatch(name.lower()):
        known = warehouse.rows(
            "select file_sha256 from landing.file "
            "where file_sha256 = $name and source_id = $source",
            {"name": name.lower(), "source": source_id},
        )
    else:
        known = warehouse.rows(
            "select file_sha256 from landing.file "
            "where source_id = $source and state <> 'replaced' "
            "and file_name in ($name, $below) order by run_id desc, file_sha256",
            {"name": name, "below": f"{source_id}/{name}", "source": source_id},
        )
    if not known:
        raise SourceError(
            f"{sidecar.name} says that it replaces '{name[:80]}', which source {source_id} never "
            "sent. Correct the sidecar: the SHA-256, or the name under which the file came."
        )
    if len(known) > 1:
        raise SourceError(
            f"{sidecar.name} names '{name[:80]}', which came {len(known)} times. Give the SHA-256."
        )
    return str(known[0][0])


def read_sidecar(sidecar: Path) -> str:
    """Return what a sidecar says."""
    try:
        text = sidecar.read_text(encoding="utf-8")
        values = json.loads(text) if sidecar.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{sidecar.name}: cannot be read: {error}. Correct the sidecar."
        ) from error
    name = values.get("replaces") if isinstance(values, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise SourceError(f'{sidecar.name}: needs replaces = "<SHA-256 or file name>".')
    return name.strip()
