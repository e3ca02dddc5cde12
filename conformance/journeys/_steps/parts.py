"""Parts of a consultation that several journeys share: signing in, opening a referral, tracing, claiming.

A step is needed only where later ones make no sense without it: what is not done costs what looks at it, and no more.
"""

from __future__ import annotations

import json

from cpcs_harness.journeys.journey import Stage

from . import cis2 as _cis2

SPINE_CODES = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode"


def sign_in_and_enrol(stage: Stage) -> None:
    """The pharmacist signs in and is enrolled, and the directory of GP practices is loaded."""
    pharmacist, practice = stage.issued.pharmacist, stage.issued.person.practice
    stage.step("The pharmacist signs in and is enrolled by hand")
    stage.do("sign_in", needed=False)
    _cis2.sign_in_to_ask_pds(stage)
    stage.do(
        "enrol_pharmacist", needed=False, full_name=pharmacist.full_name, gphc_number=pharmacist.gphc[:-1]
    )
    stage.do("enrol_pharmacist", needed=False, full_name=pharmacist.full_name, gphc_number=pharmacist.gphc)
    stage.step("The directory of GP practices is loaded")
    entry = {"ods": practice.ods, "name": practice.name, "email": practice.email, "kind": "gp-practice"}
    stage.do("load_directory", needed=False, entries=[entry])
    stage.do("lookup_practice_email", needed=False, ods=practice.ods)


def receive_and_open(stage: Stage) -> None:
    """NHS 111 sends the report; the pharmacist finds it on the worklist and opens it."""
    stage.step("NHS 111 sends the referral")
    stage.send()
    stage.step("The pharmacist opens the referral")
    stage.find_on_worklist()
    stage.try_to("open_referral")


def trace_on_pds(stage: Stage) -> None:
    """The pharmacist traces the patient on PDS: by the referral's number, then by what the patient says."""
    person = stage.issued.person
    stage.step("The pharmacist traces the patient on PDS")
    stage.try_to("find_patient", nhs_number=person.nhs_number)
    stage.try_to(
        "find_patient",
        family=person.family,
        given=person.given,
        birth_date=person.birth_date.isoformat(),
        gender=person.gender,
        postcode=person.postcode,
    )
    stage.try_to("choose_patient", nhs_number=person.nhs_number)
    stage.try_to("record_consent", share_with_gp=True)


def refuse_token_once(stage: Stage) -> None:
    """PDS refuses the token of the next read, as when it was revoked: a new one is to be fetched, and used."""
    stage.step("PDS refuses the candidate's token once")
    coding = {
        "system": SPINE_CODES,
        "version": "1",
        "code": "ACCESS_DENIED",
        "display": "Access Denied - Unauthorised",
    }
    issue = {"severity": "error", "code": "forbidden", "details": {"coding": [coding]}}
    outcome = {"resourceType": "OperationOutcome", "issue": [issue | {"diagnostics": "Invalid Access Token"}]}
    stage.fault(
        "token refused",
        "pds",
        "read_patient",
        status=401,
        headers={"Content-Type": "application/json"},
        body=json.dumps(outcome).encode(),
    )


def claim_and_look_again(stage: Stage) -> None:
    """The claim goes to MYS, is asked for once more as a second terminal would, and the worklist is looked at."""
    stage.step("The claim goes to MYS")
    stage.do("submit_claims", needed=False)
    stage.do("submit_claims", needed=False)
    stage.step("The pharmacist looks at the worklist once more")
    stage.do("worklist", needed=False)
    stage.do("open_referral", needed=False)
