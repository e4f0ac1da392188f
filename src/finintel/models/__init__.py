"""Models: anomalies of account-days, found by a forest that was trained beforehand.

Reads: features. Writes: detect (score, alert, alert_transaction),
meta.detector_run; training: the workspace's models/.
Promises: seeded and repeatable; trained only when asked; no score without reasons in words.
"""
