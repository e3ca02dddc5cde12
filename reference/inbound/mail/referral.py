"""A GP practice's referral by e-mail: labelled lines become a referral, whose text is the e-mail's own, whole.

Source of the layout: model of the project; practices write such e-mails in many forms, so that every label may be
missing. What cannot be read is left empty and fields so; the pharmacist has the e-mail's text in any case.
"""

import re
from datetime import date
from typing import Any

from ...kit.config import Premises
from ...kit.numbers import plain_nhs_number
from ...kit.times import today
from ...referrals import content as contents
from .letter import Letter

_HANDED_ON = r"(?:(?:fw|fwd|re|aw|wg)\s*:\s*)"
_SUBJECT = re.compile(rf"\s*(?:{_HANDED_ON}|\[secure\]\s*)*cpcs referral\b", re.IGNORECASE)
_FORWARDED = re.compile(rf"\s*(?:\[secure\]\s*)*{_HANDED_ON}", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[*•·‣▪-]\s+(?=\S)")
_LABELS = (
    "Reference",
    "Service",
    "Patient given name",
    "Patient family name",
    "Date of birth",
    "Gender",
    "NHS number",
    "Address",
    "Postcode",
    "Telephone",
    "Practice",
    "Practice ODS code",
    "Referred by",
    "Role",
    "Presenting complaint",
    "Relevant history",
    "Notes",
    "Medicine",
)
_BY_NAME = {label.casefold(): label for label in _LABELS}
_NEEDED = ("Reference", "Patient family name", "Date of birth", "Practice ODS code", "Presenting complaint")
_TEXTS = ("Presenting complaint", "Relevant history", "Notes", "Medicine")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(\d{1,2})[ /.-](\d{1,2}|[a-z]{3,9})[ /.-](\d{4}|\d{2})", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female", "not specified": "not specified"}


class GpMailReferral:
    """Reads practices' referrals, a method for each part."""

    def is_referral(self, subject: str) -> bool:
        """Whether an e-mail with this subject is a practice's referral."""
        return _SUBJECT.match(subject) is not None

    def service(self, letter: Letter) -> str:
        """What the practice asks for: minor-illness, or urgent-medicine."""
        asked = labelled(letter.text).get("Service", "").casefold()
        return "urgent-medicine" if asked.startswith("urgent") else "minor-illness"

    def content(self, letter: Letter, premises: Premises) -> dict[str, Any]:
        """The content of the referral that an e-mail makes."""
        fields = labelled(letter.text)
        practice = contents.organisation(
            _code(fields.get("Practice ODS code", "")), fields.get("Practice", "")
        )
        patient = _patient(fields)
        telephone = _line(fields.get("Telephone", ""))
        return contents.content(
            **self.identity(letter, premises, fields),
            version=1,
            created=letter.sent,
            case_reference=_line(fields.get("Reference", "")),
            pathway="urgent-medicines" if self.service(letter) == "urgent-medicine" else "minor-illness",
            sender=practice,
            practice=practice,
            patient=patient,
            callback_number=telephone,
            disposition={"code": "", "text": _line(fields.get("Service", ""))},
            sections=self.sections(letter, fields),
            attachments=[{"title": name, "readable": False} for name in letter.attachments],
            notices=self.notices(letter, fields),
        )

    def identity(self, letter: Letter, premises: Premises, fields: dict[str, str]) -> dict[str, str]:
        """What tells this referral from others: the practice's reference for this patient, or else the e-mail's id."""
        reference = _line(fields.get("Reference", "")).casefold()
        # A reference that a practice uses for a second patient is no repeat of the first one's.
        person = plain_nhs_number(fields.get("NHS number", "")) or [
            fields.get(name, "") for name in _NEEDED[1:3]
        ]
        marks = [premises.ods, _code(fields.get("Practice ODS code", "")), reference, person]
        if not reference:
            marks = [premises.ods, letter.message_id or letter.text]
        return {
            "document_id": contents.fingerprint(marks, letter.text),
            "set_id": contents.fingerprint(marks),
        }

    def sections(self, letter: Letter, fields: dict[str, str]) -> list[dict[str, str]]:
        """The text: what the practice put under labels, and the e-mail as it stands."""
        referrer = ", ".join(fields[name] for name in ("Referred by", "Role") if fields.get(name))
        texts = {name: fields.get(name, "") for name in ("Presenting complaint", "Relevant history", "Notes")}
        found = [
            contents.section(name, text) for name, text in {**texts, "Referred by": referrer}.items() if text
        ]
        return [*found, contents.section("E-mail", letter.text)]

    def notices(self, letter: Letter, fields: dict[str, str]) -> list[str]:
        """What the pharmacist should know of how it could be read."""
        missing = any(not fields.get(name) for name in _NEEDED) or not birth_date(
            fields.get("Date of birth", "")
        )
        forwarded = _FORWARDED.match(letter.subject) is not None
        attached = ["unreadable-attachment" if letter.text else "unreadable"] * bool(letter.attachments)
        return ["free-text"] * missing + attached + ["forwarded"] * forwarded


