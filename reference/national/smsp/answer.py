"""What the Spine Mini Service answers: a response code with a patient, or a SOAP fault."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ...formats.safe_xml import XmlRefused, parse
from ...formats.soap import ITK, SOAP
from .request import HL7, NHS_NUMBER

_NS = {"s": SOAP, "itk": ITK, "h": HL7}
_GENDERS = {"1": "male", "2": "female", "9": "other", "0": "unknown"}
_PAYLOAD = "s:Body/itk:DistributionEnvelope/itk:payloads/itk:payload/*"


@dataclass(frozen=True)
class Answer:
    """An answer, taken apart; `problem` says what is wrong with one that cannot be used."""

    code: str = ""
    patient: dict[str, Any] = field(default_factory=dict)
    valid: bool | None = None
    problem: str = ""
    may_pass: bool = False
    """Whether the same question may well be answered a little later."""


def read(status: int, body: bytes) -> Answer:
    """Take an answer apart, whatever came."""
    try:
        root = parse(body)
    except XmlRefused:
        return Answer(problem=f"received {status} and no XML", may_pass=status >= 500)
    fault = root.find("s:Body/s:Fault", _NS)
    if fault is not None:
        server = (fault.findtext("faultcode") or "").rpartition(":")[2] != "Client"
        return Answer(problem=f"received a SOAP fault ({_error_code(fault)})", may_pass=server)
    payload = root.find(_PAYLOAD, _NS)
    code = _attribute(payload, "h:value", "code") if payload is not None else ""
    if payload is None or not code:
        return Answer(problem=f"received {status} without a response code", may_pass=status >= 500)
    valid = _attribute(payload, "h:component/h:validIdentifier/h:value", "value")
    found = payload.find(".//h:patient", _NS)
    patient = read_patient(found) if found is not None else {}
    return Answer(code, patient, {"true": True, "false": False}.get(valid))


def read_patient(patient: etree._Element) -> dict[str, Any]:
    """What is used of a patient.

    No mark says that a record is restricted: one that has neither address nor telephone nor practice is taken for it.
    """
    addresses = patient.findall("h:addr", _NS)
    telecoms = patient.findall("h:telecom", _NS)
    practice = _practice(patient)
    name, born = _name(patient), _day(_attribute(patient, "h:patientPerson/h:birthTime", "value"))
    bare = not (name["family"] or born)
    died = patient.find("h:patientPerson/h:deceasedTime", _NS) is not None
    return {
        "nhs_number": _number(patient),
        **name,
        "birth_date": born,
        "gender": _GENDERS.get(
            _attribute(patient, "h:patientPerson/h:administrativeGenderCode", "code"), "unknown"
        ),
        "address": _address(addresses),
        "telephone": _telephone(telecoms),
        "practice": practice,
        "practice_ended": "",
        "restricted": not (addresses or telecoms or practice["ods"]),
        "very_restricted": bare,
        "birth_order": None,
        "deceased": died,
        "deceased_on": _day(_attribute(patient, "h:patientPerson/h:deceasedTime", "value")) or None,
        "death_notice": "",
    }


def _error_code(fault: etree._Element) -> str:
    code = fault.findtext("detail/itk:ToolkitErrorInfo/itk:ErrorCode", "", _NS).strip()
    return code[:20] or "no code"


def _number(patient: etree._Element) -> str:
    ids = [identifier for identifier in patient.findall("h:id", _NS) if identifier.get("root") == NHS_NUMBER]
    return (ids[0].get("extension") or "").strip() if ids else ""


def _name(patient: etree._Element) -> dict[str, Any]:
    given = [text for name in patient.findall("h:name/h:given", _NS) if (text := _text(name))]
    family = patient.findtext("h:name/h:family", "", _NS).strip()
    prefix = patient.findtext("h:name/h:prefix", "", _NS).strip()
    line = " ".join(part for part in [prefix, *given, family] if part)
    return {"given": " ".join(given), "given_names": given, "family": family, "prefix": prefix, "name": line}


def _address(addresses: list[etree._Element]) -> dict[str, Any]:
    """The home address, of up to three."""
    homes = [address for address in addresses if "H" in (address.get("use") or "H").split()]
    if not homes:
        return {"lines": [], "postcode": ""}
    lines = [text for line in homes[0].findall("h:streetAddressLine", _NS) if (text := _text(line))]
    return {"lines": lines, "postcode": homes[0].findtext("h:postalCode", "", _NS).strip()}


def _telephone(telecoms: list[etree._Element]) -> str:
    numbers = [
        (telecom.get("use") or "", (telecom.get("value") or "").removeprefix("tel:"))
        for telecom in telecoms
        if (telecom.get("value") or "").startswith("tel:")
    ]
    best = sorted(numbers, key=lambda pair: {"MC": 0, "H": 1}.get(pair[0], 2))
    return best[0][1] if best else ""


def _practice(patient: etree._Element) -> dict[str, str]:
    where = "h:patientPerson/h:gPPractice/h:locationOrganization"
    name = patient.findtext(f"{where}/h:name", "", _NS).strip()
    return {"ods": _attribute(patient, f"{where}/h:id", "extension"), "name": name}


def _day(text: str) -> str:
    """As much of a day as is said: HL7 writes it without hyphens."""
    parts = (text[:4], text[4:6], text[6:8])
    return "-".join(part for part in parts if part)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()


def _attribute(element: etree._Element, path: str, name: str) -> str:
    found = element.find(path, _NS)
    return (found.get(name) or "").strip() if found is not None else ""
