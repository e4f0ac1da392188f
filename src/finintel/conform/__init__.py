"""Conform: tonight's accepted rows become the shared picture of the floor `core`.

Reads: staging, core, the lake.
Writes: core, evaluation.label, the lake, landing.file, landing.reject, meta.data_quality.
Promises: every record of every file is loaded, a duplicate, or rejected with a reason; the same
rows again change nothing; names, identifiers and addresses go to core.party_identity, only there.
"""
