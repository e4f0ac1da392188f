"""Features: measured facts of the window, no judgement.

Reads: core. Writes: features, every table anew each night.
Promises: integers and epochs only; no label is ever read; cost follows the window, hubs included.
"""
