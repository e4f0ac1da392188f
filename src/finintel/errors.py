"""Every error that finintel raises on purpose.

A message says what happened, where (file, row or key) and what to do. It carries no personal data.
"""

from __future__ import annotations


class FinintelError(Exception):
    """The root: whoever catches this catches all that finintel raises on purpose."""

    exit_code = 4


class UsageError(FinintelError):
    """The command, the workspace or its settings are not usable as asked."""

    exit_code = 2


class ContractError(FinintelError):
    """A schema, header or code list is wrong; raised before any data is read."""

    exit_code = 2


class SourceError(FinintelError):
    """A file is not what its contract says; that file stops, the others go on."""

    exit_code = 1


class GateError(FinintelError):
    """A critical expectation failed, or rows are not all accounted for; the night stops."""

    exit_code = 3


class DetectorError(FinintelError):
    """A rule or model broke its contract; the night stops, no partial alerts are kept."""


class TraceError(FinintelError):
    """Value followed through an account does not balance."""


class WarehouseError(FinintelError):
    """DuckDB refused a statement; the message names the statement's file."""


def all_faults(title: str, faults: list[str], kind: type[FinintelError]) -> FinintelError:
    """Put many faults into one error, sorted, so that they can be mended in one go."""
    lines = "\n".join(f"  - {fault}" for fault in sorted(set(faults)))
    return kind(f"{title}: {len(set(faults))} fault(s)\n{lines}")
