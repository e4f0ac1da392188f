"""Run every rule of the night and file what they find as alerts."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from finintel.alerts import Filed, Kept, close_filing, file_rows, open_filing
from finintel.detect.chains import write_chains
from finintel.detect.python_rules import PythonRule, load_python_rules, run_python_rule
from finintel.detect.registry import load_rules
from finintel.detect.spec import DetectorSpec, Parameter, Rule, Value
from finintel.errors import DetectorError, WarehouseError
from finintel.night import StageContext


def run(context: StageContext) -> Mapping[str, int]:
    """Run every rule; returns counts of alerts, rules and dropped candidates.

    Raises:
        DetectorError: a rule broke its contract; the transaction of the stage undoes all alerts.
    """
    written = load_python_rules()
    rules = load_rules(
        context.workspace,
        context.contracts.codelists,
        context.warehouse,
        reserved=[rule.spec.id for rule in written],
    )
    every: list[Rule | PythonRule] = sorted([*rules, *written], key=lambda rule: rule.spec.id)
    note_thresholds(context)
    open_filing(context)
    dropped = 0
    for done, rule in enumerate(every):
        context.progress(f"{rule.spec.id} {rule.spec.title}", done, len(every))
        dropped += run_rule(context, rule).dropped_count
    counts = close_filing(context, is_model=False)
    chains = write_chains(context)
    return {**counts, "rules": len(every), "dropped": dropped, "chains": chains}


def note_thresholds(context: StageContext) -> None:
    """Say when amounts of rules, written in euro, stand one to one in another currency."""
    settings = context.workspace.settings
    if settings.base_currency != "EUR" and settings.threshold_factor == "1":
        context.notice(
            "amounts of rules are written in euro and were taken one to one in "
            f"{settings.base_currency}: set threshold_factor in finintel.toml to the units of "
            f"{settings.base_currency} that stand for one euro"
        )


def run_rule(context: StageContext, rule: Rule | PythonRule) -> Kept:
    """Run one rule, file its rows and write its line in meta.detector_run."""
    started = time.monotonic()
    profile = context.contracts.profile
    values = rule.spec.values(profile.thresholds, profile.money_scale)
    try:
        if isinstance(rule, Rule):
            rule.find(context.warehouse, values)
        else:
            run_python_rule(context, rule, values)
    except WarehouseError as error:
        raise DetectorError(f"{rule.spec.id}: {error}") from error
    kept = file_rows(context, filed(rule.spec, rule.threshold_parameter))
    if kept.dropped_count:
        context.notice(
            f"{rule.spec.id}: {kept.dropped_count} candidates beyond the {kept.alert_count} "
            "strongest were left out by its budget or by the cap of a night"
        )
    record(context, rule, values, kept, time.monotonic() - started)
    return kept


def filed(spec: DetectorSpec, threshold: Parameter | None) -> Filed:
    """Return what the alerts of a detector say of it."""
    return Filed(
        detector_id=spec.id,
        detector_version=spec.version,
        title=spec.title,
        typology=spec.typology,
        severity=spec.severity,
        tier=spec.tier,
        subject_type=spec.subject,
        threshold_unit=threshold.unit if threshold else "",
        threshold_meaning=threshold.meaning if threshold else "threshold of the rule",
    )


def record(
    context: StageContext,
    rule: Rule | PythonRule,
    values: Mapping[str, Value],
    kept: Kept,
    seconds: float,
) -> None:
    """Write the line of a detector in meta.detector_run, once a night."""
    context.warehouse.execute(
        "delete from meta.detector_run where run_id = $run_id and detector_id = $detector_id",
        {"run_id": context.run_id, "detector_id": rule.spec.id},
    )
    line = {
        "run_id": context.run_id,
        "detector_id": rule.spec.id,
        "detector_version": rule.spec.version,
        "detector_hash": detector_hash(rule, values),
        "parameters": parameters_text(all_values(rule, values)),
        "seconds": seconds,
        **asdict(kept),
    }
    columns = ", ".join(f"${name} as {name}" for name in line)
    context.warehouse.execute(f"insert into meta.detector_run by name select {columns}", line)


def all_values(rule: Rule | PythonRule, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the parameters of a detector, and those that it shares with others of its form."""
    return {**rule.shared, **values} if isinstance(rule, Rule) else values


def detector_hash(rule: Rule | PythonRule, values: Mapping[str, Any]) -> str:
    """Return the hash of a detector's files and of the parameters it runs with."""
    paths = [rule.file.path if isinstance(rule, Rule) else rule.path]
    if isinstance(rule, Rule) and rule.completing is not None:
        paths.append(rule.completing.path)
    text = parameters_text(all_values(rule, values)).encode()
    return hashlib.sha256(b"".join([*(path.read_bytes() for path in paths), text])).hexdigest()


def parameters_text(values: Mapping[str, Any]) -> str:
    """Return the parameters that a detector runs with, as JSON."""
    return json.dumps({name: str(value) for name, value in values.items()}, sort_keys=True)
