"""A vehicle in the name of somebody without means; its twin is a parent who pays for a student."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.law import explain, give_facts, relate
from finintel.synth.moves import chain, latest, pay_cash_in, total_received
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "nominee_owner"
TWIN = "parent_pays_for_student"


def scheme(scene: Scene) -> None:
    """Pay cash in, pass it on, and register the vehicle in a straw owner's name."""
    controller = scene.person(role="subject")
    straw = scene.person(controller.country_code, income=0, alive=scene.chance(0.5), role="straw")
    sizes = (scene.between(2_000, 5_000), scene.between(6_000, 14_000))
    funds = pay_cash_in(scene, controller, scene.between(28_000, 80_000), typical=sizes)
    if scene.chance(0.4):
        funds = chain(scene, funds, [scene.person(role="path")])
    bought = buy(scene, funds, "vehicle", draw_terms(scene, instalments=2), owner=straw)
    if scene.chance(0.5):
        relate(scene, straw.party, controller.party, "associate")
    give_facts(scene, bought, controller, "trafficking_persons")


def twin(scene: Scene) -> None:
    """Send a student money every month, receive a bonus, and pay for the student's car."""
    parent = scene.person(role="parent")
    student = scene.person(income=0, role="owner")
    relate(scene, parent.party, student.party, "parent")
    moment = scene.begin()
    employer = scene.hub("authority", parent.country)
    amount = scene.minor(scene.between(26_000, 70_000), employer, moment)
    bonus = [scene.pay(moment, employer, parent, amount, role="bonus", text="salary")]
    explain(scene, parent, "severance", total_received(bonus), latest(bonus))
    for _ in range(scene.whole(2, 4)):
        help_sent = scene.minor(scene.between(200, 600), parent, moment)
        moment = scene.later(moment, 90.0, 300.0)
        scene.pay(moment, parent, student, help_sent, role="support", text="family")
    bought = buy(scene, bonus, "vehicle", draw_terms(scene, instalments=2), owner=student)
    explain(scene, student, "gift", bought.price, latest(list(bought.payments)))
