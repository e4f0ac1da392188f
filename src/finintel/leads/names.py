"""Who is who in a lead: names of parties, holders of accounts, owners of assets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finintel.leads.facts import LeadFacts
from finintel.leads.language import Language
from finintel.leads.teller import Teller, shortly

Row = Mapping[str, Any]
LONGEST_NAME = 60
TOKEN = re.compile(r"[^\s;,]+")


@dataclass(frozen=True)
class Names:
    """The names of a lead.

    Attributes:
        parties: party → name; the id where no name is known.
        holders: account → its holders among the parties of the lead.
        accounts: account → names of its holders, also of those that are no party of the lead.
    """

    parties: Mapping[str, str]
    holders: Mapping[str, Sequence[Row]]
    accounts: Mapping[str, str]

    def party(self, party: str) -> str:
        """Return the name of a party, shortened."""
        return shortly(self.parties.get(party, party), LONGEST_NAME)

    def account(self, account: str, language: Language) -> str:
        """Return an account with its holder."""
        holder = self.accounts.get(account)
        if not holder:
            return account
        return language.sentence(
            "held_by", account=account, holder=shortly(holder.split("; ")[0], LONGEST_NAME)
        )

    def within(self, text: str, language: Language) -> str:
        """Return a text of ids with names in their place, and its words in this language."""

        def said(match: re.Match[str]) -> str:
            token = match[0]
            return self.party(token) if token in self.parties else language.word(token)

        return TOKEN.sub(said, text)


def names_of(facts: LeadFacts) -> Names:
    """Gather the names of a lead."""
    holders: dict[str, list[Row]] = {}
    accounts: dict[str, str] = {}
    for row in facts.transactions:
        for end in ("originator", "beneficiary"):
            if row[f"{end}_account_id"] and row[f"{end}_name"]:
                accounts[row[f"{end}_account_id"]] = row[f"{end}_name"]
    for row in facts.parties:
        for account in (row["account_ids"] or "").split():
            holders.setdefault(account, []).append(row)
            accounts.setdefault(account, row["name"] or row["party_id"])
    parties = {row["party_id"]: row["name"] or row["party_id"] for row in facts.parties}
    for asset in facts.assets:
        owners, named = (asset["owner_ids"] or "").split(), asset["owner_names"]
        if len(owners) == 1 and named:
            parties.setdefault(owners[0], named.split("; ")[0])
    return Names(parties, holders, accounts)


def owner_of(row: Row, teller: Teller) -> str:
    """Return the owners of an asset on the register, shortened."""
    return shortly(row["owner_names"] or row["owner_ids"] or teller.language.word(None), 80)
