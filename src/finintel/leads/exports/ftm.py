"""FollowTheMoney entities, one JSON object a line, with ids that stay the same over nights."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from finintel.leads.facts import Row
from finintel.leads.handover import Exported, Material

PARTY = {"person": "Person", "organisation": "Organization"}
ASSET = {
    "land": "RealEstate",
    "building": "RealEstate",
    "vehicle": "Vehicle",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "security": "Security",
    "bank_balance": "BankAccount",
}
Entity = dict[str, Any]


def export(material: Material) -> Exported:
    """Write parties, accounts, payments, assets and who owns them."""
    found = {entity["id"]: entity for entity in entities(material)}
    # in ASCII: some readers take a line separator inside a text for the end of the line
    lines = (json.dumps(found[key], sort_keys=True) for key in sorted(found))
    content = "".join(f"{line}\n" for line in lines).encode()
    return Exported(".ftm.ndjson", content)


def entities(material: Material) -> Iterable[Entity]:
    """Give every entity of the lead; one that others point to comes whole, whoever names it."""
    facts = material.facts
    holders: dict[str, str] = {}
    for transaction in facts.transactions:
        for side in ("originator", "beneficiary"):
            yield from account_entities(transaction, side, holders)
    for asset in facts.assets:
        yield from asset_entities(asset, material)
    for party in facts.parties:
        yield party_entity(party)
    for transaction in facts.transactions:
        yield payment(transaction, holders, material)


def account_entities(transaction: Row, side: str, holders: dict[str, str]) -> Iterable[Entity]:
    """Give the account of a side and its holder, which is known by name only."""
    account = transaction[f"{side}_account_id"]
    name = transaction[f"{side}_name"] or f"holder of {account or 'an unknown account'}"
    holder = key("holder", account or transaction["transaction_id"] + side)
    holders[f"{transaction['transaction_id']} {side}"] = holder
    yield entity(holder, "LegalEntity", name=name)
    if account:
        yield entity(key("account", account), "BankAccount", name=account, accountNumber=account)


def party_entity(party: Row) -> Entity:
    """Return a party of the lead."""
    return entity(
        key("party", party["party_id"]),
        PARTY.get(party["party_type"], "LegalEntity"),
        name=party["name"] or party["party_id"],
        country=(party["country_code"] or "").lower(),
        address=party["address"],
    )


def payment(transaction: Row, holders: dict[str, str], material: Material) -> Entity:
    """Return a payment between the holders of two accounts."""
    number = transaction["transaction_id"]
    ends = {
        "payerAccount": transaction["originator_account_id"],
        "beneficiaryAccount": transaction["beneficiary_account_id"],
    }
    return entity(
        key("payment", number),
        "Payment",
        payer=holders[f"{number} originator"],
        beneficiary=holders[f"{number} beneficiary"],
        date=transaction["booked_on"],
        amount=material.money(transaction["amount"], transaction["currency"]),
        currency=transaction["currency"],
        purpose=transaction["remittance_text"],
        transactionNumber=number,
        **{name: key("account", account) for name, account in ends.items() if account},
    )


def asset_entities(asset: Row, material: Material) -> Iterable[Entity]:
    """Give an asset and an ownership for each owner of record."""
    held = key("asset", asset["asset_id"])
    yield entity(
        held,
        ASSET.get(asset["asset_type"], "Asset"),
        name=asset["description"] or asset["registration_number"] or asset["asset_id"],
        country=(asset["country_code"] or "").lower(),
        amount=material.money(asset["value"], asset["asset_currency"]),
        currency=asset["asset_currency"],
    )
    for owner in (asset["owner_ids"] or "").split():
        party = key("party", owner)
        yield entity(party, "LegalEntity", name=owner)
        yield entity(
            key("ownership", owner, asset["asset_id"]), "Ownership", owner=party, asset=held
        )


def entity(identifier: str, schema: str, **properties: object) -> Entity:
    """Return an entity with the properties that have a value."""
    given = {name: [str(value).replace("\x00", "")] for name, value in properties.items() if value}
    return {"id": identifier, "schema": schema, "properties": given}


def key(kind: str, *parts: str) -> str:
    """Return an id that depends on nothing but what it stands for."""
    digest = hashlib.sha256("\x1f".join((kind, *parts)).encode()).hexdigest()[:32]
    return f"finintel-{kind}-{digest}"
