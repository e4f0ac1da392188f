"""Registered numbers of listed assets against the check digits of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finintel.contracts.toml import overlaid_files, read_toml
from finintel.errors import ContractError
from finintel.night import StageContext
from finintel.trace.check_digits import CHECKS
from finintel.trace.tables import build, store

if TYPE_CHECKING:
    import polars as pl


def check_identifiers(context: StageContext) -> None:
    """Write trace.identifier_check: does the check digit of each registered number hold."""
    import polars as pl

    store(context, "asset_identifier", identifier_rows(context))
    build(context, "identified_asset")
    found = context.warehouse.frame("select * from trace.identified_asset order by all")
    # at most one number for each listed asset
    holds = [
        CHECKS[check](value)
        for check, value in found.select("check_name", "identifier_value").iter_rows()
    ]
    checked = found.drop("check_name").with_columns(pl.Series("is_valid", holds, dtype=pl.Boolean))
    store(context, "identifier_check", checked)


def identifier_rows(context: StageContext) -> pl.DataFrame:
    """Return the identifiers with check digits of every asset type.

    Raises:
        ContractError: a type names a rule that is not known.
    """
    import polars as pl

    paths = overlaid_files(context.workspace.resource_folders("schemas/assets"), "*.toml")
    rows = []
    for name, path in sorted(paths.items()):
        for item in read_toml(path).get("identifier", ()):
            if item["check"] not in CHECKS:
                raise ContractError(
                    f"{path.name}: {item['name']} names the check '{item['check']}', which is not "
                    f"known. Known: {', '.join(CHECKS)}"
                )
            rows.append((name, item["name"], item["pattern"], item["check"], item["source"]))
    columns = ("asset_type", "identifier_name", "identifier_pattern", "check_name", "check_source")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
