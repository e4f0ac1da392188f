"""The generator's own account of where the placed money went, by five methods.

Written apart from the product's tracing, on purpose: the two are compared. Works on one story: its
accounts are followed in booking order, two kinds of money are told apart (placed, and the rest).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

METHODS: Final = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
Layer = tuple[bool, int]  # is it placed money, how much


@dataclass
class Pot:
    """What stands on one account by one method."""

    method: str
    layers: list[Layer] = field(default_factory=list)
    total: int = 0
    placed: int = 0

    def credit(self, parts: list[Layer]) -> None:
        """Add money; a mixed credit keeps the order of its parts."""
        for is_placed, amount in parts:
            if amount > 0:
                self.total += amount
                self.placed += amount if is_placed else 0
                if self.method in {"fifo", "lifo"}:
                    self.layers.append((is_placed, amount))

    def debit(self, amount: int) -> list[Layer]:
        """Take money out; return its parts in the order in which they leave."""
        amount = min(amount, self.total)
        if self.method in {"fifo", "lifo"}:
            parts = self.take_layers(amount)
        else:
            taken = self.placed_share(amount)
            parts = [(False, amount - taken), (True, taken)]
            parts = parts[::-1] if self.method == "traced_first" else parts
        self.total -= amount
        self.placed -= sum(part for is_placed, part in parts if is_placed)
        return parts

    def placed_share(self, amount: int) -> int:
        """Return how much of a debit is placed money, for the methods that need no layers."""
        if self.method == "traced_first":
            return min(amount, self.placed)
        if self.method == "libr":
            return max(self.placed - (self.total - amount), 0)
        if self.total == 0:
            return 0
        whole, rest = divmod(amount * self.placed, self.total)
        return whole + (1 if rest * 2 > self.total else 0)

    def take_layers(self, amount: int) -> list[Layer]:
        """Take from the oldest or the newest layers."""
        parts: list[Layer] = []
        place = 0 if self.method == "fifo" else -1
        while amount > 0 and self.layers:
            is_placed, size = self.layers[place]
            taken = min(size, amount)
            parts.append((is_placed, taken))
            amount -= taken
            if taken == size:
                self.layers.pop(place)
            else:
                self.layers[place] = (is_placed, size - taken)
        return parts


def convert_parts(parts: list[Layer], target: int) -> list[Layer]:
    """Map the parts of a debit onto the credited amount by largest remainder."""
    total = sum(amount for _, amount in parts)
    if total in (0, target):
        return parts
    shares = [divmod(amount * target, total) for _, amount in parts]
    whole = [share for share, _ in shares]
    order = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
    for i in order[: target - sum(whole)]:
        whole[i] += 1
    return [(parts[i][0], whole[i]) for i in range(len(parts))]


@dataclass(frozen=True)
class Booking:
    """One booking as the account of a story sees it; `row` is the staged row or -1."""

    originator: int
    beneficiary: int
    amount: int
    credited: int
    row: int


def follow(
    bookings: list[Booking], opening: dict[int, int], sources: set[int], path: set[int]
) -> dict[int, dict[str, int]]:
    """Return the placed money in each staged row that leaves an account of the path, by method."""
    result: dict[int, dict[str, int]] = {}
    pots = {
        method: {
            number: Pot(method, [(False, opening[number])], opening[number]) for number in path
        }
        for method in METHODS
    }
    for booking in bookings:
        for method in METHODS:
            parts = [(booking.row in sources, booking.credited)]
            if booking.originator in path:
                taken = pots[method][booking.originator].debit(booking.amount)
                if booking.row >= 0:
                    placed = sum(amount for is_placed, amount in taken if is_placed)
                    result.setdefault(booking.row, {})[method] = placed
                if booking.row not in sources:
                    parts = convert_parts(taken, booking.credited)
            if booking.beneficiary in path:
                pots[method][booking.beneficiary].credit(parts)
    return result
