"""Referrals that practices sent, found in the evidence, and held against what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    expect,
    expect_equal,
    expect_same,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.screen import (
    all_text,
    digits,
    expect_name,
    expect_patient,
    expect_row_of,
    expect_text,
    rows_of,
)
from .._shared.text import dates, plain_name

MAIL = ("gp_email", "send_referral")
ITK3 = ("gp_itk3", "send_referral")
LEFT_OUT = {"family name": "family", "birth date": "birth_date", "gender": "gender"}
"""What of the patient an e-mail does not say whose form leaves it out."""
_OPEN = re.compile(r"\W*|\(.*\)|\[.*\]")
GP_PRACTICE = "gp-practice"


@dataclass(frozen=True)
class PracticeMessage:
    """One message of one practice, with the referral that it carried."""

    journey: JourneyView
    call: ExchangeView

    @property
    def referral(self) -> Mapping[str, Any]:
        """What was sent, in plain data."""
        found: Mapping[str, Any] = self.call.facts["referral"]
        return found

    @property
    def damage(self) -> str:
        """What is wrong with the message; empty when nothing is."""
        return str(self.call.facts.get("damage") or "")

    @property
    def ods(self) -> str:
        """The pharmacy that it was sent to."""
        return str(self.referral["premises"]["ods"])

    def rows(self, seen: ObservationView) -> list[Mapping[str, Any]]:
        """Give the rows of a worklist that are about it, and not about another patient under the same reference."""
        others = {patient for reference, patient in _sent_in(self.journey) if reference == self.mark[0]}
        others.discard(self.mark[1])
        rows = listed(self.referral, seen)
        return [row for row in rows if digits(row.get("nhs_number")) not in others] if others else rows

    @property
    def mark(self) -> tuple[str, str]:
        """What tells it from others: its reference, and whose it is."""
        return _mark(self.referral)


def _mark(referral: Mapping[str, Any]) -> tuple[str, str]:
    return str(referral["reference"]), str(referral["person"]["nhs_number"])


def _sent_in(journey: JourneyView) -> set[tuple[str, str]]:
    """Give the references under which practices sent anything, each with whose it was."""
    return {
        _mark(call.facts["referral"])
        for call in journey.calls
        if (call.service, call.operation) in (MAIL, ITK3)
    }


def calls_for(message: PracticeMessage, operation: str) -> list[ExchangeView]:
    """Give the calls about a referral's MESH message that MESH itself answered, and well."""
    mesh_id = str(message.call.response.start.get("message_id"))
    calls = message.journey.exchanges("mesh", operation, at_least=0)
    own = [call for call in calls if mesh_id in call.request.segments and not call.fault]
    return [call for call in own if call.response.status == 200]


def sent(evidence: EvidenceView, channel: tuple[str, str]) -> list[PracticeMessage]:
    """Give what practices sent by a channel, damaged or not; none is NotShown."""
    return [PracticeMessage(journey, call) for journey in evidence.each() for call in journey.sent(*channel)]


def sound(evidence: EvidenceView, channel: tuple[str, str]) -> list[PracticeMessage]:
    """Give each referral that was sent undamaged, the first time that it was sent."""
    first: dict[tuple[str, str], PracticeMessage] = {}
    for message in sent(evidence, channel):
        if not message.damage and message.referral["service"] == "minor-illness":
            first.setdefault(message.mark, message)
    if not first:
        raise NotShown("no sound referral was sent")
    return list(first.values())


def listed(referral: Mapping[str, Any], seen: ObservationView) -> list[Mapping[str, Any]]:
    """Give the rows of a worklist that are about a referral."""
    return rows_of(seen, referral["person"]["nhs_number"], [referral["reference"]])


