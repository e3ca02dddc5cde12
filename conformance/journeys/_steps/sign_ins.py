"""Sign-ins of one pharmacist as they were drawn: each with its roles, its means, what comes back, and its end.

Source: OpenID Connect Core 1.0, 3.1; CIS2 Authentication, role selection (interface sheet pds-smsp-auth, section 11.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.people.drawn.sign_in import (
    ANOTHERS,
    ANOTHERS_FIRST,
    ENDED_BY_CIS2,
    FIRST_OF_TWO,
    NONE,
    ONE,
    RIGHT,
    SECOND_OF_TWO,
    SIGNED_OUT,
    THEN_ANOTHERS,
)

from . import cis2 as _cis2

THING, COMES_BACK = "sign-in", "what comes back from CIS2"
SMARTCARD = {"means of signing in": "smartcard"}
"""Pinned where the judge needs what every system can be signed in by."""
_PLACES = {
    ONE: ("here",),
    FIRST_OF_TWO: ("here", "here"),
    SECOND_OF_TWO: ("here", "here"),
    THEN_ANOTHERS: ("here", "there"),
    ANOTHERS_FIRST: ("there", "here"),
    NONE: (),
}
"""Where the roles are that somebody has, in their order."""
_WORKED_IN = {SECOND_OF_TWO: 1, ANOTHERS_FIRST: 1}
"""The place of the role that somebody works in, where it is not the first."""


def drawn(stage: Stage, answer: str = RIGHT) -> dict[str, Any]:
    """Give how the stage's pharmacist signs in, as it was drawn; plainly where nothing was."""
    plain = {"roles": ONE, "means": _cis2.SMARTCARD, "answer": answer, "end": SIGNED_OUT}
    return {**plain, **stage.issued.drawn.get(THING, {})}


def sign_in(stage: Stage, row: Mapping[str, Any]) -> None:
    """Sign in as it was drawn, look a patient up, end the session, and try to look them up once more."""
    someone = _employed(stage, str(row["roles"]))
    roles = someone.worker.roles
    role = roles[_WORKED_IN.get(row["roles"], 0)].role_id if roles else ""
    if row["answer"] == ANOTHERS:
        _cis2.come_back_from_another(someone, role, row["means"])
    else:
        if row["answer"] != RIGHT:
            someone.controls.spoil_id_token(someone.worker, row["answer"])
        _cis2.sign_in(someone, role, row["means"])
    _cis2.look_up(someone)
    cis2 = stage.declaration.cis2
    if row["end"] == ENDED_BY_CIS2 and cis2 is not None and cis2.logout_uri:
        someone.controls.end_session(someone.worker)
    else:
        _cis2.sign_out(someone)
    _cis2.look_up(someone)


def _employed(stage: Stage, roles: str) -> Stage:
    """Give the stage, its pharmacist with roles as they were drawn."""
    at = {"here": stage.issued.premises, "there": stage.other_premises()}
    places = [(at[place].ods, at[place].name) for place in _PLACES[roles]]
    worker = stage.worker.with_roles(*places)
    stage.controls.employ(worker)
    return replace(stage, issued=replace(stage.issued, care_worker=worker), referral=None)
