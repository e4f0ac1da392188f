"""Following value through accounts to assets, by the methods that courts know.

Reads: core, features, detect.
Writes: trace (fragment, asset_trace, basis_test and working tables).
Promises: money that is traced in is held, paid out or has repaid an overdraft, to the minor unit,
    for every account, currency, source and method, checked at run time; results are ranges over
    methods and orders, never one opinion.
"""
