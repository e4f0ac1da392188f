"""Rules in Python, only where SQL cannot say it: one module each, `SPEC`, `READS`, `detect`."""
