"""Layers of value in the order in which they came: what first in and last in share."""

from __future__ import annotations

from collections import deque
from typing import ClassVar

from finintel.trace.parts import OPENING, Part, Piece


class Layers:
    """Layers, oldest on the left. Which end a debit takes from is the method's."""

    conserves: ClassVar[bool] = True
    keeps_inner_order: ClassVar[bool] = False
    needs_sources: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.layers: deque[Piece] = deque()

    def credit(self, pieces: list[Piece]) -> None:
        """Add the pieces on the right, in their inner order; untraced neighbours become one."""
        layers = self.layers
        for piece in pieces:
            if piece[2] == OPENING and layers and layers[-1][2] == OPENING:
                source, held, _ = layers[-1]
                if source == piece[0]:
                    layers[-1] = (source, held + piece[1], OPENING)
                    continue
            layers.append(piece)

    def take_oldest(self, amount: int) -> list[Piece]:
        """Take from the left until the amount, or the last layer, is reached."""
        layers = self.layers
        taken: list[Piece] = []
        while amount and layers:
            piece = layers[0]
            held = piece[1]
            if held > amount:
                layers[0] = (piece[0], held - amount, piece[2])
                taken.append((piece[0], amount, piece[2]))
                break
            taken.append(layers.popleft())
            amount -= held
        return taken

    def take_newest(self, amount: int) -> list[Piece]:
        """Take from the right until the amount, or the last layer, is reached."""
        layers = self.layers
        taken: list[Piece] = []
        while amount and layers:
            piece = layers[-1]
            held = piece[1]
            if held > amount:
                layers[-1] = (piece[0], held - amount, piece[2])
                taken.append((piece[0], amount, piece[2]))
                break
            taken.append(layers.pop())
            amount -= held
        return taken

    def take(self, parts: list[Part], credit: int) -> list[Piece]:
        """Take back what is left of the parts that one credit brought, oldest layer first."""
        wanted: dict[int, int] = {}
        for source, amount in parts:
            wanted[source] = wanted.get(source, 0) + amount
        taken: list[Piece] = []
        kept: deque[Piece] = deque()
        for source, held, brought_by in self.layers:
            part = min(held, wanted.get(source, 0)) if brought_by == credit else 0
            if part:
                wanted[source] -= part
                taken.append((source, part, brought_by))
            if held > part:
                kept.append((source, held - part, brought_by))
        self.layers = kept
        return taken

    def held(self) -> dict[int, int]:
        """Return source → minor units held."""
        total: dict[int, int] = {}
        for source, amount, _ in self.layers:
            total[source] = total.get(source, 0) + amount
        return total

    def pieces(self) -> list[Piece]:
        """Return the layers, oldest first."""
        return list(self.layers)
