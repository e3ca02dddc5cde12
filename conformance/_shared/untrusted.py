"""Services whose certificate nobody told a candidate to trust: it tried, and said nothing.

Source: RFC 7817, section 3; RFC 9110, section 4.3.4 (interface sheet dos-eps-rtec-scr-dmd, check 100).
"""

from __future__ import annotations

from cpcs_harness.judging import EvidenceView, ExchangeView, NotShown, expect
from cpcs_harness.judging.in_words import Words
from cpcs_harness.judging.views.connection import UNTRUSTED

DUE = "nothing over a connection whose certificate is of an authority that it was not told to trust"
TODO = "Verify the server's certificate before anything is said, and take one that fails for a service that is down."
FACT = "untrusted"
"""Of a call: that it came over a connection whose client went on though it was shown such a certificate."""


def nothing_was_said(evidence: EvidenceView, calls: list[ExchangeView], listener: str) -> None:
    """Hold that no call to a listener came over a connection that the candidate had no reason to trust.

    NotShown where it did not try, and where it trusts nobody: whoever cannot connect at all has refused nothing.
    """
    for call in calls:
        expect(not call.facts.get(FACT), DUE, Words(f"{call.operation} over such a connection"), call, TODO)
    tried = [
        one for one in evidence.views.connections if (one.service, one.operation) == (listener, UNTRUSTED)
    ]
    if not tried:
        raise NotShown(f"it did not connect to {listener} while that had a certificate that nobody trusts")
    if not calls:
        raise NotShown(f"it never connects to {listener}, whatever certificate that has")
    evidence.looked_at.extend(one.id for one in tried)
