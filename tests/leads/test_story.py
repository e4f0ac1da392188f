"""What a lead tells where data is missing: nothing unknown is told as zero or as a word cut off."""

from __future__ import annotations

from datetime import date

import pytest

from finintel.leads.facts import LeadFacts
from finintel.leads.language import load_language
from finintel.leads.names import Names
from finintel.leads.story import how, what, where
from finintel.leads.teller import Teller
from finintel.leads.unusual import peers

EXPONENTS = {"COP": 2, "BHD": 3}
SHARE = "91 % of what the accounts received in the window left in its last 14 days"


def payment(number, base, currency="COP", amount=0):
    return {
        "transaction_id": f"T{number}",
        "booked_on": date(2026, 3, number),
        "originator_account_id": "A1",
        "beneficiary_account_id": "A2",
        "originator_country_code": None,
        "beneficiary_country_code": None,
        "amount": amount or base,
        "currency": currency,
        "amount_base": base,
        "base_currency": "COP",
        "source_id": "bank",
    }


def told(transactions, language="es"):
    """Return the sentences of what, where and how about transactions."""
    lead = {
        "typology": "stack",
        "typology_meaning": "Stack",
        "alert_count": 1,
        "detector_count": 1,
        "transaction_count": len(transactions),
        "amount": sum(row["amount_base"] or 0 for row in transactions),
    }
    facts = LeadFacts(lead, transactions=tuple(transactions))
    teller = Teller(load_language(language), EXPONENTS, "COP", {})
    names = Names({}, {}, {})
    return (
        " ".join(what(facts, teller)),
        " ".join(where(facts, teller.language)),
        " ".join(how(facts, names, teller)),
    )


def test_an_amount_without_a_rate_is_told_in_its_own_currency():
    summary, _, steps = told([payment(1, 150_000), payment(2, None, "BHD", 500_000)])

    assert "1.500,00 COP + 500,000 BHD" in summary
    assert "T2 500,000 BHD" in steps
    assert " 0,00 COP" not in summary + steps


def test_nothing_is_added_up_where_no_amount_has_a_rate():
    summary, _, steps = told([payment(2, None, "BHD", 500_000)])

    assert "500,000 BHD" in summary
    assert "500,000 BHD" in steps
    assert "COP" not in summary + steps


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "not stated"), ("es", "no constan"), ("pt", "não indic"), ("fr", "non indiqués")],
)
def test_countries_that_no_feed_states_are_told_as_such(code, said):
    _, places, _ = told([payment(1, 100)], code)

    assert places.count(said) == 2


def test_a_share_is_a_number_and_no_beginning_of_a_longer_phrase():
    language = load_language("es")

    assert language.phrase(f"an asset may be lost: {SHARE}") == (
        f"un bien puede perderse: {language.phrase(SHARE)}"
    )
    assert "el 91 % de lo recibido" in language.phrase(SHARE)


@pytest.mark.parametrize(
    ("count", "said"), [(4, "no se comparó"), (5, "todo el período examinado")]
)
def test_a_few_accounts_are_no_peers_to_compare_with(count, said):
    row = {
        "peer_count": count,
        "peer_kind": "person",
        "peer_country": None,
        "below_count": 2,
        "below_day_count": 2,
        "median_base_minor": 100,
        "moved_base_minor": 900,
        "day_base_minor": 900,
    }

    assert said in peers(row, Teller(load_language("es"), EXPONENTS, "COP", {}))
