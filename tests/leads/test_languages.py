"""Languages: the same keys in all, numbers and dates by locale, a narrative that fits."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date

import pytest
from tests.leads.first_night import FIRST, folder_of
from tests.leads.handed import materials

from finintel.leads.language import FOLDER, load_language
from finintel.leads.write import run as write_leads
from finintel.sqlfile import read_sql
from finintel.workspace import shipped_resources

FURTHER = ("es", "pt", "fr")
# What a page says of an asset, a condition, a measure and a night in the words of other rooms.
TOLD = {
    "assets": (
        *("link_reason", "signals", "nominee_indicators", "value_basis", "missing", "means_gaps"),
        *("clock_term", "victim_claims", "third_party_claims", "controllers"),
    ),
    "conditions": ("explanation", "settled_by"),
    "measures": ("settled_by",),
    "history": ("change", "change_detail"),
}
# One of each event that a case may have (sql/cases, finintel.cases), with what varies in it.
EVENTS = """
new
changed
unchanged
aged
withdrawn
its evidence has left the examined window
raised again after it was withdrawn
withdrawn: 3 of its rows were corrected since
withdrawn: the window still covers its evidence, and no detector raises it any more
took over L-C1, L-C2
L-C1 split off
split from L-C1
merged into L-C1
merged into L-C1, which holds its evidence now
2 of its transactions were shown in L-C1 before
novelty 4 → 2, as nights pass
alerts: 2 → 3
transactions: other ones or other values, 3 as before
band basis rose: 2 → 3 (facts support conditions of x)
band value fell: 3 → 2 (no value traced; a part of the cited money)
staff decided nfa_explained on 2026-03-30
suppressed for inheritance until 2026-06-30
suppressed for inheritance, LAY-001 on A1 until 2026-06-30
suppressed for inheritance, payments A1 to A2 until 2026-06-30
suppression (its last day is over) ended: it was for inheritance until 2026-06-30
suppression (a later decision) ended: it was for other, LAY-001 on A1 until 2026-06-30
suppression (evidence grew by 80 %) ended: it was for other, payments A1 to A2 until 2026-06-30
suppression (an asset that was not seen: B1) ended: it was for other until 2026-06-30
suppression (band urgency rose from 2 to 4) ended: it was for other until 2026-06-30
""".strip().splitlines()
# Translations of words that stand in English elsewhere; English has no such section.
OVERLAYS = {"detector", "typology"}


def places(text: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(text)))


def test_every_catalogue_is_looked_at() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {"en", *FURTHER}


@pytest.mark.parametrize("code", FURTHER)
def test_catalogues_have_the_same_keys_and_placeholders(code) -> None:
    english, other = load_language("en").sentences, load_language(code).sentences
    assert set(other) - OVERLAYS == set(english)
    for section, keys in english.items():
        assert {key: places(text) for key, text in other[section].items()} == {
            key: places(text) for key, text in keys.items()
        }


@pytest.mark.parametrize(
    ("code", "number", "day"),
    [
        ("en", "-1,234,567.05", "29 March 2026"),
        ("es", "-1.234.567,05", "29 de marzo de 2026"),
        ("pt", "-1.234.567,05", "29 de março de 2026"),
        ("fr", "-1\u00a0234\u00a0567,05", "29 mars 2026"),
    ],
)
def test_numbers_and_dates_follow_the_locale(code, number, day) -> None:
    language = load_language(code)
    assert language.number(-123456705, 2) == number
    assert language.day(date(2026, 3, 29)) == day


@pytest.mark.parametrize("code", FURTHER)
def test_a_night_in_another_language_and_english_beside_it(tables, code) -> None:
    settings = tables.workspace.settings
    object.__setattr__(settings, "languages", (code, "en"))
    write_leads(tables.context(FIRST))
    with (folder_of(tables) / "case_leads.csv").open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream)
    english, other = load_language("en").sentences, load_language(code).sentences
    headings = {part.partition(": ")[0] for part in row["narrative"].split(" | ")[:-1]}
    assert headings == set(other["heading"].values())
    assert len(row["narrative"]) <= settings.narrative_characters < 4_000
    dossiers = folder_of(tables) / "dossiers"
    first = (dossiers / f"{row['lead_id']}.html").read_text(encoding="utf-8")
    second = (dossiers / f"{row['lead_id']}.en.html").read_text(encoding="utf-8")
    assert f'lang="{code}"' in first
    assert 'lang="en"' in second
    for heading in english["page"]:
        if other["page"][heading] != heading:
            assert not re.search(rf"<(h2|th)[^>]*>{re.escape(heading)}</", first)


@pytest.mark.parametrize("code", FURTHER)
def test_every_shipped_rule_is_translated(code) -> None:
    rules = (shipped_resources() / "sql" / "rules").rglob("*.sql")
    translated = load_language(code).sentences["detector"]
    assert set(translated) == {read_sql(path).header["id"] for path in rules}
    assert all(set(said) == {"title", "innocent", "next_step"} for said in translated.values())


@pytest.mark.parametrize("code", FURTHER)
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_of_a_case_is_told_in_every_language(code, event) -> None:
    book = load_language(code).phrasebook
    assert book.unknown_parts(event) == []
    assert not re.search(r"\b(the|its|was|were|rose|fell|until|took|ended)\b", book.say(event))


def test_what_stands_in_brackets_is_one_part() -> None:
    book = load_language("es").phrasebook
    said = book.say("band value fell: 3 → 2 (no value traced; a part of the cited money); new")
    assert said == (
        "baja el nivel de valor: 3 → 2 (sin valor rastreado; se toma una parte del dinero citado); "
        "nuevo"
    )


def test_the_phrase_that_says_most_is_tried_first() -> None:
    said = load_language("es").phrase(
        "register, valued on 2024-05-29, aged by a half life of 4 years"
    )
    assert "aged" not in said
    assert "2024-05-29" in said


@pytest.fixture(scope="module")
def told(small_nights, tmp_path_factory) -> set[str]:
    """What other rooms wrote into the leads of two nights."""
    with materials(small_nights, tmp_path_factory.mktemp("own")) as found:
        texts = {
            row[column]
            for material in found
            for field, columns in TOLD.items()
            for row in getattr(material.facts, field)
            for column in columns
        }
        texts |= {
            reason.partition(": ")[2]
            for material in found
            for reason in re.split(r"; (?=\w+=\d: )", material.facts.lead["band_reasons"])
        }
    return texts - {None, ""}


@pytest.mark.parametrize("code", FURTHER)
def test_what_other_rooms_write_into_leads_is_known_in_every_language(told, code) -> None:
    book = load_language(code).phrasebook
    assert len(told) > 200
    assert {part for text in told for part in book.unknown_parts(text)} == set()


@pytest.mark.parametrize("code", FURTHER)
def test_every_word_of_every_profile_is_translated(code) -> None:
    book = load_language(code).phrasebook
    for path in (shipped_resources() / "schemas" / "profiles").glob("*.toml"):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        for rule in (*profile.get("basis", ()), *profile.get("measure", ())):
            texts = [rule["title"], *(item["text"] for item in rule.get("conditions", ()))]
            assert [part for text in texts for part in book.unknown_parts(text)] == []
