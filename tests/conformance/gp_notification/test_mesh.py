"""Headers of MESH: what is for the sender names no patient, and what is collected may be collected twice."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_notification import test_mesh
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.judging.views import JourneyView
from gp_evidence import call, person, send
from nhs111_evidence import issued

OWN = person("own")
YEAR, MONTH, DAY = OWN["birth_date"].split("-")


def evidence(*calls):
    journey = JourneyView("one", "minor-illness", issued("own"), {}, list(calls), [])
    return SimpleNamespace(each=lambda: [journey], of_run=lambda *_, **__: [])


def named(header, text):
    sent = send(1, "own")
    sent.request.headers = [*sent.request.headers, (header, text)]
    test_mesh.test_nothing_of_the_patient_stands_in_headers_that_are_for_the_sender(evidence(sent))


@pytest.mark.parametrize("header", test_mesh.OWN)
@pytest.mark.parametrize(
    "text",
    [
        OWN["nhs_number"],
        f"report_{OWN['family'].upper()}.xml",
        f"{YEAR}-{MONTH}-{DAY}",
        f"{DAY}.{MONTH}.{YEAR}",
    ],
)
def test_what_is_for_the_sender_names_no_patient(header, text):
    with pytest.raises(NotMet):
        named(header, text)


@pytest.mark.parametrize("text", ["", "FA101", f"un{OWN['family'].lower()}ly.xml", "20261128-1"])
def test_what_only_looks_like_the_patient_is_let_pass(text):
    named("Mex-FileName", text)


def test_the_subject_is_another_matter():
    named("Mex-Subject", f"{OWN['family']} {OWN['nhs_number']}")


def addressed(date):
    to = f"GPPROVIDER_{OWN['nhs_number']}_{date}_{OWN['family']}"
    test_mesh.test_a_birth_date_in_an_address_is_written_year_first(evidence(send(1, "own", to=to)))


def test_the_year_stands_first():
    addressed(f"{YEAR}{MONTH}{DAY}")
    with pytest.raises(NotMet):
        addressed(f"{DAY}{MONTH}{YEAR}")


def test_who_looks_mailboxes_up_writes_no_date():
    with pytest.raises(NotApplicable):
        test_mesh.test_a_birth_date_in_an_address_is_written_year_first(evidence(send(1, "own")))


def inbox(seq, *, acknowledged=False):
    target = "/messageexchange/FA101OT001/inbox/A1" + ("/status/acknowledged" if acknowledged else "")
    return call(seq, "mesh", "acknowledge_message" if acknowledged else "collect_message", target, 200)


def judged(*calls):
    test_mesh.test_each_message_collected_is_acknowledged(evidence(*calls))


def test_what_was_acknowledged_may_be_read_once_more():
    judged(inbox(1), inbox(2, acknowledged=True), inbox(3))


def test_what_was_only_acknowledged_before_is_not():
    with pytest.raises(NotMet):
        judged(inbox(1, acknowledged=True), inbox(2))
    with pytest.raises(NotShown):
        judged(inbox(1, acknowledged=True))
