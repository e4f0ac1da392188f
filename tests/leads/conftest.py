"""What the tests of leads share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leads.first_night import first_night


@pytest.fixture
def tables(tmp_path: Path):
    with first_night(tmp_path / "w") as opened:
        yield opened
