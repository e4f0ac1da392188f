"""What follows from the traced value, asset by asset, each step one table of the trace floor.

Who owns and controls it, whether known means explain it, how urgent it is, which conditions of
which basis its facts look consistent with, and what to ask for next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finintel.night import StageContext
from finintel.trace.basis import assess
from finintel.trace.beneficial import find_owners
from finintel.trace.tables import build, unit_minor
from finintel.trace.urgency import find_status, write_requests


def judge_assets(context: StageContext) -> Mapping[str, int]:
    """Write every table about assets that needs trace.asset_trace; return what was counted."""
    base = {"as_of": context.as_of, "base_currency": context.workspace.settings.base_currency}
    owners = find_owners(context)
    for name in ("traced_asset", "asset_payer", "asset_party", "assessed"):
        build(context, name, {"as_of": context.as_of})
    tested = compare_means(context, base)
    listed = find_status(context)
    return {
        "beneficial_owners": owners,
        "means_tests": tested,
        "assets_listed": listed,
        "basis_tests": assess(context),
        "asset_requests": write_requests(context),
    }


def compare_means(context: StageContext, base: Mapping[str, Any]) -> int:
    """Write what is known of sources and uses of money, and the means test; return its rows."""
    first_on, as_of = context.window()
    build(context, "means_item", base)
    context.warehouse.append(("trace", "means_item"), context.sql("trace/means_account.sql"), {})
    build(context, "means_opening", base)
    build(context, "means_unit", {**base, "window_days": (as_of - first_on).days + 1})
    tested = build(context, "means_test", base)
    build(context, "means_party")
    build(context, "means_assessed", {"unit_minor": unit_minor(context)})
    return tested
