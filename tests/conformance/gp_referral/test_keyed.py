"""What staff keyed in of one patient is judged, whether or not the referral of another was opened."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_referral import test_keyed
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import observed

PATIENT = {
    "given": "Amaya",
    "family": "Attwell",
    "birth_date": "1980-03-02",
    "gender": "female",
    "nhs_number": "9990000018",
}
FORM = {"patient": PATIENT, "practice_ods": "A81001", "complaint": "A sore throat", "notes": "Since Monday"}
RIGHT = {
    "patient": PATIENT,
    "practice": {"ods": "A81001"},
    "sections": [{"text": "A sore throat"}, {"text": "Since Monday"}],
}


def judged(shown):
    seen = [
        observed(seq, "key_referral", {}, given=FORM, about=about)
        for seq, about in enumerate(("D-1", "D-2"), 1)
    ]
    seen += [
        observed(seq, "open_referral", screen, about=about)
        for seq, (about, screen) in enumerate(shown.items(), 3)
    ]
    journey = JourneyView("one", "minor-illness", {}, {}, [], seen)
    test_keyed.test_what_staff_keyed_in_is_shown_as_it_was_keyed(SimpleNamespace(each=lambda: [journey]))


def test_what_is_shown_as_it_was_keyed_is_right():
    judged({"D-1": RIGHT, "D-2": RIGHT})


@pytest.mark.parametrize(
    ("sections", "right"),
    [
        ([("Presenting complaint", "A sore throat"), ("Notes", "Since Monday")], True),
        ([("Referral", "A sore throat. Since Monday")], True),
        ([("Complaint", "A sore throat. Since Monday"), ("Notes", "none")], True),
        ([("Notes", "A sore throat"), ("Presenting complaint", "Since Monday")], False),
        ([("A sore throat", "Presenting complaint"), ("Since Monday", "Notes")], False),
    ],
)
def test_what_was_keyed_is_text_under_its_own_heading(sections, right):
    shown = {**RIGHT, "sections": [{"title": title, "text": text} for title, text in sections]}
    if right:
        judged({"D-1": shown, "D-2": shown})
    else:
        with pytest.raises(NotMet, match=r"as a text|under the other's heading"):
            judged({"D-1": shown, "D-2": shown})


def test_a_fault_of_the_second_is_seen_though_the_first_was_not_opened():
    with pytest.raises(NotMet, match="notes"):
        judged({"D-2": {**RIGHT, "sections": RIGHT["sections"][:1]}})


def test_one_that_was_not_opened_is_told_where_the_other_is_right():
    with pytest.raises(NotShown, match="D-1 was not opened"):
        judged({"D-2": RIGHT})


OTHER = "9990000026"


def form_of(reference, number):
    return {**FORM, "reference": reference, "patient": {"nhs_number": number}}


def keyed_under_one_reference(second, rows):
    """Judge two patients who are keyed in under one reference: what came of the second, and who is listed."""
    at = {"ods": "FA101"}
    seen = [
        observed(seq, "key_referral", {}, status=status, given=form_of(reference, number), actor=at)
        for seq, (reference, number, status) in enumerate([("7", PATIENT["nhs_number"], "done"), *second], 1)
    ]
    listed = [
        {"case_reference": reference, "nhs_number": number, "source": "gp-practice"}
        for reference, number in rows
    ]
    seen.append(observed(9, "worklist", {"referrals": listed}, actor=at))
    journey = JourneyView("one", "minor-illness", {}, {}, [], seen)
    test_keyed.test_what_staff_keyed_in_is_on_the_worklist_as_a_practices(
        SimpleNamespace(each=lambda: [journey])
    )


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        ([("7", OTHER, "done")], [("7", PATIENT["nhs_number"]), ("7", OTHER)]),
        ([("7", OTHER, "refused"), ("8", OTHER, "done")], [("7", PATIENT["nhs_number"]), ("8", OTHER)]),
    ],
    ids=["both are listed", "refused, and keyed in under another"],
)
def test_a_reference_that_another_patient_has_may_be_taken_or_refused(second, rows):
    keyed_under_one_reference(second, rows)


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        ([("7", OTHER, "done")], [("7", PATIENT["nhs_number"])]),
        ([("7", OTHER, "done")], [("7", OTHER)]),
        ([("8", OTHER, "refused")], [("7", PATIENT["nhs_number"])]),
    ],
    ids=["the second is lost", "it took the first one's place", "refused for nothing"],
)
def test_who_is_keyed_in_under_a_reference_that_another_has_is_not_lost(second, rows):
    with pytest.raises(NotMet, match=r"one row of what was keyed in|key_referral to be done"):
        keyed_under_one_reference(second, rows)
