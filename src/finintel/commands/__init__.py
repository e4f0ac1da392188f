"""The commands of the command line, by who uses them; `finintel.cli` puts them together.

Reads: what each command says. Writes: workspaces that it makes or runs, standard output.
Promises: heavy libraries are imported by the command that needs them, after its arguments are read.
"""
