"""What stories deal in: a payment that was booked, an asset that was bought."""

from __future__ import annotations

from dataclasses import dataclass

from finintel.synth.cast import Actor


@dataclass(frozen=True)
class Payment:
    """One staged booking; `amount` is debited, `received` credited, in minor units."""

    row: int
    second: int
    payer: Actor | None
    payee: Actor | None
    amount: int
    received: int
    is_source: bool


@dataclass(frozen=True)
class Purchase:
    """An asset that was bought, and what the story meant to bring into it."""

    asset_id: str
    asset_type: str
    owner: int
    acquired: int
    price: int
    currency: int
    payments: tuple[Payment, ...]
    intended: tuple[int, ...]  # of each payment, in minor units of the payer's currency
    buyer: Actor
    lender: Actor | None = None  # who lent the part that was borrowed
