"""Which movements are told piece by piece, and which only count by their amount."""

from __future__ import annotations

from collections.abc import Collection

from finintel.trace.entries import OUTSIDE, Ledger
from finintel.trace.sources import Sources

# An interest credit is shared by what is held, an opening entry is unknown money.
NEVER_PLAIN = ("interest", "opening")


def plain_movements(ledger: Ledger, sources: Sources, named: Collection[int]) -> list[bool]:
    """Tell for each movement whether it is plain: with the outside, and not asked for.

    What is stated, returned or returns something is never plain.

    Args:
        ledger: the movements.
        sources: what is stated about their credits.
        named: movements that are asked for.
    """
    apart = {*named, *sources.stated, *ledger.returned}
    return [
        (debited == OUTSIDE) != (credited == OUTSIDE)
        and kind not in NEVER_PLAIN
        and returned == OUTSIDE
        and number not in apart
        for number, (debited, credited, kind, returned) in enumerate(
            zip(ledger.debited, ledger.credited, ledger.kinds, ledger.returned, strict=True)
        )
    ]
