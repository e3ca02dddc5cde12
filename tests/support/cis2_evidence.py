"""Evidence of one journey in which people sign in with CIS2, made up call by call."""

from types import SimpleNamespace

from cpcs_harness.judging.view import EvidenceView, ExchangeView, JourneyView, ObservationView

USER = "555000000001"


class Bodies:
    """Evidence whose references are the bodies themselves."""

    def body(self, reference):
        return reference["bytes"] or b""


def call(
    seq, service, operation, target="/", facts=None, fault="", status=200, body=b"", answer=b"{}", headers=()
):
    side = {"start": {"method": "GET", "target": target}, "headers": list(headers), "body": {"bytes": body}}
    data = {
        "service": service,
        "operation": operation,
        "direction": "from-candidate",
        "certainty": "published",
        "facts": facts or {},
        "fault": fault,
        "elapsed_ms": 1,
        "request": side,
        "response": {"start": {"status": status}, "headers": [], "body": {"bytes": answer}},
    }
    moment = "2026-11-25T10:00:00+00:00"
    return ExchangeView(
        Bodies(),
        {
            "kind": "exchange",
            "seq": seq,
            "at": moment,
            "clock": moment,
            "journey": "j",
            "step": "s",
            "data": data,
        },
    )


def seen(seq, action, about="", status="done", told="", given=None, **shown):
    data = {
        "action": action,
        "actor": {},
        "referral": None,
        "about": about,
        "input": given or {},
        "status": status,
    }
    return ObservationView(
        {
            "kind": "observation",
            "seq": seq,
            "journey": "j",
            "step": "s",
            "data": data | {"reason": told, "shown": None, "observation": shown},
        }
    )


def evidence(calls, observations, *labels):
    issued = {
        "person": {"nhs_number": "9990000018"},
        "care_worker": {"user_id": USER, "roles": [{"role_id": "561"}]},
    }
    journey = JourneyView("j", "mi", issued, {}, calls, observations, dict.fromkeys(labels, issued))
    views = SimpleNamespace(environment={"cis2_client_id": "client"})
    view = EvidenceView(views, "mi", ["j"])
    view.__dict__["journeys"] = [journey]
    return view


def of_user(**more):
    return {"user_id": USER, "session": "s1", "roles": ["561"], **more}
