"""A mortgage that an unrelated party repays early; its twin repays it from a severance."""

from __future__ import annotations

from finintel.synth.buying import buy
from finintel.synth.cast import Actor
from finintel.synth.law import explain, give_facts
from finintel.synth.moves import latest, pay_cash_in, total_received
from finintel.synth.payments import Payment, Purchase
from finintel.synth.scene import Scene
from finintel.synth.terms import Terms

KIND = "loan_repaid_early"
TWIN = "loan_repaid_from_severance"


def draw_loan_terms(scene: Scene) -> Terms:
    """Draw terms of a purchase of which a loan pays a large part."""
    return Terms(
        own=scene.between(0.0, 0.12),
        loan=scene.between(0.3, 0.55),
        worth=scene.between(0.95, 1.06),
        spend=scene.between(0.86, 0.965),
    )


def repay(  # noqa: PLR0913, PLR0917 - one choice each
    scene: Scene, bought: Purchase, terms: Terms, payer: Actor, share: float, parts: int
) -> int:
    """Repay who lent a share of the loan early; return what was repaid in the payer's currency."""
    moment = latest(list(bought.payments))
    principal = int(bought.price * terms.loan * share)
    total = 0
    for number in range(parts):
        moment = scene.later(moment + 9_000, 60.0, 260.0)
        minor = principal // parts + number
        amount = scene.convert(minor, bought.currency, payer.currency, moment)
        scene.pay(
            moment, payer, bought.lender, amount, role="loan_repaid", channel="loan", text="loan"
        )
        total += amount
    return total


def scheme(scene: Scene) -> None:
    """Pay the first part from cash, borrow the rest, let a stranger repay it within weeks."""
    subject = scene.person(role="subject")
    sizes = (scene.between(3_000, 7_000), scene.between(8_000, 15_000))
    money = pay_cash_in(scene, subject, scene.between(40_000, 110_000), typical=sizes)
    terms = draw_loan_terms(scene)
    bought = buy(scene, money, "building", terms)
    stranger = scene.company(alive=scene.chance(0.5), role="origin")
    share, parts = scene.between(0.5, 0.95), scene.whole(1, 3)
    repaid = repay(scene, bought, terms, stranger, share, parts)
    scene.savings_needed[stranger.account] = int(repaid * 1.1)
    scene.facts["repaid_by_third_party_share"] = round(share, 4)
    give_facts(scene, bought, subject, "money_laundering")


def twin(scene: Scene) -> None:
    """Buy from savings and a loan, lose the job, repay from the severance."""
    subject = scene.person(role="borrower")
    employer = scene.hub("authority", subject.country)
    moment = scene.begin()
    amount = scene.minor(scene.between(40_000, 100_000), employer, moment)
    first = [scene.pay(moment, employer, subject, amount, role="severance", text="estate")]
    explain(scene, subject, "severance", total_received(first) * 2, latest(first))
    terms = draw_loan_terms(scene)
    bought = buy(scene, first, "building", terms)
    second = severance(scene, employer, subject, latest(list(bought.payments)), bought, terms)
    scene.last = max(scene.last, second.second // 86_400)
    repay(scene, bought, terms, subject, scene.between(0.4, 0.8), scene.whole(1, 2))


def severance(  # noqa: PLR0913, PLR0917 - one choice each
    scene: Scene, employer: Actor, subject: Actor, moment: int, bought: Purchase, terms: Terms
) -> Payment:
    """Pay the second half of the severance: enough for what will be repaid."""
    second = scene.later(moment, 1.0, 2.0)
    needed = int(bought.price * terms.loan)
    amount = scene.convert(needed, bought.currency, employer.currency, second)
    return scene.pay(second, employer, subject, amount, role="severance", text="estate")
