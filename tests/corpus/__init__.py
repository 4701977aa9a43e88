"""Hostile and odd files, made by script, each with what is expected of it written down.

`python -m tests.corpus` makes them all, runs `xl-cfc check` and `score` on each and prints what came of it.
"""
