"""Languages: the same keys in all, numbers and dates by locale, a narrative that fits."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from tests.leads.test_write import FIRST, folder_of, tables  # noqa: F401 - the fixture

from finintel.leads.language import FOLDER, load_language
from finintel.leads.write import run as write_leads
from finintel.sqlfile import read_sql
from finintel.workspace import shipped_resources

FURTHER = ("es", "pt", "fr")
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
def test_a_night_in_another_language_and_english_beside_it(tables, code) -> None:  # noqa: F811
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
