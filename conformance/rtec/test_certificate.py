"""Whose certificate is taken for RTEC's.

Source: RFC 9110, section 4.3.4 (interface sheet dos-eps-rtec-scr-dmd, check 100).
"""

from cpcs_harness.judging import EvidenceView, criterion

from .._shared.untrusted import nothing_was_said


@criterion("RTC-14")
def test_nothing_is_asked_of_a_service_that_nobody_vouches_for(evidence: EvidenceView):
    """No request over a connection whose certificate is of an authority that it was not told to trust."""
    nothing_was_said(evidence, evidence.of_run("rtec", at_least=0), "rtec")
