"""Measures cases over nights: `python -m benchmarks.nights --seeds 11-13`.

For every seed an invented world is written as ten drops, and ten consecutive nights are run up to
the stage `cases`. Compared with what the generator knows:

- identity: every scheme keeps one case from first sight on, unless an event says what became of it;
- cases that hold one scheme, cases joined only through a hub;
- leads presented as new twice, under their own identifier or with evidence presented before;
- schemes among the first 10, 20 and 50 leads, beside other orders of the same leads.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.nights_facts import NightFacts, read_night

from finintel.console import print_table, say
from finintel.pipeline import STAGES, open_night
from finintel.synth import write_world
from finintel.workspace import create_workspace, open_workspace

if TYPE_CHECKING:
    import polars as pl

UNTIL = date(2026, 3, 31)
BUDGETS = (10, 20, 50)
DRAWS = 200  # random orders a night, of which the mean is taken
HALF = 0.5


@dataclass
class Tally:
    """What was found over all worlds so far."""

    counts: Counter[str] = field(default_factory=Counter)
    yields: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    options = read_options()
    tally = Tally()
    for seed in options.seeds:
        nights = list(run_nights(seed, options))
        judge_identity(seed, nights, tally)
        judge_cases(seed, nights, tally)
        judge_novelty(seed, nights, tally)
        for night in nights:
            judge_order(night, tally, seed)
    show(tally, options)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nights", description=__doc__)
    parser.add_argument("--seeds", type=seeds_of, default="11-13", help="such as 11-13 or 4,8")
    parser.add_argument("--transactions", type=int, default=130_000, help="rows of a world")
    parser.add_argument("--days", type=int, default=120, help="length of a world's history")
    parser.add_argument("--nights", type=int, default=10)
    return parser.parse_args()


def seeds_of(text: str) -> list[int]:
    """Return the seeds of a text such as 11-13,20."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def run_nights(seed: int, options: argparse.Namespace) -> Iterator[NightFacts]:
    """Write a world, run its nights one after the other, and read each."""
    folder = Path(tempfile.mkdtemp(prefix="finintel-nights-"))
    chosen = STAGES[: [stage.name for stage in STAGES].index("cases") + 1]
    try:
        write_world(
            folder / "world",
            transactions=options.transactions,
            days=options.days,
            seed=seed,
            until=UNTIL,
            nights=options.nights,
        )
        root = create_workspace(folder / "workspace").root
        for drop in sorted((folder / "world" / "drops").iterdir()):
            shutil.copytree(drop, root / "inbox", dirs_exist_ok=True)
            as_of = date.fromisoformat(drop.name)
            with open_night(open_workspace(root), as_of, stages=chosen) as night:
                for stage in chosen:
                    night.run(stage.name)
                night.finish()
                facts = read_night(night.context)
            say(f"seed {seed}, {as_of}: {facts.leads.height} leads, {facts.cases} cases")
            yield facts
    finally:
        shutil.rmtree(folder)


def main_cases(night: NightFacts) -> dict[str, str]:
    """Return for every scheme the case that holds most of it."""
    import polars as pl

    held = night.holding.filter(~pl.col("is_innocent")).sort(
        "scheme_id",
        "shared_count",
        "minted_run_id",
        "case_id",
        descending=[False, True, False, False],
    )
    chosen = held.unique("scheme_id", keep="first", maintain_order=True)
    return dict(chosen.select("scheme_id", "case_id").iter_rows())


def judge_identity(seed: int, nights: list[NightFacts], tally: Tally) -> None:
    """Follow every scheme's case through the nights."""
    before: dict[str, str] = {}
    gone: set[str] = set()
    moved: set[str] = set()
    for night in nights:
        tonight = main_cases(night)
        for scheme, case_id in sorted(before.items()):
            after = tonight.get(scheme)
            if after == case_id or (after is None and scheme in gone):
                continue
            moved.add(scheme)
            if scheme in gone:  # judged on the night on which its case let it go
                kind = "after its rows had left all cases, another holds a row of it"
            else:
                kind = what_is_said(scheme, case_id, after, night)
            tally.counts[f"moves {kind}"] += 1
            if kind == "untold":
                tally.faults.append(f"{seed} {night.as_of}: {scheme} {case_id} → {after}, untold")
        before |= tonight
        gone = before.keys() - tonight.keys()
    tally.counts["schemes in a case"] += len(before)
    tally.counts["schemes that keep one case"] += len(before.keys() - moved)


