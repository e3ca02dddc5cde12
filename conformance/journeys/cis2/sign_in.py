"""Pharmacists sign in with CIS2: with one role, with several, without any, too weakly, and after its keys changed."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage

from .._steps import cis2 as _cis2
from .._steps.pathways import MI, UM


class SignIn(_cis2.SignsIn):
    """Each case is a pharmacist of its own, known to the judge by a label."""

    id = "cis2-sign-in"
    seconds = 1.5
    pathways = (MI, UM)
    title = "{service}, pharmacists sign in with CIS2"

    def run(self, stage: Stage) -> None:
        """Sign one after the other in, and look a patient up as each of them."""
        self.one_role(stage)
        self.several_roles(stage)
        self.two_pharmacies(stage)
        self.no_role(stage)
        self.password_alone(stage)
        self.never_begun(stage)
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
        someone = _cis2.person(stage, "never begun")
        _cis2.come_back_from_another(someone)
        _cis2.look_up(someone)

    def keys_changed(self, stage: Stage) -> None:
        """CIS2 signs with a new key, and another pharmacist signs in."""
        stage.step("CIS2 changes its keys, and another pharmacist signs in")
        stage.controls.rotate_keys()
        someone = _cis2.person(stage, "keys changed")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)
