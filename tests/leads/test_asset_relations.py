"""How the owner of an asset is related to whom it is listed through, told with names."""

from __future__ import annotations

import tomllib
from types import SimpleNamespace
from typing import Any, cast

import pytest

from finintel.leads.asset_facts import relations
from finintel.leads.language import load_language
from finintel.leads.names import Names
from finintel.workspace import shipped_resources

NAMES = Names(parties={"P1": "Ana Ro", "P2": "Bo; Li", "C1": "Mill Ltd"}, holders={}, accounts={})
LANGUAGES = ("en", "es", "pt", "fr")


def told(text: str | None, language: str) -> str:
    teller: Any = SimpleNamespace(language=load_language(language))
    return relations(text, NAMES, teller)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (None, "en", ""),
        ("the same party", "en", "the same party"),
        ("P1 child of P2", "es", "Ana Ro hijo o hija de Bo; Li"),
        ("P1 child of P2, P1 employee of P2", "pt",
         "Ana Ro filho ou filha de Bo; Li, Ana Ro empregado de Bo; Li"),
        ("the same party; paid by C1: P1 director of C1", "fr",
         "la même partie; payé par Mill Ltd : Ana Ro dirigeant de Mill Ltd"),
        ("none on record; paid by P2: two steps, through P1", "en",
         "none on record; paid by Bo; Li: two steps, through Ana Ro"),
        ("P1 child of P9", "en", "Ana Ro child of P9"),
    ],
)  # fmt: skip
def test_a_relation_is_told_with_names(text: str | None, language: str, expected: str) -> None:
    assert told(text, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_relation_has_its_words(language: str) -> None:
    path = shipped_resources() / "schemas/codelists/relationship_type.toml"
    kinds = cast("dict[str, str]", tomllib.loads(path.read_text())["codes"])
    book = load_language(language).phrasebook
    for kind in kinds:
        assert f"{kind.replace('_', ' ')} of" in book.plain
