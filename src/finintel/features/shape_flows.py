"""Dense flows: groups of accounts that pass much among them and keep little.

The candidate graph is reduced first: pairs of accounts that began to pay each other both ways
inside the window, and of these the two-core, where every account has two such partners or more.
On each connected block of it the objective is FlowScope's (Li et al., AAAI 2020): over its accounts
(1 + charge) × the lesser of what one takes and gives, less charge × the greater, per account. The
greedy peeling is taken in rounds, all light accounts of a block at once (Bahmani et al., VLDB
2012), and goes on until the block fits into one find: the largest dense state that can be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.features.arrays import take

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from finintel.features.arrays import Columns

    Whole = NDArray[np.int64]

LEAST_PARTNERS = 2  # of an account of the two-core
LIGHT = 0.25  # share of the mean worth below which an account goes
CHARGE = 0.25  # FlowScope's lambda: what stays with an account against what passes through it


def dense_rows(transfer: Columns, most_rows: int) -> Columns:
    """Return the accounts of each dense flow: account_number, block_number.

    Args:
        transfer: originator_number, beneficiary_number, amount_base_minor of the candidate graph.
        most_rows: transfers of the candidate graph that one find may hold.
    """
    import numpy as np

    transfer = two_core(transfer)
    account, where = np.unique(
        np.concatenate([transfer["originator_number"], transfer["beneficiary_number"]]),
        return_inverse=True,
    )
    half = len(transfer["amount_base_minor"])
    payer, payee = where[:half], where[half:]
    block = components(len(account), payer, payee)
    kept = peel(payer, payee, transfer["amount_base_minor"], block, most_rows)
    return {
        "account_number": account[kept].astype(np.int64),
        "block_number": account[block[kept]].astype(np.int64),
    }


def two_core(transfer: Columns) -> Columns:
    """Keep transfers between accounts that each have two partners or more, until none goes."""
    import numpy as np

    while True:
        pair = np.stack([transfer["originator_number"], transfer["beneficiary_number"]])
        account, degree = np.unique(np.unique(pair, axis=1)[0], return_counts=True)
        strong = account[degree >= LEAST_PARTNERS]
        keep = np.isin(pair[0], strong) & np.isin(pair[1], strong)
        if keep.all():
            return transfer
        transfer = take(transfer, keep)


def components(count: int, left: Whole, right: Whole) -> Whole:
    """Return for each node the least node of its component (hooking and pointer jumping)."""
    import numpy as np

    label = np.arange(count)
    while True:
        low = np.minimum(label[left], label[right])
        lower = label.copy()
        np.minimum.at(lower, label[left], low)
        np.minimum.at(lower, label[right], low)
        lower = lower[lower]
        if np.array_equal(lower, label):
            return label
        label = lower


def peel(
    payer: Whole, payee: Whole, amount: Whole, block: Whole, most_rows: int
) -> NDArray[np.bool_]:
    """Take light accounts away in rounds until a block fits into one find; return who is left."""
    import numpy as np

    size = len(block)
    alive, kept = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
    done = np.zeros(size, dtype=bool)
    while True:
        inside = alive[payer] & alive[payee]
        value = np.where(inside, amount, 0).astype(float)
        into = np.bincount(payee, weights=value, minlength=size)
        out = np.bincount(payer, weights=value, minlength=size)
        worth = (1.0 + CHARGE) * np.minimum(into, out) - CHARGE * np.maximum(into, out)
        alive &= (into > 0) & (out > 0)
        rows = np.bincount(block[payer], weights=inside, minlength=size)
        fits = (rows <= most_rows) & ~done
        kept |= alive & fits[block]
        done |= fits
        alive &= ~done[block]
        if not alive.any():
            return kept
        people = np.bincount(block, weights=alive, minlength=size)
        total = np.bincount(block, weights=np.where(alive, worth, 0.0), minlength=size)
        least = np.full(size, np.inf)
        np.minimum.at(least, block[alive], worth[alive])
        mean = total / np.maximum(people, 1.0)
        alive &= (worth > LIGHT * mean[block]) & (worth > least[block])
