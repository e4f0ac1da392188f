"""Currency: rates as received → one exact integer fraction a currency and day in core.fx_daily.

A rate holds from its date until the next one of its anchor and currency; an undated rate holds for
all time until a dated one begins. Days before the first rate have none: an amount there has no
value in the base currency, and the night says so in meta.data_quality.
"""

from __future__ import annotations

from datetime import date

from finintel.conform.quality import note_quality
from finintel.contracts import Codelists
from finintel.night import StageContext
from finintel.warehouse import Warehouse, literal, quoted

# Dates at which money of core has a value; each asks for a rate of its day.
VALUED_DATES = (
    ("fx_rate", "rated_on"),
    ("acquisition", "acquired_on"),
    ("award", "awarded_on"),
    ("loan", "granted_on"),
    ("asset", "valued_on"),
)
# A rate older than this is named in the data-quality table: feeds come on working days.
STALE_DAYS = 10


def build_fx_daily(context: StageContext) -> int:
    """Make core.fx_daily anew for every day that money of core is dated, up to the night.

    Returns:
        How many rows it has.
    """
    warehouse, codelists = context.warehouse, context.contracts.codelists
    file = context.sql("core/fx_daily.sql")
    warehouse.execute("delete from core.fx_daily")
    warehouse.append(("core", "fx_daily"), file, parameters(context, codelists))
    drop_inexact(context)
    return warehouse.count("core.fx_daily")


def parameters(context: StageContext, codelists: Codelists) -> dict[str, object]:
    """Return what core/fx_daily.sql asks for."""
    return {
        "base_currency": context.workspace.settings.base_currency,
        "currencies": list(codelists.exponents),
        "exponents": list(codelists.exponents.values()),
        "first_date": first_date(context.warehouse, context.as_of),
        "last_date": context.as_of,
    }


def first_date(warehouse: Warehouse, as_of: date) -> date:
    """Return the first date that a value is wanted for."""
    found: list[date | None] = [
        warehouse.value(f"select min({quoted(column)}) from {quoted('core', table)}")
        for table, column in VALUED_DATES
    ]
    found.append(
        warehouse.value("select min(minimum_booked_on) from meta.lake_file where state = 'live'")
    )
    year = warehouse.value("select min(income_year) from core.declared_income")
    if year is not None and 1 <= year <= as_of.year:
        found.append(date(year, 1, 1))
    return min([as_of, *(day for day in found if day is not None)])


def drop_inexact(context: StageContext) -> None:
    """Take out rates whose exact fraction does not fit into 64 bits, and name their currencies."""
    condition = "numerator is null or denominator is null"
    dropped = context.warehouse.rows(
        f"select distinct currency from core.fx_daily where {condition} order by currency"
    )
    context.warehouse.execute(f"delete from core.fx_daily where {condition}")
    if dropped:
        names = ", ".join(str(name) for (name,) in dropped)
        note_quality(
            context,
            "fx_rate",
            ("fx_rate.rate_not_exact", len(dropped), "every rate fits into 64 bits"),
            f"The rates of {names} have too many digits; send them with fewer decimals.",
        )


def count_unknown(context: StageContext) -> int:
    """Note per feed how many of tonight's transactions have no value in the base currency.

    Rows booked after the night are left to the night that sees them.
    """
    unknown = context.warehouse.rows(
        "with used as (select source_id, currency, booked_at::date as booked_on, "
        "count(*) as row_count "
        "from staging.transaction where booked_at::date <= $as_of group by all) "
        "select source_id, sum(row_count)::bigint, "
        "string_agg(distinct currency, ', ' order by currency) "
        "from used anti join core.fx_daily as rate "
        "on rate.currency = used.currency and rate.rated_on = used.booked_on "
        "group by source_id order by source_id",
        {"as_of": context.as_of},
    )
    base = context.workspace.settings.base_currency
    for source_id, rows, names in unknown:
        note_quality(
            context,
            str(source_id),
            (
                "transaction.rate_unknown",
                int(rows),
                "a rate for every transaction's currency and day",
            ),
            f"No rate to {base} for {names} on those days: these amounts "
            "have no base value. Put rates into inbox/fx_rate/ and run the next night.",
        )
    return sum(int(rows) for _, rows, _ in unknown)


def count_stale(context: StageContext) -> None:
    """Note the currencies whose last rate is old on the night itself."""
    found = context.warehouse.rows(
        "select string_agg(currency, ', ' order by currency), max($as_of - source_rated_on) "
        "from core.fx_daily where rated_on = $as_of "
        f"and $as_of - source_rated_on > {literal(STALE_DAYS)}",
        {"as_of": context.as_of},
    )
    names, days = found[0]
    if names is not None:
        note_quality(
            context,
            "fx_rate",
            ("fx_rate.rate_age_days", int(days), f"at most {STALE_DAYS} days"),
            f"The last rate of {names} is old and is carried forward. Check the feed of rates.",
        )
