"""Names that sound like names and are nobody's: drawn from syllables, with accents."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

OPENINGS: Final = (
    "Al", "Be", "Ca", "Do", "El", "Fá", "Gui", "He", "Is", "Jo", "Lu", "Ma", "Né", "Or",
    "Pe", "Qui", "Ro", "Sa", "Te", "Ul", "Vi", "Xi", "Ya", "Zu", "Añ", "Çe", "Ög", "Łu",
)  # fmt: skip
MIDDLES: Final = ("ba", "ri", "lo", "ne", "mí", "ta", "vé", "su", "do", "rra", "ña", "li", "go")
ENDINGS: Final = ("na", "do", "ra", "lio", "mar", "són", "ta", "vel", "rín", "que", "nho", "ß")
TRADES: Final = (
    "Construcciones", "Marisma", "Logística", "Textil", "Agrícola", "Imprenta", "Talleres",
    "Comercial", "Panadería", "Transportes", "Óptica", "Ferretería", "Hostal", "Astillero",
)  # fmt: skip
FORMS: Final = ("S.L.", "S.A.", "Lda.", "GmbH", "S.A.S.", "Ltd.")
STREETS: Final = ("Calle", "Rua", "Weg", "Carrera", "Avenida", "Lane")
GIVEN_NAMES: Final = 260
FAMILY_NAMES: Final = 900
STREET_NUMBERS: Final = 180


def words(generator: np.random.Generator, count: int, *, syllables: int) -> list[str]:
    """Draw distinct words of an opening, some middles and an ending."""
    found: dict[str, None] = {}
    while len(found) < count:
        middle = "".join(MIDDLES[i] for i in generator.integers(0, len(MIDDLES), syllables))
        opening = OPENINGS[generator.integers(0, len(OPENINGS))]
        found[opening + middle + ENDINGS[generator.integers(0, len(ENDINGS))]] = None
    return list(found)


def pick(generator: np.random.Generator, pool: list[str], count: int) -> pl.Series:
    """Draw `count` words from a pool, early words more often."""
    position = (generator.random(count) ** 2 * len(pool)).astype(np.int64)
    return pl.Series(pool).gather(position)


def person_names(generator: np.random.Generator, count: int) -> pl.Series:
    """Draw the full names of persons: a given name and two family names."""
    given = words(generator, GIVEN_NAMES, syllables=1)
    family = words(generator, FAMILY_NAMES, syllables=2)
    frame = pl.DataFrame(
        {
            "given": pick(generator, given, count),
            "first": pick(generator, family, count),
            "second": pick(generator, family, count),
        }
    )
    return frame.select(pl.concat_str(["given", "first", "second"], separator=" ")).to_series()


def company_names(generator: np.random.Generator, count: int) -> pl.Series:
    """Draw the names of companies: a trade, an invented word, a legal form."""
    own = words(generator, FAMILY_NAMES, syllables=2)
    frame = pl.DataFrame(
        {
            "trade": pick(generator, list(TRADES), count),
            "own": pick(generator, own, count),
            "form": pick(generator, list(FORMS), count),
        }
    )
    text = pl.concat_str([pl.concat_str(["trade", "own"], separator=" "), "form"], separator=", ")
    return frame.select(text).to_series()


def addresses(generator: np.random.Generator, towns: pl.Series) -> pl.Series:
    """Draw an address in each of the given towns."""
    own = words(generator, FAMILY_NAMES // 4, syllables=1)
    frame = pl.DataFrame(
        {
            "street": pick(generator, list(STREETS), len(towns)),
            "own": pick(generator, own, len(towns)),
            "number": generator.integers(1, STREET_NUMBERS, len(towns)),
            "town": towns,
        }
    )
    return frame.select(pl.format("{} {} {}, {}", "street", "own", "number", "town")).to_series()
