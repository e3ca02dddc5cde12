"""MESH with the client that others use, and with what the sandbox lacks of the live service."""

import re
import unicodedata
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hmac import HMAC

import pytest
from fastapi.dependencies import utils as dependencies
from mesh_client import MeshClient, MeshError

from cpcs_harness._content.mocks.mesh.routing import practice_of, provider_in
from cpcs_harness._content.mocks.mesh.service import MESH
from cpcs_harness.people.demographics import Demographics
from cpcs_harness.people.mailbox import HeldMailbox

WORKFLOW, ACKNOWLEDGEMENTS = "DIGMED_EMG_MED", "DIGMED_EMG_MED_ACK"


@pytest.fixture
def premises(world):
    return world.environment.premises[0]


@pytest.fixture
def practice(issued):
    return issued.person.practice


@pytest.fixture
def open_client(world, nation):
    opened = []

    def open_client(place, **changes):
        given = {"shared_key": world.environment.mesh_shared_key, "max_retries": 0, "timeout": 10} | changes
        password = given.pop("password", place.mailbox_password)
        client = MeshClient(world.addresses["mesh"], place.mailbox, password, **given)
        client._session.trust_env = False
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        client.close()


@pytest.fixture
def pharmacy(open_client, premises):
    return open_client(premises)


def token(world, premises, moment=None, nonce=None):
    moment = (moment or datetime.now(UTC)).strftime("%Y%m%d%H%M")
    nonce = nonce or str(uuid.uuid4())
    said = f"{premises.mailbox}:{nonce}:1:{premises.mailbox_password}:{moment}"
    digest = HMAC(world.environment.mesh_shared_key.encode(), said.encode(), "sha256").hexdigest()
    return f"NHSMESH {premises.mailbox}:{nonce}:1:{moment}:{digest}"


def test_a_message_goes_to_the_practice_and_its_answer_comes_back(pharmacy, open_client, practice, premises):
    sent = pharmacy.send_message(practice.mailbox, b"<Bundle/>", workflow_id=WORKFLOW, local_id=premises.ods)
    gp = open_client(practice)

    assert gp.list_messages() == [sent]
    with gp.retrieve_message(sent) as message:
        assert (message.read(), message.sender, message.workflow_id) == (
            b"<Bundle/>",
            premises.mailbox,
            WORKFLOW,
        )
    assert gp.list_messages() == []
    assert pharmacy.track_message(sent)["status"] == "acknowledged"


def test_a_handshake_and_a_poll_belong_to_the_run(pharmacy, seen, premises):
    pharmacy.handshake()
    pharmacy.list_messages()

    events = [seen.last("mesh", "handshake"), seen.last("mesh", "list_inbox")]
    assert [event["journey"] for event in events] == ["run", "run"]
    assert premises.mailbox in events[0]["data"]["rule"]
    assert events[0]["data"]["direction"] == "from-candidate"


def test_a_practices_mailbox_is_found_by_its_ods_code(pharmacy, practice, seen, issued):
    found = pharmacy.lookup_endpoint(practice.ods, WORKFLOW)

    assert [one["mailbox_id"] for one in found["results"]] == [practice.mailbox]
    assert pharmacy.lookup_endpoint(practice.ods, "OTHER")["results"] == []
    assert pharmacy.lookup_endpoint("ZZ999", WORKFLOW)["results"] == []
    assert issued.journey in {event["journey"] for event in seen.exchanges("mesh", "lookup")}


def test_the_premises_are_found_for_acknowledgements(pharmacy, premises):
    found = pharmacy.lookup_endpoint(premises.ods, ACKNOWLEDGEMENTS)

    assert [one["mailbox_id"] for one in found["results"]] == [premises.mailbox]


def test_referrals_are_read_by_premises_and_their_answers_by_practices(pharmacy, practice, premises):
    referrals = pharmacy.lookup_endpoint(premises.ods, "CPCS_GP_REFERRAL")["results"]
    answers = pharmacy.lookup_endpoint(practice.ods, "CPCS_GP_REFERRAL_ACK")["results"]

    assert [one["mailbox_id"] for one in referrals] == [premises.mailbox]
    assert [one["mailbox_id"] for one in answers] == [practice.mailbox]
    assert pharmacy.lookup_endpoint(practice.ods, "CPCS_GP_REFERRAL")["results"] == []


def test_what_is_sent_and_collected_belongs_to_the_journey(
    pharmacy, open_client, practice, premises, seen, issued
):
    gp = open_client(practice)
    gp.handshake()
    answer = gp.send_message(premises.mailbox, b"answer", workflow_id=ACKNOWLEDGEMENTS)

    with pharmacy.retrieve_message(answer) as message:
        message.read()

    for operation in ("collect_message", "acknowledge_message"):
        event = seen.last("mesh", operation)
        assert (event["journey"], event["data"]["rule"]) == (issued.journey, f"message {answer}")
        assert event["data"]["direction"] == "from-candidate"
    # Whoever has not the harness's mark is the candidate, though it be at a practice's mailbox.
    assert seen.last("mesh", "send_message")["data"]["direction"] == "from-candidate"
    assert seen.body(seen.last("mesh", "collect_message"), "response") == b"answer"


