"""Economic ownership: the share of a thing that reaches natural persons through companies.

The share x of a person in a company solves x = d + A x: what the person holds directly, plus what
the companies in between hold times the person's share in them. Shares are intervals, so each
company is a choice: any split of its capital within its owners' intervals that sums to at most one.
The lowest and highest x over all choices are the values of an interval Markov chain with
absorption, found by iteration from zero (Givan, Leach and Dean, "Bounded-parameter Markov decision
processes", 2000): in every round the capital that may go to either owner goes to the one with the
lower (or higher) share. Starting from zero gives the least solution, so companies that only own
each other hand nothing to anybody: their capital is reported as unknown, not guessed. Control
without capital (votes, appointment) is no part of this and never mixed in.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from finintel.trace.holdings import (
    Edges,
    Reached,
    added_up,
    lengths,
    starts,
)

if TYPE_CHECKING:
    from finintel.trace.holdings import Mask, Ratio, Whole

EVERYBODY = -1  # the number of all natural persons together
MAXIMUM_ROUNDS = 2_000


def as_one_person(edges: Edges) -> Edges:
    """Return the edges with all natural persons taken together."""
    import numpy as np

    holder = np.where(edges.is_person, EVERYBODY, edges.holder)
    return added_up(replace(edges, holder=holder).at(np.lexsort((holder, edges.held))))


def settle(edges: Edges, bound: str, tolerance: float) -> tuple[Reached, int]:
    """Repeat the round until no share moves by more than the tolerance.

    Shares that still move after the last round hang on companies that own almost all of each
    other. Rounds from zero only rise, so what is reached holds as a smallest share; the largest is
    not known and becomes one, also of what hangs on them and had its turn in the round before.
    """
    import numpy as np

    nobody = np.zeros(0, dtype=np.int64)
    shares = Reached(nobody, nobody, np.zeros(0))
    size = int(max(edges.held.max(initial=-1), edges.holder.max(initial=-1))) + 1
    moved = np.ones(size, dtype=bool)
    for number in range(1, MAXIMUM_ROUNDS + 1):
        after = one_round(edges.at(moved[edges.held]), shares, bound)
        before = shares.at(moved[shares.held])
        by = np.abs(after.ratio - ratio_at(before, after))
        shares = merged(shares.at(~moved[shares.held]), after)
        if not (by > tolerance).any():
            return shares, number
        # only what hangs on a share that moved, or that is new, is worked out anew
        has_moved = by > 0
        has_moved |= ~np.isin(after.key, before.key, assume_unique=True)
        worth = np.zeros(size, dtype=bool)
        worth[after.held[has_moved]] = True
        moved = np.zeros(size, dtype=bool)
        moved[edges.held[~edges.is_person & worth[edges.holder]]] = True
    if bound == "maximum":
        hangs = hanging_on(edges, after.held[by > tolerance], size)
        is_open = hangs[shares.held] & np.isin(shares.person, after.person[by > tolerance])
        shares = replace(shares, ratio=np.where(is_open, 1.0, shares.ratio))
    return shares, MAXIMUM_ROUNDS


def hanging_on(edges: Edges, things: Whole, size: int) -> Mask:
    """Mark these things and all that is held through them, however far up."""
    import numpy as np

    hangs = np.zeros(size, dtype=bool)
    while len(things):
        hangs[things] = True
        held = edges.held[~edges.is_person & hangs[edges.holder]]
        things = held[~hangs[held]]
    return hangs


def merged(some: Reached, others: Reached) -> Reached:
    """Put shares of different things into one order."""
    import numpy as np

    pairs = ((getattr(some, item.name), getattr(others, item.name)) for item in fields(Reached))
    together = Reached(*(np.concatenate(pair) for pair in pairs))
    return together.at(np.argsort(together.key, kind="stable"))


def ratio_at(shares: Reached, wanted: Reached) -> Ratio:
    """Return the shares of the wanted things and persons, zero where there is none.

    Every share is among the wanted: a person who is reached by one bound, or was in the round
    before, is reached by the other, and in this one.
    """
    import numpy as np

    ratio = np.zeros(len(wanted.held))
    ratio[np.searchsorted(wanted.key, shares.key)] = shares.ratio
    return ratio


def one_round(edges: Edges, shares: Reached, bound: str) -> Reached:
    """Give every held thing its owners' shares of the round before, by the best or worst split."""
    import numpy as np

    direct = np.flatnonzero(edges.is_person)
    through = np.flatnonzero(~edges.is_person)
    begin = np.searchsorted(shares.held, edges.holder[through], side="left")
    count = np.searchsorted(shares.held, edges.holder[through], side="right") - begin
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    found = np.repeat(begin, count) + within
    edge = np.concatenate([direct, np.repeat(through, count)])
    held = edges.held[edge]
    person = np.concatenate([edges.holder[direct], shares.person[found]])
    worth = np.concatenate([np.ones(len(direct)), shares.ratio[found]])
    order = np.lexsort((-worth, person, held))
    edge, held, person, worth = edge[order], held[order], person[order], worth[order]
    first = starts(held, person)
    given = edges.low[edge]
    if bound == "maximum":
        # Capital above the minima may belong to somebody whom no register names: the smallest
        # share has none of it, the largest as much as goes round, the worthiest owner first.
        room = edges.high[edge] - edges.low[edge]
        left = np.maximum(edges.slack[edge] - sum_before(room, first), 0.0)
        given = given + np.minimum(room, left)
    return Reached(held[first], person[first], np.add.reduceat(given * worth, first))


def sum_before(room: Ratio, first: Whole) -> Ratio:
    """Return, for each row, the sum of the rows before it in its run.

    Whole numbers, each as fine as the longest run allows without its sum running over: their
    differences are exact however long the column is, which those of a float's running sum are not.
    """
    import numpy as np

    count = lengths(first, len(room))
    unit = float(1 << (62 - int(count.max(initial=1)).bit_length()))
    whole = np.rint(room * unit).astype(np.int64)
    so_far = np.cumsum(whole) - whole
    return (so_far - np.repeat(so_far[first], count)) / unit


def unknown_part(
    edges: Edges, held: Whole, least: Ratio, known: Reached
) -> tuple[Whole, Ratio, Ratio]:
    """Return each thing with the least and most of its capital that no known person accounts for.

    The largest is what the smallest shares of all persons leave. The smallest is what is left of
    the most that all persons together can have: their largest shares do not occur at once, so
    they are solved for as if they were one.

    Args:
        edges: as `consistent` returns them.
        held: things of the smallest shares.
        least: the smallest shares of persons in them.
        known: the most that all persons together can have.
    """
    import numpy as np

    things = edges.held[starts(edges.held)]
    size = int(things.max(initial=-1)) + 1
    left = 1 - np.bincount(held, weights=least, minlength=size)[things]
    spare = 1 - np.bincount(known.held, weights=known.ratio, minlength=size)[things]
    return things, np.clip(spare, 0.0, 1.0), np.clip(left, 0.0, 1.0)
