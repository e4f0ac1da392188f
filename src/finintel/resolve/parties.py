"""The stage `resolve`: core.same_party, made anew each night from what core knows of identities.

1. Links: pairs of records that agree (sql/core/party_link.sql), less what staff denied.
2. Groups: records that links join. Where two records of a group contradict each other, the weaker
   links go (resolve/disputed.py).
3. In every group the record that was known first stays; all others point to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from finintel.errors import UsageError, WarehouseError
from finintel.night import StageContext
from finintel.resolve.disputed import agreeable
from finintel.resolve.groups import build_groups
from finintel.warehouse import Warehouse, literal

NOT_SAME_FILE = "not_same_party.csv"
PARAMETERS = {
    "minimum_name_similarity": 0.93,
    "minimum_similarity_with_id": 0.70,
    "maximum_shared": 8,
}


def run(context: StageContext) -> Mapping[str, int]:
    """Build core.same_party; a link that was there keeps the night that made it."""
    warehouse = context.warehouse
    denied = read_denied(warehouse, context.workspace.root / NOT_SAME_FILE)
    find_links(context)
    build_groups(warehouse, "resolve_link", "resolve_group")
    loosened = loosen(warehouse)
    before = warehouse.count("core.same_party")
    keep_first(context)
    return {
        "same_party": warehouse.count("core.same_party"),
        "same_party_before": before,
        "same_party_links": warehouse.count("resolve_link"),
        "same_party_denied": denied,
        "same_party_loosened": loosened,
    }


def read_denied(warehouse: Warehouse, path: Path) -> int:
    """Read the pairs that staff say are not the same party; returns how many.

    Raises:
        UsageError: the file lacks its two columns.
    """
    warehouse.execute(
        "create or replace temp table resolve_denied (party_id varchar, other_party_id varchar)"
    )
    if not path.is_file():
        return 0
    try:
        warehouse.execute(
            "insert into resolve_denied select distinct least(trim(party_id), "
            "trim(other_party_id)), greatest(trim(party_id), trim(other_party_id)) "
            f"from read_csv({literal(str(path))}, all_varchar = true, header = true)"
        )
    except WarehouseError as error:
        raise UsageError(
            f"{path}: cannot be read. It needs a header and the columns party_id, other_party_id: "
            "one pair of records a line that are not the same party."
        ) from error
    return warehouse.count("resolve_denied")


def find_links(context: StageContext) -> None:
    """Collect the pairs that agree and that nobody denied."""
    file = context.sql("core/party_link.sql")
    context.warehouse.execute(
        f"create or replace temp table resolve_link as with agreed as ({file.statement}) "
        "select agreed.* from agreed anti join resolve_denied using (party_id, other_party_id)",
        PARAMETERS,
        origin=str(file.path),
    )


def loosen(warehouse: Warehouse) -> int:
    """Take links out of groups whose records contradict each other; returns how many links."""
    import pyarrow as pa

    find_contradictions(warehouse)
    disputed = (
        "select party_id from resolve_group "
        "where group_id in (select group_id from resolve_contradiction)"
    )
    links = warehouse.rows(
        "select party_id, other_party_id, match_weight from resolve_link "
        f"where party_id in ({disputed})"
    )
    if not links:
        return 0
    pairs = warehouse.rows("select party_id, other_party_id from resolve_contradiction")
    kept = agreeable(links, pairs)
    columns = {
        "party_id": pa.array([first for first, _ in kept], pa.string()),
        "other_party_id": pa.array([second for _, second in kept], pa.string()),
    }
    with warehouse.registered("resolve_kept", pa.table(columns)):
        warehouse.execute(
            f"delete from resolve_link where party_id in ({disputed}) and "
            "(party_id, other_party_id) not in "
            "(select (party_id, other_party_id) from resolve_kept)"
        )
    build_groups(warehouse, "resolve_link", "resolve_group")
    return len(links) - len(kept)


def find_contradictions(warehouse: Warehouse) -> None:
    """Collect the pairs of one group that cannot be one party.

    They were denied, or hold different identifiers of one kind and none in common.
    """
    warehouse.execute(
        "create or replace temp table resolve_contradiction as "
        "with number as (select resolve_group.group_id, identity.party_id, identity.scheme, "
        "identity.normalised_value as identifier from resolve_group "
        "join core.party_identity as identity using (party_id) "
        "where identity.identity_kind = 'identifier') "
        "select mine.group_id, mine.party_id, theirs.party_id as other_party_id "
        "from number as mine join number as theirs on theirs.group_id = mine.group_id "
        "and theirs.scheme is not distinct from mine.scheme and theirs.party_id > mine.party_id "
        "group by mine.group_id, mine.party_id, theirs.party_id, mine.scheme "
        "having not bool_or(mine.identifier = theirs.identifier) "
        "union select mine.group_id, denied.party_id, denied.other_party_id "
        "from resolve_denied as denied "
        "join resolve_group as mine on mine.party_id = denied.party_id "
        "join resolve_group as theirs on theirs.party_id = denied.other_party_id "
        "and theirs.group_id = mine.group_id"
    )


def keep_first(context: StageContext) -> None:
    """Write core.same_party: the record known first stays, each other points to it."""
    context.warehouse.execute(
        "create or replace temp table resolve_before as select * from core.same_party"
    )
    context.warehouse.execute("delete from core.same_party")
    context.warehouse.execute(
        "insert into core.same_party by name "
        "with known as (select party_id, min(recorded_from) as known_from from core.party "
        "group by party_id), "
        "ranked as (select resolve_group.group_id, resolve_group.party_id, "
        "first_value(resolve_group.party_id) over (partition by resolve_group.group_id "
        "order by known.known_from nulls last, resolve_group.party_id) as kept_id "
        "from resolve_group left join known using (party_id)), "
        "sided as (select party_id, other_party_id as partner_id, match_weight, evidence "
        "from resolve_link union all "
        "select other_party_id, party_id, match_weight, evidence from resolve_link), "
        "strongest as (select ranked.kept_id, ranked.party_id, sided.match_weight, "
        "case when sided.partner_id = ranked.kept_id then sided.evidence "
        "else sided.evidence || '; with another record of the same party' end as evidence, "
        "row_number() over (partition by ranked.party_id order by "
        "sided.partner_id = ranked.kept_id desc, sided.match_weight desc, sided.partner_id) "
        "as position from ranked join sided using (party_id) "
        "where ranked.party_id <> ranked.kept_id) "
        "select strongest.kept_id as party_id, strongest.party_id as other_party_id, "
        "least(strongest.match_weight, 1.0) as match_weight, strongest.evidence, "
        "coalesce(before.run_id, $run_id) as run_id from strongest "
        "left join resolve_before as before on before.party_id = strongest.kept_id "
        "and before.other_party_id = strongest.party_id where position = 1 order by all",
        {"run_id": context.run_id},
    )
