"""Resolve: which records are the same party.

Reads: core.party, core.party_identity, core.watchlist_entry, not_same_party.csv of the workspace.
Writes: core.same_party.
Promises: no link without an agreeing identifier or date of birth (founding, for an organisation);
no link against a contradiction or the list of staff; evidence in words, without personal data; the
party kept is the one recorded first, so ids stay.
"""
