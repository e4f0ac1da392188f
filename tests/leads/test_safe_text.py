"""No cell is a formula, and every text stays readable."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finintel.leads.safe_text import LONGEST_CELL, safe, visible_text


def cell(text: str | None) -> str | None:
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    written: str | None = frame.select(safe(pl.col("text"))).item()
    return written


@pytest.mark.parametrize(
    ("received", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+34 600", "'+34 600"),
        ("-5", "'-5"),
        ("@sum", "'@sum"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", "'␉=1"),
        ("\r\n=1", "'␍␊=1"),
        ("00123", "'00123"),
        ("12345678901234567", "'12345678901234567"),
        ("1E5", "'1E5"),
        ("1-2", "'1-2"),
        ("10:30", "'10:30"),
        ("TRUE", "'TRUE"),
        ("'quoted", "''quoted"),
        ("O'Neil", "O'Neil"),
        ("a=b", "a=b"),
        ("XX12 3456", "XX12 3456"),
        ("Calle 5, 3º", "Calle 5, 3º"),
        ("a\x00b\nc", "a␀b␊c"),
        ("abc\u202edef", "abc[U+202E]def"),
        ("a\ufffe\ufdd0\U0001ffff", "a[U+FFFE][U+FDD0][U+1FFFF]"),
        ("shut\U000e0063\U000e0061", "shut[U+E0063][U+E0061]"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("", ""),
        (None, None),
    ],
)
def test_what_a_spreadsheet_would_run_or_change_is_made_text(
    received: str | None, written: str | None
) -> None:
    assert cell(received) == written


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    written = cell("x" * 50_000)
    assert written is not None
    assert len(written) < 32_767
    assert written.endswith("[cut: 50000 characters]")
    assert cell("y" * 10_000) == "y" * 10_000
    assert LONGEST_CELL < 32_767


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_begins_with_a_sign_of_a_formula_or_holds_a_control(text: str) -> None:
    written = cell(text)
    assert written is not None
    assert not written.strip().startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in written)
    shown = visible_text(text)
    assert written in (shown, f"'{shown}")
