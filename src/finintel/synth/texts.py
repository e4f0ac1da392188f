"""What payers write: remittance texts, one numbered list for the whole world."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from finintel.synth.money import Integers

NUMBERED: Final = 40  # how many different numbers a numbered text carries
TEMPLATES: Final = {
    "salary": ("Nómina {n}", "Gehalt {n}", "Salário {n}"),
    "rent": ("Alquiler {n}", "Renda {n}", "Miete {n}"),
    "utility": ("Luz {n}", "Água {n}", "Strom {n}"),
    "card_bill": ("Liquidación tarjeta {n}",),
    "savings": ("Ahorro", "Poupança", "Sparen"),
    "tax": ("Impuestos {n}", "Steuer {n}"),
    "loan": ("Cuota préstamo {n}", "Prestação {n}"),
    "fee": ("Comisión",),
    "interest": ("Intereses",),
    "shop": ("Compra {n}",),
    "private": ("", "gracias", "cena", "für dich", "obrigado", "regalo cumpleaños", "viaje"),
    "invoice": ("Factura {n}", "Fatura {n}", "Rechnung {n}", "Invoice {n}", "Pedido {n}"),
    "family": ("ayuda familia", "mesada", "family support", "estudios"),
    "cash": ("",),
    "service": ("Servicios {n}", "Consultoría {n}", "Anticipo {n}", "A cuenta"),
    "purchase": ("Compraventa {n}", "Escritura {n}", "Reserva {n}", "Contrato {n}"),
    "award": ("Contrato público {n}", "Certificación {n}"),
    "donation": ("donativo", "colecta", "apoio", "Spende"),
    "refund": ("Devolución",),
    "estate": ("Herencia exp. {n}", "Finiquito {n}", "Premio {n}", "Liquidación {n}"),
    "exchange": ("Orden {n}",),
}


def _expand(templates: tuple[str, ...]) -> list[str]:
    """Write every text of a purpose out."""
    return [
        text.format(n=1_000 + 37 * number)
        for text in templates
        for number in range(NUMBERED if "{n}" in text else 1)
    ]


ALL_TEXTS: Final = tuple(text for item in TEMPLATES.values() for text in _expand(item))
_COUNTS: Final = tuple(len(_expand(item)) for item in TEMPLATES.values())
RANGES: Final = {
    purpose: (sum(_COUNTS[:position]), _COUNTS[position])
    for position, purpose in enumerate(TEMPLATES)
}


def draw_texts(generator: np.random.Generator, purpose: str, count: int) -> Integers:
    """Choose a text of this purpose for each of `count` bookings."""
    start, size = RANGES[purpose]
    return start + generator.integers(0, size, count)


def text_series() -> pl.Series:
    """Return all texts in their order; an empty one is null."""
    return pl.Series("remittance_text", [text or None for text in ALL_TEXTS], dtype=pl.String)
