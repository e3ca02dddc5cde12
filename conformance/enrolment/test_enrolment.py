"""The pharmacist who was enrolled is the one named afterwards.

Source: CPCS Technical Toolkit, June 2021, row Pharmacist enrolment / Declaration of Competence (DoC).
"""

from cpcs_harness.formats.mail import read_mail
from cpcs_harness.formats.xml import read_packed_xml
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    criterion,
    expect,
    expect_equal,
)

TOLD = (("nhsmail", "submit"), ("mesh", "send_message"))


def told(journey: JourneyView) -> list[tuple[ExchangeView, str]]:
    """Give what was sent to the practice, as text."""
    found = []
    for call in journey.calls:
        if (call.service, call.operation) == TOLD[0]:
            found.append((call, read_mail(call.request.body).text))
        elif (call.service, call.operation) == TOLD[1]:
            root = read_packed_xml(call.request.body, call.request.header("Content-Encoding"))
            values = [] if root is None else [str(node.get("value", "")) for node in root.iter("*")]
            found.append((call, " ".join(values)))
    if not found:
        raise NotShown(f"journey {journey.id} sent nothing to the practice")
    return found


@criterion("ENR-01")
def test_the_enrolled_pharmacist_is_named_to_practice_and_nhsbsa(evidence: EvidenceView):
    """Full name and GPhC number in what the practice receives; the number in the claim."""
    for journey in evidence.each():
        enrolled = journey.observation("enrol_pharmacist").given
        given, *_, family = enrolled["full_name"].split(" ", 1)
        for call, text in told(journey):
            words = " ".join(text.split())
            expect(
                enrolled["gphc_number"] in words, f"GPhC number {enrolled['gphc_number']}", "not there", call
            )
            named = given in words and family in words
            expect(named, f"the name {enrolled['full_name']}", "not there", call, "Name who saw the patient.")
        for call in journey.exchanges("mys", "submit_claim"):
            body = call.request.body.decode("utf-8", "replace")
            expect(
                enrolled["gphc_number"] in body, f"GPhC number {enrolled['gphc_number']}", "not there", call
            )


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
                "how a number of six digits ended", "refused", seen.status, seen, "Check for seven digits."
            )
        right = [seen for seen in attempts if len(str(seen.given.get("gphc_number"))) == 7]
        if not any(seen.status == "done" for seen in right):
            raise NotShown("the right number was not taken either, so the refusal proves nothing")
