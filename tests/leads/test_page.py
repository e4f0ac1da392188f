"""A page asks no network for anything, and reads with a keyboard and a screen reader."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.leads.first_night import FIRST, folder_of

from finintel.leads.language import load_language
from finintel.leads.pages import FOLDER
from finintel.leads.write import run as write_leads
from finintel.sqlfile import read_sql
from finintel.workspace import shipped_resources

NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.fixture
def pages(tables) -> list[str]:
    write_leads(tables.context(FIRST))
    folder: Path = folder_of(tables)
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))]


def test_no_page_names_anything_outside_its_folder(pages) -> None:
    for page in pages:
        addresses = set(re.findall(r"(?:https?:)?//[^\s\"'<)]+", page)) - {NAMESPACE}
        assert not addresses
        assert not re.search(r"<(script|img|link|iframe|object|embed|form)\b", page)
        assert "default-src 'none'" in page


def test_a_page_has_landmarks_headings_and_tables_that_say_what_their_cells_mean(pages) -> None:
    (dossier,) = [page for page in pages if 'id="glance"' in page]
    assert dossier.count("<main ") == dossier.count("<h1>") == dossier.count("<nav ") == 1
    assert 'href="#main"' in dossier
    assert not re.search(r"<th(?![^>]*scope=)[ >]", dossier)
    assert all("aria-labelledby" in svg for svg in re.findall(r"<svg[^>]*>", dossier))
    anchors = set(re.findall(r'href="#([^"]+)"', dossier))
    assert anchors <= set(re.findall(r'id="([^"]+)"', dossier))


def test_the_run_report_is_marked_as_the_english_that_it_is(tables) -> None:
    object.__setattr__(tables.workspace.settings, "languages", ("es",))
    write_leads(tables.context(FIRST))
    report = (folder_of(tables) / "run_report.html").read_text(encoding="utf-8")
    assert 'lang="en"' in report
    assert report.count("<main>") == 1
    assert not re.search(r"<th(?![^>]*scope=)[ >]", report)


def test_every_answer_of_the_glance_names_a_file_and_a_line(pages) -> None:
    (dossier,) = [page for page in pages if 'id="glance"' in page]
    glance = dossier.partition('<dl class="glance">')[2].partition("</dl>")[0]
    answers = glance.split("<dt>")[1:]
    assert len(answers) == 7
    (none,) = [said for said in answers if "None found in the registers received." in said]
    answers.remove(none)  # an asset that nobody found has no row
    assert all(re.search(r'class="src" href="#F\d+">F\d+</a> line \d+', said) for said in answers)


def test_every_word_of_the_templates_is_in_the_catalogue() -> None:
    known = load_language("en").sentences["page"]
    for name in ("dossier.html", "index.html"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert set(re.findall(r'_\("([^"]+)"', text)) <= set(known)


@pytest.mark.parametrize("code", ["en", "es", "pt", "fr"])
def test_what_thresholds_mean_is_told_in_every_language(code) -> None:
    book = load_language(code).phrasebook
    for path in (shipped_resources() / "sql" / "rules").rglob("*.sql"):
        file = read_sql(path)
        for name in re.findall(r"\$(\w+) as threshold\b", file.statement):
            parameter = file.header["parameters"][name]
            if parameter["unit"] == "nats of evidence":
                continue  # told as odds, not as a unit
            assert book.unknown_parts(parameter["meaning"]) == []
            if not parameter["unit"].startswith("base currency"):
                assert book.unknown_parts(f"3 {parameter['unit']}") == []


def test_the_csvs_are_read_back_whole_by_any_reader_of_rfc_4180(tables) -> None:
    write_leads(tables.context(FIRST))
    for path in sorted(folder_of(tables).glob("*.csv")):
        data = path.read_bytes()
        assert data.endswith(b"\r\n")
        assert b"\n" not in data.replace(b"\r\n", b"")
        rows = list(csv.reader(data.decode("utf-8").splitlines(keepends=True), strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not any(
            cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row
        )
