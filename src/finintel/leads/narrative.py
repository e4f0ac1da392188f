"""The narrative of a lead: who, what, when, where, why unusual, how; facts, not guilt.

Sections stand in the order in which a reader needs them, each a list of sentences. The page shows
them whole; the text of a CSV cell or a report has a longest length, and where it would pass it, the
longest sections lose their last sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from finintel.leads.facts import LeadFacts
from finintel.leads.findings import assets, bases, disproof, innocent, next_steps, urgency, value
from finintel.leads.names import names_of
from finintel.leads.safe_text import visible_text
from finintel.leads.story import how, what, when, where, who
from finintel.leads.teller import Teller
from finintel.leads.unusual import why

NUMBERED = ("how", "next")
LEAST_KEPT = 60
# What gives way first where the text is too long: a section, and the sentences it keeps at least.
# What a table of the dossier repeats goes before what only the narrative tells.
GIVES_WAY = (
    ("bases", 2),
    ("assets", 2),
    ("where", 2),
    ("disproof", 2),
    ("why", 5),
    ("bases", 1),
    ("where", 1),
    ("how", 5),
    ("why", 4),
    ("next", 3),
    ("assets", 1),
    ("how", 4),
    ("why", 3),
    ("how", 3),
)


@dataclass(frozen=True)
class Section:
    """One section: its key, its heading in the language, its sentences."""

    key: str
    heading: str
    sentences: tuple[str, ...]
    is_cut: bool = False

    def text(self, cut: str) -> str:
        """Return heading and sentences as one line."""
        told: Sequence[str] = self.sentences
        if self.key in NUMBERED:
            told = [f"{number}. {said}" for number, said in enumerate(told, start=1)]
        return f"{self.heading}: {' '.join(told)}{cut if self.is_cut else ''}"

    def shorter(self) -> Section:
        """Return it without its last sentence, or with that sentence cut where it is the only."""
        if len(self.sentences) > 1:
            return replace(self, sentences=self.sentences[:-1], is_cut=True)
        only = self.sentences[0]
        kept = only[: max(LEAST_KEPT, len(only) * 2 // 3)].rstrip()
        return replace(self, sentences=(kept,), is_cut=True)


def sections(facts: LeadFacts, teller: Teller) -> list[Section]:
    """Return the narrative whole, section by section."""
    language, names = teller.language, names_of(facts)
    told = {
        "who": who(facts, names, teller),
        "what": what(facts, teller),
        "when": when(facts, teller),
        "where": where(facts, language),
        "why": why(facts, teller),
        "how": how(facts, names, teller),
        "value": value(facts, teller),
        "assets": assets(facts, teller),
        "bases": bases(facts, names, teller),
        "urgency": urgency(facts, teller),
        "innocent": innocent(facts, names, language),
        "disproof": disproof(facts, teller),
        "next": next_steps(facts, teller),
    }
    return [
        Section(key, language.say("heading", key), tuple(map(visible_text, said)))
        for key, said in told.items()
        if said
    ]


def narrative(facts: LeadFacts, teller: Teller) -> str:
    """Return the narrative as one text, no longer than the teller allows."""
    return as_text(sections(facts, teller), teller)


def as_text(told: Sequence[Section], teller: Teller) -> str:
    """Return sections as one text, no longer than the teller allows."""
    language = teller.language
    return fitted(told, language.sentence("facts"), language.sentence("cut"), teller.longest)


def fitted(told: Sequence[Section], closing: str, cut: str, longest: int) -> str:
    """Join sections; while the whole is too long, sections give way in the order of GIVES_WAY."""
    parts = {part.key: part for part in told}
    for key, least in GIVES_WAY:
        while len(joined(parts, closing, cut)) > longest and key in parts:
            if len(parts[key].sentences) <= least:
                break
            parts[key] = parts[key].shorter()
    return shortened(parts, closing, cut, longest)


def shortened(parts: dict[str, Section], closing: str, cut: str, longest: int) -> str:
    """Cut the longest sections where whole sentences were not enough, as with very long names."""
    text = joined(parts, closing, cut)
    while len(text) > longest:
        key = max(parts, key=lambda name: len(parts[name].text(cut)))
        shorter = parts[key].shorter()
        if len(shorter.text(cut)) >= len(parts[key].text(cut)):
            return text[:longest]
        parts[key] = shorter
        text = joined(parts, closing, cut)
    return text


def joined(parts: Mapping[str, Section], closing: str, cut: str) -> str:
    """Return the sections one after another."""
    return " | ".join([*(part.text(cut) for part in parts.values()), closing])
