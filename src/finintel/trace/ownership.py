"""Economic ownership: the share of a thing that reaches natural persons through companies.

The share x of a person in a company solves x = d + A x: what the person holds directly, plus what
the companies in between hold times the person's share in them. Shares are intervals, so each
company is a choice: any split of its capital within its owners' intervals that sums to at most one.
The lowest and highest x over all choices are the values of an interval Markov chain with
absorption, found by iteration from zero (Givan, Leach and Dean, "Bounded-parameter Markov decision
processes", 2000): in every round the capital that may go to either owner goes to the one with the
lower (or higher) share. Starting from zero gives the least solution, so companies that only own
each other hand nothing to anybody: their capital is reported as unknown, not guessed. Control
without capital (votes, appointment) is no part of this and never mixed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

TOLERANCE = 1e-12
EVERYBODY = -1  # the number of all natural persons together
MAXIMUM_ROUNDS = 2_000


@dataclass(frozen=True)
class Shares:
    """Who holds what in the end.

    Attributes:
        person: columns held_id, person_id, minimum_ratio, maximum_ratio.
        unknown: columns held_id, unknown_minimum_ratio, unknown_maximum_ratio: capital that no
            known person accounts for.
        rounds: how many rounds it took.
    """

    person: pl.DataFrame
    unknown: pl.DataFrame
    rounds: int


def economic_shares(holdings: pl.DataFrame, tolerance: float = TOLERANCE) -> Shares:
    """Solve for the lowest and highest share of every person in everything held.

    Args:
        holdings: one row per holding in force at the date: held_id (asset or company), holder_id,
            is_person (the holder is a natural person), minimum_ratio, maximum_ratio (0 to 1).
            Rows of the same pair are added up. Where the minima of one thing sum to more than
            one, the register contradicts itself: its minima are taken as unknown (0).
        tolerance: largest change of a share that ends the rounds.
    """
    import polars as pl

    edges, ids = numbered(holdings)
    edges = consistent(edges)
    lowest, low_rounds = settle(edges, "minimum", tolerance)
    highest, high_rounds = settle(edges, "maximum", tolerance)
    person = (
        highest.rename({"x": "maximum_ratio"})
        .join(lowest.rename({"x": "minimum_ratio"}), on=["held_id", "person_id"], how="left")
        .with_columns(pl.col("minimum_ratio").fill_null(0.0))
        .select("held_id", "person_id", "minimum_ratio", "maximum_ratio")
        .sort("held_id", "person_id")
    )
    known, _ = settle(as_one_person(edges), "maximum", tolerance)
    unknown = unknown_part(edges, person, known)
    rounds = max(low_rounds, high_rounds)
    return Shares(
        named(person, ids, "held_id", "person_id"), named(unknown, ids, "held_id"), rounds
    )


def numbered(edges: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Put numbers in place of ids, in their order, and return the ids by number.

    A round joins and groups by them again and again; numbers take a quarter of the time.
    """
    import polars as pl

    ids = pl.concat([edges["held_id"], edges["holder_id"]]).unique().sort()
    for column in ("held_id", "holder_id"):
        edges = in_numbers(edges, ids, column)
    return edges.sort("held_id", "holder_id"), ids


def in_numbers(frame: pl.DataFrame, ids: pl.Series, column: str) -> pl.DataFrame:
    """Put the numbers of ids in place of them; ids that nothing else names are left out."""
    import polars as pl

    numbers = pl.DataFrame({column: ids, "number": pl.arange(0, len(ids), eager=True)})
    return (
        frame.join(numbers, on=column, how="inner")
        .with_columns(pl.col("number").alias(column))
        .drop("number")
    )


def named(frame: pl.DataFrame, ids: pl.Series, *columns: str) -> pl.DataFrame:
    """Put ids back in place of their numbers."""
    return frame.with_columns(ids.gather(frame[column]).alias(column) for column in columns)


def consistent(holdings: pl.DataFrame) -> pl.DataFrame:
    """Add up rows of the same pair and put every interval within what the others leave."""
    import polars as pl

    edges = (
        holdings.group_by("held_id", "holder_id", "is_person")
        .agg(pl.col("minimum_ratio").sum(), pl.col("maximum_ratio").sum())
        .with_columns(pl.col("minimum_ratio").sum().over("held_id").alias("total"))
    )
    contradicted = pl.col("total") > 1 + TOLERANCE
    return (
        edges.with_columns(
            pl.when(contradicted).then(0.0).otherwise(pl.col("minimum_ratio")).alias("low"),
        )
        .with_columns((1 - pl.col("low").sum().over("held_id")).clip(0.0).alias("slack"))
        .with_columns(
            pl.min_horizontal(
                pl.col("maximum_ratio").clip(0.0, 1.0), pl.col("low") + pl.col("slack")
            ).alias("high")
        )
        .with_columns(pl.max_horizontal("high", "low").alias("high"))
        .select("held_id", "holder_id", "is_person", "low", "high", "slack")
        .sort("held_id", "holder_id")
    )


