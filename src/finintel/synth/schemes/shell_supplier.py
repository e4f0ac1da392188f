"""A young supplier wins an award and drains to an official's relative; its twin pays its staff."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.deeds import money_text
from finintel.synth.events import SECONDS_PER_DAY
from finintel.synth.law import explain, give_facts, list_official, own_company, relate
from finintel.synth.moves import chain, latest, relay, split, total_received
from finintel.synth.payments import Payment
from finintel.synth.places import CURRENCIES
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "shell_supplier_award"
TWIN = "supplier_payroll_fan_out"


def scheme(scene: Scene) -> None:
    """Award a contract to a young company; let the money reach a relative who buys a house."""
    shell = scene.company("ES" if scene.chance(0.6) else None, age_days=scene.whole(40, 330),
                          alive=scene.chance(0.3), role="supplier")  # fmt: skip
    director = scene.person(shell.country_code, income=scene.between(0, 700), role="straw")
    own_company(scene, director, shell)
    official = scene.person(shell.country_code, role="official")
    list_official(scene, official)
    money = award(scene, shell, scene.between(90_000, 260_000), tenders=1, source=True)
    hops = [scene.company(alive=False, role="path")] if scene.chance(0.5) else []
    if scene.chance(0.4):
        hops.append(scene.person(role="path"))
    relative = scene.person(shell.country_code, role="relative")
    relate(scene, official.party, relative.party, "sibling" if scene.chance(0.5) else "parent")
    funds = chain(scene, money, [*hops, relative], text="service")
    bought = buy(scene, funds, "building", draw_terms(scene))
    give_facts(scene, bought, official, "corruption")


def award(
    scene: Scene, supplier: Actor, euro: float, *, tenders: int, source: bool
) -> list[Payment]:
    """Award a contract and pay it in one to three parts."""
    world = scene.cast.world
    authority = scene.hub("authority", supplier.country)
    moment = scene.begin()
    day = moment // SECONDS_PER_DAY
    scene.enter_register(
        "award",
        day,
        award_id=scene.register_code("AWARD"),
        buyer_party_id=world.party_code(authority.party),
        supplier_party_id=world.party_code(supplier.party),
        awarded_on=world.on(day),
        amount=money_text(scene.minor(euro, supplier, moment), supplier.currency),
        currency=CURRENCIES[supplier.currency].code,
        procurement_method="direct" if tenders == 1 else "open",
        tender_count=tenders,
    )
    payments = []
    for part in split(scene, round(euro * 100), scene.whole(1, 3)):
        moment = scene.later(moment, 20.0, 150.0)
        amount = scene.minor(part / 100.0, authority, moment)
        payments.append(
            scene.pay(
                moment, authority, supplier, amount, role="award_payment", source=source,
                text="award",
            )
        )  # fmt: skip
    return payments


def twin(scene: Scene) -> None:
    """Win in open tender, pay staff and subcontractors, and buy a house from the profit."""
    supplier = scene.company("ES" if scene.chance(0.6) else None, role="supplier")
    owner = scene.person(supplier.country_code, role="owner")
    own_company(scene, owner, supplier)
    money = award(scene, supplier, scene.between(120_000, 300_000), tenders=scene.whole(3, 7),
                  source=False)  # fmt: skip
    total, moment = total_received(money), latest(money)
    for part in split(scene, int(total * 0.45), scene.whole(7, 14)):
        moment = scene.later(moment, 0.4, 3.0)
        scene.pay(moment, supplier, scene.bystander(), part, role="payroll", text="salary")
    left = Payment(0, moment, None, supplier, int(total * 0.45), int(total * 0.45), is_source=False)
    funds = relay(scene, [left], owner, role="dividend", text="service")
    explain(scene, owner, "capital", total_received(funds), latest(funds))
    explain(scene, supplier, "business", total * 2, latest(funds))
    buy(scene, funds, "building", draw_terms(scene))
