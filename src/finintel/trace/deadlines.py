"""The clocks of a profile's measures: until when a measure taken on a day would hold.

Days, working days and holidays come from the jurisdiction profile; nothing of that is known here.
A working day is no weekend day and no holiday of the profile's calendar; the day on which a measure
is taken is not counted (Regulation (EEC, Euratom) 1182/71, article 3, as a convention; a profile
says where national law counts otherwise: check).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_working_day(day: date, calendar: Mapping[str, Any]) -> bool:
    """Tell whether offices work on a day."""
    closed = set(calendar.get("weekend", ("saturday", "sunday")))
    holidays = set(calendar.get("holidays", ()))
    named = {day.strftime("%m-%d"), day.isoformat()}
    return WEEKDAYS[day.weekday()] not in closed and not named & holidays


def deadline(start: date, days: int, calendar: Mapping[str, Any], *, working_days: bool) -> date:
    """Return the last day of a term that begins on the day after `start`.

    >>> deadline(date(2026, 12, 23), 2, {"holidays": ["12-25"]}, working_days=True)
    datetime.date(2026, 12, 28)
    >>> deadline(date(2026, 3, 31), 7, {}, working_days=False)
    datetime.date(2026, 4, 7)
    """
    if not working_days:
        return start + timedelta(days=days)
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, calendar)
    return day


def clocks(profile: Mapping[str, Any], start: date) -> list[dict[str, Any]]:
    """Return the measures of a profile with the day until which each would hold from a day on."""
    calendar = profile.get("calendar", {})
    return [
        {
            "measure_code": measure["code"],
            "measure_title": measure["title"],
            "applies_to": measure.get("applies_to", "asset"),
            "starts_on": start,
            "term": f"{measure['days']} {'working ' if measure.get('working_days') else ''}days",
            "ends_on": deadline(
                start, measure["days"], calendar, working_days=bool(measure.get("working_days"))
            ),
            "measure_source": measure["source"],
        }
        for measure in profile.get("measure", [])
    ]
