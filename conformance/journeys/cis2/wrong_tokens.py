"""CIS2 seems to answer, and its ID token is wrong: nobody may be signed in by it."""

from __future__ import annotations

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage

from .._steps import cis2 as _cis2

WRONG = ("nonce", "audience", "issuer", "expired", "level", "signature")
"""What is wrong with a token; each is a pharmacist's of its own, known to the judge by it."""


class _WrongTokens(Journey):
    """One pharmacist for each thing that can be wrong."""

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Say whether the candidate's users sign in with CIS2."""
        return _cis2.wanted(declaration)

    def run(self, stage: Stage) -> None:
        """Sign each of them in by a wrong token, and try to look a patient up as them."""
        for how in WRONG:
            stage.step(f"A pharmacist signs in with CIS2, and the ID token is wrong: {how}")
            someone = _cis2.person(stage, how)
            stage.controls.spoil_id_token(someone.worker, how)
            _cis2.sign_in(someone, someone.worker.roles[0].role_id)
            _cis2.look_up(someone)


class MinorIllnessWrongTokens(_WrongTokens):
    """The same for minor illnesses."""

    id = "cis2-wrong-tokens-mi"
    pathway = "minor-illness"
    title = "Minor illness, ID tokens that are wrong"


class UrgentMedicineWrongTokens(_WrongTokens):
    """The same for urgent medicines."""

    id = "cis2-wrong-tokens-um"
    pathway = "urgent-medicines"
    title = "Urgent medicine, ID tokens that are wrong"
