"""How a purchase is paid: own money, loan, cash, instalments."""

from __future__ import annotations

from dataclasses import dataclass

from finintel.synth.scene import Scene


@dataclass(frozen=True)
class Terms:
    """How a purchase is paid; shares are of the price."""

    own: float = 0.0
    loan: float = 0.0
    cash: float = 0.0
    instalments: int = 1
    worth: float = 1.0  # market value over price
    spend: float = 0.95  # share of what came in that goes into the purchase


def draw_terms(scene: Scene, *, instalments: int = 3) -> Terms:
    """Draw the terms of a purchase as buyers in this world agree them."""
    return Terms(
        own=scene.between(0.01, 0.14) if scene.chance(0.45) else 0.0,
        loan=scene.between(0.1, 0.35) if scene.chance(0.2) else 0.0,
        cash=scene.between(0.02, 0.1) if scene.chance(0.15) else 0.0,
        instalments=scene.whole(2, instalments) if scene.chance(0.4) and instalments > 1 else 1,
        worth=scene.between(0.93, 1.07),
        spend=scene.between(0.85, 0.965),
    )
