"""Cash paid in below the reporting threshold until it buys a house; its twin runs a cash trade."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.law import explain, give_facts, own_company
from finintel.synth.moves import chain, latest, pay_cash_in, total_received
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "structured_cash"
TWIN = "seasonal_cash_business"


def scheme(scene: Scene) -> None:
    """Pay in many deposits under the threshold, perhaps through a relative, and buy."""
    subject = scene.person(role="subject")
    low = scene.between(4_500, 8_600)
    sizes = (low, scene.between(max(low + 300, 8_900), 9_950))
    cash = pay_cash_in(scene, subject, scene.between(45_000, 140_000), typical=sizes)
    funds = cash
    if scene.chance(0.4):
        funds = chain(scene, cash, [scene.person(role="path")])
    bought = buy(scene, funds, "building", draw_terms(scene))
    give_facts(scene, bought, subject, "drug_trafficking")


def twin(scene: Scene) -> None:
    """Bank the season's takings of a hostel or restaurant and buy the premises."""
    owner = scene.person(role="owner")
    firm = scene.company(owner.country_code, role="business")
    scene.cast.world.companies.sector[firm.party - len(scene.cast.world.people)] = 5
    own_company(scene, owner, firm)
    sizes = (scene.between(2_500, 6_000), scene.between(7_000, 11_500))
    takings = pay_cash_in(
        scene,
        firm,
        scene.between(45_000, 120_000),
        typical=sizes,
        hours=(20.0, 80.0),
        source=False,
        role="takings",
    )
    explain(scene, firm, "business", int(total_received(takings) * 2.6), latest(takings))
    buy(scene, takings, "building", draw_terms(scene))
