"""The viewer of Summary Care Records: permission, alerts, what is shown, and what is said where there is nothing."""

import json
import re

import pytest

from reference.formats.markup_text import readable_markup
from reference.national.identity.person import Person, Role
from reference.national.identity.sessions import Session, key_of
from reference.national.requester import Requester
from reference.national.scr.record import sections_in
from reference_nation import GPHC, served
from reference_scr import ScrStandIn

NO_ALLERGIES = re.compile(r"\b(no|nil)( known)? (allerg|adverse)", re.IGNORECASE)
OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "forbidden"}]}
EMPTY = {"resourceType": "Bundle", "total": 0}


@pytest.fixture(scope="module")
def played_scr():
    stand_in = ScrStandIn()
    with served(stand_in.app) as port:
        yield stand_in, f"http://127.0.0.1:{port}"


@pytest.fixture
def scr(played_scr, settings):
    stand_in, base = played_scr
    stand_in.reset()
    settings["scr"] = {"base": f"{base}/scr", "asid": "200000001427"}
    settings["pds"]["token_url"] = f"{base}/oauth2/token"
    return stand_in


@pytest.fixture
def signed_out(scr, make_service, at, make_report):
    service = make_service()
    pharmacist = at(service)
    assert service.intake.receive(make_report()).status == 200
    return pharmacist


@pytest.fixture
def pharmacist(signed_out):
    role = Role("555000000011", "FA101", "FA101 Pharmacy")
    person = Person("555000000001", "Jo Alder", "session-1", (role,), role.role_id, "id-token")
    for who in (Requester("FA101", gphc=GPHC), Requester("FA101", "Sam Till")):
        signed_out.service.sessions._sessions[key_of(who)] = Session(person, role)
    return signed_out


@pytest.fixture
def referral(pharmacist):
    return pharmacist.see("worklist")["referrals"][0]["referral"]


@pytest.fixture
def permitted(pharmacist, referral):
    pharmacist.see("record_permission_to_view", referral, permission="given")
    return referral


def view(pharmacist, referral):
    return pharmacist.see("view_summary_care_record", referral, through="viewer")["record"]


def test_a_record_is_shown_with_whose_it_is(pharmacist, permitted, scr):
    record = view(pharmacist, permitted)

    assert (record["outcome"], record["nhs_number"]) == ("found", "9990000018")
    assert record["sections"] == [
        {"title": "Allergies and Adverse Reactions", "text": "Date\tDescription\n2020\tPenicillin"}
    ]


def test_alert_goes_between_search_and_record(pharmacist, permitted, scr):
    view(pharmacist, permitted)

    assert scr.order() == ["DocumentReference", "AuditEvent", "Bundle"]
    (event,) = scr.alerts()
    assert (event["type"]["code"], event["subtype"][0]["code"]) == ("1", "6")
    assert event["entity"][0]["what"]["identifier"]["value"] == "SCR-ID-1"
    assert event["source"]["observer"]["identifier"]["value"] == "200000001427"
    who = {one["who"]["identifier"]["system"].rpartition("/")[2]: one for one in event["agent"]}
    assert who["nhs-number"]["who"]["identifier"]["value"] == "9990000018"
    assert who["ods-organization-code"]["who"]["identifier"]["value"] == "FA101"
    assert who["sds-user-id"]["role"] == [{"text": "pharmacist"}]
    assert who["sds-user-id"]["who"]["identifier"]["value"] == "555000000001"


def test_every_request_is_made_in_the_name_and_role_of_who_looks(pharmacist, permitted, scr):
    view(pharmacist, permitted)

    assert b"subject_token=id-token" in scr.asked("/oauth2/token")[0][3]
    for _, _, headers, _ in scr.asked("/scr/"):
        assert headers["nhsd-session-urid"] == "555000000011"
        assert headers["authorization"].startswith("Bearer token-")


def test_nobody_looks_who_is_not_signed_in_with_cis2(signed_out, scr):
    referral = signed_out.see("worklist")["referrals"][0]["referral"]
    signed_out.see("record_permission_to_view", referral, permission="given")

    assert signed_out.do("view_summary_care_record", referral, through="viewer")["status"] == "refused"
    assert scr.requests == []


