"""One-line slips of the reference service, drawn by lot, and which criteria notice them: `make slips`.

Unlike a known-bad candidate a slip is made by a rule, at a place that nobody chose, so that what share of them is
caught says something about what was not thought of.
"""
