"""The identity services are down when a pharmacist begins to work: it is said, and referrals are worked on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpcs_harness.journeys.journey import Stage
from cpcs_harness.mockkit.fault_menu import fault_menu

from .._steps import cis2 as _cis2
from .._steps import referrals as _referrals
from .._steps.no_answers import PAGE
from .._steps.pathways import MI, UM

ANSWERS = 20
"""Answers of a service that is down: more than a bounded retry asks for."""
NO_TOKENS = ("server-error", "rate-limited", "cut-off", "html", "no-token")
"""Ways in which the platform gives none, by name in fixtures/faults/oauth.yaml."""
_JSON = {"Content-Type": "application/json"}
TOKEN, USER_INFO = "token", "userinfo"
NO_ANSWERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "is down": (TOKEN, {"status": 503}),
    "is silent": (TOKEN, {"drop": True}),
    "is hidden by a page": (TOKEN, PAGE),
    "gives no token": (
        TOKEN,
        {"status": 200, "headers": _JSON, "body": b"{}"},
    ),
    "refuses the code": (TOKEN, {"status": 400, "headers": _JSON, "body": b'{"error": "invalid_grant"}'}),
    "fails to say who it is": (USER_INFO, {"status": 500}),
    "refuses its own access token": (USER_INFO, {"status": 401}),
    "is silent on who it is": (USER_INFO, {"drop": True}),
    "says nothing of who it is": (
        USER_INFO,
        {"status": 200, "headers": _JSON, "body": b"{}"},
    ),
}
"""What comes in place of tokens, and of what CIS2 says of the person."""


class IdentityServiceDown(_cis2.SignsIn):
    """CIS2 gives no token to the journey's pharmacist, and the platform none to another."""

    id = "identity-service-down"
    pathways = (MI, UM)
    title = "{service}, the identity services are down"

    def run(self, stage: Stage) -> None:
        """Look up while the platform is down, sign in while CIS2 is, and work on a referral."""
        self.platform_down(stage)
        stage.step("NHS 111 sends a referral")
        stage.send()
        self.cis2_down(stage)
        self.work_all_the_same(stage)

    def platform_down(self, stage: Stage) -> None:
        """A pharmacist has signed in, and the platform gives no token for it."""
        stage.step("The API platform gives no token to a pharmacist who has signed in")
        someone = _cis2.person(stage, "platform down")
        for name in NO_TOKENS:
            how = fault_menu("oauth")[name] | {"times": ANSWERS, "about": someone.worker.user_id}
            down = stage.fault("the platform is down", "oauth", "exchange", **how)
            if name == NO_TOKENS[0]:
                _cis2.sign_in(someone, someone.worker.roles[0].role_id)
            stage.step(f"A patient is looked up while the API platform gives no token: {name}")
            _cis2.look_up(someone)
            down.times = 0

    def cis2_down(self, stage: Stage) -> None:
        """CIS2 takes the pharmacist in, and then gives the system no answer, or none that says who they are."""
        for words, (operation, how) in NO_ANSWERS.items():
            stage.step(f"CIS2 {words} when the pharmacist comes back from its page")
            down = stage.fault("CIS2 is down", "cis2", operation, times=ANSWERS, **how)
            _cis2.sign_in(stage, stage.worker.roles[0].role_id)
            down.times = 0

    def work_all_the_same(self, stage: Stage) -> None:
        """The referral is opened, and what was spoken is written down."""
        stage.step("The pharmacist works on the referral all the same")
        stage.find_on_worklist()
        stage.do("open_referral", needed=False, about=stage.issued.report.document_id)
        person = stage.issued.pharmacist
        stage.do("enrol_pharmacist", needed=False, full_name=person.full_name, gphc_number=person.gphc)
        stage.do("record_consultation", **_referrals.consultation(stage.issued, "advice-given"))
