"""The closed lists that code, SQL and contracts share."""

from __future__ import annotations

from typing import Final

FLOORS: Final = (
    "landing",
    "staging",
    "evaluation",
    "core",
    "features",
    "detect",
    "trace",
    "cases",
    "mart",
    "meta",
)

# What the SQL of a floor may read (house.md, "Floors"). `evaluation` is in none of these lists:
# no detector, feature or model may look at a label.
READABLE: Final = {
    "core": ("staging", "core"),
    "features": ("core", "features"),
    "rules": ("core", "features"),
    "detect": ("core", "features", "detect"),
    "trace": ("core", "features", "detect", "trace"),
    "cases": ("core", "features", "detect", "trace", "cases"),
    "leads": ("landing", "core", "features", "detect", "trace", "cases", "meta"),
    "mart": ("landing", "core", "features", "detect", "trace", "cases", "meta"),
    "queries": ("mart",),
    "follow": ("mart",),
}

SEVERITIES: Final = ("low", "medium", "high", "critical")
STAGES_OF_LAUNDERING: Final = ("placement", "layering", "integration")
SUBJECT_TYPES: Final = ("account", "party")
TIERS: Final = ("strict", "ranked")
TRACING_METHODS: Final = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
CONDITION_RESULTS: Final = ("supported", "contradicted", "unknown", "for_the_court")

# Column types of contracts and what DuckDB stores for them. Money is minor units: a float never
# touches it. Timestamps are UTC without a zone, so that no session setting changes how they read.
COLUMN_TYPES: Final = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "integer": "BIGINT",
    "money": "BIGINT",
    "decimal": "DECIMAL(28, 10)",
    "ratio": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "currency": "VARCHAR",
    "country": "VARCHAR",
}

EXIT_FINE: Final = 0
EXIT_REJECTED_FILES: Final = 1
EXIT_USAGE: Final = 2
EXIT_GATE: Final = 3
EXIT_INTERNAL: Final = 4
