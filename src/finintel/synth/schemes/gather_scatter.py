"""Many in, one account, many out, and one of them buys; its twin collects rents for landlords."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.law import explain, give_facts
from finintel.synth.moves import gather, latest, scatter, total_received
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "gather_scatter"
TWIN = "landlord_collecting_rents"


def scheme(scene: Scene) -> None:
    """Gather, scatter to several, and let the largest part become a vehicle."""
    centre = scene.company(role="subject", alive=scene.chance(0.6))
    money = gather(
        scene, centre, scene.between(70_000, 190_000), givers=scene.whole(7, 13), hours=(0.7, 20)
    )
    targets = [scene.person(role="path") for _ in range(scene.whole(3, 6))]
    parts = scatter(scene, money, targets, role="hop_1", text="service")
    largest = max(parts, key=lambda item: scene.convert(
        item.received, item.payee.currency, 0, item.second) if item.payee else 0)  # fmt: skip
    bought = buy(scene, [largest], "vehicle", draw_terms(scene, instalments=2))
    give_facts(scene, bought, targets[parts.index(largest)], "extortion")


def twin(scene: Scene) -> None:
    """Collect many rents, pay the owners of the flats; one of them buys a car."""
    agency = scene.company(role="agency")
    rents = gather(
        scene,
        agency,
        scene.between(60_000, 160_000),
        givers=scene.whole(8, 14),
        source=False,
        role="rent",
        hours=(0.7, 16),
        text="rent",
    )
    owners = [scene.person(agency.country_code, role="landlord") for _ in range(scene.whole(3, 5))]
    parts = scatter(scene, rents, owners, role="rent_paid_out", text="rent")
    for owner, part in zip(owners, parts, strict=True):
        explain(scene, owner, "capital", total_received([part]) * 4, latest([part]))
    buy(scene, [parts[0]], "vehicle", draw_terms(scene, instalments=2))
