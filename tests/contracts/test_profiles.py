"""Amounts of profiles and rules are written in euro cents and stand in the base currency."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finintel.contracts import load_profiles
from finintel.contracts.profiles import Profile
from finintel.errors import UsageError
from finintel.workspace import create_workspace, open_workspace


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Profile:
    workspace = create_workspace(tmp_path_factory.mktemp("profiles") / "w")
    return load_profiles(workspace)["eu_2024_1260"]


@pytest.mark.parametrize(
    ("currency", "exponent", "factor", "threshold"),
    [
        ("EUR", 2, "1", 1_000_000),
        ("CZK", 2, "25.5", 25_500_000),
        ("CLP", 0, "1000", 10_000_000),
        ("BHD", 3, "0.41", 4_100_000),
        ("JPY", 0, "0.00000001", 1),
    ],
)
def test_amounts_stand_in_the_base_currency(shipped, currency, exponent, factor, threshold):
    found = shipped.in_currency(currency, exponent, factor)

    assert found.thresholds["cash_reporting_threshold"] == threshold
    for plain in ("third_party_price_percent", "relation_hops", "trigger_window_days"):
        assert found.thresholds[plain] == shipped.thresholds[plain]


def test_amounts_of_a_profile_in_its_own_currency_stay(shipped):
    own = replace(shipped, threshold_currency="CZK").in_currency("CZK", 2, "25")

    assert own.thresholds == shipped.thresholds
    assert own.money_scale == 25


@pytest.mark.parametrize("factor", ["0", "-1", "many", "inf", "nan", ""])
def test_a_factor_that_is_no_number_above_zero_is_refused(tmp_path, factor):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "finintel.toml").write_text(f'threshold_factor = "{factor}"')

    with pytest.raises(UsageError, match="threshold_factor"):
        open_workspace(tmp_path / "w")
