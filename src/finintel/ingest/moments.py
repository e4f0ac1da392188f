"""Days and times: text becomes a date, or a moment in UTC, by the formats and the zone of a map."""

from __future__ import annotations

from finintel.contracts.mapping import ColumnMap
from finintel.ingest.layers import listed
from finintel.warehouse import literal

DAY = len("2026-03-31")
CLOCK = ("%H", "%I", "%c", "%X")  # what a format with a clock time holds


def moment(value: str, entry: ColumnMap) -> str:
    """Return a time in UTC from text: ISO 8601, or the formats of the map, in the map's zone.

    An ISO time with its own offset is taken by that offset, whatever zone the map names. A day
    without a clock time has no zone: midnight in Madrid would be the day before in UTC.
    """
    found = as_written(value, entry)
    if entry.zone != "UTC":
        zoned = f"timezone('UTC', timezone({literal(entry.zone)}, {found}))"
        found = f"case when {is_day(value, entry)} then {found} else {zoned} end"
    if not has_iso(entry):
        return found
    shifted = f"timezone('UTC', try_cast({value} as timestamptz))"
    return f"case when {has_offset(value)} then {shifted} else {found} end"


def day(value: str, entry: ColumnMap) -> str:
    """Return a date from text: the day that is written; of a time with an offset, the zone's."""
    if entry.transform == "czech_birth_number":
        return f"try_strptime({czech_birth_date(value)}, '%Y%m%d')::date"
    found = as_written(value, entry)
    if has_iso(entry):
        shifted = f"timezone({literal(entry.zone)}, try_cast({value} as timestamptz))"
        found = f"case when {has_offset(value)} then {shifted} else {found} end"
    return f"({found})::date"


def as_written(value: str, entry: ColumnMap) -> str:
    """Return the day and clock time that stand there, whatever the zone."""
    formats = tuple(name for name in entry.formats if name != "iso")
    parts = [f"try_strptime({value}, [{listed(formats)}])"] if formats else []
    if has_iso(entry):
        parts.append(f"try_cast({value} as timestamp)")
    return f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0]


def has_iso(entry: ColumnMap) -> bool:
    """Tell whether a map reads ISO 8601."""
    return not entry.formats or "iso" in entry.formats


def is_day(value: str, entry: ColumnMap) -> str:
    """Return the condition that a value is a day without a clock time."""
    days = tuple(
        name for name in entry.formats if name != "iso" and not any(m in name for m in CLOCK)
    )
    parts = [f"try_strptime({value}, [{listed(days)}]) is not null"] if days else []
    if has_iso(entry):
        parts.append(f"(length({value}) <= {DAY} and try_cast({value} as date) is not null)")
    return f"({' or '.join(parts)})" if parts else "false"


def has_offset(value: str) -> str:
    """Return the condition that an ISO time says its own offset; Z is one."""
    clock = f"substr({value}, {DAY + 2})"
    return f"(contains({clock}, '+') or contains({clock}, '-') or contains({clock}, 'Z'))"


def czech_birth_date(value: str) -> str:
    """Return YYYYMMDD from a Czech birth number of before 1954: yymmdd, months of women plus 50."""
    month = f"substr({value}, 3, 2)"
    women = f"lpad((try_cast({month} as integer) - 50)::varchar, 2, '0')"
    plain = f"case when {month} > '50' then {women} else {month} end"
    return f"'19' || left({value}, 2) || {plain} || substr({value}, 5, 2)"
