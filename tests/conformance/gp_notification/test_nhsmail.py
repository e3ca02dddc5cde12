"""An e-mail to a practice: who may read it, and in what writings it may say what it has to."""

from email.message import EmailMessage
from itertools import count

import pytest

from cpcs_harness._content.conformance.gp_notification import test_nhsmail
from cpcs_harness._content.conformance.gp_notification._emails import due_words, expect_said, quantities
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from made_up import SeenCall, observed, seen_message
from nhs111_evidence import evidence, issued

GIVEN = issued("nhsmail")
GIVEN["medicines"]["recommended-product"]["own_code"] = "P500"
PERSON, PREMISES = GIVEN["person"], GIVEN["premises"]
NUMBERS = count(1)
PRACTICE, OWN = PERSON["practice"]["email"], PREMISES["email"]
TOLD = {
    "started": "2026-11-25T10:00:00Z",
    "method": "telephone",
    "presenting_complaint": "sore throat",
    "assessment": "viral",
    "advice": "drink",
    "actions_for_gp": "none needed",
    "products": [{"code": "P500", "quantity": 1}],
}


def mail(*to, text="", copies=(), code=250, message_id="<1@nhs.net>"):
    message = EmailMessage()
    message["Message-ID"] = message_id
    message["From"], message["To"] = OWN, ", ".join(to)
    if copies:
        message["Cc"] = ", ".join(copies)
    message.set_content(text)
    start = {"rcpt_to": [*to, *copies], "mail_from": OWN}
    return SeenCall(
        id=f"e{next(NUMBERS)}",
        seq=1,
        service="nhsmail",
        operation="submit",
        where="a mail",
        request=seen_message(start, message.as_bytes()),
        response=seen_message({"code": code} if code else {"dropped": True}),
    )


@pytest.mark.parametrize("sent", [mail(PRACTICE), mail(PRACTICE.upper()), mail(PRACTICE, copies=[OWN])])
def test_the_practice_may_be_told_with_a_copy_for_the_pharmacy_itself(sent):
    test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(evidence(GIVEN, [sent]))


@pytest.mark.parametrize(
    "sent",
    [
        mail("other@nhs.net", text=PERSON["family"]),
        mail(PRACTICE, copies=["other@nhs.net"]),
        mail(OWN, text=PERSON["nhs_number"]),
    ],
)
def test_nobody_else_may_be_told(sent):
    with pytest.raises(NotMet):
        test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(evidence(GIVEN, [sent]))


@pytest.mark.parametrize("first", [{"code": 451}, {"code": 0}], ids=["not now", "answer lost"])
def test_what_was_not_taken_may_be_sent_once_more(first):
    sent = [mail(PRACTICE, **first), mail(PRACTICE)]

    test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(evidence(GIVEN, sent))


@pytest.mark.parametrize(
    "first", [{}, {"code": 451, "message_id": "<2@nhs.net>"}], ids=["taken", "under another Message-ID"]
)
def test_what_was_taken_is_not_sent_again_nor_anything_under_another_name(first):
    with pytest.raises(NotMet, match="one e-mail"):
        test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(
            evidence(GIVEN, [mail(PRACTICE, **first), mail(PRACTICE)])
        )


def test_a_note_to_other_people_that_names_no_patient_is_no_notification():
    note = mail("manager@pharmacy.example", text="A referral waits")

    test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(
        evidence(GIVEN, [note, mail(PRACTICE)])
    )
    with pytest.raises(NotShown, match="none to the practice"):
        test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(evidence(GIVEN, [note]))


def words(**changes):
    """Give what an e-mail has to say, in the first writing of each, but for some."""
    journey = evidence(GIVEN).journeys[0]
    told = due_words(journey.issued, TOLD) | test_nhsmail.due_of(journey, TOLD["products"][0])
    due = {what: forms[0] for what, forms in told.items()}
    due |= {"the consent to share": "the patient agreed to share this"}
    return ". ".join((due | changes).values())


def told(text):
    seen = observed(2, "record_consultation", {}, given=TOLD)
    test_nhsmail.test_the_practice_is_told_what_it_needs_to_know(
        evidence(GIVEN, [mail(PRACTICE, text=text)], [seen])
    )


NUMBER, POSTCODE = PERSON["nhs_number"], PERSON["postcode"]
LABELLED = "\n".join(f"Address line {number}: {line}" for number, line in enumerate(PERSON["address"], 1))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"the NHS number": f"{NUMBER[:3]}-{NUMBER[3:6]}-{NUMBER[6:]}"},
        {"the NHS number": f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}"},
        {"the patient's postcode": POSTCODE.replace(" ", "")},
        {"the family name": PERSON["family"].upper()},
        {"the pharmacy's telephone": f"+44 {PREMISES['telephone'].removeprefix('0')}"},
        {"the patient's address": ", ".join(PERSON["address"]).replace(" ", ", ")},
        {"the patient's address": LABELLED},
        {"the consent to share": "\nCONSENT TO SHARE\nYes\n"},
        {"the consent to share": "Consent: given by telephone"},
        {"the consent to share": "I have the patient's consent to share this"},
    ],
)
def test_what_is_told_may_be_written_otherwise(changes):
    told(words(**changes))


@pytest.mark.parametrize(
    "what", ["the NHS number", "the patient's postcode", "the family name", "the advice"]
)
def test_what_is_left_out_is_missed(what):
    with pytest.raises(NotMet, match=what):
        told(words(**{what: ""}))


