"""The text of a rejected record: cut from the landed bytes where a line is a record, else the row.

Files of lines are read once, up to the last line wanted. A record that does not end on its line (an
open quote), a file that is no text, and anything beyond the limits below stay as the staged row in
JSON, which holds the same values under our names.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from finintel.night import StageContext
from finintel.packed import DAMAGED, open_unpacked
from finintel.warehouse import quoted

if TYPE_CHECKING:
    import pyarrow as pa

MAXIMUM_TEXT = 4_096  # characters that landing.reject promises to keep
MAXIMUM_CUT = 10_000  # records of one file whose bytes are looked up
BINARY_SIGNS = (b"PAR1", b"\xff\xfe", b"\xfe\xff")
TEXTS = "validate_text"


def reject_rows(context: StageContext, table: str, relation: str) -> None:
    """Write the staged rows that a relation lists to landing.reject, with the text of each."""
    warehouse = context.warehouse
    with warehouse.registered(TEXTS, cut_texts(context, relation)):
        warehouse.execute(
            "insert into landing.reject by name select listed.file_sha256, listed.source_id, "
            "$run_id as run_id, listed.row_number, listed.row_number as last_row_number, "
            "'validate' as stage, listed.reasons, "
            f"left(coalesce(text.record_text, to_json(staged)::varchar), {MAXIMUM_TEXT}) "
            f"as record_text from {quoted(relation)} as listed "
            f"join {quoted('staging', table)} as staged on staged.rowid = listed.staged_id "
            f"left join {quoted(TEXTS)} as text on text.file_sha256 = listed.file_sha256 "
            "and text.row_number = listed.row_number "
            "order by listed.file_sha256, listed.row_number",
            {"run_id": context.run_id},
        )


def cut_texts(context: StageContext, relation: str) -> pa.Table:
    """Return file_sha256, row_number, record_text of the listed rows whose bytes can be cut."""
    import pyarrow as pa

    wanted = context.warehouse.rows(
        "select file_sha256, list(distinct row_number order by row_number) "
        f"from {quoted(relation)} group by file_sha256 order by file_sha256"
    )
    digests: list[str] = []
    numbers: list[int] = []
    texts: list[str] = []
    for digest, lines in wanted:
        path = context.workspace.landing / str(digest)
        for number, text in cut_lines(path, lines[:MAXIMUM_CUT]):
            digests.append(str(digest))
            numbers.append(number)
            texts.append(text)
    return pa.table(
        {
            "file_sha256": pa.array(digests, pa.string()),
            "row_number": pa.array(numbers, pa.int64()),
            "record_text": pa.array(texts, pa.string()),
        }
    )


def cut_lines(path: Path, wanted: Iterable[int]) -> list[tuple[int, str]]:
    """Return the lines wanted (counted from 1) that are whole records of a text file."""
    numbers = set(wanted)
    if not path.is_file() or is_binary(path) or not numbers:
        return []
    last, cut = max(numbers), []
    try:
        with open_unpacked(path) as stream:
            for number, line in enumerate(stream, start=1):
                if number in numbers and line.count(b'"') % 2 == 0:
                    text = line.rstrip(b"\r\n")[: 4 * MAXIMUM_TEXT].decode("utf-8", "replace")
                    cut.append((number, text[:MAXIMUM_TEXT]))
                if number >= last:
                    break
    except (OSError, EOFError, *DAMAGED):
        return []  # what was readable when it was staged is not any more: the row as JSON stands in
    return cut


def is_binary(path: Path) -> bool:
    """Tell whether a file begins like Parquet or UTF-16: it has no lines to be cut."""
    with path.open("rb") as stream:
        head = stream.read(4)
    return head.startswith(BINARY_SIGNS)
