"""CIS2 seems to answer, and its ID token is wrong: nobody may be signed in by it."""

from __future__ import annotations

from cpcs_harness.journeys.journey import Stage

from .._steps import cis2 as _cis2
from .._steps.pathways import MI, UM

WRONG = ("nonce", "audience", "issuer", "expired", "level", "signature")
"""What is wrong with a token; each is a pharmacist's of its own, known to the judge by it."""


class WrongTokens(_cis2.SignsIn):
    """One pharmacist for each thing that can be wrong."""

    id = "cis2-wrong-tokens"
    pathways = (MI, UM)
    title = "{service}, ID tokens that are wrong"

    def run(self, stage: Stage) -> None:
        """Sign each of them in by a wrong token, and try to look a patient up as them."""
        for how in WRONG:
            stage.step(f"A pharmacist signs in with CIS2, and the ID token is wrong: {how}")
            someone = _cis2.person(stage, how)
            stage.controls.spoil_id_token(someone.worker, how)
            _cis2.sign_in(someone, someone.worker.roles[0].role_id)
            _cis2.look_up(someone)
