"""The tracing methods: each module of this package with a METHOD is one (add a file, no more).

They answer different questions and none is *the* answer; which one is the headline is a matter of
the jurisdiction profile. A METHOD is a class that makes what one account holds.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import ClassVar, Protocol

from finintel.trace.parts import Part, Piece


class Account(Protocol):
    """What one account holds, and what leaves it first.

    Attributes:
        conserves: false for an outer bound, which takes no part in the conservation check.
        keeps_inner_order: the result turns on the order of the parts inside a mixed credit.
        needs_sources: what leaves first depends on which set of credits is traced, so the method
            has no answer to "where did this come from" without such a set.
    """

    conserves: ClassVar[bool]
    keeps_inner_order: ClassVar[bool]
    needs_sources: ClassVar[bool]

    def credit(self, pieces: list[Piece]) -> None:
        """Take in the pieces of a credit, in their inner order."""

    def restore(self, pieces: list[Piece]) -> None:
        """Put back what a returned payment had taken, where it was taken from."""

    def debit(self, amount: int) -> list[Piece]:
        """Give up an amount, or all that is held if that is less, in the order of leaving."""

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Give up what is left of the parts that one credit brought (it is being returned)."""

    def earn(self, amount: int) -> None:
        """Take in own money; it may be booked later."""

    def spend(self, amount: int) -> None:
        """Give up an amount that is held, like `debit`, without saying yet what it was."""

    def catch_up(self) -> None:
        """Book what was postponed, before pieces are credited."""

    def settle(self) -> list[Part]:
        """Book what was postponed, before anything else is asked; return what was spent, once.

        Returns:
            Source and amount; of money that is not reported it may say nothing.
        """

    def held(self) -> dict[int, int]:
        """Return source → minor units held."""

    def pieces(self) -> list[Piece]:
        """Return everything held, in order."""


@cache
def methods() -> dict[str, type[Account]]:
    """Return every method by name, which is the name of its module."""
    found: dict[str, type[Account]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        found[module.name] = importlib.import_module(f"{__name__}.{module.name}").METHOD
    return found
