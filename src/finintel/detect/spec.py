"""What a detector says of itself, the header of a rule, checked and frozen; and how it is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finintel.contracts.profiles import scaled
from finintel.sqlfile import SqlFile

if TYPE_CHECKING:
    from finintel.warehouse import Warehouse

Value = int | str | bool | Decimal

REQUIRED_KEYS = (
    "id",
    "title",
    "typology",
    "stage",
    "subject",
    "severity",
    "version",
    "references",
    "why",
    "innocent",
    "next_step",
)
OPTIONAL_KEYS = ("tier", "window", "parameters")
BASE_MONEY = "base currency, minor units"
PARAMETER_KEYS = ("default", "unit", "meaning", "profile")


@dataclass(frozen=True)
class Parameter:
    """One threshold or setting of a detector; `profile` names the profile's key that may set it."""

    name: str
    default: Value
    unit: str
    meaning: str
    profile: str | None = None

    def scaled(self, scale: Fraction) -> Value:
        """Return the default; an amount of money in the base currency."""
        if self.unit != BASE_MONEY or scale == 1 or not isinstance(self.default, int):
            return self.default
        return scaled(self.default, scale)


@dataclass(frozen=True)
class DetectorSpec:
    """The contract of a detector: what it looks for, why, and what it may mean innocently."""

    id: str
    title: str
    typology: str
    stage: str
    subject: str
    severity: str
    version: int
    references: tuple[str, ...]
    why: str
    innocent: str
    next_step: str
    parameters: Mapping[str, Parameter]
    tier: str = "ranked"
    window: str | None = None

    def values(
        self, thresholds: Mapping[str, Any], scale: Fraction = Fraction(1)
    ) -> dict[str, Value]:
        """Return the parameters' values: the profile's where it sets them, else the defaults.

        Args:
            thresholds: of the profile, in the base currency.
            scale: minor units of the base currency for one euro cent, which defaults are in.
        """
        return {
            name: (
                thresholds[item.profile]
                if item.profile is not None and item.profile in thresholds
                else item.scaled(scale)
            )
            for name, item in self.parameters.items()
        }


@dataclass(frozen=True)
class Rule:
    """A detector written in SQL: its contract, its statement and where its fixture lies.

    A rule whose header names a `window` measures windows; `windowing` joins those that meet the
    threshold into episodes.
    """

    spec: DetectorSpec
    file: SqlFile
    fixture: Path | None
    windowing: SqlFile | None = None

    def find(self, warehouse: Warehouse, values: Mapping[str, Value]) -> int:
        """Build `detect.rule_row`, as schemas/outputs/alert.toml says; return how many rows."""
        if self.windowing is None or self.spec.window is None:
            return warehouse.build(("detect", "rule_row"), self.file, values)
        warehouse.build(("detect", "rule_window"), self.file, values)
        warehouse.execute("alter table detect.rule_window add column if not exists series varchar")
        seconds = {"window_seconds": values[self.spec.window]}
        return warehouse.build(("detect", "rule_row"), self.windowing, seconds)

    @property
    def threshold_parameter(self) -> Parameter | None:
        """The parameter that the statement returns as `threshold`, if it is one plainly."""
        from sqlglot import exp

        for item in self.file.tree.find_all(exp.Alias):
            if item.alias == "threshold" and isinstance(item.this, exp.Parameter | exp.Placeholder):
                return self.spec.parameters.get(item.this.name)
        return None


def read_spec(header: Mapping[str, Any]) -> DetectorSpec:
    """Freeze a header that `finintel.detect.headers` found without fault."""
    parameters = {
        name: Parameter(name, **values) for name, values in header.get("parameters", {}).items()
    }
    plain = {key: header[key] for key in REQUIRED_KEYS if key != "references"}
    return DetectorSpec(
        **plain,
        references=tuple(header["references"]),
        parameters=parameters,
        tier=header.get("tier", "ranked"),
        window=header.get("window"),
    )
