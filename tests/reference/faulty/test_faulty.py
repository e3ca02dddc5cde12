"""Known-bad candidates: each says what it does wrong, can be put in, and lets a journey run to its end."""

import importlib
import json
from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from lxml import etree

from reference import faulty

FAULTS = faulty.all_faults()
DO_NOTHING = {"answers_nothing", "says_200_to_everything", "echoes"}
LATE = "acknowledges_before_storing"  # its referrals are there after three seconds; test_process has it
SECURITY = '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>'
ANSWERING = [fault.name for fault in FAULTS if fault.name not in DO_NOTHING | {LATE}]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_says_what_it_does_and_what_must_notice(fault):
    module = importlib.import_module(f"reference.faulty.{fault.name}")

    assert fault.docstring.endswith(".")
    assert fault.catches == module.CATCHES
    assert bool(fault.catches) == (fault.name not in DO_NOTHING)
    assert getattr(module, "CONDITION", None) == fault.condition
    assert callable(module.install)


def test_a_third_of_the_faults_show_only_under_a_condition():
    conditional = [fault for fault in FAULTS if fault.condition and fault.name not in DO_NOTHING]

    assert len(conditional) * 3 >= len(FAULTS)


@pytest.mark.parametrize("name", ANSWERING)
def test_a_journey_with_a_fault_runs_to_its_end(name, pharmacy, nation, make_report):
    faulty.installer(name)(pharmacy.service)

    for dx in ("Dx28", "Dx86"):
        referral = pharmacy.completed(dx=dx, case=dx, security=SECURITY)
        pharmacy.see("open_referral", referral)
        pharmacy.see("find_patient", referral, family="Whitlow", birth_date="1984-02-29")
        pharmacy.see("choose_patient", referral, nhs_number="9990000018")
        for action in ("track_prescriptions", "view_summary_care_record"):
            assert pharmacy.see(action, referral)["links"]
        pharmacy.see("view_guidance", referral, topic="cough")
        pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")
        assert pharmacy.see("notify_gp", referral)["notifications"][0]["status"] in {"sent", "delivered"}
        assert pharmacy.see("submit_claims", referral)["claims"][0]["status"] == "accepted"
    assert pharmacy.see("collect_messages")["collected"] == []


def tokens(nation):
    return [
        headers["authorization"]
        for _, path, headers, _ in nation.asked("/messageexchange/")
        if "inbox" not in path
    ]


def assertion_ids(nation):
    forms = [parse_qs(body.decode()) for _, _, _, body in nation.asked("/oauth2/token")]
    return [
        json.loads(b64decode(form["client_assertion"][0].split(".")[1] + "==", "-_"))["jti"] for form in forms
    ]


def request_ids(nation):
    return [headers["x-request-id"] for _, _, headers, _ in nation.asked("/pds/")]


def document_ids(nation):
    path = ".//{*}Composition/{*}identifier/{*}value"
    return [etree.fromstring(body).find(path).get("value") for _, body in nation.sent]


REPEATED = {
    "reuses_mesh_nonce": tokens,
    "reuses_jti": assertion_ids,
    "reuses_request_ids": request_ids,
    "reuses_document_identifier": document_ids,
}


@pytest.mark.parametrize("name", REPEATED)
def test_what_must_be_used_once_is_used_twice(name, make_service, nation, mailroom, at):
    used = {}
    for fault in (None, name):
        nation.reset()
        pharmacy = at(make_service())
        if fault:
            faulty.installer(fault)(pharmacy.service)
        for referral in (pharmacy.completed(), pharmacy.completed()):
            pharmacy.see("notify_gp", referral)
        used[fault] = REPEATED[name](nation)
        pharmacy.service.store.close()
        Path(pharmacy.service.config.database).unlink()

    assert len(set(used[None])) == len(used[None]) > 0
    assert len(set(used[name])) < len(used[name])


def test_the_wrong_practice_is_told(pharmacy, mailroom):
    faulty.installer("tells_the_wrong_practice")(pharmacy.service)

    assert (
        pharmacy.see("notify_gp", pharmacy.completed(dx="Dx28"))["notifications"][0]["to"] == "reed@nhs.net"
    )


def test_the_wrong_mailbox_is_sent_to(pharmacy):
    faulty.installer("sends_to_the_last_practices_mailbox")(pharmacy.service)

    assert pharmacy.see("notify_gp", pharmacy.completed())["notifications"][0]["to"] == "B86111OT01"


def test_a_message_stays_in_the_inbox(pharmacy, nation):
    faulty.installer("never_acknowledges_inbox")(pharmacy.service)
    nation.inbox["I1"] = ({"Mex-MessageType": "DATA"}, b"not xml")

    pharmacy.see("collect_messages")

    assert list(nation.inbox) == ["I1"]


def test_a_referral_is_stored_after_its_answer(service, make_report, at):
    faulty.installer("acknowledges_before_storing")(service)

    assert service.intake.receive(make_report()).status == 200
    assert at(service).see("worklist")["referrals"] == []
