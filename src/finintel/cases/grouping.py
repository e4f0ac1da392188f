"""Candidate groups: standing alerts that share evidence, a chain, an asset, or subject and time.

An alert about a common payee (a notary, a dealer, a seller to several) joins one group, afterwards,
or stands with others about that payee: it never joins two buyers. Alerts of the anomaly model found
no group; each joins at most one. A group that would swallow too much is split by asking for
stronger links, level by level, and that is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.cases.components import connected_components
from finintel.cases.parameters import parameters_of
from finintel.night import StageContext

if TYPE_CHECKING:
    import polars as pl

BASES = ("common_payee", "standing_alert", "linking_evidence", "carried")
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
    founded = pl.concat([founded, payee_groups(context, founded)])
    founded = one_subject(context, founded)
    return pl.concat([founded, joined(context, "joined_anomaly", founded)]).sort("alert_number")


def build_links(context: StageContext) -> pl.DataFrame:
    """Build every kind of link and return (alert_number, other_number, weight, reason)."""
    import polars as pl

    warehouse = context.warehouse
    for name in (*BASES, *LINKS):
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


def payee_groups(context: StageContext, founded: pl.DataFrame) -> pl.DataFrame:
    """Return the alerts about common payees: each in one group of `founded`, or with their like."""
    import polars as pl

    found = joined(context, "joined_payee", founded)
    about_payee = context.warehouse.frame(
        "select alert_number from cases.standing_alert where is_of_payee order by alert_number"
    )
    left = about_payee.join(found, on="alert_number", how="anti")
    with context.warehouse.registered("left_over", left):
        links = context.warehouse.frame(context.sql("cases/link_payee.sql").statement)
    labels = connected_components(context, left.rename({"alert_number": "node"}), edges_of(links))
    own = labels.rename({"node": "alert_number", "label": "group_number"})
    return pl.concat([found, own.with_columns(pl.lit(value=False).alias("is_split"))])


def one_subject(context: StageContext, founded: pl.DataFrame) -> pl.DataFrame:
    """Return the groups with those about one party alone put together, or to one about it too."""
    import polars as pl

    with context.warehouse.registered("founded", founded):
        context.warehouse.build(("cases", "group_spell"), context.sql("cases/group_spell.sql"))
    joining = joined(context, "joined_subject", founded)
    return founded.join(joining, on="group_number", how="left").select(
        "alert_number",
        pl.coalesce("joined_number", "group_number").alias("group_number"),
        "is_split",
    )


def joined(context: StageContext, name: str, founded: pl.DataFrame) -> pl.DataFrame:
    """Return what a statement lets join the groups founded so far."""
    file = context.sql(f"cases/{name}.sql")
    with context.warehouse.registered("founded", founded):
        return context.warehouse.frame(
            file.statement, parameters_of(file, context.contracts.profile)
        )
