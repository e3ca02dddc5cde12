"""Patients whose exemption is checked, as checks see them: what RTEC was asked, and what a screen showed."""

import json
from datetime import datetime, timedelta

from cpcs_harness.people.age import Age
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from made_up import MOMENT, SeenCall, observed, seen_message
from nhs111_evidence import evidence

NOW = datetime.fromisoformat(MOMENT)
ISSUER = Issuer(1, make_environment(1))
GIVEN = plain(ISSUER.issue("exemption-checked", "urgent-medicines", now=NOW))
ID, OTHER = "9AD427-A83008-2E461K", "CBEF44-000X26-41E1B+"
ADDRESS, ASID = "https://rtec.test/rtec-api-gateway/search", "200000000118"


def patient(label, years=30, days=5):
    """Give what is issued for a patient of an age; the same for the same label."""
    issued = plain(
        ISSUER.issue("exemption-checked", "urgent-medicines", now=NOW, label=label, age=Age(years, days))
    )
    issued["person"] |= {"given": "Jo", "family": "Attwell"}
    return issued


def fields(issued, **changes):
    """Give what RTEC is asked about a patient."""
    person = issued["person"]
    return {
        "dob": person["birth_date"],
        "nhsNumber": person["nhs_number"],
        "postcode": person["postcode"].replace(" ", ""),
        "forename": person["given"],
        "surname": person["family"].upper(),
        "prescriptionId": ID,
    } | changes


MADE = int(NOW.timestamp())
"""When a token is made, in seconds since 1970."""


def token(issued, iat=MADE, **changes):
    """Give the token of a question, as the mock reads it."""
    payload = {
        "iss": ASID,
        "sub": "u1",
        "aud": ADDRESS,
        "iat": iat,
        "exp": iat + 300,
        "reason_for_request": "directcare",
        "requested_scope": "/rtec-api-gateway/search",
        "requesting_device": ASID,
        "requesting_organization": issued["premises"]["ods"],
        "requesting_practitioner": "u1",
    }
    return {"parts": 3, "header": {"alg": "none"}, "payload": payload | changes, "signature": ""}


def question(issued, seq, status=404, type=None, *, asked=None, carried=None, fault="", later=0.0):
    """Give a question to RTEC and its answer."""
    answer = json.dumps({"message": "", "type": type}).encode()
    return SeenCall(
        id=f"e{seq}",
        seq=seq,
        service="rtec",
        operation="search_exemption",
        where=f"question {seq}",
        step="a step",
        journey="one",
        fault=fault,
        began=NOW.timestamp() + later,
        clock=(NOW + timedelta(seconds=later)).isoformat(),
        elapsed_ms=0.0,
        is_unanswered=False,
        facts={"token": carried or token(issued, iat=1000 + seq), "address": ADDRESS, "asid": ASID},
        request=seen_message(
            {"method": "POST", "target": "/rtec-api-gateway/search"},
            json.dumps(fields(issued) if asked is None else asked).encode(),
        ),
        response=seen_message({"status": status}, answer),
    )


def act(issued, seq, action, shown=None, **more):
    """Give what an action about a patient showed."""
    return observed(seq, action, shown or {}, about=issued["report"]["document_id"], **more)


def checked(issued, seq, outcome, /, **more):
    """Give a check of an exemption."""
    found = outcome == "found"
    told = {
        "outcome": outcome,
        "type": "9005" if found else None,
        "source": "RTEC" if found else None,
        "wording": "",
        "needs_declaration": not found,
        "overridable": False if found else None,
    }
    return act(issued, seq, "check_exemption", told | more)


def opened(issued, seq, exemption):
    """Give a look at a referral."""
    return act(issued, seq, "open_referral", {"exemption": exemption})


def seen_of(issued, calls=(), seen=()):
    """Give the evidence of a journey with patients by label."""
    return evidence(GIVEN, calls, seen, issued)
