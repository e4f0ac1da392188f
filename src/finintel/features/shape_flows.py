"""Dense flows: groups of accounts through whose middle much passes and little stays.

The objective is FlowScope's (Li et al., AAAI 2020): over payers, middles and payees the sum of
(1 + charge) × least of what a middle takes and gives, less charge × the greater, per account. Its
greedy peeling is taken in rounds, all light accounts of a component at once (Bahmani et al., VLDB
2012), on the candidate graph of conserved links only, every connected component for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finintel.features.arrays import read, take, write

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns
    from finintel.warehouse import Warehouse

    Whole = NDArray[np.int64]
    Doubles = NDArray[np.float64]

CHARGE = 4.0  # FlowScope's lambda: what stays in the middle costs four times what passes
LEAST_EVIDENCE = 3.0  # links of the candidate graph
HOP_COST = 2.5  # evidence that a link must exceed, as for chains
MOST_ROUNDS = 40
LINKS = (
    "select in_number, out_number, account_number, originator_number, beneficiary_number, "
    "in_base_minor, out_base_minor, evidence from features.link "
    f"where in_place = 1 and out_place = 1 and evidence >= {LEAST_EVIDENCE} order by in_number"
)


def find_flows(warehouse: Warehouse, most_rows: int) -> None:
    """Write features.dense_row: the transfers of each dense flow."""
    link = read(warehouse, LINKS)
    write(warehouse, ("features", "dense_row"), dense_rows(link, most_rows))


def dense_rows(link: Columns, most_rows: int) -> Columns:
    """Peel every component of the candidate graph; return the links of its densest state as rows.

    A link is one transfer in and one out of a middle account; nodes are accounts by layer.
    """
    import numpy as np

    layers = [("originator_number", 0), ("account_number", 1), ("beneficiary_number", 2)]
    coded = np.stack([link[name] * 3 + layer for name, layer in layers])
    node, where = np.unique(coded, return_inverse=True)
    where = where.reshape(coded.shape)
    component = components(len(node), where)
    alive = peel(link, where, component)
    inside = alive[where].all(axis=0)
    kept, place = take(link, inside), where[:, inside]
    return as_rows(kept, place, component[place[1]], most_rows)


def components(count: int, where: Whole) -> Whole:
    """Return for each node the least node of its component."""
    import numpy as np

    label = np.arange(count)
    left, right = np.concatenate([where[0], where[2]]), np.concatenate([where[1], where[1]])
    while True:
        low = np.minimum(label[left], label[right])
        lower = label.copy()
        np.minimum.at(lower, label[left], low)
        np.minimum.at(lower, label[right], low)
        lower = lower[lower]
        if np.array_equal(lower, label):
            return label
        label = lower


def peel(link: Columns, where: Whole, component: Whole) -> NDArray[np.bool_]:
    """Take light accounts away round by round; return who was there when a component was densest."""
    import numpy as np

    size = len(component)
    alive = np.ones(size, dtype=bool)
    best = np.full(size, -np.inf)
    kept = np.zeros(size, dtype=bool)
    for _ in range(MOST_ROUNDS):
        inside = alive[where].all(axis=0)
        alive = np.zeros(size, dtype=bool)
        alive[where[:, inside].ravel()] = True
        if not alive.any():
            break
        weight = weights(take(link, inside), where[:, inside], size)
        total = np.bincount(component, weights=np.where(is_middle(where, size), weight, 0.0))
        people = np.bincount(component, weights=alive)
        density = total / np.maximum(people, 1.0)
        better = (density > np.resize(best, size)[: len(density)]) & (people > 0)
        best[: len(density)] = np.where(better, density, best[: len(density)])
        kept = np.where(better[component], alive, kept)
        mean = np.bincount(component, weights=np.where(alive, weight, 0.0)) / np.maximum(people, 1)
        alive &= weight > mean[component] * 0.5
    return kept


def is_middle(where: Whole, size: int) -> NDArray[np.bool_]:
    """Mark the nodes of the middle layer."""
    import numpy as np

    marked = np.zeros(size, dtype=bool)
    marked[where[1]] = True
    return marked


def weights(link: Columns, where: Whole, size: int) -> Doubles:
    """Return what each node is worth: an end what it moves, a middle what passes less what stays."""
    import numpy as np

    into = np.bincount(where[1], weights=link["in_base_minor"], minlength=size)
    out = np.bincount(where[1], weights=link["out_base_minor"], minlength=size)
    middle = (1.0 + CHARGE) * np.minimum(into, out) - CHARGE * np.maximum(into, out)
    given = np.bincount(where[0], weights=link["in_base_minor"], minlength=size)
    taken = np.bincount(where[2], weights=link["out_base_minor"], minlength=size)
    worth: Doubles = middle + given + taken
    return worth


def as_rows(link: Columns, where: Whole, component: Whole, most_rows: int) -> Columns:
    """Return both transfers of each link of components with two middles or more, few enough."""
    import numpy as np

    label, group = np.unique(component, return_inverse=True)
    middles = np.unique(np.stack([group, where[1]]), axis=1)[0]
    middle_count = np.bincount(middles, minlength=len(label))
    count = np.bincount(group, minlength=len(label))
    gain = np.minimum(link["evidence"], 6.0) - HOP_COST
    weight = np.round(np.bincount(group, weights=gain, minlength=len(label)), 6)
    good = (middle_count >= 2) & (2 * count <= most_rows)
    chosen = good[group]
    subject = np.full(len(label), np.iinfo(np.int64).max)
    np.minimum.at(subject, group, link["originator_number"])
    once: dict[str, Any] = {
        "find_key": subject[group][chosen] if not len(label) else label[group][chosen],
        "subject_number": subject[group][chosen],
        "weight": weight[group][chosen],
    }
    legs = [
        once
        | {
            "transaction_number": link[name][chosen],
            "hop": np.full(int(chosen.sum()), hop, dtype=np.int64),
        }
        for hop, name in ((1, "in_number"), (2, "out_number"))
    ]
    both = {name: np.concatenate([leg[name] for leg in legs]) for name in legs[0]}
    pair = np.stack([both["find_key"], both["transaction_number"]])
    _, first = np.unique(pair, axis=1, return_index=True)
    return take(both, np.sort(first))
