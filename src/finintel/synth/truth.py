"""The truth about every story: labels for evaluation, and the ledger of what was followed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from finintel.synth.accounts import Accounts
from finintel.synth.events import SECONDS_PER_DAY, Events
from finintel.synth.money import Integers
from finintel.synth.numbering import AccountIndex, Numbering, final_parties, path_accounts
from finintel.synth.payments import Purchase
from finintel.synth.places import CURRENCIES, EURO
from finintel.synth.scene import Scene
from finintel.synth.staging import PURCHASE_KIND
from finintel.synth.tracing import METHODS, Booking, follow
from finintel.synth.world import World

LABEL_SOURCE: Final = "truth"


@dataclass(frozen=True)
class Truth:
    """Everything needed to write the truth."""

    world: World
    accounts: Accounts
    codes: pl.Series
    scenes: list[Scene]
    numbering: Numbering
    staged: Events  # rows of stories and the ordinary rows around them, in booking order
    index: AccountIndex
    credited: Integers

    @cached_property
    def followed(self) -> dict[str, dict[int, dict[str, int]]]:
        """Follow the placed money of every scheme, once."""
        return {
            scene.story_id: self.fragments(scene, path_accounts(scene))
            for scene in self.told
            if not scene.is_innocent
        }

    @property
    def told(self) -> list[Scene]:
        """Schemes and twins, without the ordinary purchases."""
        return [scene for scene in self.scenes if scene.kind != PURCHASE_KIND]

    def label_frame(self) -> pl.DataFrame:
        """Return the label feed: transactions with roles, assets, owners, accounts."""
        rows = [row for scene in self.told for row in self.labels(scene)]
        return pl.DataFrame(rows, infer_schema_length=None)

    def labels(self, scene: Scene) -> list[dict[str, Any]]:
        """Return the labels of one story."""
        common = {
            "source_id": LABEL_SOURCE,
            "scheme_id": scene.story_id,
            "scheme_kind": scene.kind,
            "is_innocent": scene.is_innocent,
        }
        found: list[tuple[str, str, str, int | None, int]] = []
        for row, role in scene.roles.items():
            day = scene.rows[row][0] // SECONDS_PER_DAY
            found.append(("transaction", self.numbering.code(scene, row), role, None, day))
        for item in scene.purchases:
            value = self.expected_euro(scene, item)
            found.append(("asset", item.asset_id, "asset", value, item.acquired))
        for party, role in final_parties(scene).items():
            found.append(("party", self.world.party_code(party), role, None, scene.last))
        found += [
            ("account", str(self.codes[account]), "path", None, scene.last)
            for account in sorted(path_accounts(scene))
        ]
        return [
            {
                **common,
                "subject_type": subject,
                "subject_id": code,
                "role": role,
                "expected_minor": value,
                "known": min(known, self.world.calendar.days - 1),
            }
            for subject, code, role, value, known in found
        ]

    def intended_euro(self, purchase: Purchase) -> int:
        """Return what the story meant to bring into the asset, in minor units of the euro."""
        rates = self.world.rates
        return sum(
            rates.one(amount, item.payer.currency, EURO, item.second // SECONDS_PER_DAY)
            for item, amount in zip(purchase.payments, purchase.intended, strict=True)
            if item.payer is not None
        )

    def expected_euro(self, scene: Scene, purchase: Purchase) -> int:
        """Return what was meant for the asset, at most what could still be there of it."""
        planned = self.intended_euro(purchase)
        if scene.is_innocent:
            return planned
        return min(
            planned, self.traced_euro(self.followed[scene.story_id], purchase)["traced_first"]
        )

    def ledger(self) -> dict[str, Any]:
        """Return the ledger of all schemes and the list of twins."""
        schemes = [self.scheme_entry(scene) for scene in self.told if not scene.is_innocent]
        twins = [self.twin_entry(scene) for scene in self.told if scene.is_innocent]
        return {
            "note": "Invented data. Amounts are minor units. See sample_data/README.md.",
            "seed": self.world.seed,
            "until": self.world.calendar.until.isoformat(),
            "schemes": schemes,
            "twins": twins,
        }

    def scheme_entry(self, scene: Scene) -> dict[str, Any]:
        """Return what the generator knows of one scheme."""
        path = sorted(path_accounts(scene))
        fragments = self.followed[scene.story_id]
        return {
            "scheme_id": scene.story_id,
            "kind": scene.kind,
            "legal": scene.facts,
            "parties": {self.world.party_code(k): v for k, v in final_parties(scene).items()},
            "source_transaction_ids": [self.numbering.code(scene, row) for row in scene.sources],
            "chain_transaction_ids": self.chain_codes(scene),
            "path_accounts": [
                {
                    "account_id": self.codes[account],
                    "currency": CURRENCIES[int(self.accounts.currency[account])].code,
                    "opening_minor": int(self.accounts.opening[account]),
                    "reports_balances": bool(self.accounts.is_reporting[account]),
                }
                for account in path
            ],
            "assets": [self.asset_entry(scene, item, fragments) for item in scene.purchases],
            "fragments": [
                {"transaction_id": self.numbering.code(scene, row), **values}
                for row, values in sorted(fragments.items())
                if row in scene.roles
            ],
        }

    def chain_codes(self, scene: Scene) -> list[str]:
        """Return hops and purchase payments in the order of booking."""
        rows = [row for row in scene.roles if row not in scene.sources]
        rows.sort(
            key=lambda row: self.numbering.serial[self.numbering.offset[scene.story_id] + row]
        )
        return [self.numbering.code(scene, row) for row in rows]

    def asset_entry(
        self, scene: Scene, purchase: Purchase, fragments: dict[int, dict[str, int]]
    ) -> dict[str, Any]:
        """Return one asset: owner, price, payments, and what each method brings into it."""
        rates, world = self.world.rates, self.world
        traced = self.traced_euro(fragments, purchase)
        day = min(purchase.acquired, world.calendar.days - 1)
        owner = scene.facts.get("third_party_id", world.party_code(purchase.owner))
        return {
            "asset_id": purchase.asset_id,
            "asset_type": purchase.asset_type,
            "owner_party_id": owner,
            "first_acquirer_party_id": world.party_code(purchase.owner),
            "acquired_on": world.on(purchase.acquired).isoformat(),
            "price_eur_minor": rates.one(purchase.price, purchase.currency, EURO, day),
            "intended_eur_minor": self.expected_euro(scene, purchase),
            "purchase_transaction_ids": [
                self.numbering.code(scene, item.row) for item in purchase.payments
            ],
            "traced_eur_minor": traced,
            "commingled_ratio": self.commingled(self.expected_euro(scene, purchase), traced),
        }

    def traced_euro(
        self, fragments: dict[int, dict[str, int]], purchase: Purchase
    ) -> dict[str, int]:
        """Return what each method brings into a purchase, in minor units of the euro."""
        traced = dict.fromkeys(METHODS, 0)
        for item in purchase.payments:
            for method, amount in fragments.get(item.row, {}).items():
                if item.payer is not None and amount:
                    day = item.second // SECONDS_PER_DAY
                    traced[method] += self.world.rates.one(amount, item.payer.currency, EURO, day)
        return traced

    def commingled(self, intended: int, traced: dict[str, int]) -> float:
        """Return how much other money was mixed in on the way, by proportion."""
        return round(max(1.0 - traced["pro_rata"] / intended, 0.0), 4) if intended else 0.0

    def twin_entry(self, scene: Scene) -> dict[str, Any]:
        """Return what explains one twin."""
        return {
            "scheme_id": scene.story_id,
            "kind": scene.kind,
            "explained_by": sorted(set(scene.facts.get("explained_by", []))),
            "asset_ids": [item.asset_id for item in scene.purchases],
            "owner_party_ids": [self.world.party_code(item.owner) for item in scene.purchases],
            "purchase_transaction_ids": [
                self.numbering.code(scene, pay.row)
                for item in scene.purchases
                for pay in item.payments
            ],
        }

    def fragments(self, scene: Scene, path: set[int]) -> dict[int, dict[str, int]]:
        """Follow the placed money along the accounts of one story."""
        events = self.staged
        places = self.index.places(path)
        offset = self.numbering.offset[scene.story_id]
        size = len(scene.rows)
        bookings = []
        for place in places:
            row = int(events.label[place]) - offset
            bookings.append(
                Booking(
                    int(events.originator[place]),
                    int(events.beneficiary[place]),
                    int(events.amount[place]),
                    int(self.credited[place]),
                    row if 0 <= row < size and events.label[place] >= 0 else -1,
                )
            )
        opening = {account: int(self.accounts.opening[account]) for account in path}
        return follow(bookings, opening, set(scene.sources), path)
