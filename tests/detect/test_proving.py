"""A fixture that names a table which is not there is told so, whatever it gives to it."""

from __future__ import annotations

import pytest

from finintel.detect.proving import fill, open_ground
from finintel.errors import WarehouseError
from finintel.pipeline import load_contracts
from finintel.workspace import Workspace, shipped_resources


@pytest.fixture(scope="module")
def ground():
    workspace = Workspace(shipped_resources())
    with open_ground(workspace, load_contracts(workspace)) as warehouse:
        yield warehouse


@pytest.mark.parametrize("text", ["", "party_id\n", "party_id\nP1\n"])
def test_a_table_that_is_not_there_is_named(ground, text) -> None:
    with pytest.raises(WarehouseError, match=r"core\W+partie.* does not exist"):
        fill(ground, "core.partie", text)


def test_a_table_may_be_given_no_rows(ground) -> None:
    fill(ground, "core.party", "")

    assert ground.count("core.party") == 0
