"""Build every table of the floor `features` from sql/features, in the order they need each other.

A file `sql/features/<table>.sql` becomes the table `features.<table>`; a file of the same name in a
workspace takes its place. Window and settings reach the statements as parameters, see `parameters`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from finintel.errors import ContractError
from finintel.features.shapes import find_shapes
from finintel.night import StageContext
from finintel.sqlfile import SqlFile, build_order, read_folder
from finintel.vocabulary import READABLE
from finintel.warehouse import quoted

FLOOR = "features"

# How long before the window the last entry of an account is looked for: bounds the cost of a night.
DAYS_BEFORE = 365


def run(context: StageContext) -> Mapping[str, int]:
    """Build every table of sql/features; returns table → rows.

    Raises:
        ContractError: a file reads what features may not, or files read each other in a circle.
    """
    files = feature_files(context)
    order = build_order(files, FLOOR)
    values = parameters(context)
    make_way(context, files)
    counts: dict[str, int] = {}
    for done, name in enumerate(order):
        context.progress(f"features.{name}", done, len(order))
        counts[name] = build_table(context, files[name], {**header_defaults(files[name]), **values})
    counts |= find_shapes(context)
    report_unrated(context)
    return counts


def make_way(context: StageContext, files: Mapping[str, SqlFile]) -> None:
    """Drop what stands under a name, where an earlier version of the program kept another kind."""
    for name, kind in context.warehouse.rows(
        "select table_name, table_type from information_schema.tables "
        "where table_schema = $floor order by table_name",
        {"floor": FLOOR},
    ):
        if name in files and (kind == "VIEW") != is_view(files[name]):
            context.warehouse.execute(
                f"drop {'view' if kind == 'VIEW' else 'table'} {quoted(FLOOR, name)}"
            )


def is_view(file: SqlFile) -> bool:
    """Tell whether the header asks for a view."""
    return bool(file.header.get("is_view", False))


def build_table(context: StageContext, file: SqlFile, values: Mapping[str, Any]) -> int:
    """Build one table, or the view that its header asks for; returns its rows."""
    if not is_view(file):
        return context.warehouse.build((FLOOR, file.name), file, values)
    name = quoted(FLOOR, file.name)
    context.warehouse.execute(
        f"create or replace view {name} as {file.statement}", origin=str(file.path)
    )
    return context.warehouse.count(name)


def header_defaults(file: SqlFile) -> dict[str, Any]:
    """Return the values of the parameters that the file's own header declares."""
    return {name: item["default"] for name, item in file.header.get("parameters", {}).items()}


def feature_files(context: StageContext) -> dict[str, SqlFile]:
    """Read the statement files; raises ContractError when one reads a floor it may not."""
    files = read_folder(context.workspace.resource_folders("sql/features"))
    faults = [
        f"sql/features/{name}.sql reads {table}; features may read {', '.join(READABLE[FLOOR])}"
        for name, file in files.items()
        for table in sorted(file.tables)
        if table.partition(".")[0] not in READABLE[FLOOR]
    ]
    if faults:
        raise ContractError("\n".join(faults))
    return files


def parameters(context: StageContext) -> dict[str, Any]:
    """Return the values of every parameter that a statement of sql/features may name."""
    first_on, as_of = context.window()
    countries = context.contracts.profile.high_risk_countries
    settings = context.workspace.settings
    return {
        "first_on": first_on,
        "before_on": first_on - timedelta(days=DAYS_BEFORE),
        "as_of": as_of,
        "look_back_days": settings.look_back_days,
        "base_currency": settings.base_currency,
        "high_risk_countries": f",{','.join(countries)},",
        "service_hubs": f",{','.join(settings.service_hubs)},",
    }


def report_unrated(context: StageContext) -> None:
    """Say how many transactions of the window have no rate: their amounts are unknown, not zero."""
    unrated = context.warehouse.count("features.window_transfer", "amount_base_minor is null")
    if unrated:
        context.notice(
            f"{unrated} transactions have no rate to the base currency; rules on amounts leave "
            "them out. Send rates through inbox/fx_rate."
        )
