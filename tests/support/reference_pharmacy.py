"""A pharmacist at the screen of the reference service, in this process."""

from typing import Any

from reference_messages import report
from reference_nation import GPHC, PATIENT


class Pharmacy:
    """A pharmacist at the screen of a service in this process."""

    def __init__(self, service: Any, ods: str = "FA101") -> None:
        from reference.app import App

        self.service = service
        self.app = App(service)
        self.ods = ods

    def do(self, action: str, referral: str | None = None, **given: Any) -> dict[str, Any]:
        """Do an action, and give the whole answer."""
        from reference.actions.action import Actor, Request
        from reference.web.control import Control

        actor = Actor("Jo Alder", "pharmacist", self.ods, GPHC)
        return Control(self.service, self.app.actions).perform(action, Request(actor, referral, given))

    def see(self, action: str, referral: str | None = None, **given: Any) -> dict[str, Any]:
        """Do an action that must succeed, and give what is seen."""
        answer = self.do(action, referral, **given)
        assert answer["status"] == "done", answer
        return answer["observation"]

    def completed(self, **changes: Any) -> str:
        """Take a referral in and see it through to the end of the consultation."""
        reply = self.service.intake.receive(report(**changes))
        assert reply.status == 200, reply.body
        referral = next(
            row["referral"] for row in self.see("worklist")["referrals"] if row["status"] == "new"
        )
        self.see("enrol_pharmacist", full_name="Josephine Alder", gphc_number=GPHC)
        entry = {"ods": "B86999", "name": "Sedge Surgery", "email": "sedge@nhs.net", "kind": "gp-practice"}
        other = {"ods": "B86111", "name": "Reed Surgery", "email": "reed@nhs.net", "kind": "gp-practice"}
        self.see("load_directory", entries=[other, entry])
        self.see("find_patient", referral, nhs_number=PATIENT["id"])
        self.see("choose_patient", referral, nhs_number=PATIENT["id"])
        self.see("record_consent", referral, share_with_gp=True)
        self.see("record_consultation", referral, **consultation(changes.get("dx", "Dx86")))
        if changes.get("dx", "Dx86") == "Dx86":
            supply = {
                "quantity": 28,
                "days_supply": 7,
                "dosage": "Two, four times a day",
                "reason": "Ran out",
            }
            self.see("supply_medicine", referral, code="PARA500", **supply)
        self.see("complete", referral)
        return referral


def consultation(dx: str) -> dict[str, Any]:
    return {
        "method": "telephone",
        "started": "2026-03-31T23:30:00Z",  # 1 April in London
        "presenting_complaint": "Sore throat",
        "assessment": "Viral",
        "advice": "Rest and fluids",
        "actions_for_gp": "Review in a week",
        "outcome": "medicine-supplied",
        "products": [] if dx == "Dx86" else [{"code": "PARA500", "quantity": 16}],
    }
