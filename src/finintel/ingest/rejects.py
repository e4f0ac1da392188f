"""The text of rejected records, cut from the landed bytes."""

from __future__ import annotations

from collections.abc import Sequence

from finintel.ingest.landed import Landed
from finintel.ingest.match import Match
from finintel.ingest.readers import reader_for
from finintel.ingest.readers.base import TEXT_LIMIT
from finintel.warehouse import Warehouse, literal


def fill_texts(warehouse: Warehouse, landed: Landed, sha256: str, matches: Sequence[Match]) -> int:
    """Give every reject of a file that has none its text; returns how many rejects there are."""
    mine = f"file_sha256 = {literal(sha256)}"
    wanted = dict(
        warehouse.rows(
            "select row_number, max(last_row_number) from landing.reject "
            f"where {mine} and record_text is null group by row_number order by row_number"
        )
    )
    if wanted:
        import pyarrow as pa

        table = matches[0].table
        texts = list(reader_for(landed, table.reader).texts(landed, table.options, wanted))
        columns = pa.table(
            {
                "row_number": pa.array([row for row, _ in texts], pa.int64()),
                "text": pa.array([text[:TEXT_LIMIT] for _, text in texts], pa.string()),
            }
        )
        with warehouse.registered("_texts", columns):
            warehouse.execute(
                "update landing.reject set record_text = _texts.text from _texts "
                f"where {mine} and record_text is null and reject.row_number = _texts.row_number"
            )
    return warehouse.count("landing.reject", mine)
