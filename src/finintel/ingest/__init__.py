"""Ingest: received files become typed rows, and every row that cannot is kept with its reason.

Reads: inbox/, landing/. Writes: landing.file, landing.reject, staging.*.
Promises: each file is taken once, whatever its name; every record is staged or rejected.
"""
