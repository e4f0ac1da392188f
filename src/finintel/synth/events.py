"""Bookings as columns: what moved, when, between which accounts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from finintel.synth.money import Integers, Rates

SECONDS_PER_DAY: Final = 86_400
NOBODY: Final = -1  # no account at this end: cash

CHANNELS: Final = (
    "transfer",
    "international_transfer",
    "instant_transfer",
    "cash_deposit",
    "cash_withdrawal",
    "card",
    "direct_debit",
    "standing_order",
    "fee",
    "interest",
    "tax",
    "loan",
    "virtual_asset",
    "remittance",
    "returned",
    "cheque",
)
CHANNEL: Final = {code: index for index, code in enumerate(CHANNELS)}


@dataclass(frozen=True)
class Events:
    """Bookings, one array per column, all of one length.

    `second` counts from the first midnight of the world. `amount` is in minor units of the
    currency of the account debited (of the one credited, for cash paid in). `label` is the number
    of the staged row, or -1. `returned` is the serial number of the booking that is reversed.
    """

    second: Integers
    originator: Integers
    beneficiary: Integers
    amount: Integers
    channel: Integers
    text: Integers
    branch: Integers
    label: Integers
    returned: Integers

    def __len__(self) -> int:
        """Return the number of bookings."""
        return len(self.second)

    @property
    def day(self) -> Integers:
        """The day of the world on which each is booked."""
        return self.second // SECONDS_PER_DAY

    def take(self, index: NDArray[np.intp] | NDArray[np.bool_]) -> Events:
        """Return the bookings at these places, in that order."""
        return Events(*(getattr(self, item.name)[index] for item in fields(self)))


def make_events(  # noqa: PLR0913 - one choice each
    second: Integers,
    originator: Integers,
    beneficiary: Integers,
    amount: Integers,
    *,
    channel: Integers | str,
    text: Integers | int = NOBODY,
    branch: Integers | int = NOBODY,
) -> Events:
    """Put columns together; what is given once holds for all rows."""
    count = len(second)
    code = CHANNEL[channel] if isinstance(channel, str) else channel
    none = np.full(count, NOBODY, dtype=np.int64)
    return Events(
        second.astype(np.int64),
        originator.astype(np.int64),
        beneficiary.astype(np.int64),
        amount.astype(np.int64),
        np.broadcast_to(np.asarray(code, dtype=np.int64), (count,)).copy(),
        np.broadcast_to(np.asarray(text, dtype=np.int64), (count,)).copy(),
        np.broadcast_to(np.asarray(branch, dtype=np.int64), (count,)).copy(),
        none,
        none.copy(),
    )


def join(parts: list[Events]) -> Events:
    """Return the bookings of all parts, one after another."""
    return Events(
        *(
            np.concatenate([getattr(part, item.name) for part in parts])
            if parts
            else np.empty(0, dtype=np.int64)
            for item in fields(Events)
        )
    )


def received_amounts(events: Events, currency: Integers, rates: Rates) -> Integers:
    """Return what each beneficiary is credited, in the currency of its account.

    Equal to the amount where both accounts keep one currency or one end is cash.
    """
    both = (events.originator >= 0) & (events.beneficiary >= 0)
    source = currency[events.originator]
    target = currency[events.beneficiary]
    differs = both & (source != target)
    received = events.amount.copy()
    if differs.any():
        received[differs] = rates.convert(
            events.amount[differs], source[differs], target[differs], events.day[differs]
        )
    return received
