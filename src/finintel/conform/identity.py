"""Identity: names, identifiers, addresses and birth dates go to core.party_identity, only there."""

from __future__ import annotations

from finintel.conform.records import VERDICT
from finintel.conform.verdicts import CHANGED, DUPLICATE
from finintel.night import StageContext
from finintel.warehouse import quoted

TONIGHT = "conform_identity"


def load_identities(context: StageContext) -> int:
    """Insert what tonight's parties and watchlist entries say of themselves for the first time.

    A record that adds a name to a party whose row did not change counts as loaded.

    Returns:
        How many identifying values were added.
    """
    warehouse = context.warehouse
    file = context.sql("core/party_identity.sql")
    warehouse.execute(
        f"create or replace temp table {quoted(TONIGHT)} as {file.statement}", origin=str(file.path)
    )
    warehouse.execute(f"insert into core.party_identity by name from {quoted(TONIGHT)}")
    warehouse.execute(
        f"update {quoted(VERDICT)} as judged set verdict = '{CHANGED}' "
        f"from (select distinct file_sha256, row_number from {quoted(TONIGHT)}) as added "
        f"where judged.verdict = '{DUPLICATE}' and judged.entity in ('party', 'watchlist_entry') "
        "and judged.file_sha256 = added.file_sha256 and judged.row_number = added.row_number"
    )
    return warehouse.count(quoted(TONIGHT))
