"""The pharmacist who was enrolled is the one named afterwards.

Source: CPCS Technical Toolkit, June 2021, row Pharmacist enrolment / Declaration of Competence (DoC).
"""

import re

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mesh import read_whole, sent_by


def told(evidence: EvidenceView, journey: JourneyView) -> list[tuple[ExchangeView, str]]:
    """Give what was sent to the practice, as text; of a message that broke off nothing can be said."""
    mails = journey.exchanges("nhsmail", "submit", at_least=0)
    found = [(mail, read_mail(mail.request.body).text) for mail in mails]
    for message in [sent for sent in sent_by(evidence, journey, at_least=0) if not sent.lacks]:
        root = read_whole(message)
        values = [] if root is None else [str(node.get("value", "")) for node in root.iter("*")]
        found.append((message.call, " ".join(values)))
    if not found:
        raise NotShown(f"journey {journey.id} sent nothing whole to the practice")
    return found


@criterion("ENR-01")
def test_the_enrolled_pharmacist_is_named_to_practice_and_nhsbsa(evidence: EvidenceView):
    """Full name and GPhC number in what the practice receives; the number in the claim."""
    for journey in evidence.each():
        enrolled = journey.observation("enrol_pharmacist").given
        given, *_, family = enrolled["full_name"].split(" ", 1)
        for call, text in told(evidence, journey):
            words = " ".join(text.split())
            expect(
                is_whole(enrolled["gphc_number"], words),
                f"GPhC number {enrolled['gphc_number']}",
                Words("not there"),
                call,
            )
            said = words.casefold()
            named = given.casefold() in said and family.casefold() in said
            expect(
                named,
                f"the name {enrolled['full_name']}",
                Words("not there"),
                call,
                "Name who saw the patient.",
            )
        for call in journey.exchanges("mys", "submit_claim"):
            body = call.request.body.decode("utf-8", "replace")
            expect(
                is_whole(enrolled["gphc_number"], body),
                f"GPhC number {enrolled['gphc_number']}",
                Words("not there"),
                call,
            )


def is_whole(number: str, text: str) -> bool:
    """Say whether a number stands in a text, and is not a part of a longer one."""
    return re.search(rf"(?<!\d){number}(?!\d)", text) is not None


@criterion("ENR-02")
def test_a_registration_number_of_six_digits_is_refused(evidence: EvidenceView):
    """GPhC numbers have seven digits; one that lost a digit is not taken, and the right one is."""
    for journey in evidence.each():
        attempts = journey.attempts("enrol_pharmacist", at_least=2)
        wrong = [seen for seen in attempts if len(str(seen.given.get("gphc_number"))) != 7]
        if not wrong:
            raise NotShown("no wrong number was tried", blame="harness")
        for seen in wrong:
            expect_equal(
                "the enrolment of a number of six digits",
                "refused",
                seen.status,
                seen,
                "Check for seven digits.",
            )
        right = [seen for seen in attempts if len(str(seen.given.get("gphc_number"))) == 7]
        if not any(seen.status == "done" for seen in right):
            raise NotShown("the right number was not taken either, so the refusal proves nothing")