def test_the_read_is_by_the_identifier_that_was_told(pharmacist, permitted, scr):
    view(pharmacist, permitted)

    assert "composition.identifier=SCR-ID-1" in scr.asked("/Bundle")[0][1]


def test_what_permission_was_recorded_says_who_and_when(pharmacist, referral):
    said = pharmacist.see("record_permission_to_view", referral, permission="given")

    assert (said["permission"], said["by"], said["role"]) == ("given", "Jo Alder", "pharmacist")
    assert said["at"].endswith("Z")


@pytest.mark.parametrize("answer", [None, "refused"])
def test_nothing_is_asked_without_permission(pharmacist, referral, scr, answer):
    if answer:
        pharmacist.see("record_permission_to_view", referral, permission=answer)

    ended = pharmacist.do("view_summary_care_record", referral, through="viewer")

    assert ended["status"] == "refused"
    assert scr.requests == []


@pytest.mark.parametrize("reason", [{}, {"reason": "  "}])
def test_emergency_access_without_a_reason_is_refused(pharmacist, referral, scr, reason):
    ended = pharmacist.do("record_permission_to_view", referral, permission="not-asked", **reason)

    assert ended["status"] == "refused"
    assert pharmacist.do("view_summary_care_record", referral, through="viewer")["status"] == "refused"
    assert scr.requests == []


def test_emergency_access_is_alerted_and_marked(pharmacist, referral, scr):
    pharmacist.see(
        "record_permission_to_view", referral, permission="not-asked", reason="Collapsed at the counter"
    )

    record = view(pharmacist, referral)

    pairs = [(one["type"]["code"], one["subtype"][0]["code"]) for one in scr.alerts()]
    assert pairs == [("1", "4"), ("2", "5")]
    assert {one["outcomeDesc"] for one in scr.alerts()} == {"Collapsed at the counter"}
    assert record["emergency"] is True
    assert scr.order()[-1] == "Bundle"


