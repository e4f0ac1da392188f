"""Groups: the records that links join, however many steps apart, by set statements."""

from __future__ import annotations

from finintel.warehouse import Warehouse, quoted

MAXIMUM_ROUNDS = 64  # a chain of 2^64 links would need more


def build_groups(warehouse: Warehouse, links: str, groups: str) -> None:
    """Make a temporary table of (party_id, group_id): group_id is the smallest id that is reached.

    Loop: 1. every record starts as its own group. 2. It takes the smallest group of its neighbours,
    and of the record that named that group. 3. Until no group changes.

    Args:
        warehouse: open.
        links: name of a temporary table with party_id and other_party_id.
        groups: name of the temporary table to be made.
    """
    edges = (
        f"select party_id, other_party_id from {quoted(links)} "
        f"union all select other_party_id, party_id from {quoted(links)}"
    )
    warehouse.execute(
        f"create or replace temp table {quoted(groups)} as "
        f"select distinct party_id, party_id as group_id from ({edges})"
    )
    for _ in range(MAXIMUM_ROUNDS):
        warehouse.execute(
            "create or replace temp table resolve_round as "
            "with near as (select edge.party_id, min(other.group_id) as group_id "
            f"from ({edges}) as edge join {quoted(groups)} as other "
            "on other.party_id = edge.other_party_id group by edge.party_id), "
            "nearest as (select mine.party_id, least(mine.group_id, near.group_id) as group_id, "
            f"mine.group_id as before from {quoted(groups)} as mine join near using (party_id)) "
            "select nearest.party_id, least(nearest.group_id, jump.group_id) as group_id, before "
            f"from nearest join {quoted(groups)} as jump on jump.party_id = nearest.group_id"
        )
        moved = warehouse.count("resolve_round", "group_id <> before")
        warehouse.execute(
            f"create or replace temp table {quoted(groups)} as "
            "select party_id, group_id from resolve_round"
        )
        if not moved:
            return
