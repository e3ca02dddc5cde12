"""To whom a message may go: addresses that the run made known, and no practice of somebody else's."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _known
from cpcs_harness.judging.account import Subject


def issued(name):
    practice = {"email": f"{name}@nhs.net", "mailbox": f"{name}OT001"}
    return {"person": {"practice": practice}}


def answer(service, body, direction="from-candidate"):
    side = SimpleNamespace(start={}, headers=(), body=body)
    return SimpleNamespace(service=service, direction=direction, request=side, response=side)


def run(*calls):
    keyed = SimpleNamespace(given={"entries": [{"email": "Keyed.In@nhs.net"}]})
    return SimpleNamespace(
        environment={"premises": [{"email": "own@nhs.net", "mailbox": "FA101OT001"}]},
        issued={"first": issued("ann"), "second": issued("ben")},
        also={"second": {"twin": issued("twin")}},
        calls=calls,
        journey=lambda *_: SimpleNamespace(seen=[keyed]),
    )


def test_what_the_system_was_told_is_known_wherever_it_was_told():
    told = run(
        answer("dos", b'{"email": "endpoint@nhs.net"}'),
        answer("gp_email", b"From: reply@nhs.net", "to-candidate"),
        answer("nhsmail", b"To: invented@example.org"),
    )

    assert _known.addresses(told) == {
        f"{name}@nhs.net" for name in ("own", "ann", "ben", "twin", "keyed.in", "endpoint", "reply")
    }
    assert {"FA101OT001", "ANNOT001"} <= _known.mailboxes(told)


@pytest.mark.parametrize(
    ("place", "journey", "another"),
    [
        ("ben@nhs.net", "first", True),
        ("BENOT001", "first", True),
        ("ann@nhs.net", "first", False),
        ("twin@nhs.net", "second", False),
        ("endpoint@nhs.net", "first", False),
    ],
)
def test_a_practice_is_anothers_where_no_patient_of_the_message_has_it(place, journey, another):
    practices = _known.journeys_of_practices(run())

    assert _known.is_another_practices(place, {Subject(journey): ()}, practices) == another
