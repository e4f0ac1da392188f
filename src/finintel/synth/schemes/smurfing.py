"""Many small payments gathered, passed on and spent on a vehicle; its twin is a collection."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.law import explain, give_facts
from finintel.synth.moves import chain, gather, latest, total_received
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "smurfing_fan_in"
TWIN = "crowd_collection"


def scheme(scene: Scene) -> None:
    """Gather from many, pass along one to three accounts, buy a vehicle."""
    collector = scene.person(role="subject")
    money = gather(
        scene, collector, scene.between(19_000, 60_000), givers=scene.whole(8, 15), hours=(0.7, 22)
    )
    hops = [scene.person(role="path") for _ in range(scene.whole(1, 3))]
    bought = buy(scene, chain(scene, money, hops), "vehicle", draw_terms(scene, instalments=1))
    give_facts(scene, bought, collector, "fraud")


def twin(scene: Scene) -> None:
    """Collect donations for a van; the treasurer buys it for the association."""
    association = scene.company(role="association")
    treasurer = scene.person(association.country_code, role="treasurer")
    gifts = gather(
        scene,
        association,
        scene.between(18_000, 55_000),
        givers=scene.whole(9, 16),
        source=False,
        role="donation",
        hours=(0.7, 30),
        text="donation",
    )
    explain(scene, association, "gift", total_received(gifts), latest(gifts))
    funds = chain(scene, gifts, [treasurer], keep=(0.0, 0.001))
    buy(scene, funds, "vehicle", draw_terms(scene, instalments=1), owner=association)
