"""Value that is split or merged at an account: one transfer in, several out; several in, one out.

Schemes seldom keep one amount. For each transfer the next two to eight transfers of the other
side of the account (before it, for a merge) are added up, by prefix sums: the number of them whose
sum comes nearest to it is its group, when it is near enough. Only neighbours in time are tried:
any subset of sums would fit by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from finintel.features.arrays import read, stack, take

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns
    from finintel.warehouse import Warehouse

    Side = Literal["left", "right"]
    Whole = NDArray[np.int64]

SMALLEST, LARGEST = 2, 8  # transfers of a group
GROUP_SECONDS = 172_800  # two days: a group is passed on at once
GROUP_BAND = 0.1  # natural logarithm of kept value
LEAST_EVIDENCE = 2.0
EVENTS = (
    "select flow.transaction_number, flow.booked_epoch, flow.{amount} as amount_base_minor, "
    "flow.{side} as account_number from features.flow as flow "
    "join features.account_flow as busy on busy.account_number = flow.{side} "
    "and busy.in_count > 0 and busy.out_count > 0 and busy.in_count + busy.out_count >= 3 "
    "left join features.service_hub as hub on hub.account_number = flow.{side} "
    "where hub.account_number is null order by flow.{side}, flow.transaction_number"
)


def find_groups(warehouse: Warehouse, span: float) -> int:
    """Write features.link_group; returns its rows."""
    import pyarrow as pa

    into = read(warehouse, EVENTS.format(side="beneficiary_number", amount="credited_base_minor"))
    out = read(warehouse, EVENTS.format(side="originator_number", amount="amount_base_minor"))
    found = stack([groups(into, out, span, "split"), groups(out, into, span, "merge")])
    warehouse.execute("delete from features.link_group")
    warehouse.insert(("features", "link_group"), pa.table(dict(found)))
    return len(found["number"])


def groups(pivot: Columns, other: Columns, span: float, kind: str) -> Columns:
    """Return the group of each pivot transfer, a row a member.

    Args:
        pivot: the single transfers, in order of account and number.
        other: the transfers of the other side of the same accounts, in the same order.
        span: effective length of the window, seconds.
        kind: "split" looks at what follows, "merge" at what came before.
    """
    import numpy as np

    step = 1 if kind == "split" else -1
    start = neighbours(pivot, other, step)
    running = np.concatenate([[0], np.cumsum(other["amount_base_minor"])])
    best = np.full(len(start), np.inf)
    size = np.zeros(len(start), dtype=np.int64)
    open_pivots = np.arange(len(start))  # a neighbour too far away ends the search for its pivot
    for count in range(SMALLEST, LARGEST + 1):
        far = start[open_pivots] + step * (count - 1)
        inside = is_inside(take(pivot, open_pivots), other, far, step)
        open_pivots, far = open_pivots[inside], far[inside]
        low = np.minimum(far, far - step * (count - 1))
        total = (running[low + count] - running[low]).astype(float)
        amount = pivot["amount_base_minor"][open_pivots]
        miss = np.abs(np.log(np.maximum(total, 1.0) / amount))
        nearer = miss < best[open_pivots]
        best[open_pivots[nearer]] = miss[nearer]
        size[open_pivots[nearer]] = count
    return members(pivot, other, (start, size, best), (step, span, kind))


def place_of(other: Columns, account: Whole, number: Whole | int, side: Side) -> Whole:
    """Return where a transfer would stand among those of the other side."""
    import numpy as np

    stride = np.int64(1) << np.int64(32)
    key = other["account_number"] * stride + other["transaction_number"]
    return np.searchsorted(key, account * stride + number, side=side)


def neighbours(pivot: Columns, other: Columns, step: int) -> Whole:
    """Return the nearest transfer of the other side after (before) each pivot."""
    after = place_of(other, pivot["account_number"], pivot["transaction_number"], "right")
    return after if step > 0 else after - 1


def is_inside(pivot: Columns, other: Columns, far: Whole, step: int) -> NDArray[np.bool_]:
    """Tell where the farthest member is of the same account and near enough in time."""
    import numpy as np

    last = len(other["account_number"]) - 1
    if last < 0:
        return np.zeros(len(far), dtype=bool)
    place = np.clip(far, 0, last)
    gap = step * (other["booked_epoch"][place] - pivot["booked_epoch"])
    inside: NDArray[np.bool_] = (
        (place == far)
        & (other["account_number"][place] == pivot["account_number"])
        & (gap >= 0)
        & (gap <= GROUP_SECONDS)
    )
    return inside


def members(
    pivot: Columns,
    other: Columns,
    found: tuple[Whole, Whole, NDArray[np.float64]],
    how: tuple[int, float, str],
) -> Columns:
    """Weigh the groups and return the members of those that say something."""
    import numpy as np

    start, size, best = found
    step, span, kind = how
    near = np.flatnonzero((size > 0) & (best <= GROUP_BAND))
    far = start[near] + step * (size[near] - 1)
    gap = np.abs(other["booked_epoch"][far] - pivot["booked_epoch"][near])
    account = pivot["account_number"][near]
    usual = place_of(other, account + 1, 0, "left") - place_of(other, account, 0, "left")
    tried = LARGEST - SMALLEST + 1
    chance = tried * (best[near] + 0.015) * np.maximum(usual, 1) * (gap + 14_400.0) / span
    evidence = -np.log(chance + 0.0005)
    known = evidence >= LEAST_EVIDENCE
    kept, gap, evidence = near[known], gap[known], evidence[known]
    group = np.repeat(np.arange(len(kept)), size[kept])
    owner = kept[group]
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(size[kept]) - size[kept], size[kept])
    place = start[owner] + step * offset
    amount = np.bincount(owner, weights=other["amount_base_minor"][place], minlength=len(start))
    ratio = amount[owner] / pivot["amount_base_minor"][owner]
    return {
        "pivot_number": pivot["transaction_number"][owner],
        "kind": np.full(len(owner), kind, dtype=object),
        "number": other["transaction_number"][place],
        "account_number": pivot["account_number"][owner],
        "member_count": size[owner],
        "gap_seconds": gap[group],
        "kept_ratio": ratio if kind == "split" else 1.0 / ratio,
        "evidence": evidence[group],
    }
