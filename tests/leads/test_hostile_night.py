"""Hostile text through a whole night: nothing runs, no row breaks, and it can still be read."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html
from tests.leads.handed import materials
from tests.leads.hostile import MARK, PAYLOADS

from finintel.leads.exports.goaml import LONGEST_REASON
from finintel.leads.handover import Material, write_format
from finintel.leads.safe_text import LONGEST_CELL, VISIBLE, visible_text

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCHEMA = Path(os.environ.get("FININTEL_EXTERNAL_DATA", "")) / "goaml" / "goAMLSchema.patched.xsd"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What our templates write; anything else would be a text that became markup.
ELEMENTS = re.compile(
    "html|head|meta|title|style|body|header|main|nav|section|article|h1|h2|h3|p|a|span|b|i|br|code"
    "|ul|ol|li|dl|dt|dd|div|details|summary|table|caption|thead|tbody|tr|th|td"
    "|svg|g|rect|path|text|defs|marker"
)
ATTRIBUTES = re.compile(
    "lang|charset|name|content|http-equiv|class|href|hreflang|id|tabindex|role|aria-label"
    "|aria-labelledby|scope|style|viewbox|width|height|xmlns|x|y|d|rx|fill|text-anchor|stroke-width"
    "|marker-end|refx|refy|markerwidth|markerheight|markerunits|orient"
)


@pytest.fixture(scope="module")
def workspace(hostile_night: Path) -> Path:
    """A workspace that has finished a night of hostile text."""
    return hostile_night


@pytest.fixture(scope="module")
def folder(workspace: Path) -> Path:
    (found,) = (workspace / "leads").iterdir()
    return found


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def handed(workspace: Path, tmp_path_factory) -> Iterator[list[Material]]:
    schema = str(SCHEMA) if SCHEMA.is_file() else ""  # checked while it is written
    with materials(workspace, tmp_path_factory.mktemp("own"), schema) as found:
        yield found


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream, strict=True))


def test_every_csv_has_the_rows_of_its_manifest_and_no_cell_that_runs(folder) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    tables = sorted(folder.glob("*.csv"))
    assert {path.name for path in tables} == {
        name for name in manifest["files"] if name.endswith(".csv")
    }
    for path in tables:
        header, *rows = rows_of(path)
        assert len(rows) == manifest["files"][path.name]["rows"]
        assert {len(row) for row in rows} <= {len(header)}
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") == len(rows) + 1
        for cell in (cell for row in rows for cell in row):
            assert not cell.lstrip(" \u00a0\u3000").startswith(DANGEROUS)
            assert cell == visible_text(cell)
            assert len(cell) <= LONGEST_CELL + 50


def test_every_text_is_still_read_in_the_csvs(folder) -> None:
    header, *rows = rows_of(folder / "case_transactions.csv")
    texts = {row[header.index("remittance_text")].removeprefix("'") for row in rows}
    names = {row[5].removeprefix("'") for row in rows_of(folder / "case_parties.csv")}
    shown = {key: visible_text(text.strip()) for key, text in PAYLOADS.items()}
    lost = {key for key, text in shown.items() if text not in texts | names}
    assert lost == set()


def test_every_element_of_every_page_is_ours(pages) -> None:
    assert len(pages) > 50
    for name, page in pages.items():
        assert set(page) & set(VISIBLE) == {"\n"}
        for element in html.fromstring(page.encode()).iter(etree.Element):
            assert ELEMENTS.fullmatch(element.tag), (name, element.tag)
            assert all(map(ATTRIBUTES.fullmatch, element.attrib)), (name, element.attrib)
            target = element.get("href", "")
            assert re.fullmatch(r"(#[\w-]*|[\w./-]+\.(html|csv|json))?", target), (name, target)
            assert "url(" not in element.get("style", "")


def test_a_page_shows_the_text_as_it_was_written(pages) -> None:
    shown = " ".join(html.fromstring(page.encode()).text_content() for page in pages.values())
    lost = {key for key, text in PAYLOADS.items() if visible_text(text.strip())[:60] not in shown}
    assert lost == set()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_no_script_runs_in_chromium(pages, folder, tmp_path) -> None:
    poisoned = max(pages, key=lambda name: pages[name].count(MARK))
    for name in ("index.html", "run_report.html", poisoned):
        dumped = dumped_by_chromium(folder / name, tmp_path)
        document = html.fromstring(dumped)
        title = html.fromstring(pages[name].encode()).findtext(".//title")
        assert document.findtext(".//title") == title
        assert document.find(".//body").get(f"data-{MARK}") is None
        assert MARK in document.text_content()
        assert not document.xpath("//script | //img | //iframe | //*[@onload or @onerror]")


def dumped_by_chromium(page: Path, scratch: Path) -> str:
    """Return what a page has become after Chromium opened it."""
    command = [
        *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-quic", "--disable-background-networking", "--disable-component-update"),
        *("--disable-sync", f"--user-data-dir={scratch / 'chromium'}", "--dump-dom"),
    ]
    done = subprocess.run(
        [*command, page.as_uri()], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout


def test_goaml_is_well_formed_ascii_and_keeps_what_xml_can_hold(handed) -> None:
    described: set[str] = set()
    for material in handed:
        content = write_format(material, "goaml").content
        assert content.isascii()
        assert b"<!" not in content
        root = etree.fromstring(content)
        told = [node.text or "" for node in root.iter("transaction_description")]
        assert max(map(len, told), default=0) < LONGEST_REASON + 50
        described |= set(told)
        for tag in ("first_name", "last_name", "name", "account_name"):
            for node in root.iter(tag):
                assert re.fullmatch(r"[a-zA-Z0-9 .'-]+", node.text or "")
    assert visible_text(PAYLOADS["script"]) in described
    assert visible_text(PAYLOADS["nul"]) in described
    assert any(text.endswith("[cut: 10004 characters]") for text in described)


def test_every_line_of_ftm_is_an_entity(handed) -> None:
    for material in handed:
        for line in write_format(material, "ftm").content.decode().splitlines():
            entity = json.loads(line)
            assert set(entity) == {"id", "schema", "properties"}
            assert "\\u0000" not in line


def test_no_file_left_its_folder(workspace) -> None:
    assert {path.name for path in workspace.parent.iterdir()} == {workspace.name}
    digests = [path.name for path in (workspace / "landing").iterdir()]
    assert all(re.fullmatch(r"[0-9a-f]{64}", name) for name in digests)
    names = {path.name for path in (workspace / "leads").rglob("*.html")}
    assert all(re.fullmatch(r"(L-C[0-9a-f]{12}|index|run_report)\.html", name) for name in names)
