"""What practices are told of consultations at odd hours: which moment of a document, and of an e-mail, is right."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_notification import test_odd_hours
from cpcs_harness.errors import NotMet, NotShown
from gp_evidence import call, evidence, mail, notified, person, recorded, send

SUMMER = "2026-03-29T01:30:00Z"
ODD = test_odd_hours.ODD
DOCUMENT = """<Bundle xmlns="http://hl7.org/fhir"><entry><resource><MessageHeader><id value="h"/></MessageHeader>
</resource></entry><entry><resource><Bundle><type value="document"/><entry><resource><Composition><section><text>
<div xmlns="http://www.w3.org/1999/xhtml">Seen on {day}</div></text></section></Composition></resource></entry><entry>
<resource><Patient><identifier><system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="{number}"/>
</identifier></Patient></resource></entry><entry><resource><Encounter>
<period><start value="{start}"/></period></Encounter></resource></entry></Bundle></resource></entry></Bundle>"""


def document(seq, label, start=SUMMER, day="29/03/2026"):
    patient = person(label)
    body = DOCUMENT.format(number=patient["nhs_number"], start=start, day=day)
    headers = [("Mex-To", patient["practice"]["mailbox"])]
    box = "/messageexchange/FA101OT001/outbox"
    return call(seq, "mesh", "send_message", box, 202, body.encode(), headers=headers)


def judge(check, calls):
    seen = [recorded(seq, label, started=SUMMER) for seq, label in enumerate(ODD, 1)]
    seen += [notified(seq, label) for seq, label in enumerate(ODD, 50)]
    check(evidence(ODD, calls, seen, "urgent-medicines"))


def told_by_mesh(**first):
    judge(
        test_odd_hours.test_the_document_has_the_moment_of_the_consultation,
        [document(20, ODD[0], **first), *(document(seq, label) for seq, label in enumerate(ODD[1:], 21))],
    )


@pytest.mark.parametrize("start", [SUMMER, "2026-03-29T02:30:00+01:00", "2026-03-29T01:30:12.5+00:00"])
def test_the_same_moment_in_any_zone_is_right(start):
    told_by_mesh(start=start)


@pytest.mark.parametrize(
    "start", ["2026-03-29T02:30:00Z", "2026-03-29T01:30:00+01:00", "2026-03-29T02:30:00", "2026-03-29", ""]
)
def test_another_moment_or_one_without_an_offset_is_not(start):
    with pytest.raises(NotMet, match="encounter's start"):
        told_by_mesh(start=start)


def test_another_day_in_the_text_is_not():
    with pytest.raises(NotMet, match="day of"):
        told_by_mesh(day="28/03/2026")


def test_where_nothing_went_over_mesh_nothing_is_shown():
    with pytest.raises(NotShown, match="midnight"):
        judge(
            test_odd_hours.test_the_document_has_the_moment_of_the_consultation,
            [document(seq, label) for seq, label in enumerate(ODD[1:], 20)],
        )


def told_by_email(words):
    mails = [
        mail(seq, label, text=words if seq == 20 else "29/03/2026 02:30 BST")
        for seq, label in enumerate(ODD, 20)
    ]
    judge(test_odd_hours.test_the_email_has_the_moment_of_the_consultation, mails)


@pytest.mark.parametrize("words", ["29/03/2026 02:30", "29 March 2026, 2:30 am", "2026-03-29 01:30 UTC"])
def test_the_moment_in_an_email_is_londons_or_utc(words):
    told_by_email(words)


@pytest.mark.parametrize("words", ["29/03/2026 03:30", "28/03/2026 02:30", "29/03/2026", "02:30"])
def test_another_moment_in_an_email_is_wrong(words):
    with pytest.raises(NotMet, match="day and time"):
        told_by_email(words)


def test_where_no_email_went_nothing_is_shown():
    with pytest.raises(NotShown, match="no e-mail"):
        judge(test_odd_hours.test_the_email_has_the_moment_of_the_consultation, [send(20, ODD[0])])


@pytest.mark.parametrize(
    ("status", "share", "refused"),
    [("refused", True, True), ("refused", False, False), ("failed", True, False)],
)
def test_who_agreed_and_was_treated_is_not_refused_to_be_told_of(status, share, refused):
    acts = {
        "record_consent": [SimpleNamespace(given={"share_with_gp": share})],
        "choose_patient": [SimpleNamespace()],
        "complete": [SimpleNamespace()],
    }
    told = SimpleNamespace(
        done=lambda action: acts[action],
        is_traced=True,
        last=SimpleNamespace(status=status, told="Come tomorrow", where="here", id="o1"),
        label="midnight",
        messages=list,
        mails=list,
    )

    if refused:
        with pytest.raises(NotMet, match="Come tomorrow"):
            test_odd_hours.expect_not_refused(told)
    else:
        test_odd_hours.expect_not_refused(told)
