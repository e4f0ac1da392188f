"""A public official buys far above the declared income; the twin inherits or wins."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.law import explain, give_facts, list_official
from finintel.synth.moves import chain, latest, split, total_received
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "official_unexplained_wealth"
TWIN = "official_with_inheritance"


def scheme(scene: Scene) -> None:
    """Pay an official in cash and through advisers; buy a building."""
    official = scene.person(income=scene.between(1_600, 3_200), role="subject")
    list_official(scene, official)
    adviser = scene.company(official.country_code, role="path")
    moment, money = scene.begin(), list[Payment]()
    for part in split(scene, round(scene.between(70_000, 210_000) * 100), scene.whole(3, 7)):
        payer = None if scene.chance(0.4) else scene.company(alive=False, role="origin")
        target = official if payer is None else adviser
        euro = part / 100.0
        amount = scene.minor(euro, payer, moment) if payer else scene.notes(euro, target, moment)
        if payer:
            scene.savings_needed[payer.account] = int(amount * 1.2)
        money.append(
            scene.pay(moment, payer, target, amount, role="placement", source=True, text="service")
        )
        moment = scene.later(moment, 20.0, 160.0)
    direct = [item for item in money if item.payee == official]
    advised = [item for item in money if item.payee == adviser]
    funds = direct + (chain(scene, advised, [official], text="service") if advised else [])
    bought = buy(scene, funds, "building", draw_terms(scene))
    give_facts(scene, bought, official, "corruption")


def twin(scene: Scene) -> None:
    """Inherit, or win, declare it, and buy a building."""
    official = scene.person(income=scene.between(1_600, 3_200), role="owner")
    list_official(scene, official)
    lottery = scene.chance(0.4)
    payer = scene.hub("tax_office" if lottery else "notary", official.country)
    moment, money = scene.begin(), list[Payment]()
    for part in split(scene, round(scene.between(70_000, 210_000) * 100), scene.whole(1, 4)):
        amount = scene.minor(part / 100.0, payer, moment)
        money.append(
            scene.pay(moment, payer, official, amount, role="estate_payment", text="estate")
        )
        moment = scene.later(moment, 20.0, 160.0)
    kind = "lottery" if lottery else "inheritance"
    explain(scene, official, kind, total_received(money), latest(money))
    buy(scene, money, "building", draw_terms(scene))
