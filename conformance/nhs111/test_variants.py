"""Every lawful form in which a report is sent is taken in and listed.

Source: Messages published with the 111 Adaptor 2.0.0 (interface sheet nhs111-itk22, 6.1).
"""

from cpcs_harness.formats.soap import read_answer
from cpcs_harness.judging import EvidenceView, ExchangeView, JourneyView, NotShown, Unseen, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import is_policy, is_taken, must_have_sent, name_of, report_of
from .._shared.nhs111_report.worklists import last_look, last_looks, rows_of_case


def variants(journey: JourneyView) -> list[ExchangeView]:
    """Give what was sent in one lawful form or another."""
    return [call for call in journey.sent("nhs111") if call.facts["variant"]]


@criterion("N111-12")
def test_every_lawful_form_is_acknowledged(evidence: EvidenceView):
    """HTTP 200 and a SimpleMessageResponse, but for what is a matter of policy, or permitted by no schema."""
    for journey in evidence.each():
        calls = [call for call in variants(journey) if not is_policy(call)]
        must_have_sent(journey, "field")
        if not calls:
            raise NotShown(f"journey {journey.id}: nothing was sent that every system takes")
        wrong = [
            (f"{name_of(call)}{also(call)}: {answered(call)}", call) for call in calls if not is_taken(call)
        ]
        todo = (
            "Go by namespaces, roots and types, and not by prefixes, order or what only some senders fill in."
        )
        expect_right("each form answered with a SimpleMessageResponse", wrong, todo)


def also(call: ExchangeView) -> str:
    """Name the peculiarities of a report, of which one may be what the receiver cannot take."""
    forms = ", ".join(report_of(call)["forms"])
    return f" ({forms})" if forms else ""


def answered(call: ExchangeView) -> str:
    """Say how a report was answered."""
    if not call.response.status:
        return "no answer"
    answer = read_answer(call.response.xml)
    return f"HTTP status {call.response.status}, {answer.error_text if answer else 'no SOAP'}"


@criterion("N111-12")
def test_every_lawful_form_that_was_acknowledged_is_listed(evidence: EvidenceView):
    """At the pharmacy that it is addressed to; where it has no address, at any."""
    for journey in evidence.each():
        wrong: Wrong = []
        unseen = Unseen()
        for call in filter(is_taken, variants(journey)):
            with unseen:
                own = last_look(journey, call)
                looks = [own] if name_of(call) != "no-address" else last_looks(journey, call.seq)
                if not any(rows_of_case(report_of(call), look) for look in looks):
                    wrong.append((f"{name_of(call)}: not listed", own))
        expect_right("each acknowledged report on the worklist", wrong)
        unseen.tell()
