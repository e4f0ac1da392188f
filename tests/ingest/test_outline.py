"""The outline of a feed: it loads as it is, and with its blanks filled it reads the file."""

from __future__ import annotations

import pytest
from tests.ingest.staging import feed, row

from finintel.commands.sources import new_source
from finintel.errors import UsageError
from finintel.ingest.describe import check_file
from finintel.pipeline import load_contracts
from finintel.workspace import create_workspace

COLUMNS = {
    "transaction_id": '"Nº"',
    "booked_at": '{ column = "Fecha", format = "%d/%m/%Y" }',
    "amount_minor": '{ column = "Importe", decimal = "," }',
    "currency": '{ constant = "EUR" }',
    "channel": '{ column = "Tipo", codes = "kinds" }',
    "#originator_account_id": '"Cuenta"',
}


def test_an_outline_loads_and_filled_in_it_reads_the_file(tmp_path):
    workspace = create_workspace(tmp_path / "w")
    path = tmp_path / "a.csv"
    path.write_bytes(
        "Nº;Fecha;Cuenta;Importe;Tipo;Año\n1;31/03/2026;A1;7,50;T;1\n".encode("cp1252")
    )

    new_source("bank_x", path, workspace.root, "transaction")

    contract = workspace.root / "schemas" / "sources" / "bank_x.toml"
    text = contract.read_text()
    unfilled = check_file(workspace, load_contracts(workspace), "bank_x", path)
    assert "unknown column(s) 'Nº', 'Fecha'" in unfilled.message
    for name, value in COLUMNS.items():
        text = text.replace(f'\n{name} = "?"', f"\n{name.removeprefix('#')} = {value}")
    text = text.replace('#"Año" = "reason"', '"Año" = "the year again"')
    text = text.replace('#[codes.kinds]\n#"TRANSFERENCIA"', '[codes.kinds]\n"T"')
    contract.write_text(text)
    check = check_file(workspace, load_contracts(workspace), "bank_x", path)
    assert (check.is_fine, check.staged) == (True, {"transaction": 1})


def test_columns_that_bear_our_names_are_mapped_at_once(tmp_path):
    workspace = create_workspace(tmp_path / "w")
    path = tmp_path / "a.csv"
    path.write_text(feed(row(1)))

    new_source("bank_x", path, workspace.root, "transaction")

    assert check_file(workspace, load_contracts(workspace), "bank_x", path).is_fine


@pytest.mark.parametrize(
    ("source_id", "entity", "said"),
    [
        ("transaction", "transaction", "there already"),
        ("Bank X", "transaction", "small letters"),
        ("bank_x", "alert", "no feed can fill it"),
    ],
)
def test_a_feed_that_cannot_be_is_refused(tmp_path, source_id, entity, said):
    workspace = create_workspace(tmp_path / "w")
    path = tmp_path / "a.csv"
    path.write_text(feed(row(1)))

    with pytest.raises(UsageError, match=said):
        new_source(source_id, path, workspace.root, entity)
    assert not (workspace.root / "schemas").exists()
