# ruff: noqa: ANN401 -- lxml ships no types
"""goAML XML, in the order of the schema, with the codes of one FIU and names in ASCII letters."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from finintel.contracts.toml import read_toml
from finintel.errors import UsageError
from finintel.leads.facts import Row
from finintel.leads.handover import Exported, Material
from finintel.leads.safe_text import visible_text
from finintel.leads.transliterate import Transliterator

LONGEST_REASON = 4_000
EARLIEST = "1753-01-01"
# Signs beyond ASCII stand as references, so no reader can take them in another encoding.
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
CONTROLS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Codes = dict[str, Any]


def export(material: Material) -> Exported:
    """Write one report, check it where a schema is set, and say which names changed."""
    settings = material.context.workspace.settings
    codes = load_codes(material)
    refuse_what_would_be_invented(material, codes)
    names = Transliterator()
    root = report(material, codes, names)
    content = DECLARATION + etree.tostring(root, encoding="ascii", pretty_print=True)
    notes = [f"{len(names.changed)} names were transliterated"]
    unknown = sum(row["amount_base"] is None for row in material.facts.transactions)
    if unknown:
        notes.append(f"{unknown} amounts are unknown in the base currency and stand as 0")
    if settings.goaml_schema:
        check(content, material)
    else:
        notes.append("not checked: set goaml_schema in finintel.toml to the FIU's XSD")
    changed = json.dumps(names.changed, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    beside = {".names.json": changed.encode("utf-8", "replace")}
    return Exported(".goaml.xml", content, beside, tuple(notes))


def load_codes(material: Material) -> Codes:
    """Read the FIU's mapping, the workspace's own before the shipped one."""
    workspace = material.context.workspace
    name = f"goaml_{workspace.settings.goaml_mapping}.toml"
    for folder in reversed(workspace.resource_folders("schemas/exports")):
        if (folder / name).is_file():
            return dict(read_toml(folder / name))
    raise UsageError(f"schemas/exports/{name}: no such mapping; see goaml_mapping in finintel.toml")


def check(content: bytes, material: Material) -> None:
    """Validate against the FIU's schema; raises UsageError with every fault."""
    workspace = material.context.workspace
    path = workspace.root / workspace.settings.goaml_schema
    try:
        schema = etree.XMLSchema(etree.parse(str(path)))
    except (OSError, etree.LxmlError) as error:
        raise UsageError(f"goaml_schema {path}: cannot be read ({error})") from error
    if not schema.validate(etree.fromstring(content)):
        faults = "\n".join(f"  line {item.line}: {item.message}" for item in schema.error_log)
        raise UsageError(f"{material.lead_id}: does not fit {path.name}:\n{faults}")


def refuse_what_would_be_invented(material: Material, codes: Codes) -> None:
    """Refuse a report that would state what nobody said: who reports, or what an alert indicates.

    Raises:
        UsageError: the reporting entity is not set, or a detector has no indicator of this FIU.
    """
    if not material.context.workspace.settings.goaml_reporting_entity:
        raise UsageError(
            "goAML: who reports is not known. Set goaml_reporting_entity in finintel.toml to the "
            "number that the FIU gave you."
        )
    detectors = {alert["detector_id"] for alert in material.facts.alerts}
    missing = sorted(detectors - set(codes["indicator"]))
    if missing:
        raise UsageError(
            f"goAML: {', '.join(missing)} has no indicator in this FIU's mapping. Add it under "
            "[indicator] in a mapping of your own, schemas/exports/goaml_<name>.toml, and name it "
            "in finintel.toml (goaml_mapping)."
        )


