"""Money into coins and out again to land; its twin sells coins held and declared for years."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.law import explain, give_facts
from finintel.synth.moves import chain, gather, latest, total_received
from finintel.synth.payments import Payment
from finintel.synth.places import BITCOIN
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "crypto_in_and_out"
TWIN = "declared_coin_sale"


def move_coins(
    scene: Scene, inflows: list[Payment], wallets: list[Actor], target: Actor
) -> list[Payment]:
    """Change money into coins, move them through wallets, change them back."""
    payments = inflows
    for number, actor in enumerate([*wallets, target], start=1):
        holder = payments[0].payee
        moved = []
        moment = max(item.second for item in payments)
        for item in payments:
            moment = scene.later(moment, 0.6, 40.0)
            amount = int(item.received * scene.between(0.97, 0.998))
            moved.append(
                scene.pay(
                    moment, holder, actor, amount, role=f"hop_{number}", channel="virtual_asset",
                    text="exchange",
                )
            )  # fmt: skip
        payments = moved
    return payments


def scheme(scene: Scene) -> None:
    """Gather money, move it through one to three wallets, and buy land."""
    mule = scene.person(role="path")
    money = gather(
        scene, mule, scene.between(45_000, 150_000), givers=scene.whole(3, 8), hours=(2.0, 50)
    )
    subject = scene.person(role="subject")
    wallets = [
        scene.second_account(
            scene.person(role="path") if number else mule, "virtual_asset", BITCOIN
        )
        for number in range(scene.whole(1, 3))
    ]
    funds = move_coins(scene, money, wallets, subject)
    if scene.chance(0.3):
        funds = chain(scene, funds, [scene.person(role="path")])
    bought = buy(scene, funds, "land", draw_terms(scene))
    give_facts(scene, bought, subject, "fraud")


def twin(scene: Scene) -> None:
    """Sell coins of one's own, declared for years, and buy a plot."""
    subject = scene.person(role="owner")
    wallet = scene.second_account(subject, "virtual_asset", BITCOIN)
    euro, moment = scene.between(45_000, 140_000), scene.begin()
    coins = scene.minor(euro, wallet, moment)
    scene.savings_needed[wallet.account] = int(coins * 1.3)
    left = Payment(0, moment, None, wallet, coins, coins, is_source=False)
    funds = []
    for number in range(scene.whole(1, 4)):
        moment = scene.later(moment, 2.0, 90.0)
        funds.append(
            scene.pay(
                moment, wallet, subject, left.amount // (number + 2), role="coins_sold",
                channel="virtual_asset", text="exchange",
            )
        )  # fmt: skip
    explain(scene, subject, "asset_sale", total_received(funds), latest(funds))
    buy(scene, funds, "land", draw_terms(scene))
