"""An asset on a page: everything that an asset-recovery office asks first, and the traced range."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.names import Names, owner_of
from finintel.leads.phrases import SEPARATOR
from finintel.leads.teller import Teller, listed

Row = Mapping[str, Any]

# Claims of an asset that a page tells; the CSV has all. Those of payers are told in two parts.
MOST_CLAIMS = 3
PARTS_OF_CLAIM = 2
# How trace writes what speaks against conditions, and what is not known.
SOUGHT = "lawful sources looked for: "
AGAINST = re.compile(rf'; (?=against "|{SOUGHT})')
DOUBTED = re.compile(r'against "(.+?)": (.+)')
# How trace writes whose relative, director or else the owner is, and of whom.
RELATED = re.compile(r"(\S+) ([a-z ]+ of) (\S+)")
SHARES = re.compile(r"\[([\d.]+), ([\d.]+)\]")


def asset_rows(facts: LeadFacts, names: Names, teller: Teller) -> list[dict[str, Any]]:
    """Return the assets of a lead with facts, methods and the bar that shows the range."""
    return [
        {
            **row,
            "methods": methods(row, facts, teller),
            "bar": bar(row),
            "facts": [
                (name, said)
                for name, said in (
                    *deed(row, names, teller),
                    *value(row, teller),
                    *risk(row, names, teller),
                )
                if said
            ],
        }
        for row in facts.assets
    ]


def deed(row: Row, names: Names, teller: Teller) -> list[tuple[str, str]]:
    """Return register, owners and how it was acquired."""
    language = teller.language
    place = ", ".join(filter(None, (row["location_code"], row["country_code"])))
    seller = row["seller_party_id"]
    return [
        ("register", " ".join(filter(None, (row["registry"], row["registration_number"])))),
        ("where", place),
        ("owner on the register", owner_of(row, teller)),
        ("beneficial owners (share)", shares(within(row["beneficial_owners"], names), teller)),
        ("ownership path", shares(within(row["ownership_paths"], names), teller)),
        ("controlled by", language.phrase(within(row["controllers"], names))),
        ("acquired", language.day(row["acquired_on"])),
        ("price", language.money(row["price"], row["currency"] or "", teller.exponents)),
        ("price of market value", percent(row["price_ratio"], teller)),
        ("financing", language.word(row["financing"])),
        ("seller", names.party(seller) if seller else ""),
        ("relation of the owner", relations(row["relation"], names, teller)),
        ("paid with", listed((row["transaction_ids"] or "").split(), language)),
        ("why it is here", language.phrase(row["link_reason"])),
    ]


def value(row: Row, teller: Teller) -> list[tuple[str, str]]:
    """Return what it is worth, what lies on it, and the means of the acquirer."""
    language = teller.language
    least, most = row["net_minimum"], row["net_maximum"]
    hops = [str(row[name]) for name in ("source_count", "hop_count") if row[name] is not None]
    return [
        ("value tonight", money(row["value_today"], teller)),
        ("valuation", language.phrase(row["value_basis"])),
        ("net value, least to most", "" if most is None else span(least, most, teller)),
        (
            "charges",
            language.money(row["encumbrance"], row["asset_currency"] or "", teller.exponents),
        ),
        ("source transactions, hops", " / ".join(hops)),
        ("last source", language.day(row["last_source_on"]) if row["last_source_on"] else ""),
        ("along chains", listed((row["chain_ids"] or "").split(), language)),
        ("known lawful income of the acquirer", money(row["lawful_income"], teller)),
        ("gap to lawful means", language.phrase(row["means_gaps"])),
        ("years without known income", number(row["income_years_missing"], teller)),
    ]


def risk(row: Row, names: Names, teller: Teller) -> list[tuple[str, str]]:
    """Return urgency, clock, signs of a nominee, what speaks against and what is missing."""
    language = teller.language
    clock = ""
    if row["clock_ends_on"]:
        title = language.phrase(teller.law.measures.get(row["measure"], row["measure"] or ""))
        clock = (
            f"{title}: {language.day(row['clock_ends_on'])} ({language.phrase(row['clock_term'])})"
        )
    return [
        ("urgency", language.word(row["urgency"]) if row["urgency"] else ""),
        ("signals", language.phrase(row["signals"])),
        ("if taken tonight, runs until", clock),
        ("signs of another behind the owner", language.phrase(row["nominee_indicators"])),
        ("speaks against", within(against(row["counter_evidence"], teller), names)),
        ("claims of those who paid", claims(row["victim_claims"], names, teller, PARTS_OF_CLAIM)),
        ("rights of third parties", claims(row["third_party_claims"], names, teller)),
        ("not known", within(language.phrase(row["missing"]), names)),
    ]


def relations(text: str | None, names: Names, teller: Teller) -> str:
    """Return how the owner is related to the party that an asset is listed through, and to payers.

    Each pair is told as registered, with names in the place of ids.
    """
    said = teller.language.sentence
    told = []
    for part in filter(None, (text or "").split(SEPARATOR)):
        before, _, relation = part.rpartition(": ")
        answer = relation_told(relation, names, teller)
        payer = names.party(before.removeprefix("paid by "))
        told.append(said("paid_by", payer=payer, relation=answer) if before else answer)
    return SEPARATOR.join(told)


def relation_told(relation: str, names: Names, teller: Teller) -> str:
    """Return one relation: pairs of parties, or a phrase."""
    phrase = teller.language.phrase
    pairs = [pair for pair in map(RELATED.fullmatch, relation.split(", ")) if pair]
    if not pairs:
        return within(phrase(relation), names)
    return ", ".join(
        f"{names.party(pair[1])} {phrase(pair[2])} {names.party(pair[3])}" for pair in pairs
    )


def against(text: str | None, teller: Teller) -> str:
    """Return what speaks against the conditions, each with its fact, and what was looked for."""
    said = teller.language.sentence
    told = []
    for part in AGAINST.split(text or ""):
        doubted = DOUBTED.fullmatch(part)
        if doubted:
            condition, fact = map(teller.language.phrase, doubted.groups())
            told.append(said("against", condition=condition, fact=fact))
        elif part.startswith(SOUGHT):
            found = teller.language.phrase(part.removeprefix(SOUGHT))
            told.append(said("sources_sought", found=found))
        else:
            told.append(teller.language.phrase(part))
    return SEPARATOR.join(told)


def claims(text: str | None, names: Names, teller: Teller, parts: int = 1) -> str:
    """Return the largest claims and how many more there are; a claim may be told in parts."""
    told = (text or "").split(SEPARATOR)
    *found, settled = [told[place : place + parts] for place in range(0, len(told), parts)]
    kept = [part for claim in found[:MOST_CLAIMS] for part in claim]
    said = within(teller.language.phrase(SEPARATOR.join([*kept, *settled])), names)
    more = len(found) - MOST_CLAIMS
    return f"{said} ({teller.language.sentence('more', count=more)})" if more > 0 else said


def shares(text: str, teller: Teller) -> str:
    """Return a text with its shares, least and most, in percent: [0.25, 0.5] → (25 % – 50 %)."""

    def told(found: re.Match[str]) -> str:
        least, most = (percent(float(share), teller) for share in found.groups())
        return f"({least})" if least == most else f"({least} – {most})"

    return SHARES.sub(told, text).replace(" < ", " ← ")


def within(text: str | None, names: Names) -> str:
    """Return a text of ids with names in their place."""
    return " ".join(names.parties.get(word, word) for word in (text or "").split(" "))


def money(minor: int | None, teller: Teller) -> str:
    """Return an amount of the base currency, or nothing."""
    return "" if minor is None else teller.money(minor)


def span(least: int | None, most: int, teller: Teller) -> str:
    """Return a range of amounts of the base currency."""
    return f"{teller.money(least)} – {teller.money(most)}"


def percent(ratio: float | None, teller: Teller) -> str:
    """Return a ratio as whole percent, or nothing."""
    return "" if ratio is None else teller.language.localised(f"{ratio * 100:,.0f} %")


def number(found: float | None, teller: Teller) -> str:
    """Return a number with one digit behind the point, or nothing."""
    return "" if found is None else teller.language.localised(f"{found:,.1f}")


def methods(row: Row, facts: LeadFacts, teller: Teller) -> list[str]:
    """Return the value by every method and order within a day."""
    return [
        teller.language.say("method", item["method"])
        + variant_note(item["order_variant"], teller)
        + f": {teller.money(item['traced_base_minor'])}"
        for item in facts.methods
        if item["asset_id"] == row["asset_id"]
    ]


def variant_note(order_variant: str, teller: Teller) -> str:
    """Return which order within a day was assumed, where it was not the booked one."""
    return "" if order_variant == "booked" else f" ({teller.language.word(order_variant)})"


def bar(row: Row) -> dict[str, float] | None:
    """Return where the traced range lies within its largest value, in percent."""
    most = row["traced_maximum"]
    if not most:
        return None
    least, headline = row["traced_minimum"] or 0, row["traced_headline"] or 0
    return {
        "left": round(100 * least / most, 1),
        "width": round(max(1.0, 100 - 100 * least / most), 1),
        "mark": round(min(99.0, 100 * headline / most), 1),
    }
