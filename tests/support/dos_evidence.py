"""Looks for pharmacies as checks see them: what DoS answered, and what was shown."""

import json
from types import SimpleNamespace

from cis2_evidence import call
from cpcs_harness.judging.views import EvidenceView, JourneyView
from made_up import observed
from openings import opening

BASE = "/app/controllers/api/v1.0/services"
SEARCH = f"{BASE}/byServiceType/0/LS1%204AP/0/0/0/0/0/131/0"
ALL_HOURS = opening("", all_hours=True)
NEVER = opening("")


def service(number=1, **changes):
    """Give a service as DoS answers it; it is open at all hours."""
    return {
        "id": f"200{number}",
        "name": f"Pharm+: Leeds, West Yorkshire (Pharmacy {number})",
        "publicName": f"Pharmacy {number}",
        "odsCode": f"FQ00{number}",
        "address": [f"{number} Mill Lane", "Leeds"],
        "postcode": f"LS1 {number}AA",
        "phone": {"public": f"01632 96000{number}", "nonPublic": "01632 960999", "fax": ""},
        "openingTimes": ALL_HOURS,
        "referralInstructions": {"callHandler": "", "other": "Ring about stock."},
        "capacity": {"status": {"rag": "Green"}},
        "patientDistance": f"{number}.0",
        **changes,
    }


def screen(of, **changes):
    """Give what a screen rightly shows of a service that is open at all hours."""
    days = [{"day": day["day"], "sessions": ["00:00-24:00"]} for day in of["openingTimes"]["days"][:7]]
    return {
        "service_id": of["id"],
        "ods": of["odsCode"].strip()[:5],
        "public_name": of["publicName"],
        "address": of["address"],
        "postcode": of["postcode"],
        "telephone": of["phone"]["public"],
        "opening_times": days,
        "specified_dates": [],
        "distance_miles": of["patientDistance"],
        **changes,
    }


def answer(*services):
    """Give the body of an answer of DoS that holds these services."""
    return json.dumps({"success": {"code": 200, "services": services}}).encode()


class Looks:
    """The looks of one journey, each in a step of its own."""

    def __init__(self):
        self.calls, self.seen, self.seq = [], [], 0

    def look(self, services, shown, *, about="", given=None, status="done", told="", message="", more=()):
        """Look once: DoS answers with these services, and these are shown."""
        self.answered((200, answer(*services), ""), *more)
        return self.saw(shown, about=about, given=given, status=status, told=told, message=message)

    def answered(self, *answers, target=SEARCH):
        """Have DoS answer so many calls: status, body, and the fault's name."""
        for status, body, fault in answers:
            self.seq += 1
            made = call(self.seq, "dos", "by_service_type", target, status=status, answer=body, fault=fault)
            made.step = f"step {len(self.seen)}"
            self.calls.append(made)
        return self

    def saw(self, shown, *, about="", given=None, status="done", told="", message=""):
        """Have the screen show these."""
        self.seq += 1
        self.seen.append(
            observed(
                self.seq,
                "find_pharmacies",
                {"providers": shown, "message": message} if status == "done" else {},
                about=about,
                status=status,
                reason=told or None,
                given={"postcode": "LS1 4AP", **(given or {})},
                step=f"step {len(self.seen)}",
            )
        )
        return self

    def judge(self, check):
        """Have a check look at it."""
        own = [call for call in self.calls if call.journey is not None]
        journey = JourneyView("j", "urgent-medicines", {}, {}, own, self.seen)
        view = EvidenceView(SimpleNamespace(environment={}, calls=self.calls), "urgent-medicines", ["j"])
        view.__dict__["journeys"] = [journey]
        check(view)
