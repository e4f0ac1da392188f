"""An asset that somebody sold: the registered source of money that a twin spends."""

from __future__ import annotations

from finintel.synth.cast import Actor
from finintel.synth.deeds import DESCRIPTIONS, money_text
from finintel.synth.events import SECONDS_PER_DAY
from finintel.synth.moves import latest, total_received
from finintel.synth.payments import Payment
from finintel.synth.places import ALL_COUNTRIES, CURRENCIES
from finintel.synth.scene import Scene


def sell_former_asset(scene: Scene, seller: Actor, price: list[Payment]) -> None:
    """Register a home that the seller owned for years and sold to a stranger for this price."""
    world, country = scene.cast.world, ALL_COUNTRIES[seller.country]
    code, buyer = scene.register_code("BUI", "sold"), scene.bystander()
    day = min(latest(price) // SECONDS_PER_DAY, world.calendar.days - 1)
    amount = money_text(total_received(price), seller.currency)
    currency = CURRENCIES[seller.currency].code
    scene.enter_register(
        "land_registry",
        -1,
        asset_id=code,
        asset_type="building",
        registry=f"{country.code}-land",
        registration_number=code.split("-", 1)[1],
        country_code=country.code,
        location_code=f"{country.code}-01",
        description=DESCRIPTIONS["building"][scene.whole(0, 2)],
        value=amount,
        currency=currency,
        valued_on=world.on(-scene.whole(30, 900)),
        encumbrance="0",
        status_code="free",
        built_year=world.calendar.until.year - scene.whole(8, 60),
    )
    share = {"share_minimum_ratio": "1", "share_maximum_ratio": "1", "interest_type": "legal"}
    before = {
        "asset_id": code,
        "party_id": world.party_code(seller.party),
        "valid_from": world.on(-scene.whole(1_500, 9_000)),
        **share,
    }
    after = {**before, "party_id": world.party_code(buyer.party), "valid_from": world.on(day)}
    scene.enter_register("ownership", -1, **before)
    scene.enter_register("ownership", day, **before, valid_to=world.on(day))
    scene.enter_register("ownership", day, **after)
    scene.enter_register(
        "acquisition",
        day,
        acquisition_id=scene.register_code("ACQ", "sold"),
        asset_id=code,
        acquirer_party_id=world.party_code(buyer.party),
        seller_party_id=world.party_code(seller.party),
        payee_account_id=seller.account,
        acquired_on=world.on(day),
        price=amount,
        currency=currency,
        market_value=amount,
        financing_code="unknown",
    )
