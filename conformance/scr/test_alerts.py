"""Privacy alerts: sent with the view, and in the form that the API permits.

Source: NHS England, Summary Care Record FHIR API, send a privacy alert message (interface sheet dos-eps-rtec-scr-dmd,
section 5.3, checks 80 and 82).
"""

import json

from cpcs_harness.formats.fhir.scr import problems
from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    ObservationView,
    criterion,
    expect,
    expect_equal,
    through,
)
from cpcs_harness.judging.expect import expect_none

from .._shared.moments import expect_made_between
from ._records import ALERT, Patient, names, needed, pair_of, patients, taken

EMERGENCY = {("1", "4"), ("2", "5")}
"""Pairs of type and reason that tell of an emergency."""
CLAIMED = "1"
"""Type of an alert about a relationship that somebody claims for themselves."""
DRAWN = ("hostile", "huge", "stale")
"""Patients whose record is shown, and of whom it is drawn whether they were asked."""
PERMITTED = ("hostile", "huge", "first-of-two", "next-of-two")
ORGANISATION = "https://fhir.nhs.uk/Id/ods-organization-code"
NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
USER = "https://fhir.nhs.uk/Id/sds-user-id"
KINDS = {"send_alert": "alert", "set_permission": "permission"}


def alerts_by(patient: Patient, seen: ObservationView) -> list[ExchangeView]:
    """Give the alerts about a patient that were accepted before a view ended."""
    return taken([call for call in patient.calls(ALERT) if call.seq < seen.seq])


def in_emergency(patient: Patient) -> list[ObservationView]:
    """Give the views for which the record was given of a patient who was not asked."""
    asked = patient.seen("record_permission_to_view", "done")
    unasked = bool(asked) and asked[-1].given.get("permission") == "not-asked"
    views = patient.seen("view_summary_care_record") if unasked else []
    return [view for view in views if patient.given(view)]


@criterion("SCR-07")
def test_emergency_access_is_alerted_with_the_view(evidence: EvidenceView):
    """An alert about an emergency was accepted by the time that the record was shown."""
    for journey in evidence.each():
        first, *others = patients(journey, "emergency", *DRAWN)
        first.served()
        for patient, seen in [(one, view) for one in (first, *others) for view in in_emergency(one)]:
            sent = [pair_of(call) for call in alerts_by(patient, seen)]
            told = "an accepted alert of an emergency (type 1 with reason 4, or type 2 with reason 5) before the record"
            expect(bool(EMERGENCY & set(sent)), told, sent, seen, "Send it before you show the record.")


@criterion("SCR-08")
def test_a_claimed_relationship_is_alerted_with_the_view(evidence: EvidenceView):
    """An alert of type 1 was accepted by the time that the record was first shown."""
    for journey in evidence.each():
        for patient, apart in through(patients(journey, *PERMITTED)):
            with apart:
                seen = patient.served()[0]
                if in_emergency(patient):
                    continue  # SCR-07 looks at those
                sent = [pair_of(call) for call in alerts_by(patient, seen)]
                told = "an accepted alert of type 1 (relationship claimed by oneself) before the record"
                expect(
                    any(kind == CLAIMED for kind, _ in sent),
                    told,
                    sent,
                    seen,
                    "Send it before you show the record.",
                )


@criterion("SCR-09")
def test_each_alert_is_one_that_the_api_permits(evidence: EvidenceView):
    """Valid to the schema and to base FHIR, and about this patient, at this pharmacy, now."""
    for journey in evidence.each():
        calls = [call for call in journey.exchanges("scr") if call.operation in KINDS]
        for call, apart in through(needed(calls, "alert", journey)):
            with apart:
                wrong = [
                    f"{problem.where}: {problem.text}"
                    for problem in problems(call.request.body, KINDS[call.operation])
                ]
                expect_none("problem in what is sent", wrong[:3], call, "See the description of the API.")
                if call.operation == ALERT:
                    expect_equal(
                        "the pharmacy", journey.issued["premises"]["ods"], agent(call, ORGANISATION), call
                    )
                    recorded = str(object_in({"event": call.request.json}, "event").get("recorded") or "")
                    expect_made_between("recorded of the alert", recorded, journey.seen[0].clock, call)
                    expect_own_record(journey, call)
                    expect_nothing_of_others(journey, call)
                    if "access" in call.facts:  # else its token was refused before anybody saw whose it was
                        user = (call.facts["access"] or {}).get("user")
                        expect_equal("who looks", user, agent(call, USER), call)


def expect_own_record(journey: JourneyView, call: ExchangeView) -> None:
    """Raise NotMet where an alert names as what was looked at what the API has given of other patients alone."""
    number = agent(call, NUMBER)
    given = [one for one in journey.exchanges("scr") if one.operation not in KINDS and one.seq < call.seq]
    for entity in objects_in(call.request.json, "entity"):
        named = str(object_in(object_in(entity, "what"), "identifier").get("value") or "")
        having = [one for one in given if named and named.encode() in one.response.body]
        own = [one for one in having if names(one, number)]
        expect(not having or bool(own), "what was looked at of this patient", named, call)


def expect_nothing_of_others(journey: JourneyView, call: ExchangeView) -> None:
    """Raise NotMet where an alert holds another patient's number, or why another's record was looked at."""
    number, text = agent(call, NUMBER), json.dumps(call.request.json, ensure_ascii=False)
    issued = [one for one in (journey.issued, *journey.also.values()) if one["person"]]
    own = {str(one["words"]["emergency"]) for one in issued if one["person"]["nhs_number"] == number}
    others = [one for one in issued if one["person"]["nhs_number"] != number]
    told = [
        str(thing) for one in others for thing in (one["person"]["nhs_number"], one["words"]["emergency"])
    ]
    expect_none(
        "word of another patient's alert", [one for one in told if one in text and one not in own], call
    )


def agent(call: ExchangeView, system: str) -> str:
    """Give the value by which an alert names the pharmacy, or the person."""
    who = [
        object_in(object_in(entry, "who"), "identifier") for entry in objects_in(call.request.json, "agent")
    ]
    return next(
        (str(identifier.get("value")) for identifier in who if identifier.get("system") == system), ""
    )
