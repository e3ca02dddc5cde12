"""A request that a patient changed and sent again is kept beside the first.

Source: NHS 111 online's ITK messaging engine, as published (interface sheet nhs111-itk22, 4.2, case S04).
"""

from cpcs_harness.judging import EvidenceView, JourneyView, criterion

from .._shared.nhs111_report.expectations import Wrong, expect_right
from .._shared.nhs111_report.messages import is_taken, name_of, report_of
from .._shared.text import plain_reference
from ._requests import RESUBMITTED, requests, screens, shows


@criterion("N111O-05")
def test_what_was_changed_and_sent_again_is_kept_beside_the_first(evidence: EvidenceView):
    """Both are there to be opened, each with its own words."""
    for journey in evidence.each():
        wrong: Wrong = []
        for call in requests(journey, *RESUBMITTED):
            if not is_taken(call):
                wrong.append((f"{name_of(call)}: HTTP status {call.response.status}", call))
            elif not any(shows(seen, report_of(call)) for seen in screens(journey, *RESUBMITTED)):
                wrong.append((f"{name_of(call)}: no screen shows what was asked for", call))
        expect_right("both requests, each with its own words", wrong, "Overwrite nothing by case number.")


@criterion("N111O-05")
def test_what_was_changed_and_sent_again_is_shown_to_be_of_the_same_case(evidence: EvidenceView):
    """One names the other, tells of it, or both show the same case."""
    for journey in evidence.each():
        calls = requests(journey, *RESUBMITTED)
        wrong = [] if is_linked(journey) else [("nothing shows that they belong together", calls[-1])]
        expect_right("two requests that are shown to be of one case", wrong, "Link documents of one case.")


def is_linked(journey: JourneyView) -> bool:
    """Say whether any screen of the case tells of another request of it."""
    seen = screens(journey, *RESUBMITTED)
    told = [screen for screen in seen if screen.shown.get("related") or "related-case" in kinds(screen.shown)]
    cases = {
        plain_reference(screen.shown.get("case_reference") or screen.shown.get("case_id")) for screen in seen
    }
    return bool(told) or (len({screen.referral for screen in seen}) > 1 and len(cases) == 1)


def kinds(shown) -> set:
    """Give the kinds of a screen's notices."""
    return {notice.get("kind") for notice in shown.get("notices") or ()}
