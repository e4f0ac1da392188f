"""The map of parties and ownership: who owns, controls, bought, sold, is related to whom, as SVG.

Owners stand left of what they own. Kinship and posts are dashed lines without arrow. A table beside
the picture says the same in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from finintel.leads.figure import drawn_box, svg
from finintel.leads.language import Language
from finintel.leads.layout import BOX_HEIGHT, BOX_WIDTH, Placing, place
from finintel.leads.safe_text import visible_text

Row = Mapping[str, Any]

MOST_TIES = 45
GAP = 200
LINE = 13
# What points from left to right; all else lies between the two.
DIRECTED = ("owns", "share_of", "acquired", "controls", "sold", "director", "shareholder")
ORDER = {tie: place for place, tie in enumerate(DIRECTED)}
MUTUAL = ("spouse", "sibling", "relative", "associate", "same_address")
MIRRORED = {"child": "parent", "employee": "employer"}


@dataclass(frozen=True)
class Tie:
    """One tie: from whom to whom, of what kinds, in words."""

    origin: str
    destination: str
    said: str
    is_directed: bool


def ties_of(rows: Sequence[Row], language: Language) -> list[Tie]:
    """Return the ties of a lead, one per pair, ownership first; each kinship told once."""
    pairs: dict[tuple[str, str], list[Row]] = {}
    known = {(row["from_id"], row["to_id"], row["tie"]) for row in rows}
    for row in sorted(rows, key=lambda item: ORDER.get(item["tie"], len(ORDER))):
        tie, pair = row["tie"], (row["from_id"], row["to_id"])
        mirrored = tie in MIRRORED or (tie in MUTUAL and pair[0] > pair[1])
        if mirrored and (pair[1], pair[0], MIRRORED.get(tie, tie)) in known:
            continue
        pairs.setdefault(pair, []).append(row)
    return [
        Tie(
            *pair,
            " · ".join(dict.fromkeys(said(row, language) for row in held)),
            held[0]["tie"] in ORDER,
        )
        for pair, held in pairs.items()
    ]


def said(row: Row, language: Language) -> str:
    """Return a tie in words: the share as a range, the day of a deed, the means of control."""
    word = language.word(row["tie"])
    if row["maximum_ratio"] is not None:
        least, most = (f"{row[side] * 100:.4g}" for side in ("minimum_ratio", "maximum_ratio"))
        span = most if least == most else f"{least}–{most}"
        return f"{word} {language.localised(span)} %"
    if row["tie"] == "controls":
        return f"{word} ({language.word(row['detail'])})"
    return f"{word} {row['detail']}".strip()


def party_map(
    ties: Sequence[Tie], names: Mapping[str, str], marks: Mapping[str, str], title: str
) -> str:
    """Return the map as SVG; an empty text where nothing ties anybody to anything.

    Args:
        ties: what to draw, the most telling first.
        names: party or asset → what it is called.
        marks: party or asset → marked (a subject) or asset; all others are plain.
        title: what the picture shows.
    """
    shown = ties[:MOST_TIES]
    if not shown:
        return ""
    placing = place([(tie.origin, tie.destination) for tie in shown], GAP)
    lines = [line(tie, placing) for tie in shown]
    boxes = [
        drawn_box(
            marks.get(key, "plain"),
            spot,
            visible_text(names.get(key, key)),
            key if key in names else "",
        )
        for key, spot in sorted(placing.places.items(), key=lambda item: item[1])
    ]
    return svg("map", placing, title, [*lines, *boxes, *texts(shown, placing)])


def line(tie: Tie, placing: Placing) -> str:
    """Draw one tie; between boxes of one column it bows out to the right."""
    (x1, y1), (x2, y2) = placing.places[tie.origin], placing.places[tie.destination]
    half = BOX_HEIGHT // 2
    kind = "owns" if tie.is_directed else "bond"
    tip = ' marker-end="url(#map-tip)"' if tie.is_directed else ""
    left, right = x1 + BOX_WIDTH, x2 - 1
    if x2 > x1:
        bend = max(40, (right - left) // 2)
        curve = f"C{left + bend} {y1 + half} {right - bend} {y2 + half} {right} {y2 + half}"
    else:
        right = x2 + BOX_WIDTH
        bow = max(left, right) + 60
        curve = f"C{bow} {y1 + half} {bow} {y2 + half} {right} {y2 + half}"
    return (
        f'<path class="{kind}" d="M{left} {y1 + half}{curve}"{tip}>'
        f"<title>{escape(tie.said)}</title></path>"
    )


def texts(ties: Sequence[Tie], placing: Placing) -> list[str]:
    """Write on each line what it means, beside its end on the right."""
    ends: dict[tuple[int, int, str], list[str]] = {}
    for tie in ties:
        (x1, y1), (x2, y2) = placing.places[tie.origin], placing.places[tie.destination]
        ahead = x2 > x1
        arriving = sum(other.destination == tie.destination for other in ties)
        if ahead and arriving > 1:
            spot = (x1 + BOX_WIDTH + 8, y1 + BOX_HEIGHT // 2 - 5, "start")
        elif ahead:
            spot = (x2 - 12, y2 + BOX_HEIGHT // 2 - 5, "end")
        else:
            low, high = sorted((y1, y2))
            spot = (max(x1, x2) + BOX_WIDTH + 12, (low + high + BOX_HEIGHT) // 2 + 4, "start")
        ends.setdefault(spot, []).extend(reversed(tie.said.split(" · ")))
    return [
        f'<text class="amount" text-anchor="{anchor}" x="{x}" y="{y - LINE * at}">'
        f"{escape(text)}</text>"
        for (x, y, anchor), told in sorted(ends.items())
        for at, text in enumerate(told)
    ]
