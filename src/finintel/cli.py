"""The command line: `finintel`. Thin: each command reads its arguments and hands over."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated, NoReturn

import typer

from finintel import __version__
from finintel.commands import compare, follow, hand_over, judge, look, operate, rules, sources
from finintel.console import say
from finintel.errors import FinintelError
from finintel.vocabulary import EXIT_INTERNAL

HELP = """From financial-intelligence files to asset-recovery leads, each traced to file and line.

Exit codes: 0 fine · 1 finished, but files were refused · 2 usage: the command, a contract or a
setting is wrong · 3 stopped at the gate: the data is not fit to go on · 4 internal error.
"""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(operate.init)
app.command()(operate.run)
app.command()(operate.reopen)
app.command()(operate.status)
app.command()(look.trace)
app.command()(look.sql)
app.command()(follow.follow)
app.command()(compare.diff)
app.command()(hand_over.export)
app.command()(judge.evaluate)
app.command()(judge.synth)
app.add_typer(sources.app, name="sources")
app.add_typer(rules.app, name="rules")


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"finintel {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="The version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the code an error arose.")
    ] = False,
) -> None:
    """Say what is true of every command."""


def main() -> None:
    """Run the command line; every error leaves as a message and an exit code."""
    try:
        app(prog_name="finintel")
    except FinintelError as error:
        leave(str(error), error.exit_code)
    except Exception as error:  # the only broad one: what nobody foresaw becomes a message
        hint = "Run the same command as `finintel --debug …` and report what it prints."
        leave(f"internal error: {type(error).__name__}: {error}\n{hint}", EXIT_INTERNAL)


def leave(message: str, code: int) -> NoReturn:
    """Say what went wrong, with the traceback where it was asked for, and leave."""
    if "--debug" in sys.argv:
        traceback.print_exc()
    say(message)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
