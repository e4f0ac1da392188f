"""Own money sent abroad comes back as a loan and buys shares; its twin borrows from a stranger."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.deeds import money_text
from finintel.synth.events import SECONDS_PER_DAY
from finintel.synth.law import explain, give_facts, own_company
from finintel.synth.moves import chain, latest, pay_cash_in, total_received
from finintel.synth.payments import Payment
from finintel.synth.places import CURRENCIES
from finintel.synth.scene import Scene
from finintel.synth.terms import draw_terms

KIND = "round_trip_loan_back"
TWIN = "foreign_investor_loan"
HAVENS = ("PA", "AE", "DO")


def scheme(scene: Scene) -> None:
    """Pay a firm's cash to a company abroad that lends it back to the firm's owner."""
    subject = scene.person("ES" if scene.chance(0.6) else None, role="subject")
    firm = scene.company(subject.country_code, role="path")
    own_company(scene, subject, firm)
    abroad = scene.company(HAVENS[scene.whole(0, 2)], alive=False, age_days=300, role="path")
    sizes = (scene.between(3_000, 9_000), scene.between(10_000, 19_000))
    money = pay_cash_in(
        scene, firm, scene.between(60_000, 180_000), typical=sizes, hours=(8.0, 50.0)
    )
    hops = [abroad]
    if scene.chance(0.4):
        hops.append(scene.company(HAVENS[scene.whole(0, 2)], alive=False, role="path"))
    funds = chain(scene, money, [*hops, subject], text="service")
    write_loan(scene, hops[-1], subject, funds)
    target = scene.company(subject.country_code, alive=False, role="company")
    bought = buy(scene, funds, "company_share", draw_terms(scene), shares_of=target)
    give_facts(scene, bought, subject, "tax")


def write_loan(scene: Scene, lender: Actor, borrower: Actor, funds: list[Payment]) -> None:
    """Register the loan between two parties."""
    world, day = scene.cast.world, funds[0].second // SECONDS_PER_DAY
    scene.enter_register(
        "loan",
        day,
        loan_id=scene.register_code("LOAN", "abroad"),
        account_id=borrower.account,
        borrower_party_id=world.party_code(borrower.party),
        lender_party_id=world.party_code(lender.party),
        granted_on=world.on(day),
        principal=money_text(total_received(funds), borrower.currency),
        currency=CURRENCIES[borrower.currency].code,
        duration_months=scene.whole(24, 120),
        status_code="running",
    )


def twin(scene: Scene) -> None:
    """Borrow from an unrelated company abroad, buy shares, pay interest back."""
    subject = scene.person("ES" if scene.chance(0.6) else None, role="borrower")
    lender = scene.company(HAVENS[scene.whole(0, 2)], role="lender")
    euro, moment = scene.between(60_000, 180_000), scene.begin()
    scene.savings_needed[lender.account] = scene.minor(euro * 1.3, lender, moment)
    amount = scene.minor(euro, lender, moment)
    funds = [scene.pay(moment, lender, subject, amount, role="loan_paid_out", text="loan")]
    write_loan(scene, lender, subject, funds)
    explain(scene, subject, "loan", total_received(funds), latest(funds))
    target = scene.company(subject.country_code, alive=False, role="company")
    buy(scene, funds, "company_share", draw_terms(scene), shares_of=target)
    scene.savings_needed[subject.account] = (
        scene.savings_needed.get(subject.account, 0) + amount // 10
    )
    for _ in range(scene.whole(1, 3)):
        moment = scene.later(moment, 150.0, 400.0)
        interest = int(total_received(funds) * scene.between(0.004, 0.012))
        scene.pay(moment, subject, lender, interest, role="loan_repaid", text="loan")
