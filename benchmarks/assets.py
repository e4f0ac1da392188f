"""Measures the tracing into assets: `python -m benchmarks.assets --seeds 101-105`.

Every world is made, loaded and alerted on once (kept below --cache); the stage `trace` is then run
anew, so a change of a tracing query is measured in seconds. Compared with what the generator wrote
down (truth/ledger.json): planted assets linked with the right owner, the value by method, ranges
that hold what was intended, their width, the planted bases, and the assets of innocent twins.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import polars as pl

from finintel.pipeline import STAGES, open_night, run_night
from finintel.synth import write_world
from finintel.trace.follow import trace_forward
from finintel.trace.ranges import traced_amounts
from finintel.trace.result import TraceResult
from finintel.warehouse import Warehouse
from finintel.workspace import create_workspace, open_workspace

UNTIL = date(2026, 3, 31)
METHODS = ("fifo", "lifo", "pro_rata", "libr", "traced_first")
# The bookings of the accounts of a scheme, as the tracing asks for them.
TOLD = """
select number.account_number, entry.account_id, entry.transaction_number, entry.transaction_id,
    entry.direction, entry.counterparty_number,
    case when entry.direction = 'in' then coalesce(whole.received_amount_minor, whole.amount_minor)
        else whole.amount_minor end as amount_minor,
    case when entry.direction = 'in' then coalesce(whole.received_currency, whole.currency)
        else whole.currency end as currency,
    case when entry.direction = 'in' then whole.beneficiary_balance_minor
        else whole.originator_balance_minor end as balance_after_minor,
    entry.booked_epoch, whole.is_time_known, whole.returned_transaction_id,
    case when whole.returned_transaction_id is not null then 'return'
        when entry.channel in ('fee', 'interest') then entry.channel else 'transfer' end as kind
