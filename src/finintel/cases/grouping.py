"""Candidate groups: standing alerts that share evidence, a chain, an asset, or subject and time.

Alerts of the anomaly model found no group; each joins at most one, afterwards. A group that would
swallow too much is split by asking for stronger links, level by level, and that is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.cases.components import connected_components
from finintel.cases.parameters import parameters_of
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

LINKS = ("link_evidence", "link_chain", "link_asset", "link_subject")

# Links weaker than the level are left out when a group is too large; above the last level every
# alert stands alone. The levels lie between the weights that the link files give.
LEVELS = (0.6, 0.75, 0.85, 0.95, 1.0)

# More alerts than this are not one work item that a person can read: our default.
MOST_ALERTS = 250


def group_alerts(context: StageContext) -> pl.DataFrame:
    """Return (alert_number, group_number, is_split): tonight's groups, anomaly alerts included."""
    import polars as pl

    links = build_links(context)
    founders = context.warehouse.frame(
        "select alert_number as node from cases.standing_alert where is_founder order by node"
    )
    labels = connected_components(context, founders, edges_of(links))
    groups = labels.with_columns(pl.lit(value=False).alias("is_split"))
    for level in LEVELS:
        groups, large = split_large(context, groups, links, level)
        if not large:
            break
        context.notice(f"{large} group(s) of more than {MOST_ALERTS} alerts split at {level}")
    founded = groups.rename({"node": "alert_number", "label": "group_number"})
    return pl.concat([founded, joined_anomalies(context, founded)]).sort("alert_number")


def build_links(context: StageContext) -> pl.DataFrame:
    """Build every kind of link and return (alert_number, other_number, weight, reason)."""
    import polars as pl

    warehouse = context.warehouse
    for name in ("standing_alert", "payee_evidence", "linking_evidence", "carried", *LINKS):
        file = context.sql(f"cases/{name}.sql")
        warehouse.build(("cases", name), file, parameters_of(file, context.contracts.profile))
    return pl.concat(
        warehouse.frame(
            f"select alert_number, other_number, weight, reason from cases.{name} "
            "order by alert_number, other_number"
        )
        for name in LINKS
    )


def edges_of(links: pl.DataFrame) -> pl.DataFrame:
    """Return links as edges of a graph."""
    return links.select(node="alert_number", other_node="other_number")


def split_large(
    context: StageContext, groups: pl.DataFrame, links: pl.DataFrame, level: float
) -> tuple[pl.DataFrame, int]:
    """Form the groups that are too large anew, from links of at least `level`; count them."""
    import polars as pl

    sized = groups.with_columns(pl.len().over("label").alias("size"))
    large = sized.filter(pl.col("size") > MOST_ALERTS)
    if large.is_empty():
        return groups, 0
    inside = large.select("node", "label")
    kept = (
        links.filter(pl.col("weight") >= level)
        .join(inside, left_on="alert_number", right_on="node")
        .join(inside, left_on="other_number", right_on="node", suffix="_other")
        .filter(pl.col("label") == pl.col("label_other"))
    )
    anew = connected_components(context, large.select("node"), edges_of(kept))
    rest = sized.filter(pl.col("size") <= MOST_ALERTS).select("node", "label", "is_split")
    split = anew.with_columns(pl.lit(value=True).alias("is_split"))
    return pl.concat([rest, split]).sort("node"), large["label"].n_unique()


def joined_anomalies(context: StageContext, founded: pl.DataFrame) -> pl.DataFrame:
    """Return the anomaly alerts that join a group: the one they share most evidence with."""
    warehouse = context.warehouse
    with warehouse.registered("founded", founded):
        return warehouse.frame(context.sql("cases/joined_anomaly.sql").statement)
