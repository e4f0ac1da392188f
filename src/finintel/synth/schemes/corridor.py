"""Money from a high-risk corridor that buys an aircraft or vessel; its twin is an exporter."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.law import explain, give_facts, own_company
from finintel.synth.moves import chain, latest, split, total_received
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "high_risk_corridor"
TWIN = "exporter_corridor_receipts"
ORIGINS = ("MM", "AF")
STOPS = ("PA", "AE", "VE")


def from_abroad(  # noqa: PLR0913 - one choice each
    scene: Scene, origin: Actor, target: Actor, euro: float, *, parts: int, source: bool, role: str
) -> list[Payment]:
    """Receive a sum in parts from a company in a corridor country."""
    moment, payments = scene.begin(), []
    scene.savings_needed[origin.account] = scene.minor(euro * 1.2, origin, moment)
    text = "service" if source else "invoice"
    for part in split(scene, round(euro * 100), parts):
        amount = scene.minor(part / 100.0, origin, moment)
        payments.append(
            scene.pay(moment, origin, target, amount, role=role, source=source, text=text)
        )
        moment = scene.later(moment, 12.0, 140.0)
    return payments


def scheme(scene: Scene) -> None:
    """Bring money from a corridor country over one stop to the buyer of an aircraft or vessel."""
    origin = scene.company(ORIGINS[scene.whole(0, 1)], alive=False, role="origin")
    stop = scene.company(STOPS[scene.whole(0, 2)], alive=False, role="path")
    subject = scene.person(role="subject") if scene.chance(0.5) else scene.company(role="subject")
    euro = scene.between(80_000, 420_000)
    money = from_abroad(
        scene, origin, stop, euro, parts=scene.whole(1, 4), source=True, role="placement"
    )
    hops = [scene.company(alive=False, role="path")] if scene.chance(0.5) else []
    funds = chain(scene, money, [*hops, subject], text="service")
    asset = "aircraft" if scene.chance(0.5) else "vessel"
    bought = buy(scene, funds, asset, draw_terms(scene, instalments=2))
    give_facts(scene, bought, subject, "arms")


def twin(scene: Scene) -> None:
    """Export to a corridor country for years, receive the invoices, buy a crop-dusting aircraft."""
    exporter = scene.company(role="exporter")
    owner = scene.person(exporter.country_code, role="owner")
    own_company(scene, owner, exporter)
    customer = scene.company(ORIGINS[scene.whole(0, 1)], alive=False, role="customer")
    euro = scene.between(90_000, 380_000)
    money = from_abroad(
        scene,
        customer,
        exporter,
        euro,
        parts=scene.whole(2, 6),
        source=False,
        role="export_receipt",
    )
    explain(scene, exporter, "business", total_received(money) * 5, latest(money))
    asset = "aircraft" if scene.chance(0.5) else "vessel"
    buy(scene, money, asset, draw_terms(scene, instalments=2))
