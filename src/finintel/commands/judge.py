"""Commands for whoever judges detectors: the sample world, and what alerts find of it."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finintel.commands.operate import Folder
from finintel.console import Progress, print_table, reporting, say, waiting
from finintel.errors import UsageError
from finintel.workspace import open_workspace

if TYPE_CHECKING:
    from finintel.evaluate import Evaluation, Grade, KindGrade


def synth(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to.")],
    transactions: Annotated[int, typer.Option(min=1, help="About how many.")] = 20_000,
    days: Annotated[int, typer.Option(min=1, help="Length of the world's history.")] = 90,
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 1,
    until: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day of the history.")
    ] = datetime(2026, 3, 31),  # noqa: DTZ001 - a day: typer reads days as times without a zone
    nights: Annotated[
        int, typer.Option(min=1, help="1 fills DIR/inbox; more write DIR/drops/<date>/.")
    ] = 1,
    progress: Annotated[Progress, typer.Option(help="How progress is shown.")] = Progress.auto,
) -> None:
    """Write an invented world: people, firms, accounts, registers, schemes and innocent twins."""
    from finintel.synth import write_world

    with reporting(progress) as report:
        report("stage_started", "synth", "", 1, 1)
        try:
            summary = write_world(
                directory,
                transactions=transactions,
                days=days,
                seed=seed,
                until=until.date(),
                nights=nights,
                progress=partial(report, "progress", "synth"),
            )
        except ValueError as error:
            raise UsageError(str(error)) from error
    say(f"{summary.transactions:,} transactions, {len(summary.files)} files: {directory}")


def evaluate(
    directory: Folder,
    alerts: Annotated[int, typer.Option(min=1, help="Budget: the best so many alerts.")] = 1_000,
    largest: Annotated[
        int, typer.Option(min=1, help="Alerts with more transactions are left out.")
    ] = 80,
    smallest: Annotated[
        int, typer.Option(min=1, help="Schemes with fewer transactions are left out.")
    ] = 3,
    detector: Annotated[
        list[str] | None, typer.Option(help="Judge this detector only; may be repeated.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare alerts and cases with the labels of a workspace, and with toys that know nothing.

    A find is an alert that holds at least half of a scheme's transactions and at least half of
    whose transactions are the scheme's.
    """
    workspace = open_workspace(directory)
    from finintel.evaluate import Standard
    from finintel.evaluate import evaluate as judged
    from finintel.standing import open_finished

    standard = Standard(alerts, largest, smallest, tuple(detector or ()))
    with waiting("comparing alerts with labels"), open_finished(workspace) as warehouse:
        result = judged(warehouse, standard)
    if as_json:
        typer.echo(json.dumps(result.as_json(), indent=2, ensure_ascii=False))
        return
    show_evaluation(result)


def show_evaluation(result: Evaluation) -> None:
    """Print an evaluation as tables."""
    every, strict, unlimited = result.detectors
    strict_by_kind = {kind.kind: kind for kind in strict.kinds}
    print_table(
        f"{every.alerts:,} alerts, {strict.alerts:,} of them strict, of at most "
        f"{result.standard.largest} rows; schemes of {result.standard.smallest} rows and more",
        (*("kind", "schemes", "found", "half held", "touched", "found, strict tier"),),
        [kind_row(kind, strict_by_kind[kind.kind]) for kind in every.kinds],
    )
    print_table(
        "connected parts of the same schemes: all, and those of two rows and more",
        (
            *("kind", "parts", "found", "half held"),
            *("of two rows and more", "found", "half held"),
        ),
        [part_row(kind) for kind in every.kinds],
    )
    print_table(
        "attempts (labelled schemes of any size) with a transaction in an alert",
        ("alerts", "how many", "attempts", "with an alert", "labelled alone", "with an alert"),
        [attempt_row(grade) for grade in (every, strict, unlimited)],
    )
    print_table(
        "the same budget for toys that know nothing",
        (
            "who",
            "alerts",
            "rows each",
            "most rows",
            "labelled",
            "pure",
            "found",
            "half held",
            "touched",
            "attempts",
        ),
        [grade_row(grade) for grade in (every, strict, *result.toys)],
    )
    innocent = result.detectors[0].innocent
    if innocent:
        print_table(
            "innocent twins (an alert on one is a false alarm)",
            ("kind", "twins", "found", "half held", "touched"),
            [twin_row(kind) for kind in innocent],
        )
    print_table("cases", ("what", "how many"), list(result.cases.items()))
    print_table(
        "labelled assets",
        ("innocent", "assets", "in a case"),
        [tuple(row.values()) for row in result.assets],
    )
    if result.outcomes:
        print_table(
            "what staff decided, as labels of alerts",
            ("detector", "useful", "not useful", "old enough to train on"),
            [tuple(row.values()) for row in result.outcomes],
        )
    say(
        f"{result.alerts:,} alerts on {result.transactions:,} transactions: "
        f"{result.alerts_per_100k:.1f} on 100,000; {result.alerts_left_out:,} are larger than "
        f"{result.standard.largest} rows and left out"
    )


def kind_row(kind: KindGrade, strict: KindGrade) -> tuple[object, ...]:
    """Return the cells of a kind of scheme: all alerts, then the strict tier's finds."""
    return (*twin_row(kind), share(strict.found, strict.schemes))


def part_row(kind: KindGrade) -> tuple[object, ...]:
    """Return how well the connected parts of the schemes of a kind are held."""
    return (
        kind.kind,
        kind.parts,
        share(kind.parts_found, kind.parts),
        share(kind.parts_held, kind.parts),
        kind.joined,
        share(kind.joined_found, kind.joined),
        share(kind.joined_held, kind.joined),
    )


def attempt_row(grade: Grade) -> tuple[object, ...]:
    """Return how many attempts, and transactions labelled alone, a set of alerts touches."""
    return (
        grade.name,
        grade.alerts,
        grade.attempts,
        share(grade.attempts_touched, grade.attempts),
        grade.loose,
        share(grade.loose_touched, grade.loose),
    )


def twin_row(kind: KindGrade) -> tuple[object, ...]:
    """Return how well schemes of a kind, or innocent twins, are held."""
    counts = (kind.found, kind.held, kind.touched)
    return (kind.kind, kind.schemes, *(share(count, kind.schemes) for count in counts))


def grade_row(grade: Grade) -> tuple[object, ...]:
    """Return the cells of a set of alerts."""
    total = grade.kinds[-1] if grade.kinds else None
    counts = (total.found, total.held, total.touched) if total else (0, 0, 0)
    found = [share(count, total.schemes if total else 0) for count in counts]
    return (
        grade.name,
        grade.alerts,
        f"{grade.rows / max(grade.alerts, 1):.1f}",
        grade.largest_rows,
        share(grade.labelled, grade.alerts),
        share(grade.pure, grade.alerts),
        *found,
        share(grade.attempts_touched, grade.attempts),
    )


def share(part: int, whole: int) -> str:
    """Return a count with its share."""
    return f"{part:,} ({part / whole:.2f})" if whole else "0"