def settle(edges: pl.DataFrame, bound: str, tolerance: float) -> tuple[pl.DataFrame, int]:
    """Repeat the round until no share moves by more than the tolerance.

    Shares that still move after the last round hang on companies that own almost all of each
    other. Rounds from zero only rise, so what is reached holds as a smallest share; the largest is
    not known and becomes one.
    """
    import polars as pl

    shares = pl.DataFrame(schema={"held_id": pl.Int64, "person_id": pl.Int64, "x": pl.Float64})
    moved = edges.select("held_id").unique()
    for number in range(1, MAXIMUM_ROUNDS + 1):
        after = one_round(edges.join(moved, on="held_id", how="semi"), shares, bound)
        moves = after.join(
            shares, on=["held_id", "person_id"], how="left", suffix="_before"
        ).with_columns((pl.col("x") - pl.col("x_before").fill_null(0.0)).abs().alias("by"))
        shares = pl.concat([shares.join(moved, on="held_id", how="anti"), after])
        moves = moves.filter((pl.col("by") > 0) | pl.col("x_before").is_null())
        if not (moves["by"] > tolerance).any():
            return shares, number
        # only what hangs on a share that moved is worked out anew
        worth = moves.select(pl.col("held_id").alias("holder_id")).unique()
        moved = edges.join(worth, on="holder_id", how="semi").select("held_id").unique()
    if bound == "maximum":
        still = moves.filter(pl.col("by") > tolerance).select("held_id", "person_id", "by")
        shares = shares.join(still, on=["held_id", "person_id"], how="left").select(
            "held_id",
            "person_id",
            pl.when(pl.col("by").is_null()).then("x").otherwise(1.0).alias("x"),
        )
    return shares, MAXIMUM_ROUNDS


def one_round(edges: pl.DataFrame, shares: pl.DataFrame, bound: str) -> pl.DataFrame:
    """Give every held thing its owners' shares of the round before, by the best or worst split."""
    import polars as pl

    direct = edges.filter("is_person").select(
        "held_id",
        pl.col("holder_id").alias("person_id"),
        "low",
        "high",
        "slack",
        pl.lit(1.0).alias("worth"),
    )
    through = (
        edges.filter(~pl.col("is_person"))
        .join(shares, left_on="holder_id", right_on="held_id", how="inner")
        .select("held_id", "person_id", "low", "high", "slack", pl.col("x").alias("worth"))
    )
    reached = pl.concat([direct, through])
    if bound == "minimum":
        # Capital above the minima may belong to somebody whom no register names.
        return weighted(reached.with_columns(pl.col("low").alias("given")))
    room = pl.col("high") - pl.col("low")
    exact = reached.filter(room <= 0).with_columns(pl.col("low").alias("given"))
    divided = (
        reached.filter(room > 0)
        .sort("held_id", "person_id", "worth", descending=[False, False, True])
        .with_columns((room.cum_sum().over("held_id", "person_id") - room).alias("used"))
    )
    left = (pl.col("slack") - pl.col("used")).clip(0.0)
    given = divided.with_columns((pl.col("low") + pl.min_horizontal(room, left)).alias("given"))
    return weighted(pl.concat([exact, given.drop("used")]))


def weighted(reached: pl.DataFrame) -> pl.DataFrame:
    """Add up what owners hand on: the capital given to them times its worth to the person."""
    import polars as pl

    return (
        reached.group_by("held_id", "person_id")
        .agg((pl.col("given") * pl.col("worth")).sum().alias("x"))
        .sort("held_id", "person_id")
    )


def unknown_part(edges: pl.DataFrame, person: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the capital that no known person accounts for, as [smallest, largest] share.

    The largest is what the smallest shares of all persons leave. The smallest is what is left of
    the most that all persons together can have: their largest shares do not occur at once, so
    they are solved for as if they were one.

    Args:
        edges: as `consistent` returns them.
        person: shares of persons, as in `Shares`.
        known: held_id and x, the most that all persons together can have.
    """
    import polars as pl

    least = person.group_by("held_id").agg(pl.col("minimum_ratio").sum().alias("low"))
    return (
        edges.select("held_id")
        .unique()
        .join(least, on="held_id", how="left")
        .join(known.select("held_id", "x"), on="held_id", how="left")
        .select(
            "held_id",
            (1 - pl.col("x").fill_null(0.0)).clip(0.0, 1.0).alias("unknown_minimum_ratio"),
            (1 - pl.col("low").fill_null(0.0)).clip(0.0, 1.0).alias("unknown_maximum_ratio"),
        )
        .sort("held_id")
    )


def as_one_person(edges: pl.DataFrame) -> pl.DataFrame:
    """Return the edges with all natural persons taken together."""
    import polars as pl

    everybody = pl.lit(EVERYBODY, dtype=pl.Int64)
    return (
        edges.with_columns(
            pl.when("is_person").then(everybody).otherwise("holder_id").alias("holder_id")
        )
        .group_by("held_id", "holder_id", "is_person")
        .agg(pl.col("low").sum(), pl.col("high").sum(), pl.col("slack").first())
        .sort("held_id", "holder_id")
    )
