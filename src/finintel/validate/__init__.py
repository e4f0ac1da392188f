"""Validate: tonight's staged rows against the suites of schemas/expectations.

Reads: staging, core (referential shares), landing.file. Writes: landing.reject, meta.data_quality.
Promises: a row that a suite quarantines leaves staging with its reasons; Great Expectations and
the SQL pass count the same rows, or the night stops; a crashed expectation is an error, never a
failed row.
"""
