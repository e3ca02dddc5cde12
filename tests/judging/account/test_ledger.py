"""What accounts for each call, and what nothing accounts for."""

import pytest

from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.judging.account import Ledger, State
from sent import Run, call, issued, step

TRAFFIC = load_catalogue().traffic
DECLARED = {
    "options": {"MI-PDS-E": ["pds-fhir-application-restricted", "spine-mini-service"]},
    "scr": {"viewer": True},
    "eps": {"tracker": ["json"]},
}
PATIENT = "/personal-demographics/FHIR/R4/Patient"


def entries(*calls, **more):
    return Ledger(Run(*calls, traffic=TRAFFIC, declaration=DECLARED, **more)).entries


def state(*calls, **more):
    return entries(*calls, **more)[-1].state


@pytest.mark.parametrize(
    "sent",
    [
        call("pds", "read_patient", f"{PATIENT}/9991410546"),
        call("pds", "search_patient", f"{PATIENT}?family=Lee*&birthdate=eq1980-02-29"),
        call("dos", "by_service_type", "/byServiceType/0/LS1%204AB/0/131"),
        call("dos", "by_ods_code", "/byOdsCode/Y12345"),
        call("mys", "submit_claim", body={"patient": "9991410546"}),
        call("nhsmail", "submit", body=b"about Ann Lee", rcpt_to=["lee@nhs.net"]),
        call("mesh", "send_message", body=b"9991410546", headers=[("Mex-To", "Y12345OT001")]),
    ],
    ids=lambda sent: f"{sent.service}-{sent.operation}",
)
def test_what_is_about_somebody_who_was_referred_is_accounted_for(sent):
    assert state(sent) == State.ACCOUNTED


@pytest.mark.parametrize(
    "sent",
    [
        call("oauth", "token", body=b"grant_type=client_credentials"),
        call("mesh", "list_inbox", "/messageexchange/FA101OT001/inbox"),
        call("scr", "ping"),
        call("pds", "unknown"),
        call("nhsmail", "submit", body=b"figures of the day", rcpt_to=["own@nhs.net"]),
        call("cks", "find_topics", "/cks/v1/topics?title=cough"),
    ],
    ids=lambda sent: f"{sent.service}-{sent.operation}",
)
def test_traffic_without_a_patient_is_the_systems(sent):
    assert state(sent) == State.SYSTEM


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (call("pds", "read_patient", f"{PATIENT}/9991410562"), "has 9991410562"),
        (call("pds", "search_patient", f"{PATIENT}?family=Stranger&birthdate=eq1970-01-01"), "nobody"),
        (call("dos", "by_service_type", "/byServiceType/0/ZE1%200AA/0/131"), "no referral is near it"),
        (call("mys", "submit_claim", body={"patient": "somebody"}), "nobody who was referred"),
        (call("mys", "withdraw_claim", "/Claim/0815-4711"), "nothing gave it"),
        (call("nhsmail", "submit", body=b"sealed", rcpt_to=["out@stranger.example"]), "out@stranger.example"),
        (call("mesh", "send_message", body=b"x", headers=[("Mex-To", "X26OT005")]), "X26OT005"),
        (call("oauth", "token", headers=[("X-Trace", "9991410546")]), "names a patient"),
        (call("canary", "visited"), "goes to canary"),
        (call("cks", "unknown", body=b"figures"), "it has content"),
        (call("cppe", "read_pharmacist", "/pharmacists/2071234"), "declares nothing"),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{given.service}-{given.operation}",
)
def test_the_rest_is_not_accounted_for(sent, why):
    entry = entries(sent)[-1]

    assert entry.state == State.UNACCOUNTED
    assert why in entry.why


def test_a_strangers_number_is_seen_beside_a_patients_own_details():
    sent = call("rtec", "search_exemption", body={"nhsNumber": "9434765919", "postcode": "LS1 4AB"})
    known = call("rtec", "search_exemption", body={"nhsNumber": "9991410546", "postcode": "LS1 4AB"})

    assert [entry.state for entry in entries(sent, known)] == [State.UNACCOUNTED, State.ACCOUNTED]


