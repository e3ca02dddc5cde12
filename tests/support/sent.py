"""A run as the account reads it: people, steps, and what was sent and answered."""

import itertools
import json
from types import SimpleNamespace

from cpcs_harness.judging.views.exchange import MessageView

NUMBERS = itertools.count(1)


def message(body=b"", headers=(), **start):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    evidence = SimpleNamespace(body=lambda _: content)
    return MessageView(evidence, SimpleNamespace(body=None, start=start, headers=tuple(headers)))


def call(service, operation, target="/", body=b"", *, at=100.0, answer=b"", status=200, headers=(), **more):
    number = next(NUMBERS)
    return SimpleNamespace(
        id=f"e{number}",
        seq=more.pop("seq", number),
        where=f"exchange e{number}",
        service=service,
        operation=operation,
        direction=more.pop("direction", "from-candidate"),
        journey=more.pop("journey", None),
        facts=more.pop("facts", {}),
        began=at,
        request=message(body, headers, method="GET", target=target, **more),
        response=message(answer, status=status),
    )


def issued(number, given, family, postcode="LS1 4AB", **ids):
    practice = {"ods": "Y12345", "email": f"{family.lower()}@nhs.net", "mailbox": "Y12345OT001"}
    person = {
        "nhs_number": number,
        "given": given,
        "family": family,
        "birth_date": "1980-02-29",
        "home_telephone": "",
        "callback": "",
        "postcode": postcode,
        "practice": practice,
    }
    report = dict.fromkeys(
        ("case_reference", "case_id", "document_id", "set_id", "tracking_id", "message_id"), ""
    )
    referral = dict.fromkeys(("reference", "message_id", "document_id", "bundle_id"), "")
    return {"person": person, "report": {**report, "person": person, **ids}, "gp_referral": referral}


def step(
    action, given=None, *, journey="first", about="", began=0.0, ended=1.0, status="done", referral=None
):
    return SimpleNamespace(
        action=action,
        referral=referral,
        given=given or {},
        journey=journey,
        about=about,
        began=began,
        ended=ended,
        status=status,
    )


class Run:
    """What a RunView gives, as far as the account reads it."""

    def __init__(
        self, *calls, people=None, steps=(), traffic=(), declaration=None, earlier=(), connections=()
    ):
        self.calls, self.seen, self.traffic, self.declaration = calls, steps, traffic, declaration or {}
        self.issued = people or {"first": issued("9991410546", "Ann", "Lee", document_id="DOC-ANN")}
        self.connections = connections
        self.also, self.held, self.earlier = {}, {}, frozenset(earlier)
        self.environment = {
            "premises": [
                {"ods": "FA101", "postcode": "LS2 2AA", "email": "own@nhs.net", "mailbox": "FA101OT001"}
            ]
        }
        self._made = {}

    def read(self, how):
        if how not in self._made:
            self._made[how] = how(self)
        return self._made[how]
