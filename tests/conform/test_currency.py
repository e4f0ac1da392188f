from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conform.staged import DAY, Dropped, open_stage, stage, transaction

from finintel.conform.currency import build_fx_daily, count_unknown

EXPONENTS = {"EUR": 2, "USD": 2, "CLP": 0, "BHD": 3, "BTC": 8}


def daily(context, rates):
    """Build core.fx_daily from (anchor, currency, date or None, units) and return it by key."""
    warehouse = context.warehouse
    warehouse.execute("delete from core.fx_rate")
    for anchor, currency, rated_on, units in rates:
        warehouse.execute(
            "insert into core.fx_rate by name select $a as anchor_currency, $c as currency, "
            "$d::date as rated_on, $u::decimal(28, 10) as units_per_anchor",
            {"a": anchor, "c": currency, "d": rated_on, "u": str(units)},
        )
    build_fx_daily(context)
    found = warehouse.rows("select * from core.fx_daily")
    return {(row[0], row[1]): row[2:] for row in found}


def test_a_rate_holds_until_the_next_one_and_never_before_the_first(tmp_path):
    with open_stage(tmp_path) as context:
        rates = [
            ("EUR", "USD", date(2026, 3, 20), "1.25"),
            ("EUR", "USD", date(2026, 3, 27), "1.00"),
            ("EUR", "CLP", None, "1000"),
        ]
        found = daily(context, rates)
    assert found["USD", date(2026, 3, 26)] == (4, 5, date(2026, 3, 20))
    assert found["USD", date(2026, 3, 29)] == (1, 1, date(2026, 3, 27))
    assert ("USD", date(2026, 3, 19)) not in found
    assert found["CLP", date(2026, 3, 20)] == (1, 10, None)
    assert found["EUR", date(2026, 3, 20)] == (1, 1, None)


def test_a_dated_rate_takes_over_from_the_undated_one(tmp_path):
    with open_stage(tmp_path) as context:
        found = daily(
            context, [("EUR", "USD", None, "2"), ("EUR", "USD", date(2026, 3, 28), "1.25")]
        )
    assert found["USD", DAY] == (4, 5, date(2026, 3, 28))


def test_rates_of_a_foreign_anchor_are_triangulated(tmp_path):
    with open_stage(tmp_path) as context:
        found = daily(
            context,
            [
                ("USD", "EUR", None, "0.8"),
                ("USD", "CLP", None, "900"),
                ("USD", "BTC", None, "0.00001"),
            ],
        )
    assert found["CLP", DAY][:2] == (4, 45)  # 900 pesos are 80 cents
    assert found["USD", DAY][:2] == (4, 5)
    assert found["BTC", DAY][:2] == (2, 25)  # a satoshi is 0.08 cents


def test_a_rate_that_no_integer_can_hold_is_named(tmp_path):
    with open_stage(tmp_path) as context:
        found = daily(
            context,
            [
                ("USD", "EUR", None, "999999999999999999.0000000001"),
                ("USD", "CLP", None, "0.0000000007"),
            ],
        )
        notes = context.warehouse.rows("select check_code, explanation from meta.data_quality")
    assert ("CLP", DAY) not in found
    assert notes[0][0] == "fx_rate.rate_not_exact"
    assert "CLP" in notes[0][1]


def test_transactions_without_a_rate_are_counted_with_what_to_do(tmp_path):
    with open_stage(tmp_path) as context:
        rows = [transaction(1), transaction(2, currency="USD"), transaction(3, currency="GBP")]
        stage(context, Dropped("f1", {"transaction": rows}))
        first = date(2026, 3, 1)
        daily(context, [("EUR", "CLP", first, "1000"), ("EUR", "USD", date(2026, 3, 10), "1.1")])
        assert count_unknown(context) == 2
        note = context.warehouse.rows("select observed, explanation from meta.data_quality")[0]
    assert note[0] == 2.0
    assert "GBP, USD" in note[1]
    assert "inbox/fx_rate" in note[1]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    base_units=st.decimals("0.0001", "9999", places=4),
    own_units=st.decimals("0.0001", "9999", places=4),
    currency=st.sampled_from(["CLP", "BHD", "BTC"]),
    minor=st.integers(0, 10**15),
)
def test_conversion_is_that_of_decimal_by_hand(tmp_path, base_units, own_units, currency, minor):
    with open_stage(tmp_path) as context:
        found = daily(
            context, [("USD", "EUR", None, base_units), ("USD", currency, None, own_units)]
        )
        numerator, denominator, _ = found[currency, DAY]
        converted = context.warehouse.value(
            "select (2 * $minor::hugeint * $numerator + $denominator) "
            "// (2::hugeint * $denominator)",
            {"minor": minor, "numerator": numerator, "denominator": denominator},
        )
    major = Decimal(minor).scaleb(-EXPONENTS[currency]) * base_units / own_units
    by_hand = (
        Decimal(minor) * base_units * Decimal(10) ** (2 - EXPONENTS[currency]) / own_units
    ).quantize(Decimal(1), ROUND_HALF_UP)
    assert abs(major * 100 - converted) <= Decimal("0.5") + Decimal("1e-10")
    assert converted == by_hand


def test_the_calendar_ends_with_the_night(tmp_path):
    with open_stage(tmp_path) as context:
        found = daily(context, [("EUR", "USD", date(2026, 3, 1), "1.1")])
    assert max(day for _, day in found) == DAY
    assert min(day for _, day in found) == DAY - timedelta(days=28)
