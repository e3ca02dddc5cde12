"""Pharmacists sign in with CIS2: with one role, with several, without any, too weakly, and after its keys changed."""

from __future__ import annotations

from collections.abc import Mapping

from cpcs_harness.journeys.journey import Stage

from .._steps import cis2 as _cis2
from .._steps import sign_ins as _sign_ins
from .._steps.pathways import MI, UM

NEVER_BEGUN = "never begun"
DRAWN = 18
"""Sign-ins that are drawn: as many as it takes, in both pathways, for each two of their conditions to meet in one."""


class SignIn(_cis2.SignsIn):
    """Each case is a pharmacist of its own, known to the judge by a label."""

    id = "cis2-sign-in"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{service}, pharmacists sign in with CIS2"

    @classmethod
    def several(cls, label: str) -> Mapping[str, int]:
        """Draw the sign-ins of the journey's own pharmacist."""
        return {} if label else {_sign_ins.THING: DRAWN}

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Draw the roles of whose sign-in was never begun."""
        return (_sign_ins.THING,) if label == NEVER_BEGUN else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what comes back from CIS2: nothing is wrong with what is drawn."""
        if label == NEVER_BEGUN:
            return _sign_ins.SMARTCARD | {
                _sign_ins.COMES_BACK: "the code of a sign-in that was never begun here"
            }
        return {} if label else {_sign_ins.COMES_BACK: "an ID token that is right"}

    def run(self, stage: Stage) -> None:
        """Sign one after the other in, and look a patient up as each of them."""
        self.one_role(stage)
        self.several_roles(stage)
        self.two_pharmacies(stage)
        self.no_role(stage)
        self.password_alone(stage)
        self.never_begun(stage)
        self.drawn(stage)
        self.keys_changed(stage)

    def one_role(self, stage: Stage) -> None:
        """A pharmacist with one role signs in with a smartcard, and looks a patient up."""
        stage.step("A pharmacist with one role signs in with CIS2")
        someone = _cis2.person(stage, "one role")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)

    def several_roles(self, stage: Stage) -> None:
        """A pharmacist with two roles works in the second, and then in the first."""
        stage.step("A pharmacist with two roles signs in with CIS2, in the second of them")
        here = stage.issued.premises
        someone = _cis2.person(stage, "several roles", here, here)
        first, second = (role.role_id for role in someone.worker.roles)
        _cis2.sign_in(someone, second)
        _cis2.look_up(someone)
        stage.step("They change to the other role")
        chosen = someone.do("choose_role", needed=False, about="several roles", role_id=first)
        if chosen.status in ("cannot", "refused"):  # this candidate has CIS2 ask for the role
            _cis2.sign_out(someone)
            _cis2.sign_in(someone, first)
        _cis2.look_up(someone)

    def two_pharmacies(self, stage: Stage) -> None:
        """A locum works in two pharmacies on one day, with a role at each."""
        stage.step("A locum signs in with CIS2 at one pharmacy, and then at another")
        here, there = stage.issued.premises, stage.other_premises()
        someone = _cis2.person(stage, "two pharmacies", here, there)
        for premises, role in zip((here, there), someone.worker.roles, strict=True):
            _cis2.sign_in(someone, role.role_id, at=premises)
            _cis2.look_up(someone, at=premises)

    def no_role(self, stage: Stage) -> None:
        """Somebody whose account has no role signs in, and tries to look a patient up."""
        stage.step("Somebody without any role signs in with CIS2")
        someone = _cis2.person(stage, "no role")
        stage.controls.employ(someone.worker.with_roles())
        _cis2.sign_in(someone)
        _cis2.look_up(someone)

    def password_alone(self, stage: Stage) -> None:
        """Somebody signs in with user name and password alone."""
        stage.step("Somebody signs in with CIS2 by user name and password alone")
        someone = _cis2.person(stage, "password alone")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id, "AAL1_USERPASS")
        _cis2.look_up(someone)

    def never_begun(self, stage: Stage) -> None:
        """Somebody's browser brings the code of a sign-in that was begun elsewhere."""
        stage.step("Somebody comes back from CIS2 with the code of a sign-in that was never begun here")
        someone = _cis2.person(stage, NEVER_BEGUN)
        _sign_ins.sign_in(someone, _sign_ins.drawn(someone, _sign_ins.ANOTHERS))

    def drawn(self, stage: Stage) -> None:
        """The journey's own pharmacist signs in and out many times, each time otherwise."""
        rows = [_sign_ins.drawn(stage), *stage.issued.several.get(_sign_ins.THING, ())]
        for number, row in enumerate(rows, 1):
            stage.step(f"A pharmacist signs in with CIS2 as it was drawn: {number}")
            _sign_ins.sign_in(stage, row)

    def keys_changed(self, stage: Stage) -> None:
        """CIS2 signs with a new key, and another pharmacist signs in."""
        stage.step("CIS2 changes its keys, and another pharmacist signs in")
        stage.controls.rotate_keys()
        someone = _cis2.person(stage, "keys changed")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)
