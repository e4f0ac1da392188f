"""Which legal facts exist around a story: proceedings, relatives, transfers, explained income."""

from __future__ import annotations

from typing import Final

from finintel.synth.cast import Actor
from finintel.synth.deeds import money_text
from finintel.synth.events import SECONDS_PER_DAY
from finintel.synth.payments import Purchase
from finintel.synth.places import ALL_COUNTRIES, CURRENCIES, EURO
from finintel.synth.scene import Scene

VARIANTS: Final = (
    "conviction",
    "conviction_organised",
    "investigation",
    "stopped_death",
    "stopped_absconding",
    "third_party_gift",
    "third_party_under_value",
    "nothing_known",
)
# The articles of Directive (EU) 2024/1260 whose testable conditions the planted facts fit.
HINTS: Final = {
    "conviction": ("art_12_1", "art_12_2", "art_14"),
    "conviction_organised": ("art_12_1", "art_12_2", "art_14"),
    "investigation": ("art_16",),
    "stopped_death": ("art_15",),
    "stopped_absconding": ("art_15",),
    "third_party_gift": ("art_13",),
    "third_party_under_value": ("art_13",),
    "nothing_known": (),
}
# Only of a thing that costs more than its convict earns in a year does it fit.
DISPROPORTION: Final = "art_14"
MONTHS: Final = 12
MISSING: Final = {
    "conviction": (),
    "conviction_organised": (),
    "investigation": ("conviction",),
    "stopped_death": ("conviction",),
    "stopped_absconding": ("conviction",),
    "third_party_gift": ("knowledge of the third party",),
    "third_party_under_value": ("knowledge of the third party",),
    "nothing_known": ("conviction", "proceeding"),
}
STAGE: Final = {
    "conviction": ("conviction", False, None),
    "conviction_organised": ("conviction", True, None),
    "investigation": ("investigation", True, None),
    "stopped_death": ("stopped", False, "death"),
    "stopped_absconding": ("stopped", False, "absconding"),
    "third_party_gift": ("conviction", False, None),
    "third_party_under_value": ("indictment", False, None),
}


def give_facts(scene: Scene, purchase: Purchase, subject: Actor, offence: str) -> None:
    """Enter what the registers know of a scheme's subject, as this story's variant has it."""
    variant = VARIANTS[scene.variant % len(VARIANTS)]
    scene.facts |= {
        "legal_variant": variant,
        "basis_hints": [
            hint
            for hint in HINTS[variant]
            if hint != DISPROPORTION or is_beyond_income(scene, purchase, subject)
        ],
        "missing": list(MISSING[variant]),
        "offence_code": offence,
        "subject_party_id": scene.cast.world.party_code(subject.party),
    }
    if variant in STAGE:
        enter_proceeding(scene, subject, offence, *STAGE[variant])
    if variant.startswith("third_party"):
        hand_over(scene, purchase, free=variant == "third_party_gift")


def is_beyond_income(scene: Scene, purchase: Purchase, subject: Actor) -> bool:
    """Tell whether a thing costs more than its subject earns in a year; a quiet company nothing."""
    incomes = scene.cast.world.people.income
    earned = incomes[subject.party] * MONTHS if subject.party < len(incomes) else 0.0
    signed = purchase.acquired * SECONDS_PER_DAY
    price = scene.convert(purchase.price, purchase.currency, EURO, signed)
    return bool(price > earned * 100)


def enter_proceeding(  # noqa: PLR0913, PLR0917 - one choice each
    scene: Scene,
    subject: Actor,
    offence: str,
    stage: str,
    is_organised: bool,  # noqa: FBT001 - a column of the register
    stop_reason: str | None,
) -> None:
    """Enter a proceeding; most are old, some become known in the last nights."""
    world = scene.cast.world
    late = world.nights > 1 and scene.chance(0.3)
    known = world.calendar.days - scene.whole(1, world.nights - 1) if late else -1
    decided = known if late else -scene.whole(5, 700)
    scene.entries.append(
        (
            "proceeding",
            known,
            {
                "proceeding_id": scene.register_code("PROC"),
                "party_id": world.party_code(subject.party),
                "proceeding_type": stage,
                "offence_code": offence,
                "is_organised": is_organised,
                "opened_on": world.on(decided - scene.whole(90, 900)),
                "decided_on": None if stage == "investigation" else world.on(decided),
                "stop_reason": stop_reason,
            },
        )
    )


