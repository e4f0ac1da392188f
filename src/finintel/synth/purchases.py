"""Ordinary purchases: people who buy homes and cars from savings, loans and gifts."""

from __future__ import annotations

from typing import Final

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.law import explain
from finintel.synth.payments import Payment
from finintel.synth.people import MEDIAN_INCOME_EUR
from finintel.synth.scene import Scene
from finintel.synth.terms import Terms

ASSETS: Final = ("building", "vehicle", "vehicle", "vehicle", "land", "vessel", "building")
PRICES: Final = {
    "building": (60_000, 240_000),
    "land": (15_000, 90_000),
    "vehicle": (6_000, 42_000),
    "vessel": (12_000, 120_000),
}


def ordinary_purchase(scene: Scene) -> None:
    """Buy from savings, most often with a loan; some declare where the savings came from."""
    asset = ASSETS[scene.whole(0, len(ASSETS) - 1)]
    buyer = scene.person()
    income = float(scene.cast.world.people.income[buyer.party])
    terms = Terms(
        own=scene.between(0.0, 0.2),
        loan=scene.between(0.4, 0.8) if scene.chance(0.65) else 0.0,
        instalments=scene.whole(1, 2),
        worth=scene.between(0.94, 1.06),
        spend=scene.between(0.9, 0.99),
    )
    scale = min(max(income / MEDIAN_INCOME_EUR, 0.4), 3.0)
    saved = bring_savings(
        scene, savings_of(scene, buyer), buyer, scene.between(*PRICES[asset]) * scale, terms.loan
    )
    if scene.chance(0.35):
        kind = ("inheritance", "asset_sale", "gift", "severance")[scene.whole(0, 3)]
        explain(scene, buyer, kind, saved[0].received, saved[0].second)
    buy(scene, saved, asset, terms)


def savings_of(scene: Scene, buyer: Actor) -> Actor:
    """Return the buyer's savings account, opened if there is none."""
    number = int(scene.cast.world.people.savings[buyer.party])
    if number < 0:
        return scene.second_account(buyer, "savings")
    scene.cast.reporting(number, buyer.country, scene.generator)
    return scene.cast.actor(buyer.party, number, buyer.country)


def bring_savings(
    scene: Scene, savings: Actor, buyer: Actor, price: float, loan: float
) -> list[Payment]:
    """Move the part of the price that no loan pays from savings to the current account."""
    moment = scene.begin()
    amount = scene.minor(price * (1.0 - loan), savings, moment)
    scene.savings_needed[savings.account] = int(amount * scene.between(1.05, 1.6))
    return [scene.pay(moment, savings, buyer, amount, text="savings")]
