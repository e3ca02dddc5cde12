"""Nobody else's details stand in a message, however they are written; what people share is nobody's."""

import pytest

from cpcs_harness._content.conformance.gp_notification import test_whom
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import evidence, mail, notified, person, recorded, send

OTHER = person("other")
NUMBER, POSTCODE, PRACTICE = OTHER["nhs_number"], OTHER["postcode"], OTHER["practice"]


def judged(*calls):
    test_whom.test_every_message_is_about_one_patient_and_for_their_practice(
        evidence(["own", "other"], calls, [])
    )


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}",
        f"{NUMBER[:3]}-{NUMBER[3:6]}-{NUMBER[6:]}",
        f"{NUMBER[:3]}&#160;{NUMBER[3:]}",
        "".join(f"&#{ord(digit)};" for digit in NUMBER),
        POSTCODE.lower(),
        POSTCODE.replace(" ", ""),
        f"{OTHER['callback'].removeprefix('0')}",
        PRACTICE["ods"].lower(),
        PRACTICE["mailbox"],
    ],
)
def test_another_patient_is_found_however_they_are_written(text):
    with pytest.raises(NotMet, match="another patient"):
        judged(send(1, "own", text=text))


@pytest.mark.parametrize("text", ["", f"a{PRACTICE['ods'].lower()}4f-11aa", person("own")["postcode"]])
def test_what_is_nobody_elses_is_not_found(text):
    judged(send(1, "own", text=text))


def test_where_nothing_was_sent_nothing_is_shown():
    with pytest.raises(NotShown):
        judged(mail(1, "own"))


def test_another_practice_is_not_to_be_told():
    with pytest.raises(NotMet, match="Mex-To"):
        judged(send(1, "own", to=PRACTICE["mailbox"]))


@pytest.mark.parametrize(
    "label",
    ["no consent", "never consented", "no practice", "practice not applicable", "practice not known"],
)
@pytest.mark.parametrize("how", [send, mail])
def test_nobody_is_told_of_patients_who_did_not_agree_or_have_no_practice(label, how):
    labels = [*test_whom.NOT_TOLD, *test_whom.NOWHERE]
    seen = [notified(20 + number, each, status="refused") for number, each in enumerate(labels)]
    traced = [recorded(10 + number, each, "choose_patient") for number, each in enumerate(labels)]
    judge = test_whom.test_nobody_is_told_without_consent_or_without_a_practice

    judge(evidence(labels, [], [*traced, *seen]))
    with pytest.raises(NotMet):
        judge(evidence(labels, [how(1, label)], [*traced, *seen]))


def test_who_could_not_be_traced_is_not_known_to_have_no_practice():
    labels = [*test_whom.NOT_TOLD, *test_whom.NOWHERE]
    seen = [notified(20 + number, each) for number, each in enumerate(labels)]
    traced = [recorded(10 + number, each, "choose_patient") for number, each in enumerate(labels[:-1])]
    judge = test_whom.test_nobody_is_told_without_consent_or_without_a_practice

    with pytest.raises(NotShown, match=f"not traced on PDS.*: {labels[-1]}"):
        judge(evidence(labels, [mail(1, labels[-1])], [*traced, *seen]))
    with pytest.raises(NotMet):
        judge(evidence(labels, [mail(1, labels[-2])], [*traced, *seen]))


AFTER_ALL = test_whom.AFTER_ALL
AGREED = recorded(2, AFTER_ALL, "record_consent", share_with_gp=True)


def after_all(*calls, notes=(), agreed=AGREED):
    asked = notified(9, AFTER_ALL, *notes)
    test_whom.test_who_agrees_in_the_end_is_told_of(evidence([AFTER_ALL], calls, [agreed, asked]))


@pytest.mark.parametrize("how", [send, mail])
def test_who_agrees_in_the_end_is_told_of_by_either_way(how):
    after_all(how(3, AFTER_ALL))


def test_who_agrees_in_the_end_may_have_to_wait():
    after_all(notes=[("mesh", "waiting")])


def test_who_agrees_in_the_end_is_not_passed_over():
    with pytest.raises(NotMet, match="the practice told"):
        after_all()


def test_where_nobody_could_record_that_they_agreed_nothing_is_shown():
    with pytest.raises(NotShown):
        after_all(agreed=recorded(2, AFTER_ALL, "record_consent", share_with_gp=False))


NOT_TOLD = test_whom.NOT_TOLD[0]


@pytest.mark.parametrize("how", [send, mail])
def test_what_waits_does_not_go_once_the_patient_takes_consent_back(how):
    def waited(*calls, states=("waiting", "failed")):
        labels = [*test_whom.NOT_TOLD, *test_whom.NOWHERE]
        seen = [recorded(10 + number, each, "choose_patient") for number, each in enumerate(labels)]
        seen += [recorded(20, NOT_TOLD, "record_consent", share_with_gp=False)]
        seen += [notified(30 + number, each, status="refused") for number, each in enumerate(labels[1:])]
        seen += [notified(40, NOT_TOLD, *(("mesh", state) for state in states))]
        test_whom.test_nobody_is_told_without_consent_or_without_a_practice(evidence(labels, calls, seen))

    trouble = {"status": 503} if how is send else {"code": 451}
    waited(how(5, NOT_TOLD, **trouble))
    waited(how(5, NOT_TOLD), states=("sent",))
    with pytest.raises(NotMet):
        waited(how(5, NOT_TOLD, **trouble), how(25, NOT_TOLD))
    with pytest.raises(NotMet, match="called sent"):
        waited(how(5, NOT_TOLD, **trouble), states=("sent",))


@pytest.mark.parametrize(("asked", "fine"), [(15, True), (45, False)])
def test_what_was_on_its_way_when_consent_was_taken_back_may_go(asked, fine):
    """Where the practice was to be told before: another terminal had looked at the consent, and connected then."""
    labels = [*test_whom.NOT_TOLD, *test_whom.NOWHERE]
    seen = [recorded(1 + number, each, "choose_patient") for number, each in enumerate(labels)]
    refused = recorded(20, NOT_TOLD, "record_consent", share_with_gp=False)
    seen += [refused, notified(asked, NOT_TOLD, ("nhsmail", "waiting"))]
    seen += [notified(50 + number, each, status="refused") for number, each in enumerate(labels)]
    sent = mail(21, NOT_TOLD)
    sent.began = refused.ended + 0.5
    judge = test_whom.test_nobody_is_told_without_consent_or_without_a_practice

    if fine:
        judge(evidence(labels, [sent], sorted(seen, key=lambda one: one.seq)))
    else:
        with pytest.raises(NotMet):
            judge(evidence(labels, [sent], sorted(seen, key=lambda one: one.seq)))