def report(material: Material, codes: Codes, names: Transliterator) -> Any:
    """Return the report."""
    settings, facts = material.context.workspace.settings, material.facts
    root = etree.Element("report")
    put(root, "rentity_id", settings.goaml_reporting_entity)
    put(root, "submission_code", codes["submission_code"])
    put(root, "report_code", codes["report_code"])
    put(root, "entity_reference", material.lead_id)
    put(root, "submission_date", f"{material.context.as_of}T00:00:00")
    put(root, "currency_code_local", settings.base_currency)
    put(root, "reason", material.text[:LONGEST_REASON])
    for row in facts.transactions:
        transaction(root, row, material, codes, names)
    if facts.parties:
        activity(root, material, codes, names)
    indicators = etree.SubElement(root, "report_indicators")
    for code in sorted({codes["indicator"][alert["detector_id"]] for alert in facts.alerts}):
        put(indicators, "indicator", code)
    return root


def transaction(
    root: Any, row: Row, material: Material, codes: Codes, names: Transliterator
) -> None:
    """Add a transaction with an account on each side."""
    node = etree.SubElement(root, "transaction")
    put(node, "transactionnumber", row["transaction_id"][:100])
    put(node, "transaction_location", row["originator_country_code"] or "unknown")
    put(node, "transaction_description", shortened(row["remittance_text"] or ""))
    put(node, "date_transaction", f"{max(str(row['booked_on']), EARLIEST)}T00:00:00")
    put(node, "transmode_code", codes["transmode"].get(row["channel"], codes["other_transmode"]))
    put(node, "transmode_comment", "E")
    put(node, "amount_local", material.money(row["amount_base"], row["base_currency"]) or "0")
    for tag, side in (("from", "originator"), ("to", "beneficiary")):
        part = etree.SubElement(node, f"t_{tag}")
        funds = codes["funds"].get(row["channel"], codes["other_funds"])
        put(part, f"{tag}_funds_code", funds)
        account = etree.SubElement(part, f"{tag}_account")
        put(account, "institution_code", "UNKNOWN")
        put(account, "account", (row[f"{side}_account_id"] or "UNKNOWN")[:255])
        put(account, "account_name", names.name(row[f"{side}_name"], 255))
        put(account, "status_code", codes["unknown_account_status"])
        put(part, f"{tag}_country", row[f"{side}_country_code"] or codes["unknown_country"])


def activity(root: Any, material: Material, codes: Codes, names: Transliterator) -> None:
    """Add the parties, and the assets as items."""
    node = etree.SubElement(root, "activity")
    parties = etree.SubElement(node, "report_parties")
    for row in material.facts.parties:
        party = etree.SubElement(parties, "report_party")
        if row["party_type"] == "person":
            first, _, last = names.name(row["name"], 200).rpartition(" ")
            person = etree.SubElement(party, "person")
            put(person, "first_name", first[:100].strip() or "UNKNOWN")
            put(person, "last_name", last[:100])
        else:
            put(etree.SubElement(party, "entity"), "name", names.name(row["name"], 255))
        put(party, "reason", f"{row['role']} in {material.lead_id}")
    if material.facts.assets:
        items = etree.SubElement(node, "goods_services")
        for row in material.facts.assets:
            item(items, row, material, codes)


def item(items: Any, row: Row, material: Material, codes: Codes) -> None:
    """Add an asset."""
    node = etree.SubElement(items, "item")
    put(node, "item_type", codes["item_type"].get(row["asset_type"], codes["other_item"]))
    put(node, "description", shortened(row["description"] or ""))
    put(node, "presently_registered_to", (row["owner_names"] or "")[:500])
    value = material.money(row["value"], row["asset_currency"])
    if value:
        put(node, "estimated_value", value)
    put(node, "status_code", codes["item_status"].get(row["status"], codes["other_item_status"]))
    if value:
        put(node, "currency_code", row["asset_currency"])
    put(node, "registration_number", (row["registration_number"] or "")[:500])


def shortened(text: str) -> str:
    """Cut a text that the schema does not take, and say how long it was."""
    if len(text) <= LONGEST_REASON:
        return text
    return f"{text[:LONGEST_REASON]}… [cut: {len(text)} characters]"


def put(parent: Any, tag: str, value: object) -> None:
    """Add an element with text that XML can hold and a person can see."""
    etree.SubElement(parent, tag).text = CONTROLS.sub(" ", visible_text(str(value)))