def hand_over(scene: Scene, purchase: Purchase, *, free: bool) -> None:
    """Pass the asset to a relative, free or far below its value."""
    relative = scene.person(income=scene.between(200, 1_100), role="third_party")
    relate(scene, purchase.owner, relative.party, str(scene.generator.choice(["child", "sibling"])))
    world, day = scene.cast.world, purchase.acquired + 1 + round(scene.whole(1, 9) * scene.tempo)
    price = 0 if free else int(purchase.price * scene.between(0.15, 0.5))
    share = {"share_minimum_ratio": "1", "share_maximum_ratio": "1", "interest_type": "legal"}
    before = {
        "asset_id": purchase.asset_id,
        **share,
        "party_id": world.party_code(purchase.owner),
        "valid_from": world.on(purchase.acquired),
    }
    scene.enter_register("ownership", day, **before, valid_to=world.on(day))
    after = {**before, "party_id": world.party_code(relative.party), "valid_from": world.on(day)}
    scene.enter_register("ownership", day, **after)
    currency = CURRENCIES[purchase.currency].code
    scene.enter_register(
        "acquisition",
        day,
        acquisition_id=scene.register_code("ACQ", "handed over"),
        asset_id=purchase.asset_id,
        acquirer_party_id=world.party_code(relative.party),
        seller_party_id=world.party_code(purchase.owner),
        payee_account_id=purchase.buyer.account,
        acquired_on=world.on(day),
        price=money_text(price, purchase.currency),
        currency=currency,
        market_value=money_text(purchase.price, purchase.currency),
        financing_code="gift" if free else "unknown",
    )
    if price:
        moment = day * SECONDS_PER_DAY + scene.whole(30_000, 60_000)
        paid = scene.convert(price, purchase.currency, relative.currency, moment)
        scene.pay(moment, relative, purchase.buyer, paid, text="purchase")
    scene.facts["third_party_id"] = world.party_code(relative.party)
    scene.facts["handed_over_on"] = day


def relate(scene: Scene, first: int, second: int, kind: str) -> None:
    """Enter that the first party is this to the second."""
    code = scene.cast.world.party_code
    scene.entries.append(
        (
            "relationship",
            -1,
            {
                "party_id": code(first),
                "related_party_id": code(second),
                "relationship_type": kind,
                "valid_from": scene.cast.world.on(-scene.whole(300, 6_000)),
            },
        )
    )


def explain(scene: Scene, actor: Actor, kind: str, minor: int, second: int) -> None:
    """Declare the lawful source of a twin's money: inheritance, sale, severance and others."""
    world = scene.cast.world
    day = min(second // SECONDS_PER_DAY, world.calendar.days - 1)
    scene.entries.append(
        (
            "declared_income",
            max(day, -1),
            {
                "party_id": world.party_code(actor.party),
                "income_year": world.on(day).year,
                "income_kind": kind,
                "amount": money_text(minor, actor.currency),
                "currency": CURRENCIES[actor.currency].code,
                "tax_paid": money_text(int(minor * scene.between(0.0, 0.2)), actor.currency),
            },
        )
    )
    scene.facts.setdefault("explained_by", []).append(kind)


def list_official(scene: Scene, official: Actor) -> None:
    """Put a person on the list of prominent public functions."""
    world = scene.cast.world
    world.people.kind[official.party] = 4
    scene.entries.append(
        (
            "watchlist",
            -1,
            {
                "entry_id": scene.register_code("PEP"),
                "list_id": "XX-PUBLIC-FUNCTIONS",
                "topic": "public_function",
                "name_of": official.party,
                "party_id": world.party_code(official.party),
                "country_code": ALL_COUNTRIES[official.country].code,
                "listed_on": world.on(-scene.whole(200, 2_500)),
            },
        )
    )


def own_company(scene: Scene, owner: Actor, company: Actor) -> None:
    """Enter who owns and directs a company."""
    code = scene.cast.world.party_code
    relate(scene, owner.party, company.party, "director")
    scene.entries.append(
        (
            "ownership",
            -1,
            {
                "asset_id": f"SHARE-{code(company.party)}",
                "party_id": code(owner.party),
                "interest_type": "legal",
                "share_minimum_ratio": "1",
                "share_maximum_ratio": "1",
                "valid_from": scene.cast.world.on(-scene.whole(60, 2_500)),
            },
        )
    )
