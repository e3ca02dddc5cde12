"""Steps of journeys in which somebody signs in with CIS2: to CIS2 and back, a role chosen, a patient looked up."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cpcs_harness.declaration import Declaration
from cpcs_harness.drivers.base import Outcome
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.people.care_worker import SMARTCARD
from cpcs_harness.people.model import Premises

BINDING = "state", "nonce", "code_challenge"
"""What ties an answer of CIS2 to the sign-in that was begun."""


def wanted(declaration: Declaration) -> bool:
    """Say whether a candidate's users sign in with CIS2."""
    return declaration.cis2 is not None


class SignsIn(Journey):
    """A journey in which somebody signs in with CIS2."""

    asked_for_by = "[cis2]"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Only a system whose users sign in with CIS2."""
        return wanted(declaration)


def person(stage: Stage, label: str, *organisations: Premises) -> Stage:
    """Give a stage of the same journey where another pharmacist works, with a patient of their own.

    They have one role at each of the organisations, in this order; without any, the one that they were issued.
    """
    issued = stage.another(label)
    if organisations and issued.care_worker is not None:
        worker = issued.care_worker.with_roles(
            *((organisation.ods, organisation.name) for organisation in organisations)
        )
        issued = replace(issued, care_worker=worker)
        stage.controls.employ(worker)
    return replace(stage, issued=issued, referral=None)


def sign_in(
    stage: Stage, role: str = "", authenticator: str = SMARTCARD, at: Premises | None = None
) -> Outcome:
    """Sign in with CIS2: out to its page, back again, and a role chosen where the candidate asks for one."""
    case = stage.issued.label
    begun = stage.do("sign_in", needed=False, at=at, about=case, **{"with": "cis2"})
    if begun.observation.get("address"):
        stage.browse(begun.observation["address"], stage.worker, role, authenticator)
    ended = stage.do("sign_in", needed=False, at=at, about=case, **{"with": "cis2"})
    shown = ended.observation
    elsewhere = shown.get("signed_in") is True and shown.get("role_id") not in (None, "", role)
    if role and (shown.get("roles") or elsewhere):  # some systems begin with a role of their own choice
        return stage.do("choose_role", needed=False, at=at, about=case, role_id=role)
    return ended


def come_back_from_another(stage: Stage, role: str, authenticator: str) -> Outcome:
    """Come back from CIS2 with the code of a sign-in that the candidate never began, as somebody may be made to.

    The address that the candidate gave is gone to with another state, nonce and challenge than it put there.
    """
    case = stage.issued.label
    begun = stage.do("sign_in", needed=False, about=case, **{"with": "cis2"})
    address = never_begun(str(begun.observation.get("address") or ""), stage.worker.user_id)
    if address:
        stage.browse(address, stage.worker, role, authenticator)
    return stage.do("sign_in", needed=False, about=case, **{"with": "cis2"})


def never_begun(address: str, mark: str) -> str:
    """Give an address of CIS2 with another's state, nonce and challenge; empty for one that has none of these."""
    parts = urlsplit(address)
    held = parse_qsl(parts.query, keep_blank_values=True)
    if not {name for name, _ in held} & set(BINDING):
        return ""
    query = urlencode(
        [(name, f"{name}-of-another-{mark:0>32}" if name in BINDING else value) for name, value in held]
    )
    return urlunsplit(parts._replace(query=query))


def asks_in_own_name_alone(declaration: Declaration) -> bool:
    """Say whether a candidate asks PDS in the name of who is signed in, and not in the application's."""
    return declaration.healthcare_worker and not declaration.chose("pds-fhir-application-restricted")


def sign_in_to_ask_pds(stage: Stage, at: Premises | None = None) -> None:
    """Sign in with CIS2 where the candidate asks PDS in nobody else's name."""
    if asks_in_own_name_alone(stage.declaration):
        sign_in(stage, stage.worker.roles[0].role_id, at=at)


def sign_in_to_track(stage: Stage) -> None:
    """Sign in with CIS2 where the tracker is asked by FHIR alone, which is done in nobody else's name."""
    if stage.declaration.trackers == ("fhir",) and not asks_in_own_name_alone(stage.declaration):
        sign_in(stage, stage.worker.roles[0].role_id)


def sign_out(stage: Stage) -> None:
    """Sign out; a candidate may send the person's browser to CIS2 for it."""
    ended = stage.do("sign_out", needed=False, about=stage.issued.label)
    if ended.observation.get("address"):
        stage.browse(ended.observation["address"], stage.worker)


def look_up(stage: Stage, at: Premises | None = None) -> Outcome:
    """Look this person's patient up on PDS by NHS number."""
    number = stage.issued.person.nhs_number
    return stage.do("find_patient", needed=False, at=at, about=stage.issued.label, nhs_number=number)
