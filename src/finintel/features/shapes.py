"""Find every shape of the window: features.shape and features.shape_transaction.

Summary:
1. Chains, cycles and rings over the links; dense flows where accounts pay one another both ways.
2. Scatter-gathers: conserved flows between the same two ends through several middles.
3. Fans and gather-scatters: bursts of new counterparties against the account's own history; what
   a fan gathered and passed on belongs to it.
4. Bipartite blocks: payers who meet the same payees for the first time together.
5. Finds most of whose transfers a better one holds fold into it; each shape has its share of one
   list. What a cap drops is counted. Cash that a find was paid from is cited with it.
No label is read, no payment format: amounts, times and who met whom decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finintel.features.arrays import read, stack, write
from finintel.features.shape_flows import dense_rows
from finintel.features.shape_groups import find_groups
from finintel.features.shape_paths import find_paths
from finintel.features.shape_rings import find_rings
from finintel.features.shape_scans import scan
from finintel.night import StageContext
from finintel.sqlfile import SqlFile

MOST_FINDS = 1_500  # as $shape_finds of shapes/find_place.sql
MOST_ROWS = 80  # as $shape_rows of the statements that list finds
DROPPED = "select coalesce(sum(dropped_count), 0) from features.link_drop"
PASSED_HOPS = (2, 3, 4, 5)  # as far as what a fan gathered is followed
FINDS = ("fan_find", "pivot_find", "pair_find", "path_find", "block_find", "dense_find")
WORKING = (
    *("fan_scan", "fan_moved", "pivot_scan", "pair_link", "pair_flow", "path_row", "block_row"),
    *("path_strand", "block_pair"),
    *("dense_row", "find_row", "share", "find_place", "find_fold", "find_list", "find_cash"),
    *(
        "link_pair",
        "link_candidate",
        "link_sole",
        "link_evidence",
        "shape_declared",
        "shape_explained",
        "flow_pair",
    ),
)


def find_shapes(context: StageContext) -> dict[str, int]:
    """Fill features.shape, shape_transaction and link_group from the links; returns counts."""
    finder = Finder(context)
    finder.search()
    finder.list_finds()
    return finder.close()


class Finder:
    """One search of one night: statements of sql/features/shapes, and the arrays between them."""

    def __init__(self, context: StageContext) -> None:
        """Read the effective length of the window."""
        self.context = context
        self.warehouse = context.warehouse
        ((self.span, self.length),) = self.warehouse.rows(
            "select span_seconds, cast(window_seconds as double) from features.flow_span"
        )
        self.group_rows = 0

    def build(self, name: str, table: str = "", **values: object) -> None:
        """Build `shapes/<name>.sql` as `features.<table>`."""
        file = self.context.sql(f"features/shapes/{name}.sql")
        self.warehouse.build(("features", table or name), file, {**defaults(file), **values})

    def append(self, name: str, table: str, **values: object) -> None:
        """Add the rows of `shapes/<name>.sql` to `features.<table>`."""
        file = self.context.sql(f"features/shapes/{name}.sql")
        self.warehouse.append(("features", table), file, {**defaults(file), **values})

    def rows(self, name: str) -> dict[str, Any]:
        """Return the rows of `shapes/<name>.sql` as arrays."""
        file = self.context.sql(f"features/shapes/{name}.sql")
        values = defaults(file)
        return read(
            self.warehouse, file.statement, {name: values[name] for name in file.parameters}
        )

    def search(self) -> None:
        """Write features.find_row: the rows of every candidate find."""
        self.group_rows = find_groups(self.warehouse, self.span)
        paths = [*find_paths(self.warehouse, self.build), find_rings(self.warehouse)]
        write(self.warehouse, ("features", "path_row"), stack(paths))
        write(
            self.warehouse,
            ("features", "dense_row"),
            dense_rows(self.rows("reciprocal"), MOST_ROWS),
        )
        for name in ("path_strand", "pair_link", "pair_flow", "block_row", "block_pair"):
            self.build(name)
        fan, pivot = scan(self.rows("fan_row"), self.rows("fan_old"), self.length, MOST_FINDS)
        write(self.warehouse, ("features", "fan_scan"), fan)
        write(self.warehouse, ("features", "pivot_scan"), pivot)
        self.build(FINDS[0], "find_row")
        for hop in PASSED_HOPS:
            self.build("fan_moved", hop=hop)
            self.append("fan_pass", "find_row", hop=hop)
            if not self.warehouse.count("features.find_row", f"hop = {hop}"):
                break
        for name in FINDS[1:]:
            self.append(name, "find_row")

    def list_finds(self) -> None:
        """Fold finds of one scheme and file what stands, best first."""
        for name in ("share", "find_place", "find_fold", "find_list", "find_cash"):
            self.build(name)
        for table in ("shape_transaction", "shape"):
            self.warehouse.execute(f"delete from features.{table}")
        self.append("shape_transaction", "shape_transaction")
        for name in ("shape_declared", "shape_explained"):
            self.build(name)
        self.append("shape", "shape")

    def close(self) -> dict[str, int]:
        """Drop the working tables and return what was found and what caps dropped."""
        count = self.warehouse.count
        sought = int(
            self.warehouse.value(
                "select count(*) from (select distinct shape, find_key, other_key "
                "from features.find_row)"
            )
        )
        counts = {
            "link_group": self.group_rows,
            "shape": count("features.shape"),
            "shape_folded": count("features.find_fold"),
            "shape_dropped": sought - count("features.find_place"),
            "link_dropped": int(self.warehouse.value(DROPPED)),
        }
        for table in WORKING:
            self.warehouse.execute(f"drop table if exists features.{table}")
        return counts


def defaults(file: SqlFile) -> Mapping[str, Any]:
    """Return the values of the parameters that a file's own header declares."""
    declared: Mapping[str, Mapping[str, Any]] = file.header.get("parameters", {})
    return {
        name: item["default"] if isinstance(item["default"], int) else float(item["default"])
        for name, item in declared.items()
    }
