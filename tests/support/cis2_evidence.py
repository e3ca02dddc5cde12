"""Evidence of one journey in which people sign in with CIS2, made up call by call."""

from types import SimpleNamespace

from cpcs_harness.evidence import events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.judging.views import EvidenceView, ExchangeView, JourneyView
from made_up import Bodies, at, message, observed

USER = "555000000001"


def call(
    seq, service, operation, target="/", facts=None, fault="", status=200, body=b"", answer=b"{}", headers=()
):
    exchange = events.Exchange(
        service=service,
        operation=operation,
        protocol="http",
        direction="from-candidate",
        request=message({"method": "GET", "target": target}, body, headers),
        response=message({"status": status}, answer),
        certainty=Certainty.PUBLISHED,
        source="",
        rule="",
        fault=fault,
        facts=facts or {},
        elapsed_ms=1,
    )
    return ExchangeView(Bodies(), at(seq, exchange, "j", "s"))


def seen(seq, action, about="", status="done", told="", given=None, **shown):
    return observed(
        seq, action, shown, about=about, status=status, reason=told, given=given, journey="j", step="s"
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
