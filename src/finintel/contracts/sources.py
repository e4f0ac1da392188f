"""Placeholder."""

from __future__ import annotations
from collections.abc import Mapping
from dataclasses import dataclass
from finintel.contracts.entities import Entity
from finintel.contracts.lists import Codelists
from finintel.workspace import Workspace


@dataclass(frozen=True)
class Source:
    id: str


def load_sources(
    workspace: Workspace, entities: Mapping[str, Entity], codelists: Codelists
) -> dict[str, Source]:
    return {}
