"""One lead for another system: its facts, and the format that writes them (exports/<format>.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules

from finintel.errors import UsageError
from finintel.leads import exports
from finintel.leads.facts import LeadFacts, by_lead, fetch
from finintel.leads.narrative import narrative
from finintel.leads.write import teller_of
from finintel.night import StageContext


@dataclass(frozen=True)
class Material:
    """What a format is written from."""

    context: StageContext
    facts: LeadFacts
    text: str

    @property
    def lead_id(self) -> str:
        """The lead's id."""
        return str(self.facts.lead["lead_id"])

    def money(self, minor: int | None, currency: str | None) -> str | None:
        """Return minor units in major units, exactly; None where amount or currency is unknown."""
        exponents = self.context.contracts.codelists.exponents
        if minor is None or currency is None or currency not in exponents:
            return None
        return str(Decimal(minor).scaleb(-exponents[currency]))


@dataclass(frozen=True)
class Exported:
    """One export: its bytes, files that go beside it (by suffix), and what a person should know."""

    suffix: str
    content: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def formats() -> tuple[str, ...]:
    """Return the formats that are installed."""
    return tuple(sorted(item.name for item in iter_modules(exports.__path__)))


def export_lead(context: StageContext, lead_id: str, form: str) -> Exported:
    """Export one lead of the night.

    Raises:
        UsageError: no such format or lead, or the export does not fit the FIU's schema.
    """
    if form not in formats():
        raise UsageError(f"--format {form}: unknown. Known: {', '.join(formats())}")
    facts = fetch(context)
    teller = teller_of(context, facts)
    for lead in by_lead(facts):
        if lead.lead["lead_id"] == lead_id:
            return write_format(Material(context, lead, narrative(lead, teller)), form)
    raise UsageError(
        f"{lead_id}: not among the listed leads of {context.as_of}. "
        f"They stand in {context.workspace.leads / str(context.as_of) / 'case_leads.csv'}"
    )


def write_format(material: Material, form: str) -> Exported:
    """Write one format."""
    exported: Exported = import_module(f"{exports.__name__}.{form}").export(material)
    return exported
