"""The director: plans every scheme, twin and purchase, rehearses each once, then plays it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from finintel.synth.cast import Cast
from finintel.synth.events import NOBODY, Events
from finintel.synth.purchases import ordinary_purchase
from finintel.synth.scene import Scene
from finintel.synth.schemes import STORIES
from finintel.synth.world import World

ROWS_PER_PLANTED_SCHEME: Final = 42_000  # bookings for one scheme of each kind: under 0.5 %
MOST_OF_A_KIND: Final = 100
BOOKINGS_PER_PURCHASE: Final = 2_500
FEWEST_PURCHASES, MOST_PURCHASES = 24, 2_000
PERSONS_PER_STORY: Final = 8
COMPANIES_PER_STORY: Final = 7
LEAST_LEAD_DAYS: Final = 2
LATE_SHARE: Final = 0.34  # of stories that end in the last nights, when there are several
PURCHASE_KIND: Final = "ordinary_purchase"


@dataclass(frozen=True)
class Plan:
    """How much is staged in a world of a size."""

    of_each_kind: int
    purchases: int

    @property
    def persons(self) -> int:
        """Upper bound of persons that take part."""
        return self.of_each_kind * len(STORIES) * 2 * PERSONS_PER_STORY + self.purchases

    @property
    def companies(self) -> int:
        """Upper bound of companies that take part."""
        return self.of_each_kind * len(STORIES) * 2 * COMPANIES_PER_STORY


def plan_for(transactions: int) -> Plan:
    """Plan so that schemes stay under half a percent of the rows of a large world."""
    each = min(max(transactions // ROWS_PER_PLANTED_SCHEME, 1), MOST_OF_A_KIND)
    bought = min(max(transactions // BOOKINGS_PER_PURCHASE, FEWEST_PURCHASES), MOST_PURCHASES)
    return Plan(each, bought)


def stage_all(world: World, cast: Cast, plan: Plan) -> list[Scene]:
    """Play every story of the plan."""
    scenes = []
    for number, (play, kind, code, is_innocent, variant) in enumerate(stories(plan)):
        key = (world.seed, code, variant, int(is_innocent))
        generator = np.random.default_rng([*key, 77])
        last = last_day(world, generator, number)
        scenes.append(
            perform(
                cast,
                play,
                Scene(
                    cast=cast,
                    generator=np.random.default_rng([*key, 78]),
                    story_id=f"{'T' if is_innocent else 'S'}{code:02d}{variant:04d}",
                    kind=kind,
                    is_innocent=is_innocent,
                    start=0,
                    tempo=1.0,
                    variant=variant + code,
                ),
                last,
            )
        )
    return scenes


Line = tuple[Callable[[Scene], None], str, int, bool, int]


def stories(plan: Plan) -> Iterator[Line]:
    """Yield what to play: schemes and twins in turn, then ordinary purchases."""
    for variant in range(plan.of_each_kind):
        for code, story in enumerate(STORIES):
            yield story.scheme, story.kind, code, False, variant
            yield story.twin, story.twin_kind, code, True, variant
    for variant in range(plan.purchases):
        yield ordinary_purchase, PURCHASE_KIND, len(STORIES), True, variant


def last_day(world: World, generator: np.random.Generator, number: int) -> int:
    """Choose the day on which a story is over; some end in the last nights."""
    final = world.calendar.days - 1
    if world.nights > 1 and generator.random() < LATE_SHARE:
        return final - number % world.nights
    earliest = max(int(final * 0.35), LEAST_LEAD_DAYS)
    return int(generator.integers(earliest, max(final - world.nights, earliest) + 1))


def perform(cast: Cast, play: Callable[[Scene], None], blank: Scene, last: int) -> Scene:
    """Rehearse to learn how long the story takes, then play it so that it ends on a day."""
    mark = cast.mark()
    length = played(cast, play, blank, 0, 1.0).last
    tempo = 1.0
    if length > last - 1:
        cast.rewind(mark)
        tempo = max(last - LEAST_LEAD_DAYS, 1) / (length + 1)
        length = played(cast, play, blank, 0, tempo).last
    while length > last:
        cast.rewind(mark)
        tempo *= 0.7
        length = played(cast, play, blank, 0, tempo).last
    cast.rewind(mark)
    scene = played(cast, play, blank, last - length, tempo)
    cast.silent |= scene.silent
    return scene


def played(
    cast: Cast, play: Callable[[Scene], None], blank: Scene, start: int, tempo: float
) -> Scene:
    """Play a story from a day on; the same story each time but for dates and rates."""
    scene = Scene(
        cast=cast,
        generator=np.random.Generator(np.random.PCG64()),
        story_id=blank.story_id,
        kind=blank.kind,
        is_innocent=blank.is_innocent,
        start=start,
        tempo=tempo,
        variant=blank.variant,
    )
    scene.generator.bit_generator.state = blank.generator.bit_generator.state
    play(scene)
    return scene


def staged_events(world: World, scenes: list[Scene]) -> Events:
    """Return the rows of all stories; `label` numbers them through all scenes."""
    rows = np.array([row for scene in scenes for row in scene.rows], dtype=np.int64)
    second, originator, beneficiary, amount, channel, text, cash = rows.T
    branches = world.book.changes["branch"]
    end = np.where(originator == NOBODY, beneficiary, originator)
    own = np.array([branches.get(int(item), NOBODY) for item in end], dtype=np.int64)
    none = np.full(len(rows), NOBODY, dtype=np.int64)
    return Events(
        second=second,
        originator=originator,
        beneficiary=beneficiary,
        amount=amount,
        channel=channel,
        text=text,
        branch=np.where(cash == 1, own, NOBODY),
        label=np.arange(len(rows), dtype=np.int64),
        returned=none,
    )
