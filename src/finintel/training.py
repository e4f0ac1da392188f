"""Training models on what the last finished night measured; never at night, only when asked."""

from __future__ import annotations

from datetime import date
from importlib import import_module

from finintel.night import Report, StageContext, silent
from finintel.pipeline import load_contracts
from finintel.standing import last_night, open_finished
from finintel.workspace import Night, Workspace

TARGETS = ("finintel.models.training",)  # modules with a function `train(context)`


def train_models(workspace: Workspace, report: Report = silent) -> tuple[date, list[str]]:
    """Train every model and store it in the workspace.

    Returns:
        The night it was trained on, and the detectors that the models belong to.

    Raises:
        UsageError: no night is finished yet.
        DetectorError: the window holds too little to know the usual.
    """
    with open_finished(workspace) as warehouse:
        night = Night(workspace, last_night(warehouse))
        contracts = load_contracts(workspace)
        context = StageContext(night, warehouse, contracts, stage="train", report=report)
        trained = [import_module(target).train(context).detector_id for target in TARGETS]
    return night.as_of, trained
