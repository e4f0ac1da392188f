"""The invented world: seeded people, companies, money, assets, schemes and their innocent twins.

Reads: schemas/entities (the headers). Writes: feed files below inbox/ or drops/, truth/ledger.json.
Promises: the same arguments, the same bytes; what the schemes meant to do is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

from finintel.synth.summary import WorldSummary

__all__ = ["WorldSummary", "write_world"]


def write_world(  # noqa: PLR0913 - one choice each
    directory: Path,
    *,
    transactions: int,
    days: int,
    seed: int,
    until: date,
    nights: int = 1,
    file_format: Literal["csv", "parquet"] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> WorldSummary:
    """Make a world of exactly `transactions` bookings over `days` days that end on `until`.

    With one night all goes below `inbox/`; with several, below `drops/<date>/`, one a night: the
    first holds all up to its date, each further one what became known that day. The transaction
    feed is Parquet above 200,000 rows unless `file_format` says otherwise. `progress` is told the
    step, how far it is, and how far it goes.

    Raises ValueError when the days or the rows are too few for the stories.
    """
    from finintel.synth.writing import write_all

    def quiet(_step: str, _done: int, _total: int) -> None:
        return None

    return write_all(
        directory,
        transactions=transactions,
        days=days,
        seed=seed,
        until=until,
        nights=nights,
        file_format=file_format,
        tell=progress or quiet,
    )
