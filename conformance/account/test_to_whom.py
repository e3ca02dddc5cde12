"""What names a patient goes to whom the patient's consultation accounts for.

Source: NHS England, Data Security and Protection Toolkit, assertion 1 (personal confidential data is shared for lawful
purposes only); CPCS Technical Toolkit, June 2021, GP notification and onward referral.
"""

from collections.abc import Iterable

from cpcs_harness.judging import EvidenceView, criterion, expect_none
from cpcs_harness.judging.account import Ledger

from .._shared.mails import envelope_recipients
from ._calls import Call, calls_to
from ._known import is_another_practices, journeys_of_practices

TODO = "Send it to the patient's practice, or to the pharmacy that the patient chose, and to nobody else."


@criterion("ACC-14")
def test_an_email_goes_to_whom_the_consultation_accounts_for(evidence: EvidenceView):
    """Of those that name a patient: to addresses that the system was told of, and to no other patient's practice."""
    for call, told in _naming(calls_to(evidence, "nhsmail")):
        to = envelope_recipients(call)
        strange = evidence.views.read(Ledger).untold.intersection(to)
        expect_none("address that nobody told of", sorted(strange), call, TODO)
        practices = evidence.views.read(journeys_of_practices)
        others = [place for place in to if is_another_practices(place, told.people, practices)]
        expect_none("practice of another patient", others, call, TODO)


@criterion("ACC-15")
def test_a_message_over_mesh_goes_to_whom_the_consultation_accounts_for(evidence: EvidenceView):
    """Of those that name a patient: to mailboxes that the system was told of, and to no other patient's practice."""
    for call, told in _naming(calls_to(evidence, "mesh")):
        to = (call.request.header("Mex-To") or "").upper()
        strange = evidence.views.read(Ledger).untold.intersection([to])
        expect_none("mailbox that nobody told of", sorted(strange), call, TODO)
        practices = evidence.views.read(journeys_of_practices)
        others = [to] if is_another_practices(to, told.people, practices) else []
        expect_none("practice of another patient", others, call, TODO)


def _naming(calls: Iterable[Call]) -> list[Call]:
    """Leave out what names nobody: a machine's alert, a mailbox that is polled."""
    return [(call, told) for call, told in calls if told.people]
