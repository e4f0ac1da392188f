"""The money-flow picture stays readable and escapes what it writes."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from finintel.leads.figure import Labels, money_flow
from finintel.leads.flows import MOST_BOXES, drawn
from finintel.leads.language import load_language
from finintel.leads.law import Law
from finintel.leads.layout import BOX_HEIGHT, BOX_WIDTH, place
from finintel.leads.teller import Teller
from finintel.leads.timeline import days_of, timeline

LABELS = Labels(
    name=lambda account: f"<b>{account}</b>",
    money=lambda minor: f"{minor} EUR",
    cash_in="cash in",
    cash_out="cash out",
    accounts=lambda number: f"{number} accounts",
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
    picture = money_flow(drawn(chain), frozenset({"b"}), LABELS)
    assert picture.count("<rect") == 5
    assert "&lt;b&gt;" in picture
    assert "<b>" not in picture


@pytest.mark.parametrize("payers", [12, 60, 400])
def test_a_crowd_around_one_account_is_drawn_as_its_largest_and_the_rest(payers: int) -> None:
    fan = [payment(f"p{number:03}", "hub", number + 1) for number in range(payers)]
    picture = money_flow(drawn([*fan, payment("hub", "end", 1000)]), frozenset({"hub"}), LABELS)
    assert picture.count("<rect") <= 11
    assert "accounts</text>" in picture


def test_money_that_comes_back_is_drawn_as_a_line_back() -> None:
    ring = [payment("a", "b"), payment("b", "c"), payment("c", "a")]
    assert money_flow(drawn(ring), frozenset(), LABELS).count('class="back"') == 1


def test_cash_has_boxes_of_its_own_and_no_movement_no_picture() -> None:
    picture = money_flow(drawn([payment(None, "a"), payment("a", None)]), frozenset(), LABELS)
    assert "cash in" in picture
    assert "cash out" in picture
    assert money_flow(drawn([]), frozenset(), LABELS) == ""


def test_sixty_accounts_stay_readable() -> None:
    """Sixty accounts that pay each other on: few boxes, none upon another, arrows ahead."""
    chain = [
        payment(f"a{level}{number}", f"a{level + 1}{number * 7 % 12:02}", 1000 + number)
        for level in range(5)
        for number in range(12)
    ]
    shown = drawn(chain)
    placing = place([(flow.origin, flow.destination) for flow in shown.flows])
    assert len(placing.places) <= MOST_BOXES
    assert shown.left_out > 0
    spots = sorted(placing.places.values())
    for (x, y), (other_x, other_y) in pairwise(spots):
        assert abs(x - other_x) > BOX_WIDTH or abs(y - other_y) > BOX_HEIGHT
    for flow in shown.flows:
        ahead = placing.places[flow.destination][0] > placing.places[flow.origin][0]
        assert ahead or (flow.origin, flow.destination) in placing.back


def test_the_picture_of_a_chain_reads_from_left_to_right() -> None:
    chain = [payment(a, b) for a, b in zip("abcd", "bcde", strict=True)]
    places = place([(flow.origin, flow.destination) for flow in drawn(chain).flows]).places
    assert [name for name, _ in sorted(places.items(), key=lambda item: item[1])] == list("abcde")


def test_pairs_that_only_know_each_other_stand_side_by_side() -> None:
    pairs = [(f"owner {number:02}", f"asset {59 - number:02}") for number in range(60)]
    places = place(pairs).places
    assert all(places[origin][1] == places[destination][1] for origin, destination in pairs)


def test_many_columns_stand_close_where_few_arrows_leave() -> None:
    chain = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]
    crowd = [(f"p{number}", "a") for number in range(9)]
    close, far = place(chain), place([*crowd, *chain])
    gaps = [right - left for left, right in pairwise(sorted({x for x, _ in far.places.values()}))]
    assert gaps[0] > gaps[1] == gaps[-1]
    assert close.width < 5 * BOX_WIDTH + 4 * 164


@pytest.mark.parametrize("count", [1, 8, 30])
def test_no_name_of_an_asset_stands_on_another(count: int) -> None:
    teller = Teller(load_language("en"), {"EUR": 2}, "EUR", {}, Law(), 3_900)
    assets = [
        {"asset_id": f"VEH-{number:08}", "acquired_on": date(2026, 3, 1 + number % 25)}
        for number in range(count)
    ]
    picture = timeline(days_of([payment("a", "b")], assets), teller, "days")
    spans: dict[str, list[tuple[float, float]]] = {}
    texts = re.findall(r'<text x="([\d.]+)" y="(\d+)" text-anchor="(\w+)">(VEH[^<]+)<', picture)
    for x, y, held, text in texts:
        width = 6 * len(text)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[held]
        spans.setdefault(y, []).append((left, left + width))
    assert texts
    for row in spans.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(row)))
    assert picture.count('class="deed"') == len({row["acquired_on"] for row in assets})