def what_is_said(scheme: str, before: str, after: str | None, night: NightFacts) -> str:
    """Return why a scheme's case is another one than the night before, or untold."""
    import polars as pl

    told = set(night.events.select("case_id", "other_case_id", "event").iter_rows())
    said = {event for case_id, _, event in told if case_id == before}
    if said & {"withdrawn", "corrected"}:
        return "told: withdrawn" if after is None else "told: withdrawn; another holds a row of it"
    for one, other, event in (
        (before, after, "moved"),
        (before, after, "merged"),
        (after, before, "split"),
    ):
        if (one, other, event) in told:
            return f"told: {event}"
    held = night.holding.filter((pl.col("scheme_id") == scheme) & (pl.col("case_id") == before))
    if "dropped" in said and held.is_empty():
        return "told: its alert is no longer raised"
    if after is None:
        return "untold"
    return "to a case that holds more of it; the first still stands" if held.height else "untold"


def judge_cases(seed: int, nights: list[NightFacts], tally: Tally) -> None:
    """Count schemes a case and cases a scheme on the last night, hub-only cases on every night."""
    import polars as pl

    last = nights[-1]
    tally.counts["cases"] += last.cases
    tally.counts["labelled schemes"] += last.seen.filter(~pl.col("is_innocent")).height
    guilty = last.holding.filter(~pl.col("is_innocent"))
    by_case = guilty.group_by("case_id").agg(
        pl.len().alias("schemes"), pl.col("scheme_id").sort().alias("which")
    )
    tally.counts["cases with a scheme"] += by_case.height
    tally.counts["cases with one scheme"] += by_case.filter(pl.col("schemes") == 1).height
    # one transaction is a touch: a sale's proceeds, a purchase that went to the same notary
    held = guilty.filter(pl.col("shared_count") > 1).group_by("case_id").len()
    tally.counts["cases with two rows of a scheme"] += held.height
    tally.counts["cases with two rows of one scheme only"] += held.filter(pl.col("len") == 1).height
    for row in by_case.filter(pl.col("schemes") > 1).sort("case_id").iter_rows(named=True):
        tally.faults.append(f"{seed}: {row['case_id']} holds {', '.join(row['which'])}")
    twins = set(last.holding.filter("is_innocent")["case_id"].to_list())
    tally.counts["cases with scheme and twin"] += len(twins & set(by_case["case_id"].to_list()))
    by_scheme = guilty.group_by("scheme_id").len()
    tally.counts["schemes in one case"] += by_scheme.filter(pl.col("len") == 1).height
    for night in nights:
        tally.counts["cases joined only through a hub"] += len(night.hub_only)
        tally.faults += [f"{seed} {night.as_of}: {case} falls apart" for case in night.hub_only]


def judge_novelty(seed: int, nights: list[NightFacts], tally: Tally) -> None:
    """Count leads that are presented as new though they, or their evidence, were shown before."""
    import polars as pl

    shown: set[str] = set()
    known: set[str] = set()
    for night in nights:
        fresh = night.leads.filter(pl.col("change") == "new")["case_id"].to_list()
        again = sorted(set(fresh) & known)
        tally.counts["leads new"] += len(fresh)
        tally.counts["leads new twice by identifier"] += len(again)
        held = night.evidence.filter(pl.col("case_id").is_in(fresh)).with_columns(
            pl.col("transaction_id").is_in(sorted(shown)).alias("is_shown")
        )
        parts = held.group_by("case_id").agg(pl.col("is_shown").mean())
        old = parts.filter(pl.col("is_shown") >= HALF)["case_id"].to_list()
        silent = night.leads.filter(pl.col("case_id").is_in(old) & (pl.col("change_detail") == ""))[
            "case_id"
        ].to_list()
        tally.counts["leads new on evidence shown before, and say so"] += len(old) - len(silent)
        tally.counts["leads new on evidence shown before, silent"] += len(silent)
        tally.faults += [f"{seed} {night.as_of}: {case} new again" for case in again]
        tally.faults += [f"{seed} {night.as_of}: {case} new, evidence known" for case in silent]
        known |= set(night.leads["case_id"].to_list())
        shown |= set(night.evidence["transaction_id"].to_list())
        tally.counts["leads tied"] += night.leads.filter("is_tied").height
        tally.counts["leads of all nights"] += night.leads.height
        for change, count in night.leads.group_by("change").len().iter_rows():
            tally.counts[f"change: {change}"] += count


