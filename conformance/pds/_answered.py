"""What PDS has answered about a patient: every Patient that stood in an answer, in a search or by itself.

Source: Personal Demographics Service FHIR API, Patient and searchset Bundle (interface sheet pds-smsp-auth, section 3).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import ExchangeView
from cpcs_harness.judging.in_words import in_words

from .._shared.screen import digits
from .._shared.text import plain_address, plain_name, plain_postcode

Resource = Mapping[str, Any]
OK = 200
DEATH = "DeathNotificationStatus"
"""How the address of the extension ends that says how PDS knows of a death, whatever its version."""
NOTICES = {"1": "informal", "2": "formal"}
RESTRICTIONS = {"restricted": frozenset("RV"), "very-restricted": frozenset("V")}
"""Notices that a record is restricted, and the codes of PDS by which it is."""
_WORD = re.compile(r"[^\W_]+")


def patients_in(calls: Iterable[ExchangeView]) -> dict[str, list[Resource]]:
    """Give what PDS answered of each patient, by NHS number."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for call in calls:
        body = call.response.json
        if call.service != "pds" or call.response.status != OK or not isinstance(body, dict):
            continue
        for resource in (body, *(object_in(entry, "resource") for entry in objects_in(body, "entry"))):
            if resource.get("resourceType") == "Patient":
                found[digits(resource.get("id"))].append(resource)
    return dict(found)


def strays_of(shown: Mapping[str, Any], held: Sequence[Resource]) -> list[str]:
    """Say what a screen shows of a patient that stands in no answer of PDS about them; what it leaves out is free."""
    parts = {
        "name": _strange_words(shown, held),
        "birth date": _strange_date(shown.get("birth_date"), held),
        "gender": _strange_gender(shown.get("gender"), held),
        "address": _strange_address(object_in(shown, "address"), held),
        "telephone": _strange_telephone(shown.get("telephone"), held),
        "practice": _strange_practice(object_in(shown, "practice").get("ods"), held),
        "order of birth": _strange_order(shown.get("birth_order"), held),
        "notice of a death": _strange_notice(shown.get("death_notice"), held),
        "restriction": _strange_restriction(shown, held),
        "death": _strange_death(shown.get("deceased"), held),
    }
    return [f"{name} {in_words(value)}" for name, value in parts.items() if value]


def _strange_words(shown: Mapping[str, Any], held: Sequence[Resource]) -> str:
    names = [name for resource in held for name in objects_in(resource, "name")]
    known = {word for name in names for word in _WORD.findall(plain_name(_whole(name)))}
    said = plain_name(" ".join(str(shown.get(part) or "") for part in ("given", "family", "name")))
    return " ".join(word for word in _WORD.findall(said) if word not in known)


def _whole(name: Mapping[str, Any]) -> str:
    parts = [part for key in ("prefix", "given", "suffix") for part in name.get(key) or ()]
    return " ".join(map(str, (*parts, name.get("family") or "")))


def _strange_date(shown: object, held: Sequence[Resource]) -> str:
    said = str(shown or "")
    return "" if any(str(resource.get("birthDate") or "").startswith(said) for resource in held) else said


def _strange_gender(shown: object, held: Sequence[Resource]) -> str:
    said = str(shown or "").casefold()
    known = {str(resource.get("gender") or "unknown") for resource in held}
    return "" if said in known | {"", "not known", "unknown"} else said


def _strange_address(shown: Mapping[str, Any], held: Sequence[Resource]) -> str:
    lines, postcode = plain_address(shown.get("lines") or ()), plain_postcode(shown.get("postcode"))
    for address in (one for resource in held for one in objects_in(resource, "address")):
        whole = plain_address(address.get("line") or ())
        due = plain_postcode(address.get("postalCode"))
        if postcode in ("", due) and lines in ("", whole, whole + due.casefold()):
            return ""
    return f"{in_words(shown.get('lines'))}, {in_words(shown.get('postcode'))}" if lines or postcode else ""


def _strange_telephone(shown: object, held: Sequence[Resource]) -> str:
    telecoms = [telecom for resource in held for telecom in objects_in(resource, "telecom")]
    known = {digits(telecom.get("value")) for telecom in telecoms}
    return "" if digits(shown) in known | {""} else str(shown)


def _strange_practice(shown: object, held: Sequence[Resource]) -> str:
    practices = [one for resource in held for one in objects_in(resource, "generalPractitioner")]
    known = {str(object_in(one, "identifier").get("value") or "").upper() for one in practices}
    return "" if str(shown or "").strip().upper() in known | {""} else str(shown)


def _strange_order(shown: object, held: Sequence[Resource]) -> str:
    known = [resource.get("multipleBirthInteger") for resource in held]
    return "" if shown is None or shown in known else str(shown)


def _strange_notice(shown: object, held: Sequence[Resource]) -> str:
    codes = {code for resource in held for code in _codes_of_death(resource)}
    known = [NOTICES[code] for code in codes & set(NOTICES)]
    return "" if shown in (None, "", *known) else str(shown)


def _strange_restriction(shown: Mapping[str, Any], held: Sequence[Resource]) -> str:
    labels = [label for one in held for label in objects_in(object_in(one, "meta"), "security")]
    codes = {str(label.get("code")) for label in labels}
    told = {str(notice.get("kind")) for notice in objects_in(shown, "notices")}
    said = {kind for kind in RESTRICTIONS if kind in told}
    said |= {"restricted"} if shown.get("restricted") is True else set()
    return ", ".join(sorted(kind for kind in said if not codes & RESTRICTIONS[kind]))


def _strange_death(shown: object, held: Sequence[Resource]) -> str:
    dated = any(one.get("deceasedDateTime") or one.get("deceasedBoolean") for one in held)
    noticed = any(code in NOTICES for one in held for code in _codes_of_death(one))
    return "deceased" if shown is True and not (dated or noticed) else ""


def _codes_of_death(resource: Resource) -> Iterator[str]:
    for extension in objects_in(resource, "extension"):
        if str(extension.get("url")).endswith(DEATH):
            for part in objects_in(extension, "extension"):
                for coding in objects_in(object_in(part, "valueCodeableConcept"), "coding"):
                    yield str(coding.get("code"))
