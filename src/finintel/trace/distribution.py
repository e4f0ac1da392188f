"""Distribution among claimants: what a court may order in place of tracing; never added to it."""

from __future__ import annotations

from finintel.trace.parts import share_out


def pari_passu(claims: list[int], available: int) -> list[int]:
    """Share what is left among claimants in proportion to what each paid in.

    Barlow Clowes v Vaughan [1991] EWCA Civ 11, [1992] 4 All ER 22 applied this, ex post facto. It
    is a distribution: it says nothing about which money went where.

    Args:
        claims: minor units that each paid in.
        available: minor units left; no claimant receives more than the claim.

    >>> pari_passu([100000, 200000, 100000], 170000)
    [42500, 85000, 42500]
    """
    return share_out(min(available, sum(claims)), claims)
