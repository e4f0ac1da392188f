"""Value that is split or merged at an account: one transfer in, several out; several in, one out.

Schemes seldom keep one amount. For each transfer the next two to eight transfers of the other
side of the account (before it, for a merge) are added up, by prefix sums: the number of them whose
sum comes nearest to it is its group, when it is near enough. Only neighbours in time are tried:
any subset of sums would fit by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.features.arrays import read, stack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns
    from finintel.warehouse import Warehouse

    Whole = NDArray[np.int64]

SMALLEST, LARGEST = 2, 8  # transfers of a group
GROUP_SECONDS = 172_800  # two days: a group is passed on at once
GROUP_BAND = 0.1  # natural logarithm of kept value
LEAST_EVIDENCE = 2.0
EVENTS = (
    "select flow.transaction_number, flow.booked_epoch, flow.amount_base_minor, "
    "flow.{side} as account_number from features.flow as flow "
    "join features.account_flow as busy on busy.account_number = flow.{side} "
    "and busy.in_count > 0 and busy.out_count > 0 and busy.in_count + busy.out_count >= 3 "
    "left join features.service_hub as hub on hub.account_number = flow.{side} "
    "where hub.account_number is null order by flow.{side}, flow.transaction_number"
)


def find_groups(warehouse: Warehouse, span: float) -> int:
    """Write features.link_group; returns its rows."""
    import pyarrow as pa

    into = read(warehouse, EVENTS.format(side="beneficiary_number"))
    out = read(warehouse, EVENTS.format(side="originator_number"))
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
    start, usual = neighbours(pivot, other, step)
    running = np.concatenate([[0], np.cumsum(other["amount_base_minor"])])
    best = np.full(len(start), np.inf)
    size = np.zeros(len(start), dtype=np.int64)
    for count in range(SMALLEST, LARGEST + 1):
        low = start if step > 0 else start - count + 1
        edge = start + step * (count - 1)
        far = np.clip(edge, 0, max(len(other["booked_epoch"]) - 1, 0))
        inside = is_inside(pivot, other, start, far, step) & (edge == far)
        low = np.clip(low, 0, max(len(running) - 1 - count, 0))
        total = (running[np.minimum(low + count, len(running) - 1)] - running[low]).astype(float)
        miss = np.abs(np.log(np.maximum(total, 1.0) / pivot["amount_base_minor"]))
        nearer = inside & (miss < best)
        best, size = np.where(nearer, miss, best), np.where(nearer, count, size)
    return members(pivot, other, (start, size, best, usual), (step, span, kind))


def neighbours(pivot: Columns, other: Columns, step: int) -> tuple[Whole, Whole]:
    """Return the nearest transfer of the other side after (before) each pivot, and their number."""
    import numpy as np

    stride = np.int64(1) << np.int64(32)
    key = other["account_number"] * stride + other["transaction_number"]
    mine = pivot["account_number"] * stride
    after = np.searchsorted(key, mine + pivot["transaction_number"], side="right")
    usual = np.searchsorted(key, mine + stride) - np.searchsorted(key, mine)
    return (after if step > 0 else after - 1), usual


def is_inside(
    pivot: Columns, other: Columns, start: Whole, far: Whole, step: int
) -> NDArray[np.bool_]:
    """Tell where the farthest member is of the same account and near enough in time."""
    import numpy as np

    if not len(other["account_number"]):
        return np.zeros(len(start), dtype=bool)
    last = len(other["account_number"]) - 1
    gap = step * (other["booked_epoch"][far] - pivot["booked_epoch"])
    exact = (start >= 0) & (start < len(other["account_number"])) & (gap >= 0)
    same: NDArray[np.bool_] = (
        exact
        & (other["account_number"][far] == pivot["account_number"])
        & (other["account_number"][np.clip(start, 0, last)] == pivot["account_number"])
        & (gap <= GROUP_SECONDS)
    )
    return same


def members(
    pivot: Columns,
    other: Columns,
    found: tuple[Whole, Whole, NDArray[np.float64], Whole],
    how: tuple[int, float, str],
) -> Columns:
    """Weigh the groups and return the members of those that say something."""
    import numpy as np

    start, size, best, usual = found
    step, span, kind = how
    far = np.clip(start + step * (size - 1), 0, max(len(other["booked_epoch"]) - 1, 0))
    has = (size > 0) & (best <= GROUP_BAND)
    gap = np.zeros(len(start), dtype=np.int64)
    gap[has] = np.abs(other["booked_epoch"][far[has]] - pivot["booked_epoch"][has])
    tried = LARGEST - SMALLEST + 1
    chance = tried * (best + 0.015) * np.maximum(usual, 1) * (gap + 14_400.0) / span
    evidence = -np.log(np.where(has, chance, 1.0) + 0.0005)
    kept = np.flatnonzero(has & (evidence >= LEAST_EVIDENCE))
    owner = np.repeat(kept, size[kept])
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
        "gap_seconds": gap[owner],
        "kept_ratio": ratio if kind == "split" else 1.0 / ratio,
        "evidence": evidence[owner],
    }