def test_a_message_survives_in_memory_until_it_is_collected(pharmacy, open_client, practice, nation):
    sent = [pharmacy.send_message(practice.mailbox, b"x" * 100, workflow_id=WORKFLOW) for _ in range(20)]

    assert open_client(practice).list_messages() == sent


def test_a_message_in_chunks_is_put_together(pharmacy, open_client, practice, seen):
    sent = pharmacy.send_message(practice.mailbox, b"abcdef", max_chunk_size=2, workflow_id=WORKFLOW)

    assert open_client(practice).retrieve_message(sent).read() == b"abcdef"
    assert len(seen.exchanges("mesh", "send_chunk")) >= 2


def test_a_token_is_taken_once(world, http, premises, nation):
    url = f"{world.addresses['mesh']}/messageexchange/{premises.mailbox}/inbox"
    headers = {"Authorization": token(world, premises), "Accept": "application/vnd.mesh.v2+json"}

    assert http.get(url, headers=headers).status_code == 200
    replayed = http.get(url, headers=headers)

    assert replayed.status_code == 403
    assert "Duplicated" in replayed.json()["detail"][0]["msg"]


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_token_of_another_time_is_403(world, http, premises, nation, hours):
    moment = datetime.now(UTC) + timedelta(hours=hours)
    url = f"{world.addresses['mesh']}/messageexchange/{premises.mailbox}/inbox"

    answer = http.get(url, headers={"Authorization": token(world, premises, moment)})

    assert answer.status_code == 403


@pytest.mark.usefixtures("another_time")
def test_in_a_sitting_of_another_time_tokens_of_either_time_are_taken(world, http, premises, pharmacy):
    url = f"{world.addresses['mesh']}/messageexchange/{premises.mailbox}/inbox"
    moved = token(world, premises, world.clock.now())
    far = token(world, premises, world.clock.now() - timedelta(days=100))

    assert isinstance(pharmacy.list_messages(), list)
    assert http.get(url, headers={"Authorization": moved}).status_code == 200
    assert http.get(url, headers={"Authorization": far}).status_code == 403


@pytest.mark.parametrize(
    "header", ["", "NHSMESH a:b", "NHSMESH FA101OT001:n:1:yesterday:00"], ids=["none", "parts", "moment"]
)
def test_a_token_that_cannot_be_read_is_403(world, http, premises, nation, header):
    url = f"{world.addresses['mesh']}/messageexchange/{premises.mailbox}/inbox"

    assert http.get(url, headers={"Authorization": header}).status_code == 403


def test_a_wrong_password_is_403(open_client, premises):
    with pytest.raises(Exception, match="403"):
        open_client(premises, password="wrong").handshake()


def test_an_unknown_recipient_is_refused(pharmacy, seen):
    with pytest.raises(MeshError):
        pharmacy.send_message("NOBODY01", b"x", workflow_id=WORKFLOW)

    assert seen.last("mesh", "send_message")["data"]["response"]["start"] == {"status": 417}


@pytest.mark.parametrize(
    "path", ["/messageexchange/admin/reset", "/admin/reset", "/messageexchange/admin/mailbox/FA101OT001"]
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_sandboxs_admin_cannot_be_reached(world, nation, http, method, path):
    assert http.request(method, world.addresses["mesh"] + path).status_code == 404


def test_ping_needs_no_token(pharmacy):
    assert pharmacy.ping()["outcome"] == "Yes"


def demographics(person, **changes):
    said = {
        "number": person.nhs_number,
        "born": person.birth_date.strftime("%Y%m%d"),
        "family": re.sub(r"[^A-Z]", "", unicodedata.normalize("NFKD", person.family.upper())),
    } | changes
    return "GPPROVIDER_{number}_{born}_{family}".format(**said)


@pytest.mark.parametrize("written", ["%Y%m%d", "%d%m%Y"], ids=["year-first", "day-first"])
def test_demographics_are_routed_to_the_registered_practice(pharmacy, open_client, admit, written):
    issued = next(found for found in iter(admit, None) if found.person.family.isascii())
    to = demographics(issued.person, born=issued.person.birth_date.strftime(written))

    sent = pharmacy.send_message(to, b"<Bundle/>", workflow_id=WORKFLOW)

    assert open_client(issued.person.practice).list_messages() == [sent]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"number": "9990000019"}, "EPL-152", id="check-digit"),
        pytest.param({"number": "9111231130"}, "EPL-153", id="unknown"),
        pytest.param({"born": "19000101"}, "EPL-154", id="birth-date"),
        pytest.param({"family": "SOMEBODYELSE"}, "EPL-154", id="family"),
    ],
)
def test_demographics_that_fit_nobody_come_back_as_a_report(
    pharmacy, open_client, issued, changes, code, practice
):
    sent = pharmacy.send_message(
        demographics(issued.person, **changes), b"<Bundle/>", workflow_id=WORKFLOW, local_id="FA101"
    )

    reports = [pharmacy.retrieve_message(found) for found in pharmacy.list_messages()]
    report = next(one for one in reports if one.mex_header("linkedmsgid") == sent)
    assert (report.message_type, report.mex_header("statuscode"), report.read()) == ("REPORT", code, b"")
    assert (report.mex_header("statusevent"), report.local_id) == ("SEND", "FA101")
    report.acknowledge()
    assert pharmacy.track_message(sent)["status"] == "error"
    assert open_client(practice).list_messages() == []


