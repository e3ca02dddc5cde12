"""CIS2 seems to answer, and its ID token is wrong: nobody may be signed in by it."""

from __future__ import annotations

from collections.abc import Mapping

from cpcs_harness.journeys.journey import Stage

from .._steps import cis2 as _cis2
from .._steps import sign_ins as _sign_ins
from .._steps.pathways import MI, UM

WRONG = {
    "nonce": "the nonce of another sign-in",
    "audience": "an ID token for another system",
    "issuer": "an ID token of another issuer",
    "expired": "an ID token that has ended",
    "level": "an ID token of too low a level",
    "signature": "an ID token that somebody else signed",
    "key": "an ID token by a key that CIS2 does not publish",
    "algorithm": "an ID token that nobody signed",
}
"""What is wrong with a token; each is a pharmacist's of its own, known to the judge by it."""


class WrongTokens(_cis2.SignsIn):
    """One pharmacist for each thing that can be wrong."""

    id = "cis2-wrong-tokens"
    pathways = (MI, UM)
    title = "{service}, ID tokens that are wrong"

    @classmethod
    def asks(cls, label: str) -> tuple[str, ...]:
        """Draw the roles of each, and how the session ends that nobody may have."""
        return (_sign_ins.THING,) if label else ()

    @classmethod
    def pinned(cls, label: str) -> Mapping[str, str]:
        """Pin what is wrong."""
        return _sign_ins.SMARTCARD | {_sign_ins.COMES_BACK: WRONG[label]} if label else {}

    def run(self, stage: Stage) -> None:
        """Sign each of them in by a wrong token, and try to look a patient up as them."""
        for how in WRONG:
            stage.step(f"A pharmacist signs in with CIS2, and the ID token is wrong: {how}")
            someone = _cis2.person(stage, how)
            _sign_ins.sign_in(someone, _sign_ins.drawn(someone, how))
