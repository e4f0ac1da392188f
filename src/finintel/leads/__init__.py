"""Leads: what FIU staff are handed each night: four CSVs, a page per lead, a manifest, a report.

Reads: core (names from core.party_identity only), detect, trace, cases, meta. Writes: the folder
leads/YYYY-MM-DD. Promises: the folder appears whole or not at all; the same night again gives the
same bytes, run report aside; no cell is a formula and no page runs a script; every row leads back
to a file, its SHA-256 and a line.
"""
