"""What a purchase leaves in the registers: the asset, its owners, the deed, the loan."""

from __future__ import annotations

from typing import Final

from finintel.synth.cast import Actor
from finintel.synth.events import SECONDS_PER_DAY
from finintel.synth.money import EXPONENTS
from finintel.synth.moves import latest
from finintel.synth.payments import Purchase
from finintel.synth.places import ALL_COUNTRIES, CURRENCIES
from finintel.synth.scene import Scene
from finintel.synth.terms import Terms

REGISTRY: Final = {
    "land": "land",
    "building": "land",
    "vehicle": "vehicle",
    "vessel": "vessel",
    "aircraft": "aircraft",
    "company_share": "company_share",
}


DESCRIPTIONS: Final = {
    "land": ("rural plot", "building plot", "olive grove"),
    "building": ("flat", "terraced house", "detached house", "shop premises"),
    "company_share": ("share capital",),
    "vehicle": ("saloon car", "van", "sport utility vehicle", "coach"),
    "vessel": ("sailing yacht", "motor yacht", "fishing vessel"),
    "aircraft": ("single-engine aeroplane", "helicopter"),
}


MOSTLY_CASH: Final = 0.08  # share of the price from which the deed says so


def money_text(minor: int, currency: int) -> str:
    """Write minor units in major units with the currency's decimals."""
    exponent = int(EXPONENTS[currency])
    if exponent == 0:
        return str(minor)
    whole, rest = divmod(minor, 10**exponent)
    return f"{whole}.{rest:0{exponent}d}"


def register_purchase(  # noqa: PLR0913, PLR0917 - one choice each
    scene: Scene,
    purchase: Purchase,
    terms: Terms,
    payee: Actor,
    seller: Actor,
    shares_of: Actor | None,
) -> None:
    """Enter asset, owners and deed."""
    code = scene.cast.world.party_code
    day, currency = purchase.acquired, purchase.currency
    market = int(purchase.price * terms.worth)
    if purchase.asset_type != "company_share" or shares_of is None:
        register_asset(scene, purchase, market, terms)
    since = scene.cast.world.on(-scene.whole(200, 5_000))
    share = {"share_minimum_ratio": "1", "share_maximum_ratio": "1", "interest_type": "legal"}
    ownership = {"asset_id": purchase.asset_id, **share}
    before = {**ownership, "party_id": code(seller.party), "valid_from": since}
    scene.enter_register("ownership", -1, **before)
    scene.enter_register("ownership", day, **before, valid_to=scene.cast.world.on(day))
    scene.enter_register(
        "ownership",
        day,
        **ownership,
        party_id=code(purchase.owner),
        valid_from=scene.cast.world.on(day),
    )
    scene.enter_register(
        "acquisition",
        day,
        acquisition_id=scene.register_code("ACQ", str(len(scene.purchases))),
        asset_id=purchase.asset_id,
        acquirer_party_id=code(purchase.owner),
        seller_party_id=code(seller.party),
        payee_account_id=payee.account,
        intermediary_party_id=code(payee.party),
        acquired_on=scene.cast.world.on(day),
        price=money_text(purchase.price, currency),
        currency=CURRENCIES[currency].code,
        market_value=money_text(market, currency),
        financing_code="mixed" if terms.loan else "cash" if terms.cash > MOSTLY_CASH else "own",
        loan=money_text(int(purchase.price * terms.loan), currency) if terms.loan else None,
    )


def register_asset(scene: Scene, purchase: Purchase, market: int, terms: Terms) -> None:
    """Enter the asset as it stood before the sale, and with its charge after it."""
    country = ALL_COUNTRIES[purchase.payments[0].payee.country]  # type: ignore[union-attr]
    texts = DESCRIPTIONS[purchase.asset_type]
    values = {
        "asset_id": purchase.asset_id,
        "asset_type": purchase.asset_type,
        "registry": f"{country.code}-{REGISTRY[purchase.asset_type]}",
        "registration_number": purchase.asset_id.split("-", 1)[1],
        "country_code": country.code,
        "location_code": f"{country.code}-{scene.whole(1, len(country.towns)):02d}",
        "description": texts[scene.whole(0, len(texts) - 1)],
        "value": money_text(market, purchase.currency),
        "currency": CURRENCIES[purchase.currency].code,
        "valued_on": scene.cast.world.on(-scene.whole(30, 900)),
        "built_year": scene.cast.world.calendar.until.year - scene.whole(1, 40),
    }
    source = f"{REGISTRY[purchase.asset_type]}_registry"
    scene.enter_register(source, -1, **values, encumbrance="0", status_code="free")
    if terms.loan:
        charge = money_text(int(purchase.price * terms.loan), purchase.currency)
        pledged = {**values, "encumbrance": charge, "status_code": "pledged"}
        scene.enter_register(source, purchase.acquired, **pledged)


def lend(scene: Scene, purchase: Purchase, terms: Terms, payee: Actor) -> Actor | None:
    """Pay the borrowed part straight from a lender to the payee, and return who lent."""
    if not terms.loan:
        return None
    lender = scene.hub("lender", payee.country)
    principal = int(purchase.price * terms.loan)
    moment = latest(list(purchase.payments)) + scene.whole(1_200, 7_000)
    paid = scene.convert(principal, purchase.currency, lender.currency, moment)
    scene.pay(moment, lender, payee, paid, channel="loan", text="loan")
    code = scene.cast.world.party_code
    scene.enter_register(
        "loan",
        moment // SECONDS_PER_DAY,
        loan_id=scene.register_code("LOAN", str(len(scene.purchases))),
        account_id=purchase.buyer.account,
        borrower_party_id=code(purchase.owner),
        lender_party_id=code(lender.party),
        granted_on=scene.cast.world.on(moment // SECONDS_PER_DAY),
        principal=money_text(principal, purchase.currency),
        currency=CURRENCIES[purchase.currency].code,
        duration_months=scene.whole(60, 300),
        status_code="running",
    )
    return lender
