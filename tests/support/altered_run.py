"""Small runs whose events are altered, and their hashes made anew: what contradicts itself in them then."""

from dataclasses import replace

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.evidence.digest import JudgedBy
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.judging.contradictions import contradictions_in

ONE, LABELLED = "minor-illness-product-recommended", "pds-search-mi"
SEED = 7
SUITES = load_catalogue().suites


def found_in(folder, suites=SUITES, **otherwise):
    """Look for contradictions by the harness that the plan names, or by another one."""
    evidence = Evidence.load(folder)
    return contradictions_in(evidence, replace(JudgedBy.from_plan(evidence.plan), **otherwise), suites)


def of(lines, kind, **where):
    return [
        line
        for line in lines
        if line["kind"] == kind and all(line["data"].get(name) == value for name, value in where.items())
    ]