from features.window_transaction as entry
join features.account_number as number on number.account_id = entry.account_id
join core."transaction" as whole on whole.transaction_id = entry.transaction_id
where list_contains($accounts, entry.account_id)
order by entry.transaction_number, entry.direction desc
"""
PAID = """
select amount_minor, amount_base_minor from features.window_transfer where transaction_id = $paid
"""
VALUES = """
select method, order_variant, sum(traced_base_minor)::bigint from trace.asset_trace
where asset_id = $asset_id and method <> 'poison' and list_contains($paid, transaction_id)
group by all order by all
"""
TRACED = "select distinct asset_id from trace.asset_trace"
OWNERS = """
select owner.person_id from trace.beneficial_owner as owner
where owner.held_id = coalesce(
    (select min(company_party_id) from core.asset where asset_id = $asset_id), $asset_id
) and owner.person_id is not null
union
select party_id from core.ownership where recorded_to is null and asset_id = $asset_id
and coalesce(valid_to, date '9999-12-31') > $as_of
"""
BASIS = """
select basis_code, condition_code, party_id, result, settled_by from trace.basis_test
where asset_id = $asset_id order by all
"""

# What the generator left out of the records of a scheme, and how the matrix must say so.
LEFT_OUT = {
    "conviction": ("conviction", "unknown"),
    "proceeding": ("stopped", "unknown"),
    "knowledge of the third party": ("knowledge", "for_the_court"),
}


@dataclass
class Tally:
    """What was found over all worlds so far."""

    planted: int = 0
    linked: int = 0
    right_owner: int = 0
    holding: int = 0
    equal: dict[str, int] = field(default_factory=lambda: dict.fromkeys(METHODS, 0))
    near: dict[str, int] = field(default_factory=lambda: dict.fromkeys(METHODS, 0))
    told: dict[str, int] = field(default_factory=lambda: dict.fromkeys(METHODS, 0))
    widths: list[float] = field(default_factory=list)
    bases: int = 0
    not_assessed: list[str] = field(default_factory=list)
    contradicted: list[str] = field(default_factory=list)
    open_conditions: int = 0
    nobody_named: list[str] = field(default_factory=list)
    left_out: int = 0
    unnamed: list[str] = field(default_factory=list)
    twins: int = 0
    twins_traced: int = 0
    twins_complete: list[str] = field(default_factory=list)
    traced_assets: int = 0
    other_assets: int = 0
    misses: list[str] = field(default_factory=list)


def prepared(seed: int, cache: Path, rows: int) -> Path:
    """Make a world and run its night up to the tracing, unless that was done before."""
    root, world = cache / f"ws{seed}", cache / f"w{seed}"
    if (root / "prepared").is_file():
        return root
    for folder in (root, world):
        shutil.rmtree(folder, ignore_errors=True)
    write_world(world, transactions=rows, days=90, seed=seed, until=UNTIL)
    workspace = create_workspace(root)
    shutil.copytree(world / "inbox", root / "inbox", dirs_exist_ok=True)
    before = [stage.name for stage in STAGES].index("trace")
    run_night(workspace, UNTIL, stages=STAGES[:before])
    (root / "prepared").touch()
    return root


def traced(root: Path) -> Iterator[Warehouse]:
    """Run the stage `trace` and hand over the warehouse, without writing the ledger."""
    stage = next(stage for stage in STAGES if stage.name == "trace")
    with open_night(open_workspace(root), UNTIL) as night:
        warehouse = night.context.warehouse
        with warehouse.transaction():
            stage.load()(night.context)
        yield warehouse


def check(seed: int, root: Path, tally: Tally) -> None:
    """Compare one world with its truth."""
    truth = json.loads((root.parent / f"w{seed}" / "truth" / "ledger.json").read_text())
    for warehouse in traced(root):
        for scheme in truth["schemes"]:
            for asset in scheme["assets"]:
                check_planted(warehouse, f"{seed} {scheme['kind']}", scheme, asset, tally)
                check_told(warehouse, f"{seed} {scheme['kind']}", scheme, asset, tally)
        for twin in truth["twins"]:
            for asset_id in twin["asset_ids"]:
                check_twin(warehouse, f"{seed} {twin['kind']}", asset_id, tally)
        known = {asset["asset_id"] for scheme in truth["schemes"] for asset in scheme["assets"]}
        known |= {asset_id for twin in truth["twins"] for asset_id in twin["asset_ids"]}
        found = {
            row[0] for row in warehouse.rows("select distinct asset_id from trace.asset_trace")
        }
        tally.traced_assets += len(found)
        tally.other_assets += len(found - known)


def check_planted(
    warehouse: Warehouse, name: str, scheme: dict[str, Any], asset: dict[str, Any], tally: Tally
) -> None:
    """Compare one planted asset."""
    tally.planted += 1
    named = {"asset_id": asset["asset_id"]}
    rows = warehouse.rows(VALUES, named | {"paid": asset["purchase_transaction_ids"]})
    owners = {row[0] for row in warehouse.rows(OWNERS, named | {"as_of": UNTIL})}
    if not rows:
        tally.misses.append(f"{name}: not linked")
        return
    tally.linked += 1
    tally.right_owner += asset["owner_party_id"] in owners
    values = [value for _, _, value in rows]
    least, most, intended = min(values), max(values), asset["intended_eur_minor"]
    # amounts are compared to the cent, after conversion
    slack = max(2, intended // 100_000)
    for method in METHODS:
        wanted = asset["traced_eur_minor"][method]
        apart = min((abs(v - wanted) for m, _, v in rows if m == method), default=None)
        tally.equal[method] += apart is not None and apart <= slack
        tally.near[method] += apart is not None and apart * 20 <= wanted
    holds = least - slack <= intended <= most + slack
    tally.holding += holds
    if not holds:
        tally.misses.append(f"{name}: intended {intended} outside [{least}, {most}]")
    if asset["commingled_ratio"] < 0.2:
        tally.widths.append((most - least) / max(1, asset["price_eur_minor"]))
    check_law(warehouse, name, scheme, asset, tally)


def check_law(
    warehouse: Warehouse, name: str, scheme: dict[str, Any], asset: dict[str, Any], tally: Tally
) -> None:
    """Look that nothing contradicts the planted basis, and that what is missing is named."""
    legal = scheme["legal"]
    hints = {hint.replace("_", "") for hint in legal.get("basis_hints", [])}
    subject = legal.get("subject_party_id")
    rows = warehouse.rows(BASIS, {"asset_id": asset["asset_id"]})
    for hint in sorted(hints):
        concerned = asset["owner_party_id"] if hint == "art13" else subject
        planted = [row for row in rows if article_of(row[0]) == hint and row[2] == concerned]
        check_basis(f"{name}: {hint} of {concerned}", planted, tally)
    # a fact that settles nothing for the court is unknown and names who would settle it
    named = {
        (condition, result)
        for _, condition, party, result, settled_by in rows
        if party in (subject, asset["owner_party_id"]) and (settled_by or result != "unknown")
    }
    for missing in legal.get("missing", []):
        tally.left_out += 1
        if LEFT_OUT[missing] not in named:
            tally.unnamed.append(f"{name}: missing {missing} is not named")


def article_of(basis: str) -> str:
    """Return the article of a basis as the generator writes it."""
    return basis.removeprefix("eu2024_1260_").replace("_", "")


def check_basis(name: str, rows: list[tuple[Any, ...]], tally: Tally) -> None:
    """Look at a planted basis: assessed, not contradicted, what is open says who settles it."""
    tally.bases += 1
    if not rows:
        tally.not_assessed.append(f"{name}: not assessed")
    for _, condition, _, result, settled_by in rows:
        if result == "contradicted":
            tally.contradicted.append(f"{name}: {condition} is contradicted")
        elif result == "unknown":
            tally.open_conditions += 1
            if not settled_by:
                tally.nobody_named.append(f"{name}: nobody named who would settle {condition}")


def check_told(
    warehouse: Warehouse, name: str, scheme: dict[str, Any], asset: dict[str, Any], tally: Tally
) -> None:
    """Trace what the generator placed, told which credits those are: the methods alone."""
    values = dict.fromkeys(METHODS, 0)
    result = told_trace(warehouse, scheme)
    for paid in asset["purchase_transaction_ids"]:
        own, base = warehouse.rows(PAID, {"paid": paid})[0]
        amounts = traced_amounts(result, [paid])
        for method, amount in amounts.select("method", "traced_minor").iter_rows():
            values[method] += (amount * base * 2 + own) // (2 * own)
    slack = max(2, asset["intended_eur_minor"] // 100_000)
    for method in METHODS:
        wanted = asset["traced_eur_minor"][method]
        is_equal = abs(values[method] - wanted) <= slack
        tally.told[method] += is_equal
        if not is_equal:
            tally.misses.append(f"{name}: told, {method} {values[method]}, ledger {wanted}")


def told_trace(warehouse: Warehouse, scheme: dict[str, Any]) -> TraceResult:
    """Follow the placed credits along the accounts of a scheme, what they held before given."""
    accounts = {item["account_id"]: item for item in scheme["path_accounts"]}
    entries = warehouse.frame(TOLD, {"accounts": list(accounts)})
    first = entries.group_by("account_number", "account_id").agg(
        pl.col("booked_epoch").min() - 1, pl.lit(-1, dtype=pl.Int64).alias("transaction_number")
    )
    opening = first.with_columns(
        pl.format("opening of {}", "account_id").alias("transaction_id"),
        pl.lit("in").alias("direction"),
        pl.lit("opening").alias("kind"),
        pl.lit(value=True).alias("is_time_known"),
        pl.col("account_id")
        .replace_strict({code: item["opening_minor"] for code, item in accounts.items()})
        .alias("amount_minor"),
        pl.col("account_id")
        .replace_strict({code: item["currency"] for code, item in accounts.items()})
        .alias("currency"),
    )
    sources = pl.DataFrame({"transaction_id": scheme["source_transaction_ids"]})
    return trace_forward(pl.concat([opening, entries], how="diagonal_relaxed"), sources, METHODS)


def check_twin(warehouse: Warehouse, name: str, asset_id: str, tally: Tally) -> None:
    """Look whether every condition that software can test is supported for an innocent asset."""
    tally.twins += 1
    results: dict[tuple[str, str], list[str]] = {}
    for basis, _, party, result, _ in warehouse.rows(BASIS, {"asset_id": asset_id}):
        results.setdefault((basis, party), []).append(result)
    tally.twins_traced += bool(results)
    for (basis, party), found in results.items():
        testable = [result for result in found if result != "for_the_court"]
        if testable and set(testable) == {"supported"}:
            tally.twins_complete.append(f"{name}: {basis} {party}")


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="101-105")
    parser.add_argument("--rows", type=int, default=12_000)
    parser.add_argument("--cache", type=Path, default=Path(gettempdir(), "finintel_assets"))
    asked = parser.parse_args()
    first, _, last = asked.seeds.partition("-")
    tally = Tally()
    for seed in range(int(first), int(last or first) + 1):
        check(seed, prepared(seed, asked.cache, asked.rows), tally)
    print_tally(tally)


def print_tally(tally: Tally) -> None:
    """Print the table and what did not come out."""
    width = statistics.median(tally.widths) if tally.widths else float("nan")
    lines = {
        "planted assets": tally.planted,
        "linked": tally.linked,
        "with the right owner": tally.right_owner,
        "ranges holding what was intended": tally.holding,
        "median width of the range over the price": f"{width:.3f}",
        **{f"told the sources, equal to the ledger, {name}": tally.told[name] for name in METHODS},
        **{f"sources found, equal to the ledger, {name}": tally.equal[name] for name in METHODS},
        **{
            f"sources found, within 5 % of the ledger, {name}": tally.near[name] for name in METHODS
        },
        "planted bases, one person each": tally.bases,
        "of them not assessed": len(tally.not_assessed),
        "their contradicted conditions": len(tally.contradicted),
        "their unknown conditions": tally.open_conditions,
        "of them without a name of what would settle them": len(tally.nobody_named),
        "facts left out of the records of planted assets": tally.left_out,
        "of them not named as missing": len(tally.unnamed),
        "assets of twins": tally.twins,
        "assets of twins with a trace": tally.twins_traced,
        "assets of twins with every testable condition of a basis": len(tally.twins_complete),
        "other assets with a trace": tally.other_assets,
    }
    for name, value in lines.items():
        print(f"{name:60} {value}")
    lists = (
        tally.misses,
        tally.not_assessed,
        tally.contradicted,
        tally.nobody_named,
        tally.unnamed,
    )
    for line in (*chain.from_iterable(lists), *tally.twins_complete):
        print(f"  {line}")


if __name__ == "__main__":
    main()
