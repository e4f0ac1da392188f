"""Rings: payments around a circle of accounts that leave everybody about where they were.

Each account pays on what it is paid, and some pay ahead of being paid: who lets its account be used
has money of its own there. No value is said to travel against time, so a ring is neither a chain
nor a cycle; it is turnover that makes nobody richer. Of two legs in whatever order, those that are
the best of both ends lead on; where that closes is a ring. It passes no account twice, and at most
half of its accounts paid ahead: of payments that fell in any order half of them would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.features.arrays import read
from finintel.features.shape_paths import (
    HOP_COST,
    LEAST_CYCLE,
    MOST_CYCLE,
    MUTUAL_LEAST,
    RING,
    path_rows,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns
    from finintel.warehouse import Warehouse

    Whole = NDArray[np.int64]

LEAST_AHEAD = 2  # accounts that paid ahead: in a cycle one did, where it began
AHEAD_ONE_IN = 2  # accounts of which one at most paid ahead

MUTUAL_ANY_ORDER = (
    "with ranked as (select in_number, out_number, account_number, is_ordered, evidence, "
    "row_number() over (partition by in_number order by evidence desc, out_number) as in_place, "
    "row_number() over (partition by out_number order by evidence desc, in_number) as out_place "
    f"from features.link_evidence where evidence >= {MUTUAL_LEAST}) "
    "select in_number, out_number, account_number, is_ordered, evidence from ranked "
    "where in_place = 1 and out_place = 1 order by out_number"
)


def find_rings(warehouse: Warehouse) -> Columns:
    """Return the transfers of rings, in the order in which they are passed on."""
    return ring_rows(read(warehouse, MUTUAL_ANY_ORDER))


def ring_rows(link: Columns) -> Columns:
    """Follow pairs of legs that are the best of both ends until they close.

    Args:
        link: in_number, out_number, account_number between them, evidence, is_ordered; each number
            at most once a side. A leg in may follow its leg out.
    """
    import numpy as np

    size = len(link["in_number"])
    after = np.append(following(link["in_number"], link["out_number"]), size)
    walk, length = np.arange(size), np.zeros(size, dtype=np.int64)
    least = link["out_number"].astype(np.int64)
    for step in range(1, MOST_CYCLE + 1):
        walk = after[walk]
        length[(length == 0) & (walk == np.arange(size))] = step
        going = np.flatnonzero((length == 0) & (walk < size))
        least[going] = np.minimum(least[going], link["out_number"][walk[going]])
    start = np.flatnonzero((length >= LEAST_CYCLE) & (least == link["out_number"]))
    length, walk = length[start], start
    parts = []
    for hop in range(1, MOST_CYCLE + 1):
        inside = np.flatnonzero(hop <= length)
        parts.append((inside, walk[inside], np.full(len(inside), hop)))
        walk = after[walk]
    ring, place, hops = (np.concatenate([part[of] for part in parts]) for of in range(3))
    weight = np.bincount(ring, link["evidence"][place] - HOP_COST, len(start))
    ahead = np.bincount(ring, 1 - link["is_ordered"][place], len(start))
    payers = np.unique(np.stack([ring, link["account_number"][place]]), axis=1)
    simple = np.bincount(payers[0].astype(np.int64), minlength=len(start)) == length
    good = simple & (ahead >= LEAST_AHEAD) & (AHEAD_ONE_IN * ahead <= length)
    ring, place, hops = ring[good[ring]], place[good[ring]], hops[good[ring]]
    return path_rows(
        link["out_number"][start[ring]],
        link["account_number"][start[ring]],
        link["out_number"][place],
        hops,
        length[ring],
        weight[ring],
        RING,
    )


def following(number: Whole, wanted: Whole) -> Whole:
    """Return the place of each wanted number, or their count where there is none."""
    import numpy as np

    order = np.argsort(number)
    place = np.searchsorted(number, wanted, sorter=order)
    found = order[np.minimum(place, max(len(order) - 1, 0))]
    there: Whole = np.where(number[found] == wanted, found, len(number))
    return there
