"""Chains: the alerts on chained shapes, hop by hop, for the tracer and the analyst."""

from __future__ import annotations

from finintel.night import StageContext


def write_chains(context: StageContext) -> int:
    """Write detect.chain and detect.chain_hop from the standing alerts on shapes; returns chains.

    A hop is a transfer that the alert cites, in order of time; only alerts whose transfers all lie
    in the window are written anew, chains of aged alerts are kept as they were.
    """
    warehouse = context.warehouse
    values = {"run_id": context.run_id}
    for table in ("chain", "chain_hop"):
        warehouse.build(("detect", f"{table}_tonight"), context.sql(f"detect/{table}.sql"), values)
    for table in ("chain_hop", "chain"):
        warehouse.execute(
            f"delete from detect.{table} where chain_id in (select chain_id from "
            "detect.chain_tonight union all select chain_id from detect.chain where alert_id in "
            "(select alert_id from detect.chain_tonight))"
        )
    for table, order in (("chain", "chain_id"), ("chain_hop", "chain_id, position")):
        warehouse.execute(
            f"insert into detect.{table} by name from detect.{table}_tonight order by {order}"
        )
        warehouse.execute(f"drop table detect.{table}_tonight")
    return warehouse.count("detect.chain")
