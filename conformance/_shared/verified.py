"""How sure of an NHS number a text says that somebody is: of one that a national service confirmed it is no doubt.

Source: CareConnect-NHSNumberVerificationStatus-1; Personal Demographics Service FHIR API, client requirements
(interface sheets mesh-itk3-nhsmail-mys, section B7, and pds-smsp-auth, checks C36 and C82).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cpcs_harness.judging import ExchangeView, ObservationView, expect_none

from .screen import digits
from .text import letters_and_digits

FIND, CHOOSE = "find_patient", "choose_patient"

NUMBER = re.compile(r"(?i)\bnhs\W{0,3}(number|no)\b[^\d\n]{0,40}(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)")
VERIFIED = re.compile(r"(?i)\bverified\b")
DOUBTED = re.compile(
    r"(?i)\bnot\b\W{1,3}(?:(?:be|been|yet|fully) ){0,2}(?:verified|confirmed|traced)\b(?!\W{1,3}(?:by|in|at|with)\b)"
    r"|\b(?:unverified|untraced)\b"
    r"|\bverified\s*[:=]\s*(?:no|not|false)\b"
)
"""Words by which a number is not sure, whoever was asked; by whom it was not verified says nothing of others."""
TODO = "Say that a number is not verified of those alone whom no national service confirmed."


def numbers_in(line: str) -> list[str]:
    """Give the NHS numbers that a line gives, without blanks."""
    return [letters_and_digits(number) for _, number in NUMBER.findall(line)]


def doubts(text: str, number: str) -> list[str]:
    """Give the lines of a text that give an NHS number and call it not verified."""
    lines = [line for line in text.splitlines() if number in numbers_in(line)]
    return [line for line in lines if DOUBTED.search(line) and not VERIFIED.search(DOUBTED.sub("", line))]


def is_confirmed(number: str, seen: Iterable[ObservationView], before: int) -> bool:
    """Say whether the record of a number was chosen before an event, and nobody was looked up after that.

    What is done goes by what was asked for: no screen is read, so that whoever judges e-mails alone may ask.
    """
    done = [one for one in seen if one.seq < before]
    chosen = [one for one in done if (one.action, one.status) == (CHOOSE, "done")]
    last = max((one.seq for one in done if one.action == FIND), default=0)
    return any(one.seq > last and digits(one.given.get("nhs_number")) == number for one in chosen)


def expect_no_doubt(
    text: str, issued: Mapping[str, Any], seen: Iterable[ObservationView], mail: ExchangeView
) -> None:
    """Raise NotMet where an e-mail calls an NHS number not verified under which the patient's record was chosen."""
    number, document = issued["person"]["nhs_number"], issued["report"]["document_id"]
    if is_confirmed(number, [one for one in seen if one.about == document], mail.seq):
        expect_none("NHS number that is called not verified", doubts(text, number), mail, TODO)
