"""Trained models in the workspace's `models/` folder: a file named by its hash, and its sheet.

The file is a pickle of scikit-learn, which runs code when it is read: it is read only when its hash
is the one on its sheet and the library's version is the one that wrote it.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from finintel.errors import DetectorError
from finintel.workspace import Workspace


@dataclass(frozen=True)
class Sheet:
    """What is known of a trained model without reading it.

    `grid` holds, for every fact, the values at equally spaced ranks of the training rows, and
    `score_grid` the same for the raw scores: they turn values into ranks.
    """

    detector_id: str
    version: int
    sha256: str
    library: str
    trained_on: str
    row_count: int
    facts: tuple[str, ...]
    grid: tuple[tuple[float, ...], ...]
    score_grid: tuple[float, ...]


def folder(workspace: Workspace) -> Path:
    """Return where the workspace keeps its models."""
    return workspace.root / "models"


def save(workspace: Workspace, forest: Any, sheet: dict[str, Any]) -> Sheet:  # noqa: ANN401 - scikit-learn ships no types
    """Write a model and its sheet, the sheet last: a model without a sheet is not one."""
    place = folder(workspace)
    place.mkdir(exist_ok=True)
    content = pickle.dumps(forest, protocol=5)
    digest = hashlib.sha256(content).hexdigest()
    written = Sheet(sha256=digest, library=library_version(), **sheet)
    (place / f"{written.detector_id}-{digest[:16]}.pickle").write_bytes(content)
    beside = place / f".{written.detector_id}.part"
    beside.write_text(json.dumps(asdict(written), indent=1) + "\n", encoding="utf-8")
    beside.replace(place / f"{written.detector_id}.json")
    return written


def read_sheet(workspace: Workspace, detector_id: str) -> Sheet | None:
    """Return the sheet of the newest model, or None when none was trained."""
    path = folder(workspace) / f"{detector_id}.json"
    if not path.is_file():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["facts"] = tuple(values["facts"])
        values["grid"] = tuple(tuple(row) for row in values["grid"])
        values["score_grid"] = tuple(values["score_grid"])
        return Sheet(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise DetectorError(
            f"{path}: not a model's sheet ({error}). Train the model again."
        ) from error


def load(workspace: Workspace, sheet: Sheet) -> Any:  # noqa: ANN401 - scikit-learn ships no types
    """Read the model of a sheet.

    Raises:
        DetectorError: the file is missing or altered, or another version of the library wrote it.
    """
    path = folder(workspace) / f"{sheet.detector_id}-{sheet.sha256[:16]}.pickle"
    if not path.is_file():
        raise DetectorError(f"{path}: missing. Train the model again: python flows/train.py")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sheet.sha256:
        raise DetectorError(f"{path}: altered since training. Train the model again.")
    if sheet.library != library_version():
        raise DetectorError(
            f"{path}: written by scikit-learn {sheet.library}, and {library_version()} is "
            "installed. Train the model again: python flows/train.py"
        )
    return pickle.loads(content)  # noqa: S301 - its hash was compared above


def library_version() -> str:
    """Return the version of scikit-learn."""
    from importlib.metadata import version

    return version("scikit-learn")
