"""What staged rows became, and which accounts and parties a story is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finintel.synth.events import Events
from finintel.synth.money import Integers
from finintel.synth.scene import Scene


@dataclass(frozen=True)
class Numbering:
    """What a staged row became: its serial number, and the first row of each scene."""

    serial: Integers
    offset: dict[str, int]

    def code(self, scene: Scene, row: int) -> str:
        """Return the transaction id of a scene's row."""
        return f"T{int(self.serial[self.offset[scene.story_id] + row]):09d}"


@dataclass(frozen=True)
class AccountIndex:
    """Finds the bookings of an account without looking at all of them."""

    account: Integers
    place: Integers

    def places(self, accounts: set[int]) -> Integers:
        """Return the bookings that touch any of the accounts, in their order."""
        found = []
        for account in sorted(accounts):
            low, high = np.searchsorted(self.account, [account, account + 1])
            found.append(self.place[low:high])
        return np.unique(np.concatenate(found))


def index_accounts(events: Events) -> AccountIndex:
    """Sort both ends of all bookings by account."""
    account = np.concatenate([events.originator, events.beneficiary])
    place = np.tile(np.arange(len(events), dtype=np.int64), 2)
    order = np.argsort(account, kind="stable")
    return AccountIndex(account[order], place[order])


def path_accounts(scene: Scene) -> set[int]:
    """Return the accounts that the placed money passes, up to the buyer's."""
    reached = {scene.rows[row][2] for row in scene.sources}
    for row in sorted(scene.roles, key=lambda item: scene.rows[item][0]):
        role = scene.roles[row]
        if role.startswith("hop_") and scene.rows[row][1] in reached:
            reached.add(scene.rows[row][2])
    return {account for account in reached if account >= 0}


def final_parties(scene: Scene) -> dict[int, str]:
    """Return the parties of a story and what each is in it; whoever owns the asset is its owner."""
    parties = dict(scene.parties)
    for item in scene.purchases:
        parties[item.owner] = "owner"
    receiver = next((party for party, role in parties.items() if role == "third_party"), None)
    if receiver is not None:
        parties[scene.purchases[0].owner] = "first_acquirer"
        parties[receiver] = "owner"
    return parties