def test_a_search_that_a_step_asked_for_is_accounted_for():
    asked = step("find_patient", {"family": "Stranger", "birth_date": "1970-01-01"})

    assert (
        state(call("pds", "search_patient", f"{PATIENT}?family=Stranger"), steps=[asked]) == State.ACCOUNTED
    )


def test_a_number_of_an_answer_may_be_asked_for_and_an_echo_may_not():
    found = call("pds", "search_patient", f"{PATIENT}?family=Lee", answer=b'{"id": "9991410562"}')
    echoed = call("pds", "read_patient", f"{PATIENT}/9991410554", answer=b'{"id": "9991410554"}')
    then = [call("pds", "read_patient", f"{PATIENT}/{number}") for number in ("9991410562", "9991410554")]

    assert [entry.state for entry in entries(found, echoed, *then)[-2:]] == [
        State.ACCOUNTED,
        State.UNACCOUNTED,
    ]


def test_a_claim_that_was_made_may_be_taken_back():
    made = call(
        "mys", "submit_claim", body={"patient": "9991410546"}, answer=b'{"submissionId": "0815-4711"}'
    )

    assert state(made, call("mys", "withdraw_claim", "/Claim/0815-4711")) == State.ACCOUNTED


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (call("mys", "submit_claim", body={"patient": "999 141 0562"}), State.EARLIER),
        (call("mys", "withdraw_claim", "/Claim/0815-4711"), State.EARLIER),
        (call("mys", "submit_claim", body={"patient": "9991410546"}), State.ACCOUNTED),
        (call("mys", "submit_claim", body={"patient": "9434765919"}), State.UNACCOUNTED),
        (
            call("nhsmail", "submit", body=b"Ann Lee and 9991410562", rcpt_to=["out@stranger.example"]),
            State.UNACCOUNTED,
        ),
    ],
)
def test_what_an_earlier_run_left_is_told_as_such(sent, expected):
    assert state(sent, earlier=["9991410562", "0815-4711"]) == expected


CLOSED = step("complete", about="doc-ann", began=10.0, ended=11.0)
ASKED = {"nhs_number": "999 141 0546"}
"""What a step gives that is about another referral of the same patient, or of another journey."""


@pytest.mark.parametrize(
    ("at", "steps", "then", "is_lawful"),
    [
        (9.0, [], [], True),
        (20.0, [], [], False),
        (20.0, [step("find_patient", about="DOC-ANN", began=19.0, ended=21.0)], [], True),
        (20.0, [step("find_patient", began=19.0, ended=21.0)], [], True),
        (20.0, [step("find_patient", ASKED, journey="second", began=19.0, ended=21.0)], [], True),
        (20.0, [step("worklist", began=19.0, ended=21.0)], [], False),
        (20.0, [step("find_patient", journey="second", began=19.0, ended=21.0)], [], False),
        (20.0, [], [call("mys", "submit_claim", body={"patient": "9991410546"}, at=25.0)], True),
    ],
)
def test_a_look_up_after_the_consultation_was_closed_needs_a_reason(at, steps, then, is_lawful):
    asked = call("pds", "read_patient", f"{PATIENT}/9991410546", at=at)

    found = entries(asked, *then, steps=[CLOSED, *steps])[0]
    assert (found.state == State.ACCOUNTED) == is_lawful


@pytest.mark.parametrize(("number", "is_lawful"), [("9991410546", True), ("9991410554", False)])
def test_a_step_about_another_referral_of_a_patient_is_a_reason_to_look_them_up(number, is_lawful):
    again = issued(number, "Ann", "Lee", document_id="doc-again")["report"]
    sent = call("nhs111", "send_report", direction="to-candidate", facts={"report": again}, at=15.0)
    asked = call("pds", "read_patient", f"{PATIENT}/9991410546", at=20.0)
    steps = [CLOSED, step("open_referral", journey="second", about="DOC-AGAIN", began=19.0, ended=21.0)]

    found = next(entry for entry in entries(sent, asked, steps=steps) if entry.call is asked)
    assert (found.state == State.ACCOUNTED) == is_lawful


