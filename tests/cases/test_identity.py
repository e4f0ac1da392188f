"""Which group continues which case."""

from __future__ import annotations

import random

import polars as pl

from finintel.cases.identity import events, greedy_match

SCHEMA = {
    "group_number": pl.Int64,
    "case_id": pl.String,
    "minted_run_id": pl.String,
    "shared_count": pl.Int64,
    "jaccard_ratio": pl.Float64,
    "shared_alerts": pl.Int64,
    "is_continued": pl.Boolean,
    "is_merged": pl.Boolean,
    "is_open": pl.Boolean,
    "shown_count": pl.Int64,
    "is_shown": pl.Boolean,
}
ORDER = ("jaccard_ratio", "shared_count", "shared_alerts")


def pairs(rows: list[tuple[int, str, str, int, float, int]]) -> pl.DataFrame:
    full = [(*row, True, False, True, row[3], True) for row in rows]
    return pl.DataFrame(full, schema=SCHEMA, orient="row")


def scanned(rows: list[tuple[int, str, str, int, float, int]]) -> set[tuple[int, str]]:
    """The greedy scan, one pair after another: what the rounds must give."""
    best = sorted(rows, key=lambda r: (-r[4], -r[3], -r[5], r[2], r[1], r[0]))
    groups: set[int] = set()
    cases: set[str] = set()
    taken = set()
    for row in best:
        if row[0] not in groups and row[1] not in cases:
            groups.add(row[0])
            cases.add(row[1])
            taken.add((row[0], row[1]))
    return taken


def test_rounds_give_what_the_greedy_scan_gives_on_random_overlaps() -> None:
    for seed in range(40):
        source = random.Random(seed)
        keys = {(source.randint(1, 9), f"C{source.randint(1, 9)}") for _ in range(25)}
        rows = [
            (
                group,
                case,
                f"n{int(case[1:]) % 3}",
                source.randint(1, 4),
                source.randint(3, 6) / 10,
                0,
            )
            for group, case in sorted(keys)
        ]
        found = set(greedy_match(pairs(rows)).iter_rows())
        assert found == scanned(rows)


def test_a_group_left_over_was_split_and_a_case_left_over_was_merged() -> None:
    possible = pairs(
        [(1, "CA", "n1", 5, 0.6, 2), (2, "CA", "n1", 3, 0.4, 1), (1, "CB", "n1", 2, 0.3, 1)]
    )
    matched = greedy_match(possible)
    fresh = pl.DataFrame({"group_number": [2], "evidence_key": ["t9|A9"], "case_id": ["CN"]})
    told = events(possible, matched, fresh)
    assert set(told.iter_rows()) == {
        ("CA", "continued", None, 0),
        ("CN", "split", "CA", 3),
        ("CB", "merged", "CA", 2),
    }


def test_a_new_case_says_which_known_one_holds_some_of_its_transactions() -> None:
    unlike = pairs([(3, "CA", "n1", 2, 0.1, 0), (3, "CB", "n1", 4, 0.2, 0)]).with_columns(
        is_continued=pl.lit(value=False), is_shown=pl.lit(value=False)
    )
    fresh = pl.DataFrame({"group_number": [3], "evidence_key": ["t1|A1"], "case_id": ["CN"]})
    told = events(unlike, unlike.select("group_number", "case_id").head(0), fresh)
    assert list(told.iter_rows()) == [("CN", "minted", "CB", 4)]


def test_a_new_case_says_that_a_merged_one_showed_its_transactions() -> None:
    merged = pairs([(3, "CM", "n1", 5, 0.9, 0), (3, "CB", "n1", 2, 0.1, 0)]).with_columns(
        pl.Series("is_merged", [True, False]),
        pl.Series("is_open", [False, True]),
        pl.Series("is_continued", [True, False]),
        pl.Series("is_shown", [True, False]),
    )
    fresh = pl.DataFrame({"group_number": [3], "evidence_key": ["t1|A1"], "case_id": ["CN"]})
    told = events(merged, merged.select("group_number", "case_id").head(0), fresh)
    assert list(told.iter_rows()) == [("CN", "minted", "CM", 5)]


def test_a_merged_case_taken_up_again_does_not_point_to_itself() -> None:
    merged = pairs([(3, "CM", "n1", 5, 0.9, 0)]).with_columns(
        is_merged=pl.lit(value=True), is_open=pl.lit(value=False)
    )
    again = pl.DataFrame({"group_number": [3], "case_id": ["CM"]})
    told = events(merged, merged.select("group_number", "case_id").head(0), again)
    assert [(row[0], row[1], row[2]) for row in told.iter_rows()] == [("CM", "minted", None)]


def test_what_a_listed_case_has_shown_and_dropped_is_split_from_it_and_no_news() -> None:
    shown = pairs([(3, "CA", "n1", 0, 0.0, 0)]).with_columns(
        is_continued=pl.lit(value=False), shown_count=pl.lit(4, pl.Int64)
    )
    fresh = pl.DataFrame({"group_number": [3], "evidence_key": ["t1|A1"], "case_id": ["CN"]})
    nobody = shown.select("group_number", "case_id").head(0)
    assert [row[:3] for row in events(shown, nobody, fresh).iter_rows()] == [("CN", "split", "CA")]
    few = shown.with_columns(is_shown=pl.lit(value=False))
    assert list(events(few, nobody, fresh).iter_rows()) == [("CN", "minted", "CA", 4)]
    closed = shown.with_columns(is_open=pl.lit(value=False))
    assert list(events(closed, nobody, fresh).iter_rows()) == [("CN", "minted", "CA", 4)]