def judge_order(night: NightFacts, tally: Tally, seed: int) -> None:
    """Count the schemes among the first leads, in our order and in others."""
    import polars as pl

    hits = night.holding.filter(
        ~pl.col("is_innocent")
        & (
            (pl.col("shared_count") >= HALF * pl.col("scheme_count"))
            | (pl.col("shared_count") >= HALF * pl.col("case_count"))
        )
    )
    schemes: dict[str, set[str]] = {}
    for case_id, scheme in hits.select("case_id", "scheme_id").iter_rows():
        schemes.setdefault(case_id, set()).add(scheme)
    leads = night.leads.filter(pl.col("listing") != "withdrawn")
    for name, orders in orders_of(leads, seed).items():
        for budget in BUDGETS:
            found = [
                len(set().union(*(schemes.get(case, set()) for case in order[:budget])))
                for order in orders
            ]
            tally.yields.setdefault((name, budget), []).append(statistics.fmean(found))
    most = len(set().union(*schemes.values())) if schemes else 0
    for budget in BUDGETS:
        tally.yields.setdefault(("at most", budget), []).append(min(budget, most))


def orders_of(leads: pl.DataFrame, seed: int) -> dict[str, list[list[str]]]:
    """Return the orders to compare: ours, by amount, by age, and random ones."""
    import polars as pl

    listed = leads.filter(pl.col("rank").is_not_null()).sort("rank")["case_id"].to_list()
    source = random.Random(seed)
    plain = leads["case_id"].sort().to_list()
    return {
        "finintel": [listed],
        "largest amount": [
            leads.sort("amount_base_minor", "case_id", descending=[True, False])[
                "case_id"
            ].to_list()
        ],
        "oldest first": [leads.sort("start_on", "case_id")["case_id"].to_list()],
        f"random, mean of {DRAWS}": [source.sample(plain, len(plain)) for _ in range(DRAWS)],
    }


def show(tally: Tally, options: argparse.Namespace) -> None:
    """Print the tables."""
    for fault in tally.faults:
        say(fault)
    print_table(
        f"{options.nights} nights, {len(options.seeds)} worlds of {options.transactions:,} rows",
        ("what", "how many"),
        sorted(tally.counts.items()),
    )
    names = list(dict.fromkeys(name for name, _ in tally.yields))
    print_table(
        "true schemes among the first leads, mean of the nights",
        ("order", *(f"of {budget}" for budget in BUDGETS)),
        [
            (name, *(f"{statistics.fmean(tally.yields[name, budget]):.1f}" for budget in BUDGETS))
            for name in names
        ],
    )
    print_table(
        "world by world: finintel against largest amount",
        ("seed", *(f"of {budget}" for budget in BUDGETS)),
        [
            (
                str(seed),
                *(
                    f"{world_mean(tally, 'finintel', budget, place, options.nights):.1f} / "
                    f"{world_mean(tally, 'largest amount', budget, place, options.nights):.1f}"
                    for budget in BUDGETS
                ),
            )
            for place, seed in enumerate(options.seeds)
        ],
    )


def world_mean(tally: Tally, name: str, budget: int, place: int, nights: int) -> float:
    """Return the mean yield of an order over the nights of one world."""
    return statistics.fmean(tally.yields[name, budget][place * nights : (place + 1) * nights])


if __name__ == "__main__":
    main()
