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
OPTIONAL_KEYS = ("tier", "window", "shapes", "parameters")
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
    shapes: bool = False

    @property
    def form(self) -> str:
        """What its statement returns, as schemas/outputs/<form>.toml says."""
        if self.window is not None:
            return "alert_window"
        return "alert_shape" if self.shapes else "alert"

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

    A rule may leave what many rules share to `completing`, a file of sql/detect named like the form
    of its contract: joining windows that meet the threshold into episodes, or adding evidence,
    score and budget to the shapes that it picks.
    """

    spec: DetectorSpec
    file: SqlFile
    fixture: Path | None
    completing: SqlFile | None = None

    def find(self, warehouse: Warehouse, values: Mapping[str, Value]) -> int:
        """Build `detect.rule_row`, as schemas/outputs/alert.toml says; return how many rows."""
        if self.completing is None:
            return warehouse.build(("detect", "rule_row"), self.file, values)
        if self.spec.window is None:
            warehouse.build(("detect", "rule_shape"), self.file, values)
            return warehouse.build(("detect", "rule_row"), self.completing, self.shared)
        warehouse.build(("detect", "rule_window"), self.file, values)
        warehouse.execute("alter table detect.rule_window add column if not exists series varchar")
        seconds = {"window_seconds": values[self.spec.window]}
        return warehouse.build(("detect", "rule_row"), self.completing, seconds)

    @property
    def shared(self) -> Mapping[str, Value]:
        """The parameters of `completing` that are the same for every rule."""
        header = self.completing.header if self.completing else {}
        return {name: item["default"] for name, item in header.get("parameters", {}).items()}

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
        shapes=header.get("shapes", False),
    )
