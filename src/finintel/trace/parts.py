"""Parts of a sum: how much of it comes from which source, split without losing a minor unit."""

from __future__ import annotations

from collections.abc import Iterable

# A part is (source, amount in minor units). Sources are small numbers; the first four are fixed:
# the holder's own money, unknown money (an opening balance), what the bank financed (an overdraft),
# and fruit of traced money (interest). From FRUIT on, every piece is reported.
Part = tuple[int, int]
# A piece is a part that knows the credit that brought it: the number of the movement, or OPENING
# for an opening balance and for untraced money, whose pieces need not be told apart.
Piece = tuple[int, int, int]
OWN = 0
UNKNOWN = 1
BANK = 2
FRUIT = 3
FIRST_TRACED = 4
FIXED_LABELS = ("C", "U", "OD", "F")
OPENING = -1
PAIR = 2


def is_traced(source: int) -> bool:
    """Tell whether a source is traced money; the four fixed sources are not."""
    return source >= FIRST_TRACED


def share_out(amount: int, weights: list[int]) -> list[int]:
    """Split an amount in proportion to weights by largest remainder, ties to the earlier weight.

    >>> share_out(53000, [10000, 45500])
    [9550, 43450]
    """
    if len(weights) == 1:
        return [amount]
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    if len(weights) == PAIR:
        first, remainder = divmod(amount * weights[0], total)
        # two remainders add up to the whole: the first wins from a half on
        first += remainder > 0 and 2 * remainder >= total
        return [first, amount - first]
    shares = [amount * weight // total for weight in weights]
    left = amount - sum(shares)
    if left:
        # negative, so that the largest remainder sorts first
        remainders = [
            share * total - amount * weight for share, weight in zip(shares, weights, strict=True)
        ]
        if left == 1:
            shares[remainders.index(min(remainders))] += 1
            return shares
        # a stable sort: equal remainders stay in order
        for position in sorted(range(len(weights)), key=remainders.__getitem__)[:left]:
            shares[position] += 1
    return shares


def convert(parts: list[Part], amount: int) -> list[Part]:
    """Map parts onto the amount credited after a conversion; the shares are kept."""
    if sum(part for _, part in parts) == amount:
        return parts
    shares = share_out(amount, [part for _, part in parts])
    return [(source, share) for (source, _), share in zip(parts, shares, strict=True) if share]


def merged(parts: Iterable[Part | Piece]) -> list[Part]:
    """Join neighbouring parts of one source; the order is kept."""
    joined: list[Part] = []
    for part in parts:
        source, amount = part[0], part[1]
        if joined and joined[-1][0] == source:
            joined[-1] = (source, joined[-1][1] + amount)
        elif amount:
            joined.append((source, amount))
    return joined


def without(parts: list[Part], taken: Iterable[Part]) -> list[Part]:
    """Return parts less what was taken of each source."""
    gone: dict[int, int] = {}
    for source, amount in taken:
        gone[source] = gone.get(source, 0) + amount
    kept = []
    for source, amount in parts:
        less = min(amount, gone.get(source, 0))
        if less:
            gone[source] -= less
        if amount > less:
            kept.append((source, amount - less))
    return kept
