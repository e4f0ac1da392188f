"""Buying an asset: the payments, the deed, the registers, the seller's money."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from finintel.synth.cast import Actor
from finintel.synth.deeds import lend, register_purchase
from finintel.synth.events import SECONDS_PER_DAY
from finintel.synth.moves import latest, split, total_received
from finintel.synth.payments import Payment, Purchase
from finintel.synth.places import ALL_COUNTRIES
from finintel.synth.scene import Scene
from finintel.synth.terms import Terms

DEALERS: Final = {
    "land": "notary",
    "building": "notary",
    "company_share": "notary",
    "vehicle": "vehicle_dealer",
    "vessel": "boat_yard",
    "aircraft": "aircraft_broker",
}


def buy(  # noqa: PLR0913 - one choice each
    scene: Scene,
    funds: list[Payment],
    asset_type: str,
    terms: Terms,
    *,
    owner: Actor | None = None,
    shares_of: Actor | None = None,
    hours: tuple[float, float] = (10.0, 120.0),
) -> Purchase:
    """Buy with what came in: pay, sign, register; return what was bought.

    The price follows from the money: what came in and the terms decide it. The buyer is who was
    paid; `owner` is who is registered, when somebody else.
    """
    buyer = funds[0].payee
    if buyer is None:
        raise ValueError("a buyer pays from an account")
    followed = int(total_received(funds) * terms.spend)
    paid = int(followed / (1.0 - terms.own))
    payee, seller = counterparty(scene, asset_type, buyer)
    # Life goes on between saving and paying: a little more is brought than is needed.
    add_savings(scene, buyer, int((paid - followed) * 1.1 + paid * 0.02), latest(funds))
    payments = instalments(scene, buyer, payee, paid, terms, latest(funds), hours)
    shares = [int(followed * item.amount / paid) for item in payments]
    acquired = signing_day(scene, payments)
    arrived = total_received(payments)
    price = int(arrived / (1.0 - terms.loan - terms.cash))
    purchase = Purchase(
        asset_id=asset_code(scene, asset_type, shares_of),
        asset_type=asset_type,
        owner=(owner or buyer).party,
        acquired=acquired,
        price=price,
        currency=payee.currency,
        payments=tuple(payments),
        intended=tuple(shares),
        buyer=buyer,
    )
    register_purchase(scene, purchase, terms, payee, seller, shares_of)
    settle_seller(scene, payee, seller, payments)
    purchase = replace(purchase, lender=lend(scene, purchase, terms, payee))
    scene.purchases.append(purchase)
    return purchase


def counterparty(scene: Scene, asset_type: str, buyer: Actor) -> tuple[Actor, Actor]:
    """Choose who is paid and who sells: a notary for a person, a dealer, or the seller himself."""
    abroad = scene.chance(0.18)
    country = scene.whole(0, len(ALL_COUNTRIES) - 5) if abroad else buyer.country
    dealer = scene.hub(DEALERS[asset_type], country)
    if DEALERS[asset_type] != "notary":
        return dealer, dealer
    seller = scene.bystander()
    return (seller, seller) if scene.chance(0.25) else (dealer, seller)


def add_savings(scene: Scene, buyer: Actor, amount: int, moment: int) -> None:
    """Let the buyer put own money beside: from savings where there are some."""
    if amount <= 0:
        return
    people = scene.cast.world.people
    savings = int(people.savings[buyer.party]) if buyer.party < len(people) else -1
    if savings < 0:
        scene.savings_needed[buyer.account] = scene.savings_needed.get(buyer.account, 0) + amount
        return
    scene.cast.reporting(savings, buyer.country, scene.generator)
    source = scene.cast.actor(buyer.party, savings, buyer.country)
    scene.savings_needed[savings] = scene.savings_needed.get(savings, 0) + amount
    scene.pay(moment + scene.whole(600, 2_400), source, buyer, amount, text="savings")


def instalments(  # noqa: PLR0913, PLR0917 - one choice each
    scene: Scene,
    buyer: Actor,
    payee: Actor,
    paid: int,
    terms: Terms,
    moment: int,
    hours: tuple[float, float],
) -> list[Payment]:
    """Pay the price in one or several payments."""
    payments = []
    for amount in split(scene, paid, terms.instalments):
        moment = scene.later(moment + 3_000, *hours)
        payments.append(
            scene.pay(moment, buyer, payee, amount, role="purchase_payment", text="purchase")
        )
    return payments


def signing_day(scene: Scene, payments: list[Payment]) -> int:
    """Return the day of the deed: days after the last payment, or after the first."""
    anchor = payments[0] if scene.chance(0.25) else payments[-1]
    return anchor.second // SECONDS_PER_DAY + round(scene.whole(0, 6) * scene.tempo)


def asset_code(scene: Scene, asset_type: str, shares_of: Actor | None) -> str:
    """Return the id of the asset: shares carry their company's, others register and number."""
    if asset_type == "company_share" and shares_of is not None:
        return f"SHARE-{scene.cast.world.party_code(shares_of.party)}"
    return f"{asset_type[:3].upper()}-{scene.whole(0, 0x7FFFFFFF):08X}"


def settle_seller(scene: Scene, payee: Actor, seller: Actor, payments: list[Payment]) -> None:
    """Let a notary pass the price on to the seller."""
    if payee.party == seller.party:
        return
    amount = int(total_received(payments) * scene.between(0.96, 0.995))
    moment = scene.later(latest(payments), 8.0, 70.0)
    scene.pay(moment, payee, seller, amount, text="purchase")
