"""One case of three payments and a hostile name, after its first night, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
from tests.cases.night import NightTables, alerts, movements, night_tables

from finintel.cases.build import run as build_cases

FIRST = date(2026, 3, 29)
MOVED = """
id,day,from,to,amount
t1,2026-03-20,a,b,1000000
t2,2026-03-21,b,c,990000
0012345678901234567,2026-03-22,c,d,980000
"""
HOSTILE_NAME = "=cmd|'/c calc'!A1 <script>alert(1)</script> \u202eevil\n\x00end 👩\u200d👧"


@contextmanager
def first_night(folder: Path) -> Iterator[NightTables]:
    with night_tables(folder) as opened:
        movements(opened, MOVED)
        opened.fill(
            "core.party",
            "party_id,party_type,country_code,source_id,file_sha256,row_number\nP1,person,ES,party,ab,2",
        )
        opened.fill("core.account_holder", "account_id,party_id,role\nb,P1,owner\nc,P1,owner")
        opened.fill(
            "core.party_identity",
            pl.DataFrame({"party_id": ["P1"], "identity_kind": ["name"], "value": [HOSTILE_NAME]}),
        )
        opened.fill(
            "landing.file",
            "file_sha256,source_id,file_name,byte_count,run_id,state\n"
            f"{'f' * 64},transaction,a.csv,10,n20260329,loaded",
        )
        alerts(
            opened,
            """id,detector,typology,subject,evidence
A1,LAY-001,layering_chain,b,t1 t2 0012345678901234567""",
        )
        build_cases(opened.context(FIRST))
        yield opened


def folder_of(tables: NightTables) -> Path:
    return tables.workspace.leads / str(FIRST)
