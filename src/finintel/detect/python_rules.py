"""Rules that SQL cannot say: a module of finintel.detect.rules with `SPEC` and `detect`."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from finintel.detect import rules
from finintel.detect.spec import DetectorSpec, Parameter, Value
from finintel.errors import DetectorError
from finintel.vocabulary import READABLE

if TYPE_CHECKING:
    import polars as pl

    from finintel.night import StageContext

    Frames = Mapping[str, pl.DataFrame]
    Detect = Callable[[Frames, Mapping[str, Value]], pl.DataFrame]


@dataclass(frozen=True)
class PythonRule:
    """A detector in Python: its contract, the tables it is handed, its function and its file."""

    spec: DetectorSpec
    reads: Mapping[str, tuple[str, ...]]
    threshold: str
    detect: Detect
    path: Path

    @property
    def threshold_parameter(self) -> Parameter | None:
        """The parameter that the rows return as `threshold`."""
        return self.spec.parameters.get(self.threshold)


def load_python_rules() -> list[PythonRule]:
    """Return every rule of finintel.detect.rules in order of id.

    Raises:
        DetectorError: a module lacks its contract, or reads a floor that rules may not read.
    """
    found = []
    for module_info in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        module = import_module(module_info.name)
        missing = [n for n in ("SPEC", "READS", "THRESHOLD", "detect") if not hasattr(module, n)]
        if missing:
            raise DetectorError(f"{module_info.name}: lacks {', '.join(missing)}")
        refused = [t for t in module.READS if t.partition(".")[0] not in READABLE["rules"]]
        if refused:
            raise DetectorError(f"{module_info.name}: may not read {', '.join(refused)}")
        found.append(
            PythonRule(
                module.SPEC,
                module.READS,
                module.THRESHOLD,
                module.detect,
                Path(str(module.__file__)),
            )
        )
    return sorted(found, key=lambda rule: rule.spec.id)


def run_python_rule(context: StageContext, rule: PythonRule, values: Mapping[str, Value]) -> None:
    """Hand a rule its tables as frames and keep what it returns as `detect.rule_row`."""
    from finintel.warehouse import quoted

    frames = {
        table: context.warehouse.frame(
            f"select {', '.join(quoted(column) for column in columns)} "
            f"from {quoted(*table.split('.'))}"
        )
        for table, columns in rule.reads.items()
    }
    found = rule.detect(frames, values)
    with context.warehouse.registered("_rule_row", found) as name:
        context.warehouse.execute(f"create or replace table detect.rule_row as from {name}")
