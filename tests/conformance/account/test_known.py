"""To whom a message may go: addresses that the run made known, and no practice of somebody else's."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.account import _known
from cpcs_harness.judging.account import Subject


def issued(name):
    practice = {"email": f"{name}@nhs.net", "mailbox": f"{name}OT001"}
    return {"person": {"practice": practice}}


def run():
    return SimpleNamespace(
        issued={"first": issued("ann"), "second": issued("ben")}, also={"second": {"twin": issued("twin")}}
    )


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
