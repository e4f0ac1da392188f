"""The stories: one file per kind, each with a scheme and the innocent twin that looks like it.

A file says `KIND` and `TWIN` (their names), `scheme(scene)` and `twin(scene)`. Adding a kind means
one file here and its name in `STORIES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from finintel.synth.scene import Scene
from finintel.synth.schemes import (
    corridor,
    crypto,
    dormant,
    gather_scatter,
    gold_cash_out,
    layering,
    loan_repaid,
    nominee,
    official,
    round_trip,
    scatter_gather,
    shell_supplier,
    smurfing,
    structured_cash,
)


@dataclass(frozen=True)
class Story:
    """A kind of scheme and its twin."""

    kind: str
    twin_kind: str
    scheme: Callable[[Scene], None]
    twin: Callable[[Scene], None]


def _story(module: ModuleType) -> Story:
    return Story(module.KIND, module.TWIN, module.scheme, module.twin)


STORIES: Final = tuple(
    _story(module)
    for module in (
        structured_cash,
        smurfing,
        layering,
        gather_scatter,
        scatter_gather,
        round_trip,
        dormant,
        shell_supplier,
        nominee,
        corridor,
        official,
        gold_cash_out,
        loan_repaid,
        crypto,
    )
)
