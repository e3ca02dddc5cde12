"""What a text says under a label is what was recorded, however its lines are laid out."""

import pytest

from cpcs_harness._content.conformance._shared.recorded import (
    expect_agreed,
    expect_disposition,
    expect_gender,
    expect_labelled,
    expect_labelled_in_mail,
    expect_method,
    expect_method_told,
    expect_outcome,
    expect_urgency,
)
from cpcs_harness.judging import NotMet

CONSULTATION = {
    "presenting_complaint": "Sore throat for three days",
    "assessment": "No fever, no rash, swallows well",
    "advice": "Drink enough, and come back on Friday",
    "actions_for_gp": "",
    "method": "face-to-face",
    "outcome": "advice-given",
}
REPORT = {"sections": [{"title": "Care", "text": "Advice: go to the pharmacy by noon", "inside": []}]}


class Place:
    where, id = "the message", "1"


@pytest.mark.parametrize(
    "line",
    [
        "Assessment: no fever, no rash, swallows well, and eats",
        "Assessment: see below",
        "Advice: Drink enough, and come",
        "Advice given: drink  enough, and come back on Friday",
        "Requested actions: none",
        "Outcome: no such label as is known here",
    ],
)
def test_what_was_recorded_or_only_points_elsewhere_is_right(line):
    expect_labelled([line], CONSULTATION, Place)
    expect_labelled_in_mail(line, CONSULTATION, REPORT, Place)


def test_a_mail_may_wrap_its_lines_and_have_the_report():
    text = "Advice given: Drink enough, and\ncome back on Friday\nAdvice: Go to the pharmacy by noon\n"

    expect_labelled_in_mail(text, CONSULTATION, REPORT, Place)


@pytest.mark.parametrize(
    "line", ["Assessment: Sore throat for three days", "Advice: stay in bed until Friday"]
)
def test_what_was_recorded_of_something_else_or_of_nobody_is_told(line):
    with pytest.raises(NotMet):
        expect_labelled([line], CONSULTATION, Place)
    with pytest.raises(NotMet):
        expect_labelled_in_mail(line, CONSULTATION, REPORT, Place)


@pytest.mark.parametrize(
    "lines",
    [
        ["Method: face to face"],
        ["Consultation method:", "Face-to-face"],
        ["Seen on Friday"],
        ["Preferred contact method: telephone", "Reply method: telephone"],
    ],
)
def test_the_method_may_be_written_in_several_ways_or_left_out(lines):
    expect_method(lines, CONSULTATION, Place)


def test_another_method_is_told():
    with pytest.raises(NotMet, match="face to face"):
        expect_method(["Method: telephone"], CONSULTATION, Place)


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("telephone", "Consultation on 25 November at 10:00, telephone"),
        ("telephone", "Telephone: 01632 960901. Contact by phone"),
        ("telephone", "The pharmacist rang the patient"),
        ("telephone", "Method: telephone\n29/11/2026 10:15"),
        ("telephone", "Seen by telephone\nPharmacy: Mill Chemist\nTelephone: 01632 960901"),
        ("telephone", "Telephone consultation\nMill Chemist, (01632) 960901"),
        ("telephone", "Consultation method Telephone 09:30, telephone of the pharmacy: 01632 960901"),
        ("face-to-face", "Method: Face to face"),
        ("face-to-face", "Seen in person at the pharmacy"),
        ("face-to-face", "The patient attended"),
    ],
)
def test_the_method_is_told_in_any_words(method, text):
    expect_method_told(text, {"method": method}, Place)


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("telephone", "Telephone: 01632 960901\nPhone number: 01632 960902, telephone +441632960903"),
        ("telephone", "Seen face to face"),
        ("telephone", "Jo called from home, safe. Telephone of the pharmacy: (01632) 960901"),
        ("face-to-face", "Method: telephone"),
        ("face-to-face", "She attended school on Monday"),
        ("face-to-face", ""),
    ],
)
def test_a_telephone_number_and_the_other_method_do_not_tell_it(method, text):
    with pytest.raises(NotMet, match="the method"):
        expect_method_told(text, {"method": method}, Place)


@pytest.mark.parametrize(
    ("is_urgent", "text"),
    [
        (True, "Urgency: act at once"),
        (True, "Urgency: urgent, not routine"),
        (True, "PRIORITY: Non-routine"),
        (True, "A routine visit"),
        (False, "Urgency: routine"),
        (True, ""),
    ],
)
def test_what_is_urgent_is_called_so_or_not_at_all(is_urgent, text):
    expect_urgency(text, {"urgent_for_gp": is_urgent}, Place)


