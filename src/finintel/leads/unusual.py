"""Why it is unusual: against the subject's own past, against its peers, against each threshold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from math import exp
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.teller import Teller, plain_number

MOST_ALERTS = 4
# Fewer days outside the evidence than these are no usual to compare with.
LEAST_DAYS = 7
# Fewer accounts than these are no peers to compare with: a median of one or two says nothing.
LEAST_PEERS = 5
# Down to this part of what was usual, a rate is alike.
ALIKE = 2
CHANCE = "nats of evidence"
BILLION = 1_000_000_000
# What detect writes: `TITLE: measured 78 percent against 30 (meaning), from … in all. note`.
REASONS = re.compile(
    r": measured (?P<value>\S+) (?P<unit>.+?) against (?P<limit>\S+) \((?P<meaning>.+?)\), "
    r"(?:on|from) \d.*?(?:in all|cited|transaction of \S+ \S+)(?:\. (?P<note>.+))?",
    re.DOTALL,
)
Row = Mapping[str, Any]


def why(facts: LeadFacts, teller: Teller) -> list[str]:
    """Say how unusual it is for the subject and among its peers, then what each detector found."""
    told = usual(facts, teller)
    return told + [alert_sentence(row, teller) for row in strongest(facts)[:MOST_ALERTS]]


def usual(facts: LeadFacts, teller: Teller) -> list[str]:
    """Compare the account with most of the evidence with its own past and with its peers."""
    if not facts.baselines:
        return [teller.language.sentence("usual_none")]
    row = facts.baselines[0]
    return [past(row, facts.lead["night"], teller), peers(row, teller)]


def strongest(facts: LeadFacts) -> list[Row]:
    """Return the strongest alert of each detector, strongest first."""
    found: dict[str, Row] = {}
    for alert in sorted(facts.alerts, key=lambda row: (-row["score"], row["alert_id"])):
        found.setdefault(str(alert["detector_id"]), alert)
    return list(found.values())


def past(row: Row, night: date, teller: Teller) -> str:
    """Compare the days of the evidence with the days before, or with all others, of the account."""
    language = teller.language
    days = (row["last_on"] - row["first_on"]).days + 1
    before = (row["first_on"] - row["known_from"]).days
    rest = (night - row["known_from"]).days + 1 - days
    if before >= LEAST_DAYS:
        key, other, moved, largest = "past", before, row["past_base_minor"], row["past_largest"]
    else:
        key, other, moved, largest = "rest", rest, row["rest_base_minor"], row["rest_largest"]
    if other < LEAST_DAYS or row["span_base_minor"] == 0:
        known = {"from": language.day(row["known_from"])}
        return language.sentence("past_none", account=row["account_id"], **known)
    values = {
        "account": row["account_id"],
        "span": teller.money(row["span_base_minor"]),
        "dates": language.days(row["first_on"], row["last_on"]),
        "days": language.count("day", other),
    }
    if moved == 0:
        return language.sentence(f"{key}_silent", **values)
    # a rate a day for the reader: whole minor units, rounded down
    rate, past_rate = row["span_base_minor"] // days, moved // other
    values |= {
        "rate": teller.money(rate),
        "past_rate": teller.money(past_rate),
        "largest": teller.money(largest),
        "times": times(rate, past_rate, language),
    }
    return language.sentence(key, **values)


def times(rate: int, past_rate: int, language: Language) -> str:
    """Return how many times as much, where it is at least twice; that it is alike, where it is."""
    factor = rate // past_rate if past_rate else 0
    if factor > 1:
        return language.sentence("past_times", times=language.number(factor))
    return language.sentence("past_same") if rate * ALIKE > past_rate else ""


def peers(row: Row, teller: Teller) -> str:
    """Compare the account with accounts of its kind over the window, where there are enough."""
    language, count = teller.language, row["peer_count"] or 0
    if count < LEAST_PEERS:
        known = language.count("account", count)
        return language.sentence("peers_few" if count else "peers_none", accounts=known)
    country = row["peer_country"]
    return language.sentence(
        "peers",
        count=language.number(row["peer_count"]),
        kind=language.say("kinds", row["peer_kind"]),
        country=language.sentence("in_country", country=language.country(country))
        if country
        else language.sentence("in_all_countries"),
        below=language.number(row["below_count"]),
        median=teller.money(row["median_base_minor"]),
        value=teller.money(row["moved_base_minor"]),
        below_day=language.number(row["below_day_count"]),
        day=teller.money(row["day_base_minor"]),
    )


def alert_sentence(alert: Row, teller: Teller) -> str:
    """Say what one detector measured against what, over which days, on how many rows."""
    language = teller.language
    header = teller.detectors.get(str(alert["detector_id"]), {})
    match = parsed(alert, header)
    title = str(header.get("title", "")) or language.phrase(
        str(alert["reasons"] or "").partition(": ")[0]
    )
    if match is None:
        reasons = str(alert["reasons"] or "").partition(": ")[2]
        return language.sentence(
            "why_other", title=title, reasons=reasons, detector=alert["detector_id"]
        )
    note = language.phrase(match["note"])
    told = language.sentence(
        "why_chance" if match["unit"] == CHANCE else "why",
        title=title,
        detector=alert["detector_id"],
        evidence=evidence(alert, teller),
        **measure(alert, match, teller),
    )
    return f"{told} {note}." if note else told


def parsed(alert: Row, header: Row) -> re.Match[str] | None:
    """Take an alert's reasons apart, behind the title."""
    reasons = str(alert["reasons"] or "")
    title = str(header.get("header_title", "")) or reasons.partition(": measured ")[0]
    return REASONS.fullmatch(reasons.removeprefix(title))


def measure(alert: Row, match: re.Match[str], teller: Teller) -> dict[str, str]:
    """Return measured value, threshold and what the threshold means, in the reader's units."""
    language = teller.language
    unit, value, limit = match["unit"], alert["measured"], alert["threshold"]
    if unit == CHANCE:
        return {"measured": odds(value, language), "threshold": odds(limit, language)}
    meaning = language.phrase(match["meaning"])
    if unit == teller.currency:
        written = [teller.money(round(number)) for number in (value, limit)]
        return {"measured": written[0], "threshold": written[1], "meaning": meaning}
    limit_text = language.localised(plain_number(limit))
    return {
        "measured": language.phrase(f"{plain_number(value)} {unit}"),
        "threshold": limit_text,
        "meaning": meaning,
    }


def odds(nats: float, language: Language) -> str:
    """Return e to the power of the weight, in two digits: once in so many times by chance."""
    number = exp(min(nats, 30.0))
    if number >= BILLION:
        return language.sentence("billion")
    digits = max(0, len(str(int(number))) - 2)
    return language.number(round(number / 10**digits) * 10**digits)


def evidence(alert: Row, teller: Teller) -> str:
    """Say over which days, on how many transactions, how much."""
    language = teller.language
    dates = language.days(alert["start_on"], alert["end_on"])
    if not alert["transaction_count"]:
        return language.sentence("evidence_registers", dates=dates)
    return language.sentence(
        "evidence",
        dates=dates,
        transactions=language.count("transaction", alert["transaction_count"]),
        amount=teller.money(alert["amount_base_minor"]),
    )