def test_a_step_is_about_whom_the_candidates_own_name_for_the_referral_stands():
    people = {"first": issued("9991410546", "Ann", "Lee", document_id="DOC-ANN")}
    steps = [
        step("open_referral", about="DOC-ANN", referral="r-1"),
        step("complete", referral="r-1", began=10.0, ended=11.0),
    ]

    assert (
        state(call("pds", "read_patient", f"{PATIENT}/9991410546", at=20.0), people=people, steps=steps)
        == State.UNACCOUNTED
    )


def test_an_entry_names_pharmacy_user_and_recipient():
    people = {"first": issued("9991410546", "Ann", "Lee")}
    sent = call(
        "nhsmail", "submit", body=b"Ann Lee", rcpt_to=["Lee@nhs.net"], facts={"account": "own@nhs.net"}
    )
    seen = call(
        "scr",
        "read_bundle",
        "/Bundle?patient=9991410546",
        facts={"access": {"user": "555"}},
        headers=[("NHSD-End-User-Organisation-ODS", "FA101")],
    )

    mail, record = entries(sent, seen, people=people)
    assert (mail.pharmacy, mail.recipient, mail.is_ours) == ("FA101", "lee@nhs.net", True)
    assert (record.pharmacy, record.user, record.recipient) == ("FA101", "555", "scr")
    assert [str(subject) for subject in mail.people] == ["Ann Lee (journey first)"]


def test_who_else_may_have_called_is_not_blamed_on_the_candidate():
    own = call("smsp", "verifyNHSNumber", body={"n": "9991410546"}, headers=[("User-Agent", "its own")])
    alike = call("smsp", "verifyNHSNumber", body={"n": "9434765919"}, headers=[("User-Agent", "its own")])
    other = call("smsp", "verifyNHSNumber", body={"n": "9434765919"}, headers=[("User-Agent", "curl")])
    signed = call(
        "smsp", "verifyNHSNumber", body={"n": "9434765919"}, headers=[("Authorization", "Bearer a")]
    )

    found = entries(own, alike, other, signed)
    assert [entry.is_ours for entry in found] == [True, True, False, True]


def test_an_address_that_stands_in_no_settings_is_known_to_the_candidate_alone():
    run = Run(call("canary", "visited", "/xxe/4711"), call("canary", "visited", "/"), traffic=TRAFFIC)
    run.environment["settings"] = {"canary": []}

    assert [entry.is_ours for entry in Ledger(run).entries] == [True, False]


def connection(service, brought="", content=b"", **more):
    return call(service, f"connection_{brought or 'without_request'}", "nothing", content, **more)


@pytest.mark.parametrize(
    ("came", "state"),
    [
        (connection("pds"), State.SYSTEM),
        (connection("pds", "by_tls", b"\x16\x03\x01"), State.SYSTEM),
        (connection("pds", "broken_off", b"GET /ping"), State.SYSTEM),
        (connection("pds", "broken_off", b"GET /Patient/9991410546"), State.UNACCOUNTED),
        (connection("pds", "with_bytes", b"hello"), State.UNACCOUNTED),
    ],
)
def test_a_connection_without_a_request_is_accounted_for_by_what_it_brought(came, state):
    assert [entry.state for entry in entries(connections=[came])] == [state]


def test_bytes_that_name_a_patient_are_the_candidates_and_others_may_be_anybodys():
    bare, hello = connection("pds"), connection("pds", "with_bytes", b"hello")
    found = entries(connections=[bare, hello, connection("pds", "with_bytes", b"Ann Lee")])

    assert [entry.is_ours for entry in found[1:]] == [False, True]
    assert [str(subject) for subject in found[2].people] == ["Ann Lee (journey first)"]


def test_a_connection_to_an_address_that_nobody_gave_is_not_accounted_for():
    came = [connection("canary"), connection("canary", "with_bytes", b"\x30\x0c")]
    run = Run(connections=came, traffic=TRAFFIC)
    run.environment["settings"] = {"canary": []}

    found = Ledger(run).entries
    assert [(entry.state, entry.is_ours) for entry in found] == [
        (State.UNACCOUNTED, False),
        (State.UNACCOUNTED, True),
    ]


def test_calls_and_connections_stand_in_the_order_in_which_they_came():
    first, second = call("scr", "ping"), call("scr", "ping")
    between = connection("pds", seq=second.seq - 0.5)

    assert [entry.call for entry in entries(first, second, connections=[between])] == [first, between, second]