def labelled(text: str) -> dict[str, str]:
    """The values by label; a value goes on in lines that are indented, or that a mail system has wrapped."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    after_blank = True
    for line in _unbulleted(text.split("\n")):
        name, colon, value = line.partition(":")
        label = _BY_NAME.get(" ".join(name.split()).casefold())
        indented = line.startswith(("  ", "\t"))
        if colon and label and label not in found and not indented:
            current = found[label] = [value.strip()]
        elif indented or not line.strip() or not after_blank:
            current.append(line.strip())
        else:
            current = []  # words of somebody else, such as a disclaimer
        after_blank = not line.strip()
    return {label: "\n".join(lines).strip() for label, lines in found.items()}


def _unbulleted(lines: list[str]) -> list[str]:
    """The lines without the bullets of a list, where most labels stand behind one."""
    bulleted = [line for line in lines if _BULLET.match(line)]
    labels = [line for line in bulleted if _BY_NAME.get(_label(_BULLET.sub("", line)))]
    return [_BULLET.sub("", line, count=1) if labels else line for line in lines]


def _label(line: str) -> str:
    return " ".join(line.partition(":")[0].split()).casefold()


def birth_date(text: str) -> str:
    """A day as people write it, in ISO form; empty where it is none."""
    text = _line(text)
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
        match = _DAY.fullmatch(text)
        return date(_year(match[3]), _month(match[2]), int(match[1])).isoformat() if match else ""
    except ValueError:
        return ""


def _year(text: str) -> int:
    """The year of a birth; of two digits the latest that has begun, for nobody is born in the future."""
    if len(text) == 4:
        return int(text)
    century = today().year // 100 * 100
    return century + int(text) if century + int(text) <= today().year else century - 100 + int(text)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3].casefold()) + 1  # ValueError where it is no month


def _patient(fields: dict[str, str]) -> dict[str, Any]:
    number = plain_nhs_number(_line(fields.get("NHS number", "")))
    lines = [line.strip(" ,") for line in re.split(r"[\n,]", fields.get("Address", "")) if line.strip(" ,")]
    telephone = _line(fields.get("Telephone", ""))
    return contents.patient(
        given=_line(fields.get("Patient given name", "")),
        family=_line(fields.get("Patient family name", "")),
        birth_date=birth_date(fields.get("Date of birth", "")),
        gender=_GENDERS.get(_line(fields.get("Gender", "")).casefold(), "unknown"),
        nhs_number=number,
        # The practice has its patients traced, but an e-mail does not say so.
        nhs_number_verified=False,
        addresses=[{"use": "home", "lines": lines, "postcode": _line(fields.get("Postcode", ""))}]
        if lines
        else [],
        telephones=[{"use": "callback", "number": telephone}] if telephone else [],
    )


def _code(text: str) -> str:
    return _line(text).upper()


def _line(text: str) -> str:
    return " ".join(text.split())
