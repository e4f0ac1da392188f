"""The narrative of a lead: who, what, when, where, why unusual, how; facts, not guilt.

Sections stand in the order in which a reader needs them. Where the text would pass the limit, the
sections that a table repeats are shortened first.
"""

from __future__ import annotations

from collections.abc import Mapping

from finintel.leads.facts import LeadFacts
from finintel.leads.findings import assets, bases, disproof, innocent, next_steps, urgency, value
from finintel.leads.safe_text import visible_text
from finintel.leads.story import how, what, when, where, who, why
from finintel.leads.teller import Teller

# The smaller goAML limit met for `reason` is 4,000 characters (domain.md 3.8).
LONGEST = 4_000


def narrative(facts: LeadFacts, teller: Teller) -> str:
    """Return the narrative, at most LONGEST characters."""
    language = teller.language
    sections = {
        "who": who(facts, language),
        "what": what(facts, teller),
        "when": when(facts, language),
        "where": where(facts, language),
        "why": why(facts, teller),
        "how": how(facts, teller),
        "value": value(facts, teller),
        "assets": assets(facts, teller),
        "bases": bases(facts, language),
        "urgency": urgency(facts, language),
        "innocent": innocent(facts, language),
        "disproof": disproof(facts, teller),
        "next": next_steps(facts, teller),
    }
    closing = language.sentence("facts")
    told = {language.say("heading", key): visible_text(text) for key, text in sections.items()}
    return fitted(told, closing, language.sentence("cut"))


def fitted(sections: Mapping[str, str], closing: str, cut: str) -> str:
    """Join sections; while the whole is too long, the longest section gives way."""
    parts = dict(sections)
    while len(joined(parts, closing)) > LONGEST:
        longest = max(parts, key=lambda key: len(parts[key]))
        excess = len(joined(parts, closing)) - LONGEST
        keep = max(80, len(parts[longest]) - excess - len(cut))
        if keep >= len(parts[longest]):
            return joined(parts, closing)[:LONGEST]
        parts[longest] = parts[longest][:keep].rstrip() + cut
    return joined(parts, closing)


def joined(sections: Mapping[str, str], closing: str) -> str:
    """Return the sections under their headings, one after another."""
    return " | ".join([*(f"{heading}: {text}" for heading, text in sections.items()), closing])
