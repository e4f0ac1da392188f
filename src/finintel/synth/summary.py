"""What a call of the generator wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class WorldSummary:
    """Counts and files of a world; `rows` is per feed, `scheme_rows` without the twins'."""

    directory: Path
    transactions: int
    parties: int
    accounts: int
    schemes: int
    twins: int
    purchases: int
    scheme_rows: int
    rows: dict[str, int]
    files: tuple[Path, ...]
