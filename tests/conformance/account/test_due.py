"""What is due to a practice: nothing where the patient refused, something where it is said, and the same only once."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _due
from cpcs_harness._content.conformance.account._consultations import Consultation
from cpcs_harness.errors import NotMet
from cpcs_harness.judging.account import Subject

ISSUED = {"report": {"document_id": "d1"}, "gp_referral": {"document_id": "d2"}}
PRACTICE = "ann@nhs.net"
RUN = SimpleNamespace(read_whole=lambda _: frozenset({PRACTICE}))


def seen(number, action, *, about="d1", given=None, shown=None, status="done"):
    return SimpleNamespace(
        id=f"o{number}", seq=number, where=f"observation o{number}", action=action, about=about, ended=number,
        given=given or {}, shown=shown or {}, status=status,
    )  # fmt: skip


class Mail(SimpleNamespace):
    def read(self, how):
        return how(self)


def mail(number, name="<a@x>", text="Seen on 28 November", to=PRACTICE, code=250, began=None):
    body = f"Message-ID: {name}\r\nSubject: Report\r\n\r\n{text}\r\n".encode()
    start = {"rcpt_to": [to]}
    return Mail(
        id=f"e{number}", seq=number, where=f"exchange e{number}", service="nhsmail", operation="submit",
        began=number if began is None else began, ended=number,
        request=SimpleNamespace(start=start, body=body, headers=()),
        response=SimpleNamespace(start={"code": code}),
    )  # fmt: skip


def consultation(*done, sent=(), alone=False):
    journey = SimpleNamespace(id="first", seen=list(done))
    return Consultation(journey, Subject("first", "", "Ann Lee"), ISSUED, alone, list(sent))


REFUSES = seen(5, "record_consent", given={"share_with_gp": False})


def test_a_practice_is_not_told_of_who_refused():
    with pytest.raises(NotMet, match="Ann Lee"):
        _due.is_not_told(RUN, consultation(REFUSES, sent=[mail(6)]))


@pytest.mark.parametrize("sent", [mail(4), mail(6, to="next.pharmacy@nhs.net"), mail(6, began=4)])
def test_what_went_before_or_elsewhere_is_free(sent):
    _due.is_not_told(RUN, consultation(REFUSES, sent=[sent]))


def test_what_was_asked_for_before_may_be_on_its_way_for_a_moment_and_no_longer():
    asked, afterwards = (seen(number, "notify_gp", status="failed") for number in (3, 8))

    _due.is_not_told(RUN, consultation(asked, REFUSES, sent=[mail(6, began=5.5)]))
    for done, began in ([(asked, REFUSES), 6.5], [(REFUSES,), 5.5], [(REFUSES, afterwards), 5.5]):
        with pytest.raises(NotMet, match="Ann Lee"):
            _due.is_not_told(RUN, consultation(*done, sent=[mail(6, began=began)]))


def test_who_agrees_after_all_has_not_refused():
    agrees = seen(7, "record_consent", given={"share_with_gp": True})
    assert consultation(REFUSES, agrees).refusal is None


def test_what_is_done_about_nobody_is_theirs_where_they_are_alone():
    done = seen(5, "record_consent", about="", given={"share_with_gp": False})
    assert consultation(done, alone=True).refusal is not None
    assert consultation(done).refusal is None


TOLD = seen(5, "notify_gp", shown={"notifications": [{"status": "sent"}]})


def test_who_is_said_to_be_told_is_told():
    _due.is_told(RUN, consultation(TOLD, sent=[mail(6)]))
    for sent in ([], [mail(6, code=550)], [mail(6, to="next.pharmacy@nhs.net")]):
        with pytest.raises(NotMet, match="to the practice of Ann Lee"):
            _due.is_told(RUN, consultation(TOLD, sent=sent))


def test_the_same_under_its_own_id_is_a_retry():
    _due.is_told_once(RUN, consultation(sent=[mail(6, code=None), mail(7)]))


def test_the_same_under_two_ids_is_a_second_sending_whatever_the_day_in_it():
    with pytest.raises(NotMet, match="second sending"):
        _due.is_told_once(RUN, consultation(sent=[mail(6), mail(7, "<b@x>", "Seen on 29 November")]))


def test_a_correction_in_between_makes_it_another():
    corrected = seen(7, "amend_consultation")
    _due.is_told_once(RUN, consultation(corrected, sent=[mail(6), mail(8, "<b@x>")]))


def test_what_was_refused_may_go_again_under_another_id():
    _due.is_told_once(RUN, consultation(sent=[mail(6, code=550), mail(7, "<b@x>")]))


def test_an_itk3_message_is_known_by_the_id_of_its_header():
    message = (
        b'<Bundle xmlns="http://hl7.org/fhir"><MessageHeader><id value="AB-1"/></MessageHeader></Bundle>'
    )
    assert _due.message_of(message) == "ab-1"
    assert _due.message_of(b"<Bundle/>") == ""
