"""One account, several in between, one buyer of land; its twin is a family's gifts to a child."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.former_assets import sell_former_asset
from finintel.synth.law import explain, give_facts, relate
from finintel.synth.moves import latest, pay_cash_in, relay, scatter, total_received
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "scatter_gather"
TWIN = "family_gift_chain"


def scheme(scene: Scene) -> None:
    """Divide money among three to six accounts that all pay the same buyer."""
    origin = scene.company(role="path")
    sizes = (scene.between(6_000, 12_000), scene.between(13_000, 26_000))
    money = pay_cash_in(
        scene, origin, scene.between(60_000, 170_000), typical=sizes, hours=(8.0, 50.0)
    )
    subject = scene.person(role="subject")
    middle = [scene.person(role="path") for _ in range(scene.whole(3, 6))]
    funds = through(scene, money, middle, subject, text="private")
    bought = buy(scene, funds, "land", draw_terms(scene))
    give_facts(scene, bought, subject, "drug_trafficking")


def through(
    scene: Scene, money: list[Payment], middle: list[Actor], target: Actor, *, text: str
) -> list[Payment]:
    """Scatter money to the accounts in between and gather it at the target."""
    parts = scatter(scene, money, middle, role="hop_1", text=text)
    funds: list[Payment] = []
    for part in parts:
        funds += relay(scene, [part], target, role="hop_2", text=text)
    return funds


def twin(scene: Scene) -> None:
    """Let a grandparent give to the children, who give to the grandchild, who buys a plot."""
    elder = scene.person(role="giver")
    child = scene.person(elder.country_code, role="owner")
    middle = [scene.person(elder.country_code, role="giver") for _ in range(scene.whole(3, 4))]
    relate(scene, middle[0].party, child.party, "parent")
    for person in middle:
        relate(scene, elder.party, person.party, "parent")
    moment = scene.begin()
    buyer_of_flat = scene.hub("notary", elder.country)
    amount = scene.minor(scene.between(60_000, 170_000), buyer_of_flat, moment)
    sale = [scene.pay(moment, buyer_of_flat, elder, amount, role="asset_sale", text="purchase")]
    explain(scene, elder, "asset_sale", total_received(sale), latest(sale))
    sell_former_asset(scene, elder, sale)
    funds = through(scene, sale, middle, child, text="family")
    explain(scene, child, "gift", total_received(funds), latest(funds))
    buy(scene, funds, "land", draw_terms(scene))
