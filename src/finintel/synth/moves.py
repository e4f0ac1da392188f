"""Moves that several stories share: paying cash in, passing on, scattering, gathering."""

from __future__ import annotations

from finintel.synth.cast import Actor
from finintel.synth.payments import Payment
from finintel.synth.scene import Scene


def split(scene: Scene, total: int, parts: int) -> list[int]:
    """Cut an amount into uneven parts that add up to it."""
    weights = scene.generator.dirichlet([4.0] * parts) if parts > 1 else [1.0]
    cuts = [int(total * weight) for weight in weights]
    cuts[-1] += total - sum(cuts)
    return [max(cut, 1) for cut in cuts]


def total_received(payments: list[Payment]) -> int:
    """Add up what payments brought in, all in the payee's currency."""
    return sum(item.received for item in payments)


def latest(payments: list[Payment]) -> int:
    """Return the moment of the last payment."""
    return max(item.second for item in payments)


def relay(  # noqa: PLR0913 - one choice each
    scene: Scene,
    inflows: list[Payment],
    target: Actor,
    *,
    role: str,
    keep: tuple[float, float] = (0.0, 0.035),
    hours: tuple[float, float] = (3.0, 80.0),
    text: str = "private",
) -> list[Payment]:
    """Pass what came in on to the next account, less a commission, whole or in parts.

    Either waits until all is there, or passes each inflow on by itself.
    """
    holder = inflows[0].payee
    if holder is None:
        raise ValueError("money can be passed on only from an account")
    rate = 0.0 if scene.chance(0.3) else scene.between(*keep)
    waits = len(inflows) == 1 or scene.chance(0.6)
    batches = [inflows] if waits else [[item] for item in sorted(inflows, key=lambda x: x.second)]
    payments = []
    for batch in batches:
        moment = latest(batch)
        parts = scene.whole(1, 3) if waits else 1
        for amount in split(scene, int(total_received(batch) * (1.0 - rate)), parts):
            moment = scene.later(moment, *hours)
            payments.append(scene.pay(moment, holder, target, amount, role=role, text=text))
    return payments


def chain(  # noqa: PLR0913 - one choice each
    scene: Scene,
    inflows: list[Payment],
    hops: list[Actor],
    *,
    keep: tuple[float, float] = (0.0, 0.035),
    hours: tuple[float, float] = (3.0, 80.0),
    text: str = "private",
) -> list[Payment]:
    """Pass money along several accounts; return what reaches the last one."""
    for number, target in enumerate(hops, start=1):
        inflows = relay(
            scene, inflows, target, role=f"hop_{number}", keep=keep, hours=hours, text=text
        )
    return inflows


def scatter(  # noqa: PLR0913 - one choice each
    scene: Scene,
    inflows: list[Payment],
    targets: list[Actor],
    *,
    role: str,
    hours: tuple[float, float] = (2.0, 60.0),
    text: str = "private",
) -> list[Payment]:
    """Divide what came in among several accounts."""
    holder = inflows[0].payee
    share = scene.between(0.96, 1.0)
    moment = latest(inflows)
    payments = []
    amounts = split(scene, int(total_received(inflows) * share), len(targets))
    for target, amount in zip(targets, amounts, strict=True):
        second = scene.later(moment, *hours)
        payments.append(scene.pay(second, holder, target, amount, role=role, text=text))
    return payments


def pay_cash_in(  # noqa: PLR0913 - one choice each
    scene: Scene,
    target: Actor,
    euro: float,
    *,
    typical: tuple[float, float],
    hours: tuple[float, float] = (12.0, 110.0),
    source: bool = True,
    role: str = "placement",
) -> list[Payment]:
    """Pay cash in, in whole notes, in deposits between two sizes, until the sum is reached."""
    moment, payments, left = scene.begin(), [], euro
    while left > 0:
        amount = min(scene.between(*typical), left)
        minor = scene.notes(amount, target, moment)
        payments.append(
            scene.pay(moment, None, target, minor, role=role, source=source, text="cash")
        )
        left -= amount
        moment = scene.later(moment, *hours)
    return payments


def gather(  # noqa: PLR0913 - one choice each
    scene: Scene,
    target: Actor,
    euro: float,
    *,
    givers: int,
    source: bool = True,
    role: str = "placement",
    hours: tuple[float, float] = (1.0, 60.0),
    text: str = "private",
) -> list[Payment]:
    """Let many ordinary people pay one account; their sizes vary."""
    moment, payments = scene.begin(), []
    for amount in split(scene, round(euro * 100), givers):
        giver = scene.bystander()
        minor = scene.minor(amount / 100.0, giver, moment)
        payments.append(
            scene.pay(moment, giver, target, minor, role=role, source=source, text=text)
        )
        moment = scene.later(moment, *hours)
    return payments
