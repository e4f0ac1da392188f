"""Train the anomaly model on the account-days of the window; called by flows/train.py only."""

from __future__ import annotations

import numpy as np
import polars as pl

from finintel.errors import DetectorError
from finintel.models.account_day import FACTS, chunks, matrix
from finintel.models.store import Sheet, save
from finintel.night import StageContext

DETECTOR_ID = "ANO-001"
VERSION = 1
SEED = 20_240_229
TREES = 100
SAMPLE_ROWS = 200_000
GRID_POINTS = 1_001
FEWEST_ROWS = 200  # fewer days say nothing of what is usual


def train(context: StageContext) -> Sheet:
    """Train on a regular sample of the account-days in `features.account_day` and store the model.

    The same table gives the same model: rows are taken in a fixed order, and the forest is seeded.

    Raises:
        DetectorError: there are too few account-days to know the usual.
    """
    days = sample(context)
    if days.height < FEWEST_ROWS:
        raise DetectorError(
            f"{days.height} account-days are too few to train on; {FEWEST_ROWS} are wanted. "
            "Run a night on more transactions first."
        )
    from sklearn.ensemble import IsolationForest

    values = matrix(days)
    forest = IsolationForest(
        n_estimators=TREES, random_state=SEED, n_jobs=context.workspace.settings.threads
    )
    forest.fit(values)
    raw = -forest.score_samples(values)
    ranks = np.linspace(0.0, 1.0, GRID_POINTS)
    plain = days.select(fact.column for fact in FACTS).to_numpy().astype(np.float64)
    grid = tuple(
        tuple(float(value) for value in quantiles(plain[:, position], ranks))
        for position in range(len(FACTS))
    )
    return save(
        context.workspace,
        forest,
        {
            "detector_id": DETECTOR_ID,
            "version": VERSION,
            "trained_on": context.as_of.isoformat(),
            "row_count": days.height,
            "facts": tuple(fact.column for fact in FACTS),
            "grid": grid,
            "score_grid": tuple(float(value) for value in np.quantile(raw, ranks)),
        },
    )


def sample(context: StageContext) -> pl.DataFrame:
    """Return every n-th account-day, so that about SAMPLE_ROWS remain."""
    total = context.warehouse.count("features.account_day")
    step = max(1, total // SAMPLE_ROWS)
    taken = [days.gather_every(step) for days in chunks(context.warehouse)]
    return pl.concat(taken) if taken else pl.DataFrame()


def quantiles(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
    ranks: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the values at ranks, unknown ones left out; zeros when all are unknown."""
    known = values[~np.isnan(values)]
    return np.quantile(known, ranks, method="lower") if known.size else np.zeros_like(ranks)
