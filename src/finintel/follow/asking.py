"""Asking the published snapshot: from identifiers to tables, notes and a CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from finintel.contracts import load_codelists, load_profiles
from finintel.errors import UsageError
from finintel.follow.accounts import backwards_table, law_table
from finintel.follow.answer import Answer
from finintel.follow.backward import follow_backward
from finintel.follow.book import SnapshotBook
from finintel.follow.forward import follow_forward
from finintel.follow.naming import names_of
from finintel.follow.notes import notes
from finintel.follow.question import BACKWARD_METHODS, BOUND, Question
from finintel.follow.reach import Tick
from finintel.follow.sheet import write_sheet
from finintel.follow.starts import Starts, find_starts
from finintel.follow.tables import Money, Table, ends_table, path_table, sums_table
from finintel.snapshot import open_snapshot
from finintel.vocabulary import TRACING_METHODS
from finintel.warehouse import Warehouse
from finintel.workspace import Workspace

ALL = "all"


@dataclass(frozen=True)
class Asked:
    """What a person typed: identifiers, listed transactions, the question, the CSV to write.

    The question's headline is what was typed as the method: empty for the profile's.
    """

    identifiers: tuple[str, ...]
    listed: tuple[str, ...]
    question: Question
    out: Path | None = None


@dataclass(frozen=True)
class Shown:
    """What a person sees: tables and notes in order, and how many rows were written."""

    tables: list[Table]
    notes: list[str]
    written: int


def ask_snapshot(workspace: Workspace, asked: Asked, progress: Tick) -> Shown:
    """Answer a question from the published snapshot.

    Raises:
        UsageError: nothing is published, or what is asked is not known or cannot be.
        TraceError: value was not conserved.
    """
    question, methods = chosen(workspace, asked.question)
    money = Money(load_codelists(workspace).exponents)
    with open_snapshot(workspace) as warehouse:
        require_entries(warehouse)
        starts = find_starts(warehouse, asked.identifiers, asked.listed, question)
        answer = answered(warehouse, starts, question, progress)
        names = names_of(warehouse, answer)
    tables = [
        path_table(answer, names, money, methods),
        ends_table(answer, names, money),
        sums_table(answer, money),
        law_table(answer, names, money, methods),
        backwards_table(answer, names, money),
    ]
    said = notes(answer, starts, money, workspace.settings.base_currency)
    written = write_sheet(workspace, answer, names, asked.out) if asked.out else 0
    return Shown([titled(tables[0], answer, methods), *tables[1:]], said, written)


def answered(warehouse: Warehouse, starts: Starts, question: Question, progress: Tick) -> Answer:
    """Follow the starts, in the direction asked."""
    follow = follow_forward if question.is_forward else follow_backward
    return follow(SnapshotBook(warehouse), starts.movements, question, progress)


def chosen(workspace: Workspace, question: Question) -> tuple[Question, list[str]]:
    """Return the question with its headline method, and the methods to show.

    Raises:
        UsageError: there is no such method, or it has no answer in this direction.
    """
    possible = TRACING_METHODS if question.is_forward else BACKWARD_METHODS
    shown: list[str] = [*possible, *([BOUND] if question.is_forward else [])]
    profiles = load_profiles(workspace)
    if workspace.settings.profile not in profiles:
        raise UsageError(
            f"profile {workspace.settings.profile!r} does not exist; known: {', '.join(profiles)}"
        )
    own = profiles[workspace.settings.profile].headline_method
    headline = own if own in possible else possible[0]
    typed = question.headline
    if typed in ("", ALL):
        return replace(question, headline=headline), shown if typed else [headline]
    if typed not in (*TRACING_METHODS, BOUND):
        raise UsageError(f"no method {typed!r}; known: {', '.join((*TRACING_METHODS, BOUND, ALL))}")
    if typed not in shown:
        raise UsageError(
            f"{typed} has no answer backward: it depends on which credits are traced. Take one of "
            f"{', '.join(possible)}, or follow a credit forward and read the payment."
        )
    # a bound is shown beside the headline and never as one
    return replace(question, headline=headline if typed == BOUND else typed), [typed]


def require_entries(warehouse: Warehouse) -> None:
    """Refuse a snapshot that has no statements: an older finintel published it."""
    if not warehouse.exists("mart", "entry"):
        raise UsageError(
            "the published snapshot has no table mart.entry: an older finintel wrote it. The next "
            "night publishes one that can be followed."
        )


def titled(table: Table, answer: Answer, methods: Sequence[str]) -> Table:
    """Return the path's table with a title that says by which method and which way."""
    way = "forward" if answer.question.is_forward else "backward"
    count = answer.starts.height
    what = "credit" if answer.question.is_forward else "payment"
    start = f"{count} {what}" + ("" if count == 1 else "s")
    bound = " (poison: an outer bound, no result)" if BOUND in methods else ""
    return replace(table, title=f"{way} from {start} by {', '.join(methods)}{bound}")
