"""A long chain of accounts that ends in a vessel; its twin is a company group's cash pool."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.law import explain, give_facts, own_company, relate
from finintel.synth.moves import chain, latest, split, total_received
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "layering_chain"
TWIN = "company_group_sweep"


def scheme(scene: Scene) -> None:
    """Pass one to three large inflows along three to eight accounts and buy a vessel."""
    first = scene.company(alive=scene.chance(0.5), role="path")
    money = foreign_inflows(scene, first, scene.between(90_000, 380_000))
    hops = [
        scene.person(role="path") if scene.chance(0.5) else scene.company(role="path")
        for _ in range(scene.whole(2, 6))
    ]
    subject = scene.person(role="subject")
    funds = chain(scene, money, [*hops, subject], hours=(3.0, 60.0), text="service")
    bought = buy(scene, funds, "vessel", draw_terms(scene))
    give_facts(scene, bought, subject, "drug_trafficking")


def foreign_inflows(scene: Scene, target: object, euro: float) -> list[Payment]:
    """Let a company abroad pay in one to three parts."""
    origin = scene.company("PA" if scene.chance(0.4) else None, alive=False, role="origin")
    scene.savings_needed[origin.account] = scene.minor(euro * 1.2, origin, scene.begin())
    moment, payments = scene.begin(), []
    for part in split(scene, round(euro * 100), scene.whole(1, 3)):
        amount = scene.minor(part / 100.0, origin, moment)
        payments.append(
            scene.pay(
                moment,
                origin,
                target,  # type: ignore[arg-type]
                amount,
                role="placement",
                source=True,
                text="service",
            )
        )
        moment = scene.later(moment, 6.0, 60.0)
    return payments


def twin(scene: Scene) -> None:
    """Sweep the takings of subsidiaries up to the parent, which buys a fishing vessel."""
    owner = scene.person(role="owner")
    parent = scene.company(owner.country_code, role="parent")
    own_company(scene, owner, parent)
    firms = [scene.company(owner.country_code, role="group") for _ in range(scene.whole(3, 5))]
    for firm in firms:
        relate(scene, parent.party, firm.party, "shareholder")
    moment = scene.begin()
    customer = scene.hub("boat_yard" if scene.chance(0.5) else "authority", firms[0].country)
    amount = scene.minor(scene.between(90_000, 300_000), customer, moment)
    sales = [scene.pay(moment, customer, firms[0], amount, role="sale", text="invoice")]
    explain(scene, parent, "business", int(total_received(sales) * 1.8), latest(sales))
    funds = chain(scene, sales, [*firms[1:], parent], keep=(0.0, 0.01), text="service")
    buy(scene, funds, "vessel", draw_terms(scene))
