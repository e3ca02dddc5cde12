"""The Directory of Services in trouble: errors, answers that are none, and nothing at all.

Source: UEC DoS REST API v1.0, errors (interface sheet dos-eps-rtec-scr-dmd, sections 2.6 and 9).
"""

from __future__ import annotations

from cpcs_harness.journeys.journey import Journey, Stage
from cpcs_harness.mockkit.fault_menu import fault_menu
from cpcs_harness.people.directory import HeldServices

from .._steps import parts as _parts
from .._steps import referrals as _referrals
from .._steps.dos_cases import held_services, troubles
from .._steps.pathways import UM

MANY = 30
"""As often as DoS fails at most in one search: more than anybody should ask."""
NEAR = held_services(
    [{"name": "Never Shut", "hours": "all-hours", "service_id": "2000095190", "ods": "FQ690"}]
)
"""Under an id of its own: a look-up by the id of another journey's service would be taken for that one's."""
AGAIN = "server-error"
"""After which the pharmacist searches once more; any would do."""


class DosTrouble(Journey):
    """The pharmacist looks for pharmacies; nobody is there at first, then something is wrong with DoS each time."""

    id = "dos-trouble"
    seconds = 7.0
    pathways = (UM,)
    title = "Pharmacies near patients, DoS in trouble"

    def run(self, stage: Stage) -> None:
        """Search once where DoS is well and has nobody, to compare what is said, and then under each trouble."""
        _referrals.sign_in(stage)
        _parts.receive_and_open(stage)
        postcode = stage.another("nobody").person.postcode
        stage.hold(HeldServices(postcode, ()), "nobody")
        stage.step("DoS has nobody near the patient")
        stage.do("find_pharmacies", needed=False, about="nobody", postcode=postcode)
        for name in troubles():
            self._search(stage, name)

    def _search(self, stage: Stage, name: str) -> None:
        postcode = stage.another(name).person.postcode
        stage.hold(HeldServices(postcode, NEAR), name)
        stage.step(f"DoS in trouble: {name}")
        fault = stage.fault(name, "dos", "*", **fault_menu("dos")[name] | {"times": MANY})
        outcome = stage.do("find_pharmacies", needed=False, about=name, postcode=postcode)
        if outcome.status == "unanswered":  # the candidate may still wait for DoS: see for how long
            stage.pause(max(fault.delay - stage.pace.step_seconds, 0) + 1)
        fault.times = 0
        if name == AGAIN:
            stage.step(f"DoS is well again after {name}")
            stage.do("find_pharmacies", needed=False, about="well-again", postcode=postcode)
