"""Chains and cycles: paths over links.

Summary of the search:
1. Chains: a link that is the best of both its ends joins two transfers, unless it pays back who
   paid: a refund goes nowhere. Every transfer has at most one before it and one after it, so the
   paths are disjoint and nothing can branch. Pointer doubling (Wyllie 1979) finds the first
   transfer of each; a path is cut every eight transfers.
2. Cycles: all links as paths of two transfers, one link longer a generation, the best few of each
   first transfer kept; a path that ends where it began is a cycle and grows no more. One that ends
   at another account of the same circle (features.home), strangers between, came home as well.
The weight of a path is the evidence of its links less what a link must exceed to lengthen it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finintel.features.arrays import read, stack, take

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns
    from finintel.warehouse import Warehouse

    Whole = NDArray[np.int64]

CHAIN, CYCLE, RING = 0, 1, 2  # kinds of path
HOP_COST = 2.5  # evidence that a link must exceed to lengthen a path: one in twelve by chance
CLOSURE = 6.0  # evidence that a path ends where it began
MUTUAL_LEAST = 3.0  # evidence of a link that may join a chain
LEAST_CYCLE, LEAST_RELAY = 3, 2  # transfers
MOST_CYCLE = 12  # transfers after which no cycle is sought
MOST_CHAIN = 8  # transfers after which a chain is cut
DOUBLINGS = 20  # two to this power is longer than any path of links

OPEN = (
    "select path.path_id, parent_id, first_number, last_number, start_number, end_number, weight, "
    "coalesce(home.account_count, 0) as home_count, coalesce(home.is_passed, 0) as is_passed "
    "from features.path_open as path "
    "left join features.path_home as home on home.path_id = path.path_id order by path.path_id"
)
MUTUAL = (
    "select in_number, out_number, originator_number, evidence from features.link "
    f"where in_place = 1 and out_place = 1 and evidence >= {MUTUAL_LEAST} "
    "and originator_number <> beneficiary_number order by out_number"
)


def find_paths(warehouse: Warehouse, build: Callable[..., object]) -> list[Columns]:
    """Return the transfers of cycles and of chains, hop by hop.

    Args:
        warehouse: holds features.link and features.flow.
        build: builds `shapes/<statement>.sql` as `features.<table>`.
    """
    return [cycle_rows(generations(warehouse, build)), chain_rows(read(warehouse, MUTUAL))]


def generations(warehouse: Warehouse, build: Callable[..., object]) -> list[Columns]:
    """Lengthen every path by one link at a time; returns the paths of each length."""
    build("cycle_seed", "path_open")
    build("cycle_home", "path_home")
    found = [read(warehouse, OPEN)]
    base = len(found[-1]["path_id"])
    while len(found[-1]["path_id"]) and len(found) < MOST_CYCLE - 1:
        build("cycle_step", "path_next", base=base)
        warehouse.execute("drop table features.path_open")
        warehouse.execute("alter table features.path_next rename to path_open")
        build("cycle_home", "path_home")
        found.append(read(warehouse, OPEN))
        base += len(found[-1]["path_id"])
    for table in ("path_open", "path_home"):
        warehouse.execute(f"drop table features.{table}")
    return found


def cycle_rows(found: list[Columns]) -> Columns:
    """Unroll the paths that came home, from last to first."""
    import numpy as np

    length = np.concatenate(
        [np.full(len(part["path_id"]), depth + 2) for depth, part in enumerate(found)]
    )
    path = stack(found)
    parent = path["parent_id"].astype(np.int64) - 1
    closure = closed(path, length, parent)
    node = np.flatnonzero(closure > 0.0)
    owner = node.copy()
    parts = [(owner, path["first_number"][node], np.ones(len(node), dtype=np.int64))]
    while len(node):
        parts.append((owner, path["last_number"][node], length[node]))
        above = parent[node] >= 0
        owner, node = owner[above], parent[node[above]]
    owner, number, hop = (np.concatenate([part[place] for part in parts]) for place in range(3))
    once = passed_once(owner, number)
    owner, number, hop = owner[once], number[once], hop[once]
    count = length[owner]
    weight = path["weight"][owner] - HOP_COST * (count - 1) + closure[owner]
    return path_rows(owner, path["start_number"][owner], number, hop, count, weight, CYCLE)


def passed_once(owner: Whole, number: Whole) -> NDArray[np.bool_]:
    """Mark the rows of paths that hold no leg twice, as one may whose times are dates alone."""
    import numpy as np

    order = np.lexsort((number, owner))
    twice = (np.diff(owner[order]) == 0) & (np.diff(number[order]) == 0)
    once: NDArray[np.bool_] = ~np.isin(owner, owner[order][1:][twice])
    return once


def closed(path: Columns, length: Whole, parent: Whole) -> NDArray[np.float64]:
    """Return the evidence of each path that it came home; zero where it did not.

    Home is the account itself, three transfers and more away, or another of its circle, when none
    of the circle lies between: among its own accounts money only moves. Of a circle of many
    accounts chance hits one as many times as often.
    """
    import numpy as np

    was_home = path["is_passed"] > 0
    for depth in range(LEAST_RELAY + 1, int(length.max(initial=LEAST_RELAY)) + 1):
        own = np.flatnonzero(length == depth)
        was_home[own] |= was_home[parent[own]]
    itself = (path["start_number"] == path["end_number"]) & (length >= LEAST_CYCLE)
    circle = (path["home_count"] > 0) & ~was_home
    near = CLOSURE - np.log(np.maximum(path["home_count"], 1))
    evidence: NDArray[np.float64] = np.where(itself, CLOSURE, np.where(circle, near, 0.0))
    return evidence


def chain_rows(link: Columns) -> Columns:
    """Follow mutual best links to the first transfer of each chain; cut after the longest allowed.

    Args:
        link: in_number, out_number, originator_number, evidence: each number at most once a side.
    """
    import numpy as np

    size = len(link["in_number"])
    node, where = np.unique(
        np.concatenate([link["in_number"], link["out_number"]]), return_inverse=True
    )
    before, after = where[:size], where[size:]
    root, depth = np.arange(len(node)), np.zeros(len(node), dtype=np.int64)
    root[after], depth[after] = before, 1
    for _ in range(DOUBLINGS):
        depth, root = depth + depth[root], root[root]
    begins = np.ones(len(node), dtype=bool)
    begins[after] = False
    if not begins[root].all():  # a circle within a day that is known by its date alone has no first
        straight = begins[root][before]
        return chain_rows(take(link, straight))
    origin = np.zeros(len(node), dtype=np.int64)
    origin[before] = link["originator_number"]
    gain = np.zeros(len(node))
    gain[after] = link["evidence"] - HOP_COST
    return cut(root, depth, node, gain, origin)


def cut(
    root: Whole, depth: Whole, node: Whole, gain: NDArray[np.float64], origin: Whole
) -> Columns:
    """Cut every path after the longest chain; a piece begins anew, without the link before it."""
    import numpy as np

    order = np.lexsort((depth, root))
    root, depth, node, origin = (a[order] for a in (root, depth, node, origin))
    gain = gain[order]
    hop = depth % MOST_CHAIN + 1
    first = hop == 1
    piece = np.cumsum(first) - 1
    count = np.bincount(piece)
    weight = np.bincount(piece, weights=np.where(first, 0.0, gain))
    subject = origin[first]
    long = (count >= LEAST_RELAY)[piece]
    piece, number, hop = piece[long], node[long], hop[long]
    return path_rows(
        node[first][piece],
        subject[piece],
        number,
        hop,
        count[piece],
        weight[piece],
        CHAIN,
    )


def path_rows(  # noqa: PLR0913, PLR0917 - one a column; a bundle of them would be the table
    key: Whole,
    subject: Whole,
    number: Whole,
    hop: Whole,
    count: Whole,
    weight: NDArray[Any],
    kind: int,
) -> Columns:
    """Name the columns of path_row, one type each."""
    import numpy as np

    whole = {
        "find_key": key,
        "subject_number": subject,
        "leg_number": number,
        "hop": hop,
        "transfer_count": count,
        "path_kind": np.full(len(key), kind),
    }
    return {name: values.astype(np.int64) for name, values in whole.items()} | {
        "weight": weight.astype(np.float64)
    }
