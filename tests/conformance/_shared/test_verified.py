"""What an outgoing text says of how sure an NHS number is, in whatever words."""

from types import SimpleNamespace

import pytest

from conformance._shared.verified import doubts, expect_no_doubt
from cpcs_harness.errors import NotMet
from made_up import observed
from nhs111_evidence import issued

NUMBER = "9990000018"
PATIENT = issued("mailbox")
OWN, ABOUT = PATIENT["person"]["nhs_number"], PATIENT["report"]["document_id"]
MAIL = SimpleNamespace(seq=20, id="e20", where="exchange e20")


@pytest.mark.parametrize(
    "line",
    [
        "NHS number (not verified): 999 000 0018",
        "NHS Number: 9990000018 - not yet verified",
        "NHS no. 999-000-0018 (unverified)",
        "NHS number 9990000018, verified: no",
    ],
)
def test_a_number_is_called_doubtful(line):
    assert doubts(f"Name: Kit\n{line}\n", NUMBER) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "NHS number: 999 000 0018",
        "NHS number: 9990000018 (verified)",
        "NHS number: 9990000018, not verified by NHS 111",
        "NHS number: 9990000018 (NHS 111: not verified; PDS: verified)",
        "NHS number (not verified): 9990000026",
        "The address was not verified",
    ],
)
def test_a_number_is_not(line):
    assert doubts(line, NUMBER) == []


def chosen(seq=9, status="done", number=OWN):
    return observed(seq, "choose_patient", {}, status=status, about=ABOUT, given={"nhs_number": number})


def looked_up(seq):
    return observed(seq, "find_patient", {}, about=ABOUT)


TEXT = f"NHS number (not verified): {OWN}"


def test_whoever_was_chosen_is_not_called_doubtful():
    with pytest.raises(NotMet, match="called not verified"):
        expect_no_doubt(TEXT, PATIENT, [looked_up(5), chosen()], MAIL)


@pytest.mark.parametrize(
    "seen",
    [
        [],
        [looked_up(5)],
        [chosen(status="refused")],
        [chosen(number=NUMBER)],
        [chosen(seq=21)],
        [chosen(), looked_up(12)],
    ],
)
def test_whoever_was_not_chosen_may_be(seen):
    expect_no_doubt(TEXT, PATIENT, seen, MAIL)
