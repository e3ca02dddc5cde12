"""A run's evidence as tests of causes put it together: events by kind, without a folder."""

from types import SimpleNamespace

from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.events import (
    About,
    BodyReference,
    Environment,
    Event,
    Exchange,
    FaultPlanned,
    Issued,
    Message,
    Observation,
)

SETTINGS = {
    "oauth": ["pds.token_url"],
    "pds": ["pds.base"],
    "dos": ["dos.base"],
    "mesh": ["mesh.base"],
    "imap": ["nhsmail.imap_port"],
    "mys": ["mys.base"],
}
ASKS = {
    "find_patient": ["oauth", "pds", "smsp"],
    "find_pharmacies": ["dos"],
    "collect_messages": ["mesh", "imap"],
    "submit_claims": ["mys"],
}
PREMISES = [
    {"ods": "FA101", "email": "pharmacy.fa101@nhs.net", "mailbox": "FA101OT001"},
    {"ods": "FA102", "email": "pharmacy.fa102@nhs.net", "mailbox": "FA102OT001"},
]
DECLARED = {
    "itk": {"url": "http://candidate/itk"},
    "fhir": {"url": ""},
    "control": {"url": "http://candidate/control"},
}
NO_BODY = BodyReference("", 0)


class Evidence:
    """Events in order, as the roll-up reads them."""

    def __init__(self, **environment):
        self.events = []
        self.plan = SimpleNamespace(declaration=DECLARED)
        held = {"settings": SETTINGS, "asked_by_actions": ASKS, "premises": PREMISES}
        self.add(Environment(held | environment))

    def add(self, data, journey=None):
        """Write an event; gives its id."""
        self.events.append(Event(len(self.events) + 1, "2026-01-01T00:00:00.000Z", "", journey, None, data))
        return self.events[-1].id

    def of(self, kind):
        """Give the events of a kind."""
        return [event for event in self.events if isinstance(event.data, kind)]

    def event(self, name):
        """Give one line by its id."""
        found = next(event for event in self.events if event.id == name)
        return {"journey": found.journey, "seq": found.seq}

    def called(
        self, service, *, journey=None, operation="read", fault="", protocol="http", target="/", **facts
    ):
        """Write a call of the candidate's."""
        return self._exchange(
            service, journey, operation, "from-candidate", protocol, target, {"status": 200}, fault, facts
        )

    def sent(
        self,
        answer,
        *,
        journey="j",
        service="nhs111",
        target="http://candidate/itk",
        protocol="http",
        headers=(),
    ):
        """Write what was sent to the candidate, and how it answered."""
        return self._exchange(
            service, journey, "send", "to-candidate", protocol, target, answer, "", {}, headers
        )

    def seen(
        self, action, status="done", *, journey="j", ods="FA101", reason=None, given=None, **observation
    ):
        """Write what came of an action, with what it was given."""
        seen = Observation(action, {"ods": ods}, None, "", given or {}, status, reason, None, observation)
        return self.add(seen, journey)

    def issued(self, journey, ods="FA101"):
        """Write that a journey was given people, at a pharmacy."""
        return self.add(Issued({"premises": {"ods": ods}}), journey)

    def in_trouble(self, journey):
        """Write that a service was told to do wrong in a journey."""
        return self.add(FaultPlanned("hangs", "pds", "read_patient"), journey)

    def about(self, **held):
        """Write what the candidate said of itself."""
        return self.add(About(held))

    def _exchange(
        self, service, journey, operation, direction, protocol, target, answer, fault, facts, headers=()
    ):
        request = Message({"method": "POST", "target": target}, (), NO_BODY)
        response = Message(answer, tuple(headers), NO_BODY)
        sure = Certainty.PUBLISHED
        exchange = Exchange(
            service, operation, protocol, direction, request, response, sure, "", "", fault, facts, 1.0
        )
        return self.add(exchange, journey)


def refused_for(key, account=""):
    """Give the fact that a mock notes of a call that it refused for a setting."""
    return {"wrong_setting": {"key": key, "account": account}}
