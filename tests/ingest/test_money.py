"""Money against Decimal by hand: exact or rejected, in every currency."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from finintel.contracts import load_codelists
from finintel.contracts.mapping import ColumnMap
from finintel.ingest.money import ABSURD_MINOR, minor_units, power_of_ten
from finintel.warehouse import open_warehouse
from finintel.workspace import Settings, Workspace, shipped_resources

EXPONENTS = load_codelists(Workspace(shipped_resources())).exponents
AMOUNTS = st.lists(
    st.tuples(
        st.integers(-(10**17), 10**17), st.integers(0, 10), st.sampled_from(sorted(EXPONENTS))
    ),
    min_size=1,
    max_size=30,
)


def cast(amounts, entry):
    """Return what the generated SQL makes of (text, factor)."""
    digits = "try_cast(replace(t, '.', '') as bigint)"
    value = minor_units(f"({digits})", power_of_ten("t"), "f", entry)
    rows = ", ".join(
        f"({place}, '{text}', {factor})" for place, (text, factor) in enumerate(amounts)
    )
    with open_warehouse(None, Settings()) as warehouse:
        return warehouse.rows(f"select {value} from (values {rows}) as v(n, t, f) order by n")


def written(digits: int, decimals: int) -> str:
    return f"{Decimal(digits).scaleb(-decimals):f}"


@settings(max_examples=60, deadline=None)
@given(AMOUNTS)
def test_minor_units_are_exact_or_nothing(amounts):
    texts = [(written(n, d), 10 ** EXPONENTS[currency]) for n, d, currency in amounts]

    found = [value for (value,) in cast(texts, ColumnMap())]

    for (text, factor), value in zip(texts, found, strict=True):
        exact = Decimal(text) * factor
        is_whole = exact == exact.to_integral_value()
        if not is_whole or abs(exact) > ABSURD_MINOR:
            assert value is None
        else:
            assert value == int(exact)


def test_rounding_is_half_up_and_only_where_the_map_says_so():
    amounts = [("1.005", 100), ("-1.005", 100), ("14675.57", 1), ("2.50", 1), ("2.5", 100)]

    found = cast(amounts, ColumnMap(extra_decimals="round"))

    assert found == [(101,), (-101,), (14676,), (3,), (250,)]
