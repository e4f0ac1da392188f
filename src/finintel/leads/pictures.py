"""The three pictures of a page, each with the table that says the same in words."""

from __future__ import annotations

from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.figure import Labels, money_flow
from finintel.leads.flows import CASH_IN, CASH_OUT, drawn, summed_pairs
from finintel.leads.names import Names
from finintel.leads.network import party_map, ties_of
from finintel.leads.safe_text import visible_text
from finintel.leads.teller import Teller
from finintel.leads.timeline import days_of, timeline

MOST_TABLE_ROWS = 80


def pictures(facts: LeadFacts, names: Names, teller: Teller) -> dict[str, Any]:
    """Return the pictures of a lead, marked as safe: each escapes what it writes."""
    return {
        **flow_picture(facts, names, teller),
        **day_picture(facts, teller),
        **tie_picture(facts, names, teller),
    }


def flow_picture(facts: LeadFacts, names: Names, teller: Teller) -> dict[str, Any]:
    """Return the money flow, its table, and how many flows the picture lacks."""
    from markupsafe import Markup

    language = teller.language
    shown = drawn(facts.transactions)
    labels = Labels(
        name=lambda account: visible_text(names.accounts.get(account, "").split("; ")[0]),
        money=teller.money,
        cash_in=language.sentence("cash_in"),
        cash_out=language.sentence("cash_out"),
        accounts=lambda number: language.count("account", number),
        title=language.page("How the money moved"),
    )
    marked = frozenset((facts.lead["subject_ids"] or "").split())
    ends = {CASH_IN: labels.cash_in, CASH_OUT: labels.cash_out}
    return {
        "figure": Markup(money_flow(shown, marked, labels)),  # noqa: S704 - escaped there
        "left_out": shown.left_out,
        "flows": [
            {
                "origin": ends.get(flow.origin) or names.account(flow.origin, language),
                "destination": ends.get(flow.destination)
                or names.account(flow.destination, language),
                "amount": flow.amount,
                "count": flow.count,
            }
            for flow in summed_pairs(facts.transactions)[:MOST_TABLE_ROWS]
        ],
    }


def day_picture(facts: LeadFacts, teller: Teller) -> dict[str, Any]:
    """Return the timeline and its table; what was acquired before the evidence is left out."""
    from markupsafe import Markup

    first = facts.lead["start_on"]
    near = [
        row
        for row in facts.assets
        if row["acquired_on"] and (first is None or row["acquired_on"] >= first)
    ]
    days = days_of(facts.transactions, near)
    title = teller.language.page("Timeline")
    drawing = Markup(timeline(days, teller, title))  # noqa: S704 - escaped there
    return {"timeline": drawing, "days": days}


def tie_picture(facts: LeadFacts, names: Names, teller: Teller) -> dict[str, Any]:
    """Return the map of parties and ownership, and its table."""
    from markupsafe import Markup

    language = teller.language
    known = dict(names.parties)
    for row in facts.ties:
        for end in ("from", "to"):
            if row[f"{end}_name"]:
                known.setdefault(row[f"{end}_id"], row[f"{end}_name"])
    marks = {row["party_id"]: "marked" for row in facts.parties if row["role"] == "subject"}
    for row in facts.assets:
        marks[row["asset_id"]] = "asset"
        known[row["asset_id"]] = language.word(row["asset_type"])
    ties = ties_of(facts.ties, language)
    title = language.page("Parties, ownership and control")
    return {
        "map": Markup(party_map(ties, known, marks, title)),  # noqa: S704 - escaped there
        "ties": [
            {
                "origin": known.get(tie.origin, tie.origin),
                "said": tie.said,
                "destination": f"{known.get(tie.destination, '')} {tie.destination}".strip(),
            }
            for tie in ties[:MOST_TABLE_ROWS]
        ],
    }
