"""The page of a lead and the index of the night: self-contained HTML, every value escaped.

No script, no network: a Content-Security-Policy in the page forbids both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finintel.leads.facts import LeadFacts
from finintel.leads.figure import Labels, money_flow
from finintel.leads.safe_text import visible_text
from finintel.leads.teller import Teller, plain_number

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FOLDER = Path(__file__).parent / "templates"

# A page is read by a person: what is longer goes on in the CSVs.
MOST_ROWS = 400
MOST_PARTIES = 150
MOST_ALERTS = 60
STEP = re.compile(r" (?=[2-6]\. )")
BANDS = ("urgency", "basis", "value", "harm", "confidence", "novelty")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Law:
    """The titles that a profile gives to its bases and their conditions."""

    profile: str
    bases: Mapping[str, str]
    conditions: Mapping[tuple[str, str], str]


def law_of(profile_id: str, values: Mapping[str, Any]) -> Law:
    """Read the titles of a profile's bases and the texts of their conditions."""
    bases = values.get("basis", [])
    return Law(
        profile_id,
        {basis["code"]: basis["title"] for basis in bases},
        {
            (basis["code"], condition["code"]): condition["text"]
            for basis in bases
            for condition in basis["conditions"]
        },
    )


@cache
def environment() -> Environment:
    """Return the templates; everything that is filled in is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=readable,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


def readable(value: object) -> object:
    """Make control and direction marks of plain text visible; what is marked safe stays."""
    return visible_text(value) if type(value) is str else value


@cache
def template(name: str) -> Template:
    """Return a compiled template."""
    return environment().get_template(name)


@cache
def style() -> str:
    """Return the style sheet, to be put into the page."""
    from markupsafe import Markup

    return Markup((FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def page(facts: LeadFacts, text: str, teller: Teller, law: Law) -> str:
    """Return the dossier of one lead.

    Args:
        facts: everything known about it.
        text: its narrative.
        teller: language, money and the detectors' own words.
        law: titles of bases and conditions.
    """
    language = teller.language
    return template("dossier.html").render(
        language=language.code,
        style=style(),
        lead=facts.lead,
        money=teller.money,
        amount=lambda minor, currency: language.money(minor, currency or "", teller.exponents),
        bands=band_rows(facts.lead),
        told=told(text, language.say("heading", "how")),
        figure=figure(facts, teller),
        figure_note=figure_note(facts),
        assets=[asset_row(row, facts, teller) for row in facts.assets],
        conditions=facts.conditions,
        profile=law.profile,
        basis_titles=law.bases,
        condition_texts=law.conditions,
        explanations=[
            {
                "title": language.say("explanation", row["code"]),
                "result": row["result"],
                "said": language.say("result", row["result"]),
                "detail": row["detail"],
            }
            for row in facts.explanations
        ],
        parties=facts.parties[:MOST_PARTIES],
        more_parties=max(0, len(facts.parties) - MOST_PARTIES),
        number=lambda value: language.localised(plain_number(value)),
        _=language.page,
        alerts=[
            {**row, "title": teller.detectors.get(row["detector_id"], {}).get("title", "")}
            for row in facts.alerts[:MOST_ALERTS]
        ],
        more_alerts=max(0, len(facts.alerts) - MOST_ALERTS),
        transactions=facts.transactions[:MOST_ROWS],
        more_transactions=max(0, len(facts.transactions) - MOST_ROWS),
        history=facts.history,
    )


def told(text: str, how: str) -> list[tuple[str, list[str]]]:
    """Take a narrative apart again into headings and texts; numbered steps each by itself."""
    parts = [part.partition(": ") for part in text.split(" | ")]
    named = [(heading, said) if said else ("", heading) for heading, _, said in parts]
    return [(heading, STEP.split(said) if heading == how else [said]) for heading, said in named]


def band_rows(lead: Row) -> list[dict[str, Any]]:
    """Return the six bands with the fact that decided each."""
    reasons: dict[str, str] = {}
    for part in str(lead["band_reasons"]).split("; "):
        name, mark, reason = part.partition("=")
        if mark and name in BANDS:
            reasons[name] = reason.partition(": ")[2]
    return [
        {"name": band, "level": lead[f"band_{band}"], "reason": reasons.get(band, "")}
        for band in BANDS
    ]


def figure(facts: LeadFacts, teller: Teller) -> object:
    """Return the money-flow picture, marked as safe: the figure escapes what it writes."""
    from markupsafe import Markup

    holders: dict[str, str] = {}
    for row in facts.transactions:
        for end in ("originator", "beneficiary"):
            if row[f"{end}_account_id"] and row[f"{end}_name"]:
                holders[row[f"{end}_account_id"]] = visible_text(row[f"{end}_name"])
    language = teller.language
    labels = Labels(
        name=lambda account: holders.get(account, ""),
        money=teller.money,
        cash_in=language.sentence("cash_in"),
        cash_out=language.sentence("cash_out"),
        accounts=language.sentence("accounts", count="").strip(),
        title=language.page(
            "Payments between accounts, summed by pair, left to right in order of first payment"
        ),
    )
    marked = frozenset((facts.lead["subject_ids"] or "").split())
    return Markup(money_flow(facts.transactions, marked, labels))  # noqa: S704 - escaped there


def figure_note(facts: LeadFacts) -> str:
    """Name the payments that bought an asset."""
    bought = [
        f"{row['transaction_id']} paid for {asset['asset_id']}"
        for asset in facts.assets
        for row in facts.transactions
        if row["transaction_id"] in (asset["transaction_ids"] or "").split()
    ]
    return f"Payments matched to acquisitions: {'; '.join(bought[:6])}." if bought else ""


def asset_row(row: Row, facts: LeadFacts, teller: Teller) -> dict[str, Any]:
    """Return an asset with its value by method and the bar that shows the range."""
    methods = [
        f"{teller.language.say('method', item['method'])}"
        f"{variant_note(item['order_variant'])}"
        f": {teller.money(item['traced_base_minor'])}"
        for item in facts.methods
        if item["asset_id"] == row["asset_id"]
    ]
    return {**row, "methods": methods, "bar": bar(row)}


def variant_note(order_variant: str) -> str:
    """Return which order within a day was assumed, where it was not the booked one."""
    return "" if order_variant == "booked" else f", {order_variant.replace('_', ' ')}"


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


def index_page(leads: Sequence[Row], below: int, night: str, teller: Teller) -> str:
    """Return the page that lists the night's leads."""
    listed = {
        kind: [row for row in leads if row["listing"] == kind]
        for kind in ("ranked", "sample", "withdrawn")
    }
    return template("index.html").render(
        language=teller.language.code,
        style=style(),
        night=night,
        _=teller.language.page,
        money=teller.money,
        below=below,
        sections=[
            ("The list", listed["ranked"]),
            ("Drawn from below the line", listed["sample"]),
            ("Withdrawn tonight", listed["withdrawn"]),
        ],
        **listed,
    )
