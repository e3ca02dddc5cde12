"""Whose certificate is taken for the prescription tracker's.

Source: RFC 9110, section 4.3.4; prescription tracker, mutual TLS (sheet dos-eps-rtec-scr-dmd, checks 49 and 100).
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion

from .._shared.untrusted import nothing_was_said
from ._looks import CERTIFICATE, NO_TLS, SERVICE


@criterion("EPT-21")
def test_nothing_is_asked_of_a_tracker_that_nobody_vouches_for(evidence: EvidenceView):
    """No request over a connection whose certificate is of an unknown authority, where mutual TLS is declared."""
    calls = evidence.of_run(SERVICE, at_least=0)
    if any(CERTIFICATE not in call.facts for call in calls):
        raise NotShown(NO_TLS, blame="configuration")
    nothing_was_said(evidence, calls, SERVICE)
