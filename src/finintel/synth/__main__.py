"""`python -m finintel.synth DIR`: writes a world without the rest of the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from finintel.synth import write_world


def main() -> None:
    """Read the arguments, write the world, say what was written."""
    parser = argparse.ArgumentParser(prog="python -m finintel.synth", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--transactions", type=int, default=12_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=28)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 3, 31))
    parser.add_argument("--nights", type=int, default=1)
    parser.add_argument("--format", choices=("csv", "parquet"), default=None)
    asked = parser.parse_args()
    summary = write_world(
        asked.directory,
        transactions=asked.transactions,
        days=asked.days,
        seed=asked.seed,
        until=asked.until,
        nights=asked.nights,
        file_format=asked.format,
    )
    sys.stdout.write(
        f"{summary.transactions} transactions, {summary.parties} parties, "
        f"{summary.schemes} schemes, {summary.twins} twins, {len(summary.files)} files\n"
    )


if __name__ == "__main__":
    main()
