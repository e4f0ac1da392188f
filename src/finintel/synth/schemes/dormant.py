"""A silent account wakes and buys a building; its twin is paid for a house it sold."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.former_assets import sell_former_asset
from finintel.synth.law import explain, give_facts
from finintel.synth.moves import latest, relay, split, total_received
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "dormant_account"
TWIN = "sale_of_another_asset"


def scheme(scene: Scene) -> None:
    """Let several companies pay into an account that was silent, and buy."""
    subject = scene.person(alive=False, role="subject")
    scene.cast.world.book.change(subject.account, opened=-scene.whole(900, 4_000))
    moment, money = scene.begin(), list[Payment]()
    for part in split(scene, round(scene.between(60_000, 200_000) * 100), scene.whole(2, 5)):
        payer = scene.company(alive=scene.chance(0.5), role="origin")
        amount = scene.minor(part / 100.0, payer, moment)
        scene.savings_needed[payer.account] = int(amount * 1.2)
        money.append(
            scene.pay(moment, payer, subject, amount, role="placement", source=True, text="service")
        )
        moment = scene.later(moment, 5.0, 60.0)
    funds = money
    if scene.chance(0.3):
        funds = relay(scene, money, scene.person(role="path"), role="hop_1")
    bought = buy(scene, funds, "building", draw_terms(scene))
    give_facts(scene, bought, subject, "embezzlement")


def twin(scene: Scene) -> None:
    """Receive the price of a house that was sold on a quiet savings account, and buy another."""
    subject = scene.person(alive=False, role="seller")
    scene.cast.world.book.change(subject.account, opened=-scene.whole(900, 4_000))
    notary = scene.hub("notary", subject.country)
    moment, money = scene.begin(), list[Payment]()
    for part in split(scene, round(scene.between(70_000, 220_000) * 100), scene.whole(1, 3)):
        amount = scene.minor(part / 100.0, notary, moment)
        money.append(scene.pay(moment, notary, subject, amount, role="asset_sale", text="purchase"))
        moment = scene.later(moment, 5.0, 60.0)
    explain(scene, subject, "asset_sale", total_received(money), latest(money))
    sell_former_asset(scene, subject, money)
    buy(scene, money, "building", draw_terms(scene))
