"""Contracts: everything under schemas/, loaded, checked and frozen.

Reads: schemas/** of the installation and of the workspace. Writes: nothing.
Promises: every fault of every file in one report, before any data is read.
"""

from __future__ import annotations

from finintel.contracts.entities import Column, Entity, load_entities
from finintel.contracts.lists import Codelists, load_codelists
from finintel.contracts.profiles import Profile, load_profiles
from finintel.contracts.sources import Source, load_sources

__all__ = [
    "Codelists",
    "Column",
    "Entity",
    "Profile",
    "Source",
    "load_codelists",
    "load_entities",
    "load_profiles",
    "load_sources",
]
