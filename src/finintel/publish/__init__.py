"""Publish: the snapshot that analysts open, self-contained, read-only, under its own name.

Reads: core, features, detect, trace, cases, meta, landing.file. Writes: published/, a file
finintel-<as_of>-<hash>.duckdb and the link finintel.duckdb to it. Promises: a reader keeps what it
opened; the next reader gets the new one; no name, identifier or address of a person is in it, nor
raw text.
"""
