"""A gold buyer without licence draws cash and buys vehicles; its twin pays miners by transfer."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.law import explain, give_facts, own_company
from finintel.synth.money import NOTES
from finintel.synth.moves import chain, latest, split, total_received
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "gold_buyer_cash_out"
TWIN = "licensed_gold_trader"
COUNTRIES = ("PE", "CO", "MX")


def refinery_pays(
    scene: Scene, trader: Actor, euro: float, *, source: bool, role: str
) -> list[Payment]:
    """Let a refinery pay for deliveries."""
    refinery = scene.hub("refinery", trader.country if scene.chance(0.5) else 0)
    moment, payments = scene.begin(), []
    for part in split(scene, round(euro * 100), scene.whole(2, 5)):
        amount = scene.minor(part / 100.0, refinery, moment)
        payments.append(
            scene.pay(moment, refinery, trader, amount, role=role, source=source, text="invoice")
        )
        moment = scene.later(moment, 20.0, 130.0)
    return payments


def scheme(scene: Scene) -> None:
    """Draw most receipts in cash within days; the rest becomes a vehicle of the owner."""
    trader = scene.company(COUNTRIES[scene.whole(0, 2)], age_days=scene.whole(90, 700),
                           role="path")  # fmt: skip
    subject = scene.person(trader.country_code, role="subject")
    own_company(scene, subject, trader)
    money = refinery_pays(
        scene, trader, scene.between(110_000, 300_000), source=True, role="placement"
    )
    left = []
    for item in money:
        share, moment = scene.between(0.55, 0.8), item.second
        for part in split(scene, int(item.received * share), scene.whole(1, 3)):
            moment = scene.later(moment, 2.0, 60.0)
            note = int(NOTES[trader.currency])
            notes = max(part // note, 1) * note
            scene.pay(moment, trader, None, notes, role="cash_out", text="cash")
        rest = item.received - int(item.received * share)
        left.append(Payment(item.row, moment, None, trader, rest, rest, is_source=False))
    funds = chain(scene, left, [subject], keep=(0.0, 0.1), text="service")
    bought = buy(scene, funds, "vehicle", draw_terms(scene, instalments=2))
    give_facts(scene, bought, subject, "illegal_mining")


def twin(scene: Scene) -> None:
    """Pay suppliers by transfer, draw little cash, buy a van from the margin."""
    trader = scene.company(COUNTRIES[scene.whole(0, 2)], role="trader")
    owner = scene.person(trader.country_code, role="owner")
    own_company(scene, owner, trader)
    money = refinery_pays(scene, trader, scene.between(110_000, 300_000), source=False, role="sale")
    total, moment = total_received(money), latest(money)
    explain(scene, trader, "business", total * 3, moment)
    for part in split(scene, int(total * 0.6), scene.whole(4, 8)):
        moment = scene.later(moment, 1.0, 30.0)
        payee = None if scene.chance(0.25) else scene.bystander()
        text = "invoice" if payee else "cash"
        scene.pay(moment, trader, payee, part, role="supplier_paid", text=text)
    rest = int(total * 0.38)
    left = Payment(0, moment, None, trader, rest, rest, is_source=False)
    buy(scene, [left], "vehicle", draw_terms(scene, instalments=2))