@pytest.mark.parametrize(
    "said",
    ["Urgency: Routine, for information", "Priority: Routine, not urgent", "Urgency: no haste, routine"],
)
def test_what_is_urgent_is_not_called_routine(said):
    with pytest.raises(NotMet, match=r"(?i)received .*routine"):
        expect_urgency(said, {"urgent_for_gp": True}, Place)


@pytest.mark.parametrize(
    ("is_urgent", "actions", "text"),
    [
        (False, "Review the inhaler", "Urgency: Action requested"),
        (False, "Review the inhaler", "Urgency: routine"),
        (False, "Review the inhaler", "Priority: for information and action"),
        (False, "Review the inhaler", "Urgency: routine, for information; action requested below"),
        (False, "Review the inhaler", "Priority: for information & action"),
        (False, "Review the inhaler", "Priority: for information / for action"),
        (False, "Review the inhaler", "Urgency: for information; see the requested actions"),
        (False, "Review the inhaler", "Urgency: routine, no action needed today"),
        (False, "Review the inhaler", "For information: the leaflet"),
        (False, "None; for information, to be filed", "Urgency: Routine, for information"),
        (False, "None; for information, to be filed", "Urgency: Action requested"),
        (False, "", "Urgency: Routine, for information"),
        (False, "", "Urgency: no action requested"),
        (False, "", "Urgency: action needed if she is no better in a week"),
        (True, "", "Urgency: action required"),
        (True, "Ring her today", "Urgency: Urgent: act at once"),
    ],
)
def test_a_request_is_told_as_one_and_none_where_there_is_none(is_urgent, actions, text):
    expect_urgency(text, {"urgent_for_gp": is_urgent, "actions_for_gp": actions}, Place)


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        ("Review the inhaler", "Urgency: Routine, for information"),
        ("Review the inhaler", "Priority: for your information only"),
        ("Review the inhaler", "Urgency: no action needed"),
        ("Review the inhaler", "Urgency: routine - no action (for your files)"),
        ("", "Urgency: Action requested"),
        ("", "PRIORITY: Routine - action is required."),
    ],
)
def test_a_request_is_neither_hidden_nor_made_up(actions, text):
    with pytest.raises(NotMet, match=r"received .*(?i:information|action)"):
        expect_urgency(text, {"urgent_for_gp": False, "actions_for_gp": actions}, Place)


@pytest.mark.parametrize("text", ["Consent to share: yes", "The patient agreed", "Consent", "Nothing of it"])
def test_consent_that_was_given_may_be_said_or_left_out(text):
    expect_agreed(text, Place)


@pytest.mark.parametrize("text", ["Consent to share: no", "The patient did not agree to sharing"])
def test_consent_that_was_refused_is_told(text):
    with pytest.raises(NotMet):
        expect_agreed(text, Place)


PATIENT, OTHER = {"gender": "female"}, {"gender": "unknown"}
OF_111 = {
    "disposition_code": "DispoCodeDx028",
    "sections": [{"title": "Care", "text": "Was Dx86 on Monday", "inside": []}],
}


@pytest.mark.parametrize(
    "text", ["Gender: F", "Sex: woman", "No gender given", "Gender: Female\nMale relatives: none"]
)
def test_a_gender_may_be_written_in_several_ways_or_left_out(text):
    expect_gender(text, PATIENT, Place)
    expect_gender("Gender: not known", OTHER, Place)


def test_another_gender_is_told():
    with pytest.raises(NotMet, match="other gender"):
        expect_gender("Gender: male", PATIENT, Place)


@pytest.mark.parametrize(
    "text", ["Disposition: Dx28", "DX028 and before that dx86", "to the pharmacy", "Rx12"]
)
def test_a_disposition_of_the_report_may_be_written_in_several_ways_or_left_out(text):
    expect_disposition(text, OF_111, Place)


def test_another_disposition_is_told():
    with pytest.raises(NotMet, match="Dx29"):
        expect_disposition("Disposition: Dx29", OF_111, Place)


@pytest.mark.parametrize(
    "line", ["Outcome: advice given", "Outcome: Advice-given.", "Outcome: sent home", "A medicine supplied?"]
)
def test_the_outcome_may_be_told_in_other_words_or_not_at_all(line):
    expect_outcome(["Seen today", line], CONSULTATION, Place)


def test_another_of_the_three_outcomes_is_told():
    with pytest.raises(NotMet, match="medicine supplied"):
        expect_outcome(["Outcome: Medicine  supplied"], CONSULTATION, Place)
