"""Sessions of pharmacists who signed in with CIS2 come to their end: by hand, from elsewhere, and with their tokens."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage

from .._steps import cis2 as _cis2
from .._steps.pathways import MI, UM

LIFETIME = 2
"""Seconds that the tokens of one pharmacist last here."""


class Sessions(_cis2.SignsIn):
    """Each case is a pharmacist of its own, known to the judge by a label."""

    id = "cis2-sessions"
    seconds = 4.0
    pathways = (MI, UM)
    title = "{service}, sessions with CIS2 come to their end"

    def run(self, stage: Stage) -> None:
        """Sign one after the other in, and end what was begun, in three ways."""
        self.signed_out(stage)
        if stage.declaration.cis2 is not None and stage.declaration.cis2.logout_uri:
            self.ended_elsewhere(stage)
        self.token_ended(stage)

    def signed_out(self, stage: Stage) -> None:
        """A pharmacist signs out; somebody tries to look the patient up at the same screen."""
        stage.step("A pharmacist signs out after a look-up")
        someone = _cis2.person(stage, "signed out")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)
        _cis2.sign_out(someone)
        _cis2.look_up(someone)

    def ended_elsewhere(self, stage: Stage) -> None:
        """Somebody forges the word that a session has ended; then CIS2 sends it, since the smartcard was pulled."""
        stage.step("A pharmacist is at work, and a forged word comes that their session has ended")
        someone = _cis2.person(stage, "ended elsewhere")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)
        stage.controls.end_session(someone.worker, forged=True)
        _cis2.look_up(someone)
        stage.step("CIS2 ends the session, and says so")
        stage.controls.end_session(someone.worker)
        _cis2.look_up(someone)

    def token_ended(self, stage: Stage) -> None:
        """An access token ends, is renewed, and at last can be renewed no more."""
        stage.step("A pharmacist looks up while the access token lasts, and after it has ended")
        someone = _cis2.person(stage, "token ended")
        stage.controls.tokens_last(LIFETIME, someone.worker)
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)
        stage.pause(LIFETIME)
        _cis2.look_up(someone)
        stage.step("The platform renews it no more")
        stage.controls.revoke_tokens(someone.worker, refresh=True)
        _cis2.look_up(someone)
        stage.step("They sign in once more")
        _cis2.sign_in(someone, someone.worker.roles[0].role_id)
        _cis2.look_up(someone)
        stage.step("They sign out, of which CIS2 cannot be told")
        stage.fault("CIS2 does not answer", "cis2", "end_session", drop=True)
        _cis2.sign_out(someone)
        _cis2.look_up(someone)
