"""Fans and gather-scatters: each new counterparty of an account as the end of windows.

Summary of the search:
1. Events are first transfers of pairs whose amount ranks high enough (three levels), per account
   and side, in order of time; a batch within minutes counts once.
2. For every event and window length, the events inside by prefix sums and binary search.
3. Against what the rest of the account's own history leads one to expect: the log-likelihood
   excess of a Poisson count (Kulldorff 1997, the scan statistic), saturating, because a collection
   with forty payers is no better than a scheme with twelve.
4. Per account and side the heaviest window. For a gather-scatter a moment parts new payers from
   new payees, and the weaker side decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finintel.features.arrays import first_of_runs, stack, take

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns

    Doubles = NDArray[np.float64]
    Whole = NDArray[np.int64]

DAY = 86_400
STRIDE = 1 << 34  # more seconds than any epoch: account and time make one sortable number
BATCH_SECONDS = 600  # transfers of one batch are one event
# number, least amount rank, worth -ln(1 - rank), rank from which transfers belong to the find
# the last: pairs that dealt once where few do, whatever the amount; no rarer than the level before
SOLE = 4
LEVELS = ((1, 0.5, 0.69, 0.35), (2, 0.75, 1.39, 0.5), (3, 0.9, 2.30, 0.75), (SOLE, 0.0, 2.30, 0.0))
FAN_WINDOWS = (1 * DAY, 3 * DAY, 8 * DAY)
PIVOT_WINDOWS = (3 * DAY, 8 * DAY)
SOLE_WINDOW = 30 * DAY  # and the whole window for a fan: dealing once is no matter of days
SATURATION = 10.0  # more than a dozen counterparties say no more
WORTH = 2.0  # how much the rank of the amounts counts beside the number of counterparties
TIE = 1e-9  # of moments whose weaker side is the same the one with more on the other
LEAST_EVENTS, LEAST_SIDE = 3, 2  # of a fan; of each side of a gather-scatter
PRIOR = 0.3  # events that a quiet account may show in any window
OLD_WEIGHT = 0.6  # a transfer with a known counterparty counts this much towards what is usual

Level = tuple[int, float, float, float]


@dataclass(frozen=True)
class Side:
    """The events of one side of all accounts at one level, in order of account and time."""

    account: Whole
    epoch: Whole
    key: Whole
    until: Doubles
    total: Doubles
    old: Doubles

    def between(self, low: Whole, high: Whole) -> Doubles:
        """Return how many events lie at keys in [low, high]."""
        import numpy as np

        after = self.until[np.searchsorted(self.key, high, side="right")]
        counted: Doubles = after - self.until[np.searchsorted(self.key, low, side="left")]
        return counted


def side_of(events: Columns, known: Columns, is_in: int, level: Level) -> Side:
    """Prepare one side at one level: accounts with three first transfers or more."""
    import numpy as np

    number, rank = level[0], level[1]
    of_level = (events["is_in"] == is_in) & (events["amount_rank"] >= rank)
    if number == SOLE:
        of_level &= events["is_sole"] == 1
    chosen = take(events, of_level)
    account, epoch = chosen["account_number"], chosen["booked_epoch"]
    size = np.diff(np.append(np.flatnonzero(first_of_runs(account)), len(account)))
    enough = np.repeat(size >= LEAST_EVENTS, size)
    account, epoch = account[enough], epoch[enough]
    fresh = first_of_runs(account)
    apart = (np.diff(epoch) > BATCH_SECONDS) | (epoch[1:] % DAY == 0)  # midnight sharp is a date
    late = np.concatenate([np.ones(min(1, len(epoch)), dtype=bool), apart])
    until = np.concatenate([[0.0], np.cumsum((fresh | late).astype(np.float64))])
    starts = np.flatnonzero(fresh)
    ends = np.append(starts[1:], len(account)).astype(np.int64)
    size = ends - starts
    mine = take(known, known["is_in"] == is_in)
    return Side(
        account=account,
        epoch=epoch,
        key=account * STRIDE + epoch,
        until=until,
        total=np.repeat(until[ends] - until[starts], size),
        old=np.repeat(look_up(mine, account[starts], f"old_{number}_count"), size),
    )


def look_up(known: Columns, account: Whole, column: str) -> Doubles:
    """Return a column of the accounts that are asked for, zero where there is none."""
    import numpy as np

    if not len(known["account_number"]):
        return np.zeros(len(account))
    place = np.searchsorted(known["account_number"], account)
    place = np.minimum(place, len(known["account_number"]) - 1)
    return np.where(known["account_number"][place] == account, known[column][place], 0.0)


def excess(count: Doubles, total: Doubles, old: Doubles, window: int, span: float) -> Doubles:
    """Return the log-likelihood excess of a count over what the account's other days show."""
    import numpy as np

    expected = PRIOR + (total - count + OLD_WEIGHT * old) * window / span
    safe = np.maximum(count, 1e-9)
    return np.where(count > expected, safe * np.log(safe / expected) - count + expected, 0.0)


