"""The money-flow picture stays readable and escapes what it writes."""

from __future__ import annotations

from datetime import date

import pytest

from finintel.leads.figure import Labels, money_flow

LABELS = Labels(
    name=lambda account: f"<b>{account}</b>",
    money=lambda minor: f"{minor} EUR",
    cash_in="cash in",
    cash_out="cash out",
    accounts="accounts",
    title="flows",
)


def payment(origin: str | None, destination: str | None, amount: int = 100) -> dict[str, object]:
    return {
        "transaction_id": f"{origin}{destination}{amount}",
        "booked_on": date(2026, 3, 1),
        "originator_account_id": origin,
        "beneficiary_account_id": destination,
        "amount_base": amount,
    }


def test_five_accounts_are_five_boxes_and_names_are_escaped() -> None:
    chain = [payment(a, b) for a, b in zip("abcd", "bcde", strict=True)]
    picture = money_flow(chain, frozenset({"b"}), LABELS)
    assert picture.count("<rect") == 5
    assert "&lt;b&gt;" in picture
    assert "<b>" not in picture


@pytest.mark.parametrize("payers", [12, 60, 400])
def test_a_crowd_around_one_account_is_drawn_as_its_largest_and_the_rest(payers: int) -> None:
    fan = [payment(f"p{number:03}", "hub", number + 1) for number in range(payers)]
    picture = money_flow([*fan, payment("hub", "end", 1000)], frozenset({"hub"}), LABELS)
    assert picture.count("<rect") <= 11
    assert "accounts</text>" in picture


def test_money_that_comes_back_is_drawn_as_a_line_back() -> None:
    ring = [payment("a", "b"), payment("b", "c"), payment("c", "a")]
    assert money_flow(ring, frozenset(), LABELS).count('class="back"') == 1


def test_cash_has_boxes_of_its_own_and_no_movement_no_picture() -> None:
    picture = money_flow([payment(None, "a"), payment("a", None)], frozenset(), LABELS)
    assert "cash in" in picture
    assert "cash out" in picture
    assert money_flow([], frozenset(), LABELS) == ""
