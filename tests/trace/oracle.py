"""A slow, independent tracer: coins in lists, shares in fractions. It knows no overlap with ours.

Layered methods hold one coin per minor unit; pooled methods hold a count per source and share with
`Fraction`. Only small worlds, one order, no fragments: per transaction what it carried, per account
what came in, what is held, paid out, and used to repay an overdraft.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from math import floor

FIXED = ("C", "U", "OD", "F")


@dataclass(frozen=True)
class Move:
    name: str
    debited: str | None
    credited: str | None
    amount: int
    received: int
    kind: str = "transfer"
    returned: str | None = None


def traced(label: str) -> bool:
    return label not in FIXED


def shares(amount: int, weights: list[int]) -> list[int]:
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    whole = [floor(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: amount - sum(whole)]:
        whole[i] += 1
    return whole


def runs(labels: list[str]) -> list[tuple[str, int]]:
    return [(label, len(list(group))) for label, group in groupby(labels)]


def mapped(labels: list[str], amount: int) -> list[str]:
    """The coins of a converted amount, in the order in which they left."""
    parts = runs(labels)
    if not parts:
        return []
    converted = shares(amount, [count for _, count in parts])
    return [label for (label, _), count in zip(parts, converted, strict=True) for _ in range(count)]


@dataclass
class Purse:
    """An account: coins (label, credit) in order of arrival, and which labels came when."""

    method: str
    coins: list[tuple[str, str]] = field(default_factory=list)
    arrival: list[str] = field(default_factory=list)
    debts: list[str] = field(default_factory=list)

    def put(self, coins: list[tuple[str, str]], *, back: bool = False) -> None:
        for label, _ in coins:
            if label not in self.arrival:
                self.arrival.append(label)
        if not back:
            self.coins = self.coins + coins
        elif self.method == "lifo":
            self.coins = self.coins + coins[::-1]
        else:
            self.coins = coins + self.coins

    def put_back(self, coins: list[tuple[str, str]]) -> None:
        if self.method in ("pro_rata", "libr"):
            # our pool adds a returned payment's sources in reverse; what came first stays first
            for label, _ in reversed(coins):
                if label not in self.arrival:
                    self.arrival.append(label)
        self.put(coins, back=True)

    def draw(self, amount: int) -> list[str]:
        if self.method in ("pro_rata", "libr"):
            return self.draw_shared(amount)
        if self.method == "fifo":
            order = list(range(len(self.coins)))
        elif self.method == "lifo":
            order = list(reversed(range(len(self.coins))))
        else:
            order = sorted(range(len(self.coins)), key=lambda i: (not traced(self.coins[i][0]), i))
        chosen = order[:amount]
        taken = [self.coins[i][0] for i in chosen]
        self.coins = [coin for i, coin in enumerate(self.coins) if i not in set(chosen)]
        return taken

    def draw_shared(self, amount: int) -> list[str]:
        held = Counter(label for label, _ in self.coins)
        groups = [self.arrival]
        if self.method == "libr":
            groups = [[x for x in self.arrival if traced(x) is flag] for flag in (False, True)]
        taken: list[str] = []
        for group in groups:
            labels = [label for label in group if held[label]]
            total = sum(held[label] for label in labels)
            part = min(amount - len(taken), total)
            if part > 0:
                counts = shares(part, [held[label] for label in labels])
                for label, count in zip(labels, counts, strict=True):
                    taken += [label] * count
        self.remove(Counter(taken), None)
        return taken

    def remove(self, wanted: Counter[str], credit: str | None) -> list[str]:
        """Take the oldest coins of each label, of one credit if it is named."""
        kept, taken = [], []
        for label, brought_by in self.coins:
            if wanted[label] and credit in (None, brought_by):
                wanted[label] -= 1
                taken.append(label)
            else:
                kept.append((label, brought_by))
        self.coins = kept
        return taken

    def take_back(self, labels: list[str], credit: str) -> list[str]:
        if self.method in ("pro_rata", "libr"):
            taken = []
            for label in labels:
                taken += self.remove(Counter([label]), None)
            return taken
        taken = self.remove(Counter(labels), credit)
        if self.method == "traced_first":
            taken.sort(key=lambda label: not traced(label))
        return taken

    def holdings(self) -> list[tuple[str, int]]:
        order = [label for label, _ in self.coins]
        if self.method in ("pro_rata", "libr"):
            order = self.arrival
        elif self.method == "traced_first":
            order = sorted(order, key=lambda label: not traced(label))
        held = Counter(label for label, _ in self.coins)
        return [(label, held[label]) for label in dict.fromkeys(order) if held[label]]


@dataclass
class Oracle:
    """One run; results are in the counters."""

    method: str
    stated: dict[str, list[tuple[str, int]]]
    purses: dict[str, Purse] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)
    carried: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    brought: dict[str, list[str]] = field(default_factory=dict)
    came_in: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    repaid: Counter[tuple[str, str]] = field(default_factory=Counter)

    def purse(self, account: str) -> Purse:
        return self.purses.setdefault(account, Purse(self.method))

    def run(self, moves: list[Move], openings: dict[str, int]) -> Oracle:
        for account, amount in openings.items():
            self.purse(account).put([("U", "")] * amount)
        for move in moves:
            self.moves[move.name] = move
            labels = self.pay(move) if move.debited else None
            if move.credited:
                self.receive(move, labels)
        return self

    def pay(self, move: Move) -> list[str]:
        purse = self.purse(move.debited or "")
        amount = min(move.amount, len(purse.coins))
        taken: list[str] = []
        before = self.brought.get(move.returned or "")
        if before and self.moves[move.returned or ""].credited == move.debited:
            taken = purse.take_back(mapped(before, min(amount, len(before))), move.returned or "")
        taken += purse.draw(amount - len(taken))
        purse.debts += [move.name] * (move.amount - amount)
        taken += ["OD"] * (move.amount - amount)
        self.carried[move.name] = list(taken)
        self.left[move.name] = list(taken)
        for label in taken:
            self.gone[move.name, move.debited or "", label] += 1
        return taken

    def receive(self, move: Move, leaving: list[str] | None) -> None:
        account = move.credited or ""
        purse = self.purse(account)
        back = self.moves.get(move.returned or "")
        is_back = bool(back and back.name in self.carried and back.debited == account)
        labels = self.arriving(move, leaving, is_back=is_back)
        if move.name in self.stated:
            is_placed = any(traced(label) for label in labels)
            labels = restated(labels, self.stated[move.name])
            if not is_placed:
                labels = sorted(labels, key=lambda label: not traced(label))
        if leaving is None:
            self.carried[move.name] = labels
        self.brought[move.name] = labels
        for label in labels:
            self.came_in[account, label] += 1
        if is_back:
            purse.put_back([(label, move.name) for label in cancelled(labels, purse.debts)])
        else:
            purse.put([(label, move.name) for label in labels])
        due = min(len(purse.debts), len(purse.coins))
        for label in purse.draw(due):
            self.repaid[account, label] += 1
        purse.debts = purse.debts[due:]

    def arriving(self, move: Move, leaving: list[str] | None, *, is_back: bool) -> list[str]:
        if move.kind == "interest":
            return self.interest(move)
        if leaving is not None and move.kind != "fee":
            labels = mapped(leaving, move.received)
            if is_back:
                self.give_back(move.returned or "", labels)
            return labels
        if move.kind == "opening":
            return ["U"] * move.received
        if is_back:
            return self.reversed(move)
        if self.left.get(move.returned or ""):
            return mapped(self.carried[move.returned or ""], move.received) or ["C"] * move.received
        return ["C"] * move.received

    def interest(self, move: Move) -> list[str]:
        held = self.purse(move.credited or "").holdings()
        if not held:
            return ["U"] * move.received
        counts = shares(move.received, [count for _, count in held])
        return [
            label if label in ("C", "U", "OD") else "F"
            for (label, _), count in zip(held, counts, strict=True)
            for _ in range(count)
        ]

    def reversed(self, move: Move) -> list[str]:
        name = move.returned or ""
        left = self.left[name]
        most = min(move.received, len(left))
        parts = runs(left)
        counts = shares(most, [count for _, count in parts]) if parts else []
        self.left[name] = [
            label
            for (label, count), share in zip(parts, counts, strict=True)
            for _ in range(count - share)
        ]
        back = [
            label for (label, _), share in zip(parts, counts, strict=True) for _ in range(share)
        ]
        self.give_back(name, back)
        return back + ["C"] * (move.received - most)

    def give_back(self, name: str, labels: list[str]) -> None:
        carried = self.carried[name]
        for label in labels:
            if label in carried:
                carried.remove(label)


def cancelled(labels: list[str], debts: list[str]) -> list[str]:
    """Coins of the bank that come back cancel a debt each."""
    kept = []
    for label in labels:
        if label == "OD" and debts:
            debts.pop(0)
        else:
            kept.append(label)
    return kept


def restated(arriving: list[str], stated: list[tuple[str, int]]) -> list[str]:
    waiting = [label for label, count in stated for _ in range(count)]
    return [label if traced(label) or not waiting else waiting.pop(0) for label in arriving]
