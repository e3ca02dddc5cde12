"""Faults in reading the details of a mini service's answer: they show in some answers only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from ...formats.safe_xml import XmlRefused, parse
from ...national.smsp.answer import Answer
from ...national.smsp.service import Smsp
from .._wrong import wrong

_HL7 = "urn:hl7-org:v3"
_PATIENT = f".//{{{_HL7}}}subject/{{{_HL7}}}patient"


def _patient(body: bytes) -> etree._Element | None:
    try:
        return parse(body).find(_PATIENT)
    except XmlRefused:
        return None


def _with(answer: Answer, **changes: Any) -> Answer:
    return replace(answer, patient={**answer.patient, **changes}) if answer.patient else answer


@wrong(catches=("SMSP-08",), shows_when="a second given name")
class DropsSecondGivenNamesOfTheMiniService(Smsp):
    """Shows the first of two given names."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        return _with(answer, given=answer.patient["given"].partition(" ")[0]) if answer.patient else answer


@wrong(catches=("SMSP-08",), shows_when="a temporary address before the home")
class TakesTheFirstAddressOfTheMiniService(Smsp):
    """Shows the first address of an answer as the patient's home, whatever its use."""

    def read(self, status: int, body: bytes) -> Answer:
        answer, patient = super().read(status, body), _patient(body)
        first = patient.find(f"{{{_HL7}}}addr") if patient is not None else None
        if first is None:
            return answer
        lines = [line.text for line in first.findall(f"{{{_HL7}}}streetAddressLine") if line.text]
        return _with(
            answer, address={"lines": lines, "postcode": first.findtext(f"{{{_HL7}}}postalCode", "")}
        )


@wrong(catches=("SMSP-08",), shows_when="a patient of no practice")
class TakesWhoHasNoPracticeForRestricted(Smsp):
    """Shows everybody as restricted of whom the mini service names no practice."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        nowhere = answer.patient is not None and not answer.patient["practice"]["ods"]
        return _with(answer, restricted=True) if nowhere else answer


@wrong(catches=("SMSP-08",), shows_when="a patient of no address")
class TakesWhoHasNoAddressForRestricted(Smsp):
    """Shows everybody as restricted of whom the mini service has no address."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        nowhere = answer.patient is not None and not answer.patient["address"]["lines"]
        return _with(answer, restricted=True) if nowhere else answer


@wrong(catches=("SMSP-08",), shows_when="an e-mail address before the telephone")
class RingsEmailAddressesOfTheMiniService(Smsp):
    """Shows the first telecom of an answer as the number to ring."""

    def read(self, status: int, body: bytes) -> Answer:
        answer, patient = super().read(status, body), _patient(body)
        first = patient.find(f"{{{_HL7}}}telecom") if patient is not None else None
        return (
            _with(answer, telephone=(first.get("value") or "").partition(":")[2])
            if first is not None
            else answer
        )


@wrong(catches=("SMSP-08",), shows_when="a gender that is not known or not specified")
class MakesPeopleFemaleWhomTheMiniServiceDoesNot(Smsp):
    """Shows everybody as female whom the mini service does not call male."""

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        male = answer.patient is not None and answer.patient["gender"] == "male"
        return _with(answer, gender="male" if male else "female")


@wrong(catches=("SMSP-08",), shows_when="a patient without a practice, after another one")
class KeepsThePracticeOfTheAnswerBefore(Smsp):
    """Shows with a patient who has no practice that of the answer before."""

    before: dict[str, str] | None = None

    def read(self, status: int, body: bytes) -> Answer:
        answer = super().read(status, body)
        if answer.patient and answer.patient["practice"]["ods"]:
            self.before = answer.patient["practice"]
        return _with(answer, practice=self.before) if self.before and answer.patient else answer
