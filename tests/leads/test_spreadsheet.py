"""The CSVs opened in LibreOffice as staff open them, in both conventions of separator and decimal.

Opened the way that changes most: numbers and dates in any text are looked for, and formulas are
evaluated. Every cell must come back as what its contract says, with nothing lost.
"""

from __future__ import annotations

import csv
import dataclasses
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from finintel.leads.export import write_csv
from finintel.leads.facts import by_lead, fetch
from finintel.leads.narrative import sections
from finintel.leads.outputs import OUTPUTS, Output, load_outputs
from finintel.leads.write import finished_frames, teller_of
from finintel.night import StageContext
from finintel.pipeline import load_contracts
from finintel.standing import last_night, open_finished
from finintel.workspace import Night, open_workspace

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
# separator, decimal mark, LibreOffice's number of the language that reads them so
CONVENTIONS = {"comma": (",", ".", 1033), "semicolon": (";", ",", 1034)}
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell of the opened sheet: its kind, its value, its formula, what it shows."""

    kind: str
    value: str
    formula: str | None
    shown: str


@dataclasses.dataclass(frozen=True)
class Opened:
    """One table as it was written and as LibreOffice has it."""

    output: Output
    decimal: str
    written: list[list[str]]
    sheet: list[list[Cell]]

    def cells(self, *types: str) -> Iterator[tuple[str, Cell]]:
        """Give the cells of the columns of some types, as written and as opened."""
        for place, column in enumerate(self.output.columns):
            if column.type in types:
                for row, opened in zip(self.written, self.sheet, strict=True):
                    yield row[place], opened[place]


@pytest.fixture(scope="module", params=sorted(CONVENTIONS))
def opened(request, hostile_night: Path, tmp_path_factory) -> list[Opened]:
    """The four tables of a night with hostile texts."""
    separator, decimal, language = CONVENTIONS[request.param]
    folder: Path = tmp_path_factory.mktemp(request.param)
    outputs = write_tables(hostile_night, folder, separator, decimal)
    how = f"{ord(separator)},34,76,1,,{language},false,true,false,false,false,0,true"
    words = [
        *(str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
        *(f"--infilter=Text - txt - csv (StarCalc):{how}", "--convert-to", "fods"),
        *("--outdir", str(folder), *(str(folder / f"{name}.csv") for name in OUTPUTS)),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    return [
        Opened(
            outputs[name],
            decimal,
            written_rows(folder / f"{name}.csv", separator),
            sheet_rows(folder / f"{name}.fods", len(outputs[name].columns)),
        )
        for name in OUTPUTS
    ]


def write_tables(root: Path, folder: Path, separator: str, decimal: str) -> dict[str, Output]:
    """Write the four tables of the last night under a convention."""
    workspace = open_workspace(root)
    settings = dataclasses.replace(workspace.settings, csv_separator=separator, csv_decimal=decimal)
    with open_finished(workspace) as warehouse:
        night = Night(workspace, last_night(warehouse))
        context = StageContext(night, warehouse, load_contracts(workspace), stage="leads")
        facts = fetch(context)
        leads, teller = by_lead(facts), teller_of(context, facts)
        told = [sections(lead, teller) for lead in leads]
        frames = finished_frames(facts, leads, told, teller)
        outputs = load_outputs(workspace)
        exponents = context.contracts.codelists.exponents
        for name in OUTPUTS:
            path = folder / f"{name}.csv"
            write_csv(frames[name], outputs[name], path, settings, exponents)
    return outputs


def written_rows(path: Path, separator: str) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream, delimiter=separator, strict=True))[1:]


def sheet_rows(path: Path, width: int) -> list[list[Cell]]:
    """Return the rows of a flat OpenDocument sheet, its heading aside."""
    root = etree.parse(str(path), etree.XMLParser(huge_tree=True)).getroot()
    rows: list[list[Cell]] = []
    for row in root.iter(f"{TABLE}table-row"):
        cells: list[Cell] = []
        for node in row.iter(f"{TABLE}table-cell"):
            repeated = int(node.get(f"{TABLE}number-columns-repeated", "1"))
            cells += [cell_of(node)] * min(repeated, width - len(cells))
        if any(cell.kind for cell in cells):
            rows += [cells] * int(row.get(f"{TABLE}number-rows-repeated", "1"))
    return rows[1:]


def cell_of(node: etree._Element) -> Cell:
    shown = " ".join("".join(part.itertext()) for part in node.iter(f"{TEXT}p"))
    value = node.get(f"{OFFICE}value") or node.get(f"{OFFICE}date-value") or ""
    kind, formula = node.get(f"{OFFICE}value-type", ""), node.get(f"{TABLE}formula")
    return Cell(kind, value, formula, shown)


def spaced(text: str) -> str:
    """Return a text with its spaces aside: OpenDocument writes several of them as elements."""
    return "".join(text.split())


def test_no_cell_is_a_formula(opened) -> None:
    cells = [cell for table in opened for row in table.sheet for cell in row]
    assert len(cells) > 10_000
    assert not [cell for cell in cells if cell.formula is not None]


def test_texts_and_ids_stay_as_they_were_written(opened) -> None:
    digits = 0
    for table in opened:
        for written, cell in table.cells("text", "boolean"):
            assert cell.kind == ("string" if written else "")
            assert spaced(cell.shown) == spaced(written)
            digits += written.startswith("'00123456789012345678901")
    assert digits


def test_accents_emoji_and_neutralised_texts_are_read(opened) -> None:
    shown = {cell.shown for table in opened for _, cell in table.cells("text")}
    for text in (
        "José Núñez, Ação, Łódź, Ünal, Ελένη, Пётр accents",
        "👩\u200d👧 💥 🏦 emoji",
        "'=cmd|'/c calc'!A1 formula",
        "'@SUM(1+1) at",
    ):
        assert text in shown


def test_amounts_are_numbers_to_the_last_digit(opened) -> None:
    for table in opened:
        for written, cell in table.cells("money", "integer", "ratio"):
            assert cell.kind == ("float" if written else "")
            if written:
                assert Decimal(cell.value) == Decimal(written.replace(table.decimal, "."))


def test_dates_are_dates(opened) -> None:
    for table in opened:
        for written, cell in table.cells("date"):
            assert cell.kind == ("date" if written else "")
            assert cell.value == written