def weigh(value: Doubles, worth: float) -> Doubles:
    """Saturate an excess and raise it by what the level's amounts are worth."""
    import numpy as np

    weighed: Doubles = SATURATION * (1.0 - np.exp(-value / SATURATION)) * (1.0 + WORTH * worth)
    return weighed


def heaviest_of_account(side: Side, weights: list[Doubles], windows: tuple[int, ...]) -> Columns:
    """Return per account its heaviest moment; of equals the shorter window, then the earlier."""
    import numpy as np

    table = np.stack(weights)
    chosen = table.argmax(axis=0)
    best = table.max(axis=0)
    if not len(best):
        starts = np.zeros(0, dtype=np.int64)
        top = best
    else:
        starts = np.flatnonzero(first_of_runs(side.account))
        size = np.diff(np.append(starts, len(best)))
        top = np.repeat(np.maximum.reduceat(best, starts), size)
    shortest = np.flatnonzero((best == top) & (best > 0.0))
    order = shortest[np.lexsort((shortest, chosen[shortest], side.account[shortest]))]
    order = order[first_of_runs(side.account[order])]
    return {
        "account_number": side.account[order],
        "end_epoch": side.epoch[order],
        "window_seconds": np.asarray(windows, dtype=np.int64)[chosen[order]],
        "weight": best[order],
    }


def fans(side: Side, level: Level, span: float) -> Columns:
    """Return the heaviest window of three events or more of each account."""
    import numpy as np

    windows = (*FAN_WINDOWS, SOLE_WINDOW, int(span)) if level[0] == SOLE else FAN_WINDOWS
    weights = []
    for window in windows:
        count = side.between(side.key - window, side.key)
        weight = weigh(excess(count, side.total, side.old, window, span), level[2])
        weights.append(np.where(count >= LEAST_EVENTS, weight, 0.0))
    return levelled(heaviest_of_account(side, weights, windows), level)


def pivots(into: Side, out: Side, level: Level, span: float) -> Columns:
    """Return the moment of each account that best parts new payers from new payees."""
    import numpy as np

    place = np.searchsorted(out.account, into.account)
    place = np.minimum(place, max(len(out.account) - 1, 0))
    shared = (
        out.account[place] == into.account if len(out.account) else np.zeros(len(place), dtype=bool)
    )
    place = place[shared]
    key = into.key[shared]
    moment = Side(
        into.account[shared],
        into.epoch[shared],
        key,
        into.until,
        into.total[shared],
        into.old[shared],
    )
    windows = (*PIVOT_WINDOWS, SOLE_WINDOW) if level[0] == SOLE else PIVOT_WINDOWS
    weights = []
    for window in windows:
        gathered = into.between(key - window, key)
        spread = out.between(key, key + window)
        sides = (
            excess(gathered, moment.total, moment.old, window, span),
            excess(spread, out.total[place], out.old[place], window, span),
        )
        weight = weigh(np.minimum(*sides), level[2]) + TIE * np.maximum(*sides)
        enough = (gathered >= LEAST_SIDE) & (spread >= LEAST_SIDE)
        weights.append(np.where(enough & (np.minimum(*sides) > 0.0), weight, 0.0))
    return levelled(heaviest_of_account(moment, weights, windows), level)


def levelled(found: Columns, level: Level) -> Columns:
    """Add what the level says of a find."""
    import numpy as np

    size = len(found["weight"])
    return found | {
        "level": np.full(size, level[0], dtype=np.int64),
        "member_rank": np.full(size, level[3]),
    }


def heaviest(parts: list[Columns], most: int) -> Columns:
    """Keep of each account the heaviest find of all levels, and of these the heaviest `most`."""
    import numpy as np

    together = stack(parts)
    order = np.lexsort((-together["level"], -together["weight"], together["account_number"]))
    together = take(together, order)
    together = take(together, first_of_runs(together["account_number"]))
    return take(together, np.lexsort((together["account_number"], -together["weight"]))[:most])


def scan(events: Columns, known: Columns, span: float, most: int) -> tuple[Columns, Columns]:
    """Return the fans and the gather-scatters of all accounts, no more than can have a place.

    Args:
        events: rows of shapes/fan_row.sql, in order.
        known: rows of shapes/fan_old.sql, in order.
        span: effective length of the window, seconds.
        most: finds that are kept of a shape.
    """
    import numpy as np

    found: dict[int, list[Columns]] = {0: [], 1: []}
    moments: list[Columns] = []
    for level in LEVELS:
        sides = {is_in: side_of(events, known, is_in, level) for is_in in (0, 1)}
        for is_in, side in sides.items():
            found[is_in].append(fans(side, level, span))
        moments.append(pivots(sides[1], sides[0], level, span))
    both: list[Columns] = []
    for is_in, parts in found.items():
        kept = heaviest(parts, most)
        both.append(kept | {"is_in": np.full(len(kept["weight"]), is_in, dtype=np.int64)})
    fan: dict[str, Any] = stack(both)
    fan["start_epoch"] = fan["end_epoch"] - fan["window_seconds"]
    pivot: dict[str, Any] = heaviest(moments, most)
    pivot["pivot_epoch"] = pivot.pop("end_epoch")
    return fan, pivot
