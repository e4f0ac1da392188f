"""Round trips to the owner: which accounts are one home, what comes home, and innocent twins."""

from __future__ import annotations

from datetime import date

import pytest
from tests.features.shape_ground import DAY, Ground, open_shapes, shapes_of
from tests.features.test_shapes_laws import chain, life

from finintel.features.build import build_table, header_defaults

FIRM, ABROAD, OTHER, OWNER, SPARE = 1, 2, 3, 4, 5  # places; an account's number is one more
COMPANY, PERSON = True, False
LIVED = life(3)


@pytest.fixture(scope="module")
def ground():
    with open_shapes() as opened:
        yield opened


def trips(ground: Ground, homes: dict[int, bool], rows: list) -> list[set[str]]:
    ground.live_together([{place + 1: held for place, held in homes.items()}] if homes else [])
    return shapes_of(ground.find([*LIVED, *rows]), "round_trip")


def rows_of(count: int) -> set[str]:
    return {f"t{len(LIVED) + place}" for place in range(count)}


def test_money_that_leaves_a_company_and_reaches_its_owner_came_home(ground: Ground) -> None:
    rows = chain(9 * DAY, [FIRM, ABROAD, OTHER, OWNER], 777_000)

    assert rows_of(3) in trips(ground, {FIRM: COMPANY, OWNER: PERSON}, rows)
    assert rows_of(3) not in trips(ground, {}, rows)


def test_one_stranger_is_enough_between_a_company_and_its_owner(ground: Ground) -> None:
    rows = chain(9 * DAY, [FIRM, ABROAD, OWNER], 777_000)

    assert rows_of(2) in trips(ground, {FIRM: COMPANY, OWNER: PERSON}, rows)


@pytest.mark.parametrize(
    ("homes", "way"),
    [
        pytest.param({OWNER: PERSON, SPARE: PERSON}, [OWNER, OTHER, SPARE], id="money sent back"),
        pytest.param(
            {FIRM: COMPANY, SPARE: COMPANY, OWNER: PERSON}, [FIRM, SPARE, OWNER], id="own company"
        ),
        pytest.param({FIRM: COMPANY, OWNER: PERSON}, [OWNER, FIRM, OWNER], id="a loan repaid"),
        pytest.param({FIRM: COMPANY, OWNER: PERSON}, [FIRM, OWNER], id="a dividend"),
        pytest.param({OWNER: PERSON, SPARE: PERSON}, [OWNER, SPARE, OTHER], id="own accounts"),
    ],
)
def test_money_that_only_moves_within_a_circle_is_no_round_trip(
    ground: Ground, homes: dict[int, bool], way: list[int]
) -> None:
    assert not trips(ground, homes, chain(9 * DAY, way, 777_000))


def circle(ground: Ground, share: str, owned: str = "F", **period: date | None) -> set[tuple]:
    """Return the accounts of the circle of P, who holds a share of F, which holds half of G."""
    run = ground.warehouse.execute
    for table in ("features.ownership", "features.relation", "features.account_number"):
        run(f"delete from {table}")
    run("delete from features.party_account")
    for place, party in enumerate(("P", "Q", "F", "G"), start=1):
        run(
            "insert into features.account_number by name "
            "select $account as account_id, $place as account_number",
            {"account": f"a{party}", "place": place},
        )
        run(
            "insert into features.party_account by name "
            "select $party as party_id, $account as account_id, true as is_owner",
            {"party": party, "account": f"a{party}"},
        )
    for holder, held, ratio in (("P", owned, share), ("F", "G", "0.5")):
        run(
            "insert into features.ownership by name select $held as asset_id, $holder as party_id, "
            "'legal' as interest_type, cast($ratio as decimal(9, 6)) as share_minimum_ratio, "
            "$low as valid_from, $high as valid_to",
            {
                "held": held,
                "holder": holder,
                "ratio": ratio,
                "low": period.get("valid_from"),
                "high": period.get("valid_to"),
            },
        )
    run(
        "insert into features.relation by name select 'P' as party_id, 'Q' as related_party_id, "
        "'spouse' as relationship_type"
    )
    file = ground.files["home"]
    build_table(ground.context, file, header_defaults(file))
    return set(
        ground.warehouse.rows(
            "select account_number, is_company from features.home where head_id = 'P'"
        )
    )


@pytest.mark.parametrize(
    ("share", "members"),
    [
        pytest.param("0.24", {(1, 0), (2, 0)}, id="below a quarter"),
        pytest.param("0.25", {(1, 0), (2, 0), (3, 1)}, id="a quarter"),
        pytest.param("0.49", {(1, 0), (2, 0), (3, 1)}, id="a half of this is below a quarter"),
        pytest.param("0.50", {(1, 0), (2, 0), (3, 1), (4, 1)}, id="a half of a half"),
    ],
)
def test_a_quarter_ties_a_company_to_its_holder(
    ground: Ground, share: str, members: set[tuple]
) -> None:
    assert circle(ground, share) == members


def test_a_company_counts_while_it_is_held(ground: Ground) -> None:
    sold = date(2023, 11, 20)
    circle(ground, "1.0", valid_to=sold)
    ((until,),) = ground.warehouse.rows(
        "select valid_to from features.home where head_id = 'P' and account_number = 3"
    )

    assert until == sold


def test_a_company_sold_before_is_home_to_nobody(ground: Ground) -> None:
    way = chain(9 * DAY, [FIRM, ABROAD, OWNER], 777_000)
    ground.live_together([{FIRM + 1: COMPANY, OWNER + 1: PERSON}])
    started = date(2023, 11, 23)  # of the first transfer
    for sold, found in ((started, False), (date(2023, 11, 24), True)):
        ground.warehouse.execute(
            "update features.home set valid_to = $sold where is_company = 1", {"sold": sold}
        )
        listed = shapes_of(ground.find([*LIVED, *way]), "round_trip")
        assert (rows_of(2) in listed) is found