def test_an_alert_that_is_not_taken_ends_the_view(pharmacist, permitted, scr):
    scr.planned = [("AuditEvent", 400, OUTCOME)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["status"] == "failed"
    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert scr.asked("/Bundle") == []


@pytest.mark.parametrize("role", ["counter-assistant", "receptionist", ""])
def test_only_who_may_view_can_open_it(service_actor, role, scr):
    ended = service_actor(role)

    assert ended["status"] == "refused"
    assert scr.requests == []


@pytest.fixture
def service_actor(pharmacist, permitted):
    from reference.actions.action import Actor, Request
    from reference.web.control import Control

    def act(role):
        actor = Actor("Sam Till", role, "FA101", "")
        return Control(pharmacist.service, pharmacist.app.actions).perform(
            "view_summary_care_record", Request(actor, permitted, {"through": "viewer"})
        )

    return act


def test_a_pharmacy_technician_may_view(service_actor):
    assert service_actor("pharmacy technician")["observation"]["record"]["outcome"] == "found"


def test_no_record_is_said_as_no_record(pharmacist, permitted, scr):
    scr.planned = [("DocumentReference", 200, EMPTY)]

    record = view(pharmacist, permitted)

    assert (record["outcome"], record["sections"]) == ("none", [])
    assert not NO_ALLERGIES.search(record["message"])
    assert scr.order() == ["DocumentReference"]


@pytest.mark.parametrize("where", ["DocumentReference", "Bundle"])
def test_a_denial_is_said_as_withheld(pharmacist, permitted, scr, where):
    scr.planned = [(where, 403, OUTCOME)]

    record = view(pharmacist, permitted)

    assert (record["outcome"], record["sections"]) == ("withheld", [])
    assert not NO_ALLERGIES.search(record["message"])


def test_who_opted_out_is_not_read(pharmacist, permitted, scr):
    scr.permission = "No"

    assert view(pharmacist, permitted)["outcome"] == "withheld"
    assert scr.order() == ["DocumentReference"]


@pytest.mark.parametrize("label", ["Yes", "Ask", "Maybe", None])
def test_an_old_yes_is_no_permission(pharmacist, referral, scr, label):
    scr.permission = label

    assert pharmacist.do("view_summary_care_record", referral, through="viewer")["status"] == "refused"


def test_a_record_that_was_replaced_is_searched_for_again(pharmacist, permitted, scr):
    scr.current = ["SCR-ID-OLD", "SCR-ID-NEW"]

    record = view(pharmacist, permitted)

    assert record["outcome"] == "found"
    assert scr.order() == ["DocumentReference", "AuditEvent", "Bundle", "DocumentReference", "Bundle"]
    assert "composition.identifier=SCR-ID-NEW" in scr.asked("/Bundle")[-1][1]


def test_a_record_that_is_replaced_again_and_again_is_unavailable(pharmacist, permitted, scr):
    scr.planned = [("Bundle", 200, EMPTY)] * 3

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert len(scr.asked("/Bundle")) == 2


def test_each_view_asks_afresh(pharmacist, permitted, scr):
    view(pharmacist, permitted)
    scr.current = ["SCR-ID-2"]
    view(pharmacist, permitted)

    assert "SCR-ID-2" in scr.asked("/Bundle")[-1][1]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_request_that_is_sent_again_keeps_its_id(pharmacist, permitted, scr, status):
    scr.planned = [("Bundle", status, OUTCOME)]

    assert view(pharmacist, permitted)["outcome"] == "found"
    ids = [headers["x-request-id"] for _, _, headers, _ in scr.asked("/scr/")]
    assert len(ids) == 4
    assert ids[-1] == ids[-2]
    assert len(set(ids)) == 3


def test_one_consultation_has_one_correlation_id(pharmacist, permitted, scr):
    view(pharmacist, permitted)
    view(pharmacist, permitted)

    correlations = {headers["x-correlation-id"] for _, _, headers, _ in scr.asked("/scr/")}
    assert len(correlations) == 1
    assert "9990000018" not in correlations.pop()


def test_after_too_many_requests_it_is_left_alone(pharmacist, permitted, scr):
    scr.planned = [("DocumentReference", 429, OUTCOME)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["status"] == "failed"
    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert scr.order() == ["DocumentReference"]


def test_a_refused_token_is_replaced_once(pharmacist, permitted, scr):
    scr.planned = [("DocumentReference", 401, OUTCOME)]

    assert view(pharmacist, permitted)["outcome"] == "found"
    assert len(scr.asked("/oauth2/token")) == 2


@pytest.mark.parametrize(
    "body", [None, [], 3, {"resourceType": "OperationOutcome"}, {"resourceType": "Patient"}]
)
@pytest.mark.parametrize("where", ["DocumentReference", "Bundle"])
def test_an_answer_that_is_none_is_unavailable(pharmacist, permitted, scr, where, body):
    scr.planned = [(where, 200, body)]

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"


def test_another_patients_record_is_never_shown(pharmacist, permitted, scr):
    scr.number = "9990000026"

    ended = pharmacist.do("view_summary_care_record", permitted, through="viewer")

    assert ended["observation"]["record"]["outcome"] == "unavailable"
    assert "Penicillin" not in json.dumps(ended)


def test_what_is_open_goes_with_the_next_referral(pharmacist, permitted, make_report):
    assert (
        pharmacist.service.intake.receive(
            make_report(document="11111111-0000-4000-8000-000000000002", case="8")
        ).status
        == 200
    )
    other = next(
        row["referral"] for row in pharmacist.see("worklist")["referrals"] if row["referral"] != permitted
    )
    view(pharmacist, permitted)
    pharmacist.see("view_summary_care_record", permitted, through="scr-1-click")

    same = pharmacist.see("open_referral", permitted)
    next_one = pharmacist.see("open_referral", other)
    back = pharmacist.see("open_referral", permitted)

    assert same["one_click"] == {"nhs_number": "9990000018"}
    assert (next_one["care_record"], next_one["one_click"]) == (None, None)
    assert (back["care_record"], back["one_click"]) == (None, None)


def test_1_click_hands_the_patient_over_beside_the_address(pharmacist, referral):
    seen = pharmacist.see("view_summary_care_record", referral, through="scr-1-click")

    assert (seen["launched"], seen["context"], seen["window"]) == (True, {"nhs_number": "9990000018"}, "new")
    assert "999" not in seen["links"][0]["address"]


def test_each_question_is_written_down_without_the_record(pharmacist, permitted):
    view(pharmacist, permitted)

    entries = [one for one in pharmacist.see("read_audit")["entries"] if one["channel"] == "scr"]
    events = [one["event"] for one in entries]
    assert events == ["permission", "GET /DocumentReference", "POST /AuditEvent", "GET /Bundle"]
    assert {one["user"] for one in entries} == {"Jo Alder"}
    assert "Penicillin" not in json.dumps(entries)


HOSTILE = {
    "script": ("<p>Aspirin</p><script>alert('x')</script>", "Aspirin"),
    "script-in-a-cell": ("<table><tr><td>A<script>x</script></td><td>B</td></tr></table>", "A\tB"),
    "handler": ('<p onclick="x()">Aspirin</p>', "Aspirin"),
    "address": ('<a href="javascript:x()">Aspirin</a>', "Aspirin"),
    "style": ("<style>p{display:none}</style><p>Aspirin</p>", "Aspirin"),
    "frame": ('<iframe src="http://elsewhere">x</iframe><p>Aspirin</p>', "Aspirin"),
    "comment": ("<p>As<!-- x -->pirin</p>", "Aspirin"),
    "entity": ("<p>Dose &lt; 5 mg &amp; &gt; 1 mg</p>", "Dose < 5 mg & > 1 mg"),
    "html-entity": ("<p>5&nbsp;mg</p>", "5\xa0mg"),
    "unclosed": ("<p>Aspirin<br>75 mg<p>daily", "Aspirin\n75 mg\ndaily"),
    "unclosed-script": ("<p>Aspirin</p><script>alert('x')", "Aspirin"),
    "upper-case": ("<SCRIPT>x</SCRIPT><P>Aspirin</P>", "Aspirin"),
    "cdata": ("<p><![CDATA[Aspirin]]></p>", "Aspirin"),
    "image": ('<img src="x" onerror="y()"/><p>Aspirin</p>', "Aspirin"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_text_and_nothing_else(name):
    html, due = HOSTILE[name]

    assert readable_markup(f'<div xmlns="http://www.w3.org/1999/xhtml">{html}</div>') == due


def test_a_huge_section_is_shown_to_its_last_word(pharmacist, permitted, scr):
    rows = "".join(f"<tr><td>{number}</td><td>Salbutamol inhaler</td></tr>" for number in range(20_000))
    scr.sections = [("Repeat Medications", f"<table>{rows}</table>"), ("Last", "<p>the end</p>")]

    sections = view(pharmacist, permitted)["sections"]

    assert sections[0]["text"].splitlines()[-1] == "19999\tSalbutamol inhaler"
    assert len(sections[0]["text"].splitlines()) == 20_000
    assert sections[1]["text"] == "the end"


@pytest.mark.parametrize("depth", [100, 300, 5_000])
def test_deep_markup_loses_no_word(depth):
    inner = "<script>steal()</script>Aspirin &lt; 75 mg<br/>daily"

    assert readable_markup("<div>" * depth + inner + "</div>" * depth) == "Aspirin < 75 mg\ndaily"


def test_an_entity_of_a_documents_own_is_not_expanded():
    shown = readable_markup('<div><!DOCTYPE x [<!ENTITY e "boom">]><p>Aspirin&e;</p></div>')

    assert "boom" not in shown.partition("Aspirin")[2]


@pytest.mark.parametrize(
    "composition",
    [
        {},
        {"section": None},
        {"section": [None, 3, {"title": None}]},
        {"section": [{"title": "A", "text": "x"}]},
        {"section": {"title": "A"}},
    ],
)
def test_a_strange_composition_breaks_nothing(composition):
    assert all(section.text == "" for section in sections_in(composition))


def test_sections_within_sections_are_shown():
    inner = {"title": "Inner", "text": {"div": "<div>b</div>"}}
    outer = {"title": "Outer", "text": {"div": "<div>a</div>"}, "section": [inner]}

    assert [(one.title, one.text) for one in sections_in({"section": [outer]})] == [
        ("Outer", "a"),
        ("Inner", "b"),
    ]
