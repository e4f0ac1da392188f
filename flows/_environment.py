"""What Prefect reads while it is imported; so this module is imported before Prefect is.

Nothing leaves the machine, the state lies in the workspace, and a slow disk gets time to start the
server. What is set in the environment already stays as it is.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DEMO = REPOSITORY / "demo_workspace"
COMMANDS = ("serve", "demo")

STARTUP_SECONDS = 120  # Prefect's 20 are too few on a cold or busy machine


def workspace_folder(arguments: list[str]) -> Path | None:
    """Return the workspace that a command line of this folder names, if it names one."""
    if arguments[:1] == ["demo"]:
        return DEMO
    words = arguments[1:] if arguments[:1] == ["serve"] else arguments
    return Path(words[0]) if words and not words[0].startswith("-") else None


def prepare(arguments: list[str]) -> None:
    """Set the environment for Prefect, unless it is set."""
    defaults = {
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",  # a terminal shows our own progress
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTUP_SECONDS),
    }
    folder = workspace_folder(arguments)
    if folder == DEMO:
        (DEMO / ".prefect").mkdir(parents=True, exist_ok=True)
    if folder is not None and folder.is_dir():
        defaults["PREFECT_HOME"] = str(folder.resolve() / ".prefect")
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


prepare(sys.argv[1:] if Path(sys.argv[0]).resolve().parent == Path(__file__).parent else [])