def report_about(pharmacy, sent):
    reports = [pharmacy.retrieve_message(found) for found in pharmacy.list_messages()]
    return next(one.mex_header("statuscode") for one in reports if one.mex_header("linkedmsgid") == sent)


def test_who_has_changed_practice_is_routed_to_the_one_that_pds_holds(world, pharmacy, open_client, admit):
    own, new = admit(), admit()
    record = Demographics.of(own.person)
    world.hold(replace(record, practice=new.person.practice.ods), own.journey)

    sent = pharmacy.send_message(demographics(own.person), b"<Bundle/>", workflow_id=WORKFLOW)

    assert open_client(new.person.practice).list_messages() == [sent]
    assert open_client(own.person.practice).list_messages() == []


@pytest.mark.parametrize("code", ["V81997", "V81998", "V81999", ""])
def test_who_is_registered_nowhere_is_routed_to_nobody(world, pharmacy, open_client, issued, practice, code):
    world.hold(replace(Demographics.of(issued.person), practice=code), issued.journey)

    sent = pharmacy.send_message(demographics(issued.person), b"<Bundle/>", workflow_id=WORKFLOW)

    assert report_about(pharmacy, sent) == "EPL-151"
    assert open_client(practice).list_messages() == []


def test_a_practice_that_takes_no_such_messages_is_not_found(world, pharmacy, open_client, issued, practice):
    world.hold(HeldMailbox(practice.ods, ()), issued.journey)

    sent = pharmacy.send_message(demographics(issued.person), b"<Bundle/>", workflow_id=WORKFLOW)

    assert report_about(pharmacy, sent) == "EPL-151"
    assert open_client(practice).list_messages() == []


@pytest.mark.parametrize(
    ("family", "written"),
    [
        ("O'Neill", "ONEILL"),
        ("O\u2019Neill", "O'Neill"),
        ("Smith-Jones", "SMITHJONES"),
        ("de la Cruz", "DE LA CRUZ"),
        ("Müller", "MULLER"),
        ("Nguyễn", "Nguyen"),
        ("St. John", "STJOHN"),
        ("Siân", "SIÂN"),
    ],
)
def test_odd_surnames_are_routed_however_their_marks_are_written(issued, family, written):
    person = replace(issued.person, family=family)
    named = provider_in(f"GPPROVIDER_{person.nhs_number}_{person.birth_date:%Y%m%d}_{written}")

    practice, code, _ = practice_of(named, {person.nhs_number: person}, lambda found: found.practice)

    assert (practice, code) == (person.practice, "")


def test_what_nobody_collected_comes_back_as_a_report(nation, pharmacy, admit, open_client):
    issued = admit()
    practice = issued.person.practice
    sent = pharmacy.send_message(practice.mailbox, b"<Bundle/>", workflow_id=WORKFLOW)

    nation[MESH].undelivered(practice.mailbox, "14", "Message not collected", issued.journey)

    report = pharmacy.retrieve_message(pharmacy.list_messages()[-1])
    assert (report.message_type, report.mex_header("linkedmsgid")) == ("REPORT", sent)
    assert report.mex_header("statuscode") == "14"
    assert open_client(practice).list_messages() == []


def test_what_another_system_sent_comes_back_as_a_report_and_nothing_of_ours_is_lost(
    nation, pharmacy, premises, admit, open_client
):
    issued = admit()
    practice = issued.person.practice
    told = {"workflow_id": WORKFLOW, "subject": "For A Patient", "local_id": "message-7"}
    sent = pharmacy.send_message(practice.mailbox, b"<Bundle/>", **told)

    nation[MESH].undelivered_of_another(practice.mailbox, "14", "Message not collected", issued.journey)

    with pharmacy.retrieve_message(pharmacy.list_messages()[-1]) as report:
        named, local_id = report.mex_header("linkedmsgid"), report.mex_header("localid")
        assert report.message_type == "REPORT"
        assert (bool(named), named != sent) == (True, True)
        # The report is about the mailbox that sent, wherever the person was referred.
        assert (local_id, report.mex_header("subject")) == (premises.ods, None)
    assert open_client(practice).list_messages() == [sent]


def test_what_a_route_depends_on_is_taken_apart_once_and_not_for_each_request(
    open_client, premises, monkeypatch
):
    client = open_client(premises)
    before = client.list_messages()
    monkeypatch.setattr(dependencies, "get_dependant", pytest.fail)

    assert client.list_messages() == before
