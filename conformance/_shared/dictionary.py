"""What codes are looked up in: the project's subset of dm+d, and a release of it where one was given."""

from __future__ import annotations

from cpcs_harness.formats.dmd.resolve import Dictionary, subset
from cpcs_harness.judging import EvidenceView
from cpcs_harness.people.fixtures import fixture


def dictionary(evidence: EvidenceView) -> Dictionary:
    """Give what looks a code up; the release goes first."""
    return Dictionary(evidence.dmd, subset(fixture("dmd")))
