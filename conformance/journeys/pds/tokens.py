"""The application's own access tokens: they end, the token endpoint is busy, and the registered key cannot be had."""

from __future__ import annotations

from cpcs_harness.declaration import Declaration
from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu

from .._steps import pds as _pds
from .._steps.pathways import MI, UM

LIFETIME = 2
"""Seconds that a token lasts here."""
USUAL = 599
NO_TOKENS = ("rate-limited", "server-error", "cut-off", "html", "no-token")
"""Ways in which the token endpoint gives none, by name in fixtures/faults/oauth.yaml."""


class PdsTokens(Journey):
    """Tokens are the whole candidate's, so it is alone; in both pathways they end at the same time."""

    id = "pds-tokens"
    seconds = 2.5
    pathways = (MI, UM)
    title = "{service}, access tokens end and cannot be had"
    alone = True
    with_others = "tokens"

    asked_for_by = "[options] MI-PDS-E and UM-PDS-E"

    @classmethod
    def wanted(cls, declaration: Declaration) -> bool:
        """Say whether the candidate asks PDS by an application's own token."""
        return declaration.chose("pds-fhir-application-restricted")

    def run(self, stage: Stage) -> None:
        """Look a patient up each time that something has happened to the tokens."""
        try:
            self.short_lived(stage)
            stage.meet("patients were looked up after the end of the tokens")
            with stage.meeting.turn:
                self.trouble(stage)
        finally:
            stage.controls.tokens_last(USUAL)

    def short_lived(self, stage: Stage) -> None:
        """A token ends between two look-ups."""
        stage.step(
            "Access tokens last two seconds, and a patient is looked up before and after the end of one"
        )
        stage.do("sign_in", needed=False)
        stage.controls.tokens_last(LIFETIME)
        stage.controls.revoke_tokens()
        stage.meet("no token is left but those that end soon")
        self.look_up(stage)
        stage.meet(
            "patients were looked up"
        )  # a token that another look-up had later would last beyond the pause
        stage.pause(LIFETIME)
        self.look_up(stage)

    def trouble(self, stage: Stage) -> None:
        """No token can be had, in one way and in another."""
        try:
            self.endpoint_busy(stage)
            self.no_token(stage)
            self.key_out_of_reach(stage)
        finally:
            stage.controls.registration("registered")

    def endpoint_busy(self, stage: Stage) -> None:
        """The token endpoint fails once while a token is needed."""
        stage.step("The token endpoint fails once")
        stage.fault(
            "token endpoint fails", "oauth", "token", to_all=True, **fault_menu("oauth")["server-error"]
        )
        stage.controls.revoke_tokens()
        self.look_up(stage)
        self.look_up(stage)

    def no_token(self, stage: Stage) -> None:
        """The token endpoint goes on giving none, in each way."""
        for name in NO_TOKENS:
            stage.step(f"The token endpoint gives no token: {name}")
            how = fault_menu("oauth")[name] | {"times": _pds.ALWAYS}
            fault = stage.fault("no token", "oauth", "token", to_all=True, **how)
            stage.controls.revoke_tokens()
            self.look_up(stage)
            fault.times = 0

    def key_out_of_reach(self, stage: Stage) -> None:
        """The platform cannot get at the application's registered key, and later can."""
        stage.step("The platform cannot reach the application's registered key")
        stage.controls.registration("unreachable")
        stage.controls.revoke_tokens()
        self.look_up(stage)
        stage.step("It can reach it again")
        stage.controls.tokens_last(USUAL)
        stage.controls.registration("registered")
        self.look_up(stage)

    def look_up(self, stage: Stage) -> None:
        """Look the journey's patient up by NHS number, however it ends."""
        stage.do("find_patient", needed=False, nhs_number=stage.issued.person.nhs_number)
