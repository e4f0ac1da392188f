"""The training flow: models learn what is usual from the last finished night, when asked.

    python flows/train.py DIR

A night scores with the model that is there and never trains one: what decides a lead does not
change by itself.
"""

from __future__ import annotations

import _environment  # noqa: F401 - it sets what Prefect reads while it is imported

import argparse
import sys
from pathlib import Path

from prefect import flow

from _server import orchestration
from finintel.console import Progress, reporting, say
from finintel.errors import FinintelError
from finintel.training import train_models
from finintel.vocabulary import EXIT_FINE
from finintel.workspace import open_workspace


@flow(name="train", flow_run_name="train")
def train(directory: str) -> list[str]:
    """Train every model of a workspace; returns the detectors they belong to."""
    with reporting(Progress.auto) as report:
        as_of, trained = train_models(open_workspace(Path(directory)), report)
    say(f"trained on {as_of}: {', '.join(trained)}")
    return trained


def main(arguments: list[str]) -> int:
    """Train the models of the workspace that the arguments name."""
    parser = argparse.ArgumentParser(
        prog="train.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        open_workspace(options.directory)
        with orchestration(options.directory):
            train(str(options.directory))
    except FinintelError as error:
        say(str(error))
        return error.exit_code
    return EXIT_FINE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
