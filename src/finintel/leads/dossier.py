"""The page of a lead: self-contained HTML, every value escaped.

It answers first, then tells, then shows; every fact names the file and the line it comes from, and
the files stand with their SHA-256 at the end of the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from finintel.leads.asset_facts import asset_rows
from finintel.leads.facts import LeadFacts
from finintel.leads.findings import explained
from finintel.leads.glance import glance
from finintel.leads.language import Language
from finintel.leads.legal import tested_bases, tested_measures
from finintel.leads.names import Names, names_of
from finintel.leads.narrative import NUMBERED, Section
from finintel.leads.pages import style, template
from finintel.leads.pictures import pictures
from finintel.leads.story import on_record
from finintel.leads.teller import Teller
from finintel.leads.unusual import alert_sentence

# A page is read by a person: what is longer goes on in the CSVs.
MOST_ROWS = 150
MOST_PARTIES = 60
MOST_ALERTS = 40
MOST_BASELINES = 12
BANDS = ("urgency", "basis", "value", "harm", "confidence", "novelty")
QUESTIONS = {
    "whose": "Whose money",
    "origin": "From where",
    "destination": "To where",
    "asset": "Which asset",
    "confidence": "How sure",
    "urgency": "How urgent",
    "next": "What next",
}
CONTENTS = {
    "glance": "At a glance",
    "summary": "Summary",
    "flow": "How the money moved",
    "days": "Timeline",
    "ties": "Parties, ownership and control",
    "assets": "Assets",
    "bases": "Legal bases: condition by condition",
    "measures": "Measures that secure, apart from the bases",
    "counter": "Innocent explanations looked for",
    "usual": "Own past and peers",
    "parties": "Parties",
    "alerts": "Alerts",
    "evidence": "Evidence",
    "history": "History over nights",
}
Row = Mapping[str, Any]


def page(facts: LeadFacts, told: Sequence[Section], teller: Teller) -> str:
    """Return the dossier of one lead, with its narrative section by section."""
    names, language = names_of(facts), teller.language
    shown = pictures(facts, names, teller)
    law = {
        "bases": tested_bases(facts, names, teller),
        "measures": tested_measures(facts, names, teller),
    }
    files = files_of(facts)
    lacking = {
        name
        for name, there in (
            ("flow", shown["figure"]),
            ("days", shown["figure"]),
            ("ties", shown["map"]),
            *law.items(),
            ("usual", facts.baselines),
        )
        if not there
    }
    return template("dossier.html").render(
        **words(teller),
        **rows(facts, names, teller),
        **shown,
        **law,
        lead=facts.lead,
        typology=language.typology(facts.lead["typology"], facts.lead["typology_meaning"]),
        contents=[
            (name, language.page(title)) for name, title in CONTENTS.items() if name not in lacking
        ],
        bands=band_rows(facts.lead, teller),
        told=told,
        numbered=NUMBERED,
        files=files,
        src=sources(files, language),
        answers=answers(facts, names, teller),
    )


def words(teller: Teller) -> dict[str, Any]:
    """Return how a page writes: language, money, days, closed words."""
    language = teller.language
    return {
        "language": language.code,
        "style": style(),
        "_": language.page,
        "word": language.word,
        "phrase": teller.phrase,
        "count": language.count,
        "day": language.day,
        "short": language.short_day,
        "method": lambda name: language.say("method", name) if name else "",
        "money": teller.money,
        "amount": lambda minor, code: language.money(minor, code or "", teller.exponents),
        "cash_in": language.sentence("cash_in"),
        "cash_out": language.sentence("cash_out"),
        "profile": teller.law.profile,
    }


def rows(facts: LeadFacts, names: Names, teller: Teller) -> dict[str, Any]:
    """Return the tables of a page, cut to what a person reads."""
    language = teller.language
    return {
        "assets": asset_rows(facts, names, teller),
        "more_assets": max(0, facts.lead["asset_count"] - len(facts.assets)),
        "explanations": [
            {
                "title": language.say("explanation", row["code"]),
                "result": row["result"],
                "said": language.say("result", row["result"]),
                "detail": explained(row, names, language),
            }
            for row in facts.explanations
        ],
        "baselines": [
            {
                **row,
                "before": max(0, (row["first_on"] - row["known_from"]).days),
                "kind": language.say("kinds", row["peer_kind"] or "unknown"),
            }
            for row in facts.baselines[:MOST_BASELINES]
        ],
        "parties": [
            {**row, "record": record(row, language)} for row in facts.parties[:MOST_PARTIES]
        ],
        "more_parties": max(0, len(facts.parties) - MOST_PARTIES),
        "alerts": [
            {**row, "said": alert_sentence(row, teller)} for row in facts.alerts[:MOST_ALERTS]
        ],
        "more_alerts": max(0, len(facts.alerts) - MOST_ALERTS),
        "transactions": facts.transactions[:MOST_ROWS],
        "more_transactions": max(0, len(facts.transactions) - MOST_ROWS),
        "history": facts.history,
    }


def record(row: Row, language: Language) -> list[str]:
    """Return what is on record about a party: function, proceedings, lists."""
    told = [language.sentence("official")] if row["is_public_official"] else []
    return told + [
        on_record(row[column], language) for column in ("proceedings", "watchlists") if row[column]
    ]


def band_rows(lead: Row, teller: Teller) -> list[dict[str, Any]]:
    """Return the six bands with the fact that decided each."""
    reasons: dict[str, str] = {}
    last = ""
    for part in str(lead["band_reasons"]).split("; "):
        name, mark, reason = part.partition("=")
        if mark and name in BANDS:
            last, reasons[name] = name, reason.partition(": ")[2]
        elif last:
            reasons[last] += f"; {part}"
    return [
        {
            "name": band,
            "level": lead[f"band_{band}"],
            "reason": teller.phrase(reasons.get(band, "")),
        }
        for band in BANDS
    ]


def files_of(facts: LeadFacts) -> dict[str, dict[str, str]]:
    """Return the files that the rows of a page come from: hash → short label, name and hash."""
    named: dict[str, str] = {}
    for row in (*facts.transactions, *facts.assets, *facts.parties):
        if row["file_sha256"]:
            named.setdefault(row["file_sha256"], row["file_name"] or "")
    return {
        digest: {"label": f"F{number}", "name": name, "sha256": digest}
        for number, (digest, name) in enumerate(named.items(), start=1)
    }


def sources(files: Mapping[str, Row], language: Language) -> Callable[[Row], object]:
    """Return what writes the file and line of a row, the file as a link to its hash."""
    from markupsafe import Markup

    line = language.page("line {number}")

    def source(row: Row) -> object:
        if not row["file_sha256"]:
            return ""
        label = files[row["file_sha256"]]["label"]
        told = f'<a class="src" href="#{label}">{label}</a> {line.format(number=row["row_number"])}'
        return Markup(told)  # noqa: S704 - a label of ours and a number

    return source


def answers(facts: LeadFacts, names: Names, teller: Teller) -> list[dict[str, Any]]:
    """Return the questions with their answers, each source with its place on the page."""
    anchors = {
        **anchored(facts.parties[:MOST_PARTIES], "party_id", "p"),
        **anchored(facts.transactions[:MOST_ROWS], "transaction_id", "t"),
        **anchored(facts.assets, "asset_id", "a"),
    }
    found = []
    for answer in glance(facts, names, teller):
        sources = [
            {"row": row, "name": name_of(row), "anchor": anchors.get(name_of(row), "evidence")}
            for row in answer.sources
        ]
        question = QUESTIONS[answer.key]
        found.append({"question": question, "texts": answer.texts, "sources": sources})
    return found


def anchored(found: Sequence[Row], key: str, letter: str) -> dict[str, str]:
    """Return id → where its row stands on the page."""
    return {row[key]: f"{letter}-{number}" for number, row in enumerate(found, start=1)}


def name_of(row: Row) -> str:
    """Return what a row is called: its transaction, asset or party."""
    return str(next(row[key] for key in ("transaction_id", "asset_id", "party_id") if key in row))
