"""How the tracker is asked: under the system's id, about the patient alone, anew each time, by right identifiers.

Source: prescription tracker, JSON interface (interface sheet dos-eps-rtec-scr-dmd, 3.2, checks 46 to 48, 64).
"""

import re

from cpcs_harness.judging import (
    EvidenceView,
    NotApplicable,
    NotShown,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words
from cpcs_harness.people.prescription_id import is_valid

from ._looks import CERTIFICATE, NO_TLS, SERVICE, looks, looks_in, plain_id, some

TODO = "Present what eps_tracker.certificate_file of provision.json holds, with its key."


@criterion("EPT-03")
def test_each_request_names_the_system(evidence: EvidenceView):
    """Spine-From-Asid of twelve digits; the others in form, where they are there."""
    forms = {
        "Spine-UserId": r"\d{12}",
        "Spine-RoleProfileId": r"\d{12}",
        "Eps-TraceId": r"[A-Za-z0-9-]{1,30}",
    }
    calls = [call for look in looks(evidence) for call in look.calls if call.service == SERVICE]
    for call in some(calls, "the JSON interface was not asked"):
        asid = call.request.header("Spine-From-Asid")
        expect(bool(re.fullmatch(r"\d{12}", asid or "")), "Spine-From-Asid of 12 digits", asid, call)
        for name, form in forms.items():
            value = call.request.header(name)
            expect(value is None or bool(re.fullmatch(form, value)), f"{name} like {form}", value, call)


@criterion("EPT-19")
def test_each_request_comes_with_the_systems_certificate(evidence: EvidenceView):
    """Over mutual TLS, where that is declared: else the tracker is served without."""
    calls = [call for look in looks(evidence) for call in look.calls if call.service == SERVICE]
    for call, apart in through(some(calls, "the JSON interface was not asked")):
        with apart:
            if CERTIFICATE not in call.facts:
                raise NotShown(NO_TLS, blame="configuration")
            expect(call.facts[CERTIFICATE] != "", "the system's own certificate", Words("none"), call, TODO)


@criterion("EPT-04")
def test_a_wrong_identifier_is_told_and_not_asked_for(evidence: EvidenceView):
    """Small letters and blanks are taken as they are meant; a wrong check character is not."""
    typed = some((look for look in looks(evidence) if look.typed), "no identifier was typed")
    right = [look for look in typed if is_valid(plain_id(look.typed))]
    if right and all(set(look.shown) > {plain_id(look.typed)} for look in right):
        raise NotApplicable("the system takes no identifier: it shows all prescriptions whatever is typed")
    for look in typed:
        if look in right:
            expect_equal(
                "the prescriptions that are shown", [plain_id(look.typed)], list(look.shown), look.seen
            )
            continue
        expect_none("requests for an identifier that is none", [call.id for call in look.calls], look.seen)
        expect(bool(look.told), "to be told that the identifier is wrong", Words("nothing"), look.seen)


@criterion("EPT-05")
def test_a_plus_in_a_query_is_escaped(evidence: EvidenceView):
    """%2B: a + there is read as a blank, and the identifier is another one."""
    queries = [
        (call, call.request.target.partition("?")[2]) for look in looks(evidence) for call in look.calls
    ]
    named = [
        (call, query)
        for call, query in queries
        if re.search(r"(?i)prescriptionid=[^&]*(\+|%2b|%20| )", query)
    ]
    for call, query in some(named, "no identifier with a + was asked for by a query"):
        expect(not re.search(r"(?i)prescriptionid=[^&]*(\+|%20| )", query), "%2B", query, call)


@criterion("EPT-08")
def test_each_look_asks_anew(evidence: EvidenceView):
    """What was answered before is not shown again: it may have been fetched by another pharmacy meanwhile."""
    for look in some((look for look in looks(evidence) if look.shown), "no prescription was shown"):
        expect(
            bool(look.calls),
            "a request to the tracker",
            Words("none"),
            look.seen,
            "Keep no answer: no-store.",
        )


@criterion("EPT-09")
def test_only_the_patients_prescriptions_are_asked_for(evidence: EvidenceView):
    """By the NHS number of the patient whose referral is open, or an identifier of theirs."""
    some(looks(evidence), "nobody looked")
    for journey in evidence.each():
        traced = {
            seen.about for seen in journey.seen if (seen.action, seen.status) == ("choose_patient", "done")
        }
        further = {one["report"]["document_id"]: one["person"] for one in journey.also.values()}
        for look in looks_in(journey):
            about = look.seen.about
            if about in further and about not in traced:
                continue  # the referral has another patient's number, and nobody has found that out
            number = str(further.get(about, journey.person)["nhs_number"])
            for call in look.calls:
                asked = [value for name, value in call.request.query if name.lower() == "nhsnumber"]
                expect_none("another patient's NHS number", [one for one in asked if one != number], call)