@pytest.mark.parametrize("place", range(len(PERSON["address"])))
def test_each_line_of_the_address_is_missed(place):
    left = [line for number, line in enumerate(PERSON["address"]) if number != place]
    with pytest.raises(NotMet, match="the patient's address"):
        told(words(**{"the patient's address": ", ".join(left)}))


@pytest.mark.parametrize(
    "said",
    [
        *("Consent", "\nConsent to share\n", "Consent: not given", "Consent: unknown"),
        *("the patient did not agree", "the patient declined consent"),
    ],
)
def test_a_heading_or_a_refusal_is_no_consent(said):
    with pytest.raises(NotMet, match="the consent to share"):
        told(words(**{"the consent to share": said}))


def test_a_quantity_somewhere_else_is_none():
    filler = "We are here for you. " * 20
    with pytest.raises(NotMet, match="its quantity"):
        told(words(**{"its quantity": f"{filler}Extension 1"}))


def test_a_number_with_a_digit_too_many_is_another():
    gphc = GIVEN["pharmacist"]["gphc"]
    with pytest.raises(NotMet, match="the pharmacist's GPhC number"):
        told(words(**{"the pharmacist's GPhC number": f"{gphc}0"}))


@pytest.mark.parametrize(
    ("amount", "writings"), [(16, ["16"]), (16.0, ["16"]), (16.5, ["16.5", "16½", "16 ½", "16 1/2"])]
)
def test_a_half_may_be_written_as_one(amount, writings):
    assert quantities(amount) == writings


@pytest.mark.parametrize(("told_of", "left_out"), [("16.5", None), ("16½", None), ("16", "its quantity")])
def test_a_half_that_is_left_out_is_missed(told_of, left_out):
    product = TOLD["products"][0] | {"quantity": 16.5}
    name = GIVEN["medicines"]["recommended-product"]["display"]
    journey = evidence(GIVEN).journeys[0]

    def judged():
        expect_said(test_nhsmail.due_of(journey, product), mail(PRACTICE, text=f"{name}, {told_of} tablets"))

    if left_out:
        with pytest.raises(NotMet, match=left_out):
            judged()
    else:
        judged()


OWN_REFERRAL = GIVEN["gp_referral"]["document_id"]
WRITTEN, TO_BE_TOLD, COMPLETED = (
    observed(seq, action, {}, about=OWN_REFERRAL, journey="nhsmail")
    for seq, action in ((3, "record_consultation"), (9, "notify_gp"), (4, "complete"))
)


def at_seq(seq, sent):
    sent.seq = seq
    return sent


def over_mesh(workflow):
    return SeenCall(
        id=f"e{next(NUMBERS)}",
        seq=5,
        service="mesh",
        operation="send_message",
        where="a message",
        request=seen_message({}, b"", [("Mex-WorkflowID", workflow)]),
        response=seen_message({"code": 202}),
    )


def test_a_practice_that_referred_is_told_by_whichever_way():
    check = test_nhsmail.test_a_practice_is_told_of_whom_it_referred_itself
    done = [WRITTEN, COMPLETED, TO_BE_TOLD]

    check(evidence(GIVEN, [at_seq(5, mail(PRACTICE))], done))
    check(evidence(GIVEN, [over_mesh("DIGMED_MINOR_ILLNESS_PEM")], done))


def test_a_practice_may_be_told_by_the_system_itself_and_while_the_record_is_written():
    check = test_nhsmail.test_a_practice_is_told_of_whom_it_referred_itself
    slow = observed(6, "record_consultation", {}, about=OWN_REFERRAL, lasted=2)
    completed = observed(7, "complete", {}, about=OWN_REFERRAL)
    cannot = observed(9, "notify_gp", {}, about=OWN_REFERRAL, status="cannot")

    check(evidence(GIVEN, [at_seq(5, mail(PRACTICE))], [slow, completed, cannot]))
    with pytest.raises(NotShown, match="nobody could ask"):
        check(evidence(GIVEN, [], [slow, completed, cannot]))


@pytest.mark.parametrize(
    "sent",
    [[], [at_seq(2, mail(PRACTICE))], [at_seq(5, mail(OWN))], [over_mesh("CPCS_GP_REFERRAL_ACK")]],
    ids=["nothing", "that its referral came", "a note of its own", "a response"],
)
def test_a_practice_that_referred_and_hears_nothing_is_noticed(sent):
    with pytest.raises(NotMet, match="nothing sent"):
        test_nhsmail.test_a_practice_is_told_of_whom_it_referred_itself(
            evidence(GIVEN, sent, [WRITTEN, COMPLETED, TO_BE_TOLD])
        )


@pytest.mark.parametrize(("seen", "raised"), [([], NotApplicable), ([WRITTEN, TO_BE_TOLD], NotShown)])
def test_where_no_practice_referred_or_nobody_was_done_nothing_is_judged(seen, raised):
    with pytest.raises(raised):
        test_nhsmail.test_a_practice_is_told_of_whom_it_referred_itself(evidence(GIVEN, [], seen))


def test_a_referral_of_which_nothing_came_leaves_the_others_shown():
    check = test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else
    came = SeenCall(id="e0", seq=1, service="gp_email", operation="send_referral")

    check(evidence(GIVEN, [came]))
    with pytest.raises(NotShown):
        check(evidence(GIVEN, []))


def test_more_than_one_email_may_go_to_a_practice_that_referred():
    sent = [at_seq(2, mail(PRACTICE)), at_seq(5, mail(PRACTICE, message_id="<2@nhs.net>"))]

    test_nhsmail.test_the_registered_practice_is_told_once_and_nobody_else(
        evidence(GIVEN, sent, [WRITTEN, COMPLETED, TO_BE_TOLD])
    )
