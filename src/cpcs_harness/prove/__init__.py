"""Runs known-bad candidates, and says which criterion caught which fault: the harness's own proof.

A known-bad candidate is the reference service with exactly one fault. Each fault names the criteria that must notice.
Only these criteria are judged, and only the journeys that they need are run.
"""