def expect_referral(referral: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless an opened referral says all that the practice wrote, and which practice it was."""
    expect_patient(referral["person"], seen)
    shown = seen.shown.get("practice") or {}
    expect_same("the practice's ODS code", referral["person"]["practice"]["ods"], shown.get("ods"), seen)
    expect_words(referral, seen)


def expect_words(referral: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless complaint, history, notes, referrer and their role stand somewhere in what is shown."""
    for what in ("complaint", "history", "notes"):
        for line in str(referral[what]).splitlines():
            expect_text(f"the {what}", line, seen)
    expect_text("the referrer's name", referral["referrer"][1], seen)
    expect_text("the referrer's role", referral["referrer_role"], seen)


def person_said(referral: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the patient of a referral as its message has them: empty where it leaves something out."""
    left_out = LEFT_OUT.get((referral.get("form") or {}).get("left_out", ""))
    person: Mapping[str, Any] = referral["person"]
    return {**person, left_out: ""} if left_out else person


def expect_own_row(referral: Mapping[str, Any], row: Mapping[str, Any], look: ObservationView) -> None:
    """Raise NotMet unless a row is of the referral's patient; what its message does not say may be left open."""
    due, said = referral["person"], person_said(referral)
    may_be_open = said["birth_date"] == "" or (referral.get("form") or {}).get("birth", "words") != "words"
    is_open = may_be_open and is_left_open(row.get("birth_date"))
    expect_row_of({**said, "birth_date": row.get("birth_date") if is_open else due["birth_date"]}, row, look)
    if not said["family"]:
        named = plain_name(row.get("patient_name")).replace(plain_name(due["given"]), "", 1).strip(" ,")
        fine = is_left_open(named) or named == plain_name(due["family"])
        expect(fine, "a row without the family name, which the e-mail leaves out", named, look)


def is_left_open(shown: object) -> bool:
    """Say whether nothing is shown, or a word in brackets in its place: a bare word would be read as what was sent."""
    return shown is None or _OPEN.fullmatch(str(shown).strip()) is not None


def all_opened(messages: Iterable[PracticeMessage]) -> Iterator[tuple[PracticeMessage, ObservationView]]:
    """Give every time that each referral was opened; who was not is NotShown, after all others were gone through."""
    unseen = []
    for message in messages:
        found = message.journey.shown_of(str(message.referral["document_id"]))
        unseen += [] if found else [f"{message.journey.id}: {message.referral['document_id']}"]
        yield from ((message, seen) for seen in found)
    if unseen:
        raise NotShown(f"the referral was not opened of {in_words(unseen)}")


def expect_mail(referral: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet unless all that an e-mail says is shown; a system need not know which line is what."""
    person = person_said(referral)
    names = plain_name(all_text(seen.shown))
    for what in ("given", "family"):
        expect(
            plain_name(person[what]) in names,
            f"the {what} name {in_words(person[what])}",
            Words("none"),
            seen,
        )
    expect_text("the practice's ODS code", person["practice"]["ods"], seen)
    if person["birth_date"]:
        expect_one_of("the birth date", [*dates(person["birth_date"]), *_as_written(referral)], seen)
    numbers = re.sub(r"\D", "", all_text(seen.shown))
    for what in ("nhs_number", "callback"):
        due = digits(person[what])
        expect(due.removeprefix("0") in numbers, f"{what} {due}", Words("no such number"), seen)
    called, due = digits(seen.shown.get("callback_number")), digits(person["callback"]).removeprefix("0")
    expect(not called or called.endswith(due), f"to call back on {due}, or no such number", called, seen)
    expect_words(referral, seen)
    expect_nobody_else(referral["person"], seen)


def _as_written(referral: Mapping[str, Any]) -> list[str]:
    """Give the birth date with the two digits of its year that the e-mail has, which may be all that is shown."""
    if (referral.get("form") or {}).get("birth") != "two digits":
        return []
    year, month, day = referral["person"]["birth_date"].split("-")
    return [f"{day}/{month}/{year[2:]}"]


def expect_nobody_else(person: Mapping[str, Any], seen: ObservationView) -> None:
    """Raise NotMet where what is shown as the patient's own details is somebody else's; they may be left out."""
    patient = seen.shown.get("patient")
    shown = patient if isinstance(patient, Mapping) else {}
    for what in ("given", "family", "gender"):
        if not is_left_open(shown.get(what)) and (what, shown[what]) != ("gender", "unknown"):
            expect_name(f"the patient's {what}", person[what], shown[what], seen)
    if not is_left_open(shown.get("birth_date")):
        expect_equal("the patient's birth date", person["birth_date"], shown["birth_date"], seen)
    if shown.get("nhs_number"):
        number = digits(shown["nhs_number"])
        expect_equal("the patient's NHS number", person["nhs_number"], number, seen)
    practice = seen.shown.get("practice")
    if isinstance(practice, Mapping) and practice.get("ods"):
        expect_same("the practice's ODS code", person["practice"]["ods"], practice["ods"], seen)


def expect_one_of(what: str, forms: Sequence[str], seen: ObservationView) -> None:
    """Raise NotMet unless a text stands in what is shown in one of its forms."""
    shown = all_text(seen.shown).casefold()
    expect(
        any(form.casefold() in shown for form in forms), f"{what}, such as {forms[0]}", Words("none"), seen
    )
