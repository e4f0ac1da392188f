"""Detect: rules that raise alerts on measured facts.

Reads: core, features. Writes: detect (alert, alert_transaction, chain, chain_hop), and
meta.detector_run.
Promises: a rule that breaks its contract stops the night with every fault named; no partial alerts;
an alert keeps its identity over nights.
"""
