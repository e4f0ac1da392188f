"""The page that lists the night's leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from finintel.leads.dossier import BANDS, words
from finintel.leads.pages import template
from finintel.leads.teller import Teller

Row = Mapping[str, Any]
LISTINGS = {
    "ranked": "The list",
    "sample": "Drawn from below the line",
    "in_work": "Staff work on these",
    "suppressed": "Put to rest by staff, with news tonight",
    "withdrawn": "Withdrawn tonight",
}


def index_page(
    leads: Sequence[Row], below: int, night: date, teller: Teller, further: Sequence[str]
) -> str:
    """Return the page.

    Args:
        leads: the rows of case_leads, in order.
        below: how many leads stand below the line.
        night: date of the list.
        teller: language and money.
        further: other languages that every lead has a page in.
    """
    listed = {kind: [row for row in leads if row["listing"] == kind] for kind in LISTINGS}
    return template("index.html").render(
        **words(teller),
        night=teller.language.day(night),
        below=below,
        bands=BANDS,
        further=further,
        typology=lambda row: teller.language.typology(row["typology"], row["typology_meaning"]),
        sections=[(LISTINGS[kind], rows) for kind, rows in listed.items()],
        **listed,
    )
