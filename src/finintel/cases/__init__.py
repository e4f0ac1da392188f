"""Cases: alerts that belong together, kept under one identity from night to night, and ranked.

Reads: core, features (service hubs, window), detect, trace, its own past. Writes: `cases`.
Promises: a case is minted once and continued by its evidence; evidence that leaves the window ages
a case, it never withdraws it; nothing joins two cases only through a service hub; no lead stands
on a model's score alone; every lead has a place above or below the line, and the reasons for it.
"""
