"""The patient of a CDA document of NHS 111, with the practice where they are registered.

Source: NHS 111 Domain Message Specification 2.1, and what senders are seen to send (interface sheet nhs111-itk22, 3.3).
"""

from __future__ import annotations

from cpcs_harness.people.model import Report

from .nodes import OID, Node, address, coded, content_id, node, telephone, template_id

NHS_NUMBER = "2.16.840.1.113883.2.1.4.1"
"""This root says that the number is verified: in this template the root is the status."""
UNVERIFIED = f"{OID}.18.23"
GENDERS = {
    "unknown": ("0", "Not known"),
    "male": ("1", "Male"),
    "female": ("2", "Female"),
    "not specified": ("9", "Not specified"),
}
_BIRTH = {"day": "%Y%m%d", "month": "%Y%m", "year": "%Y", "impossible": "%Y0230"}


def record_target(report: Report) -> Node:
    """Write the patient."""
    template, parts = "COCD_TP145201GB01", [*_ids(report), *_addresses(report), *_telecoms(report)]
    parts.append(_patient(report, template))
    if report.names_practice:
        parts.append(_practice(report, template))
    role = node("patientRole", template_id(f"{template}#PatientRole"), *parts, classCode="PAT")
    return node(
        "recordTarget", content_id(f"{template}#PatientRole"), role, typeCode="RCT", contextControlCode="OP"
    )


def _addresses(report: Report) -> list[Node]:
    """Write the patient's home, and where they are now; that other place may stand first."""
    person, written = report.person, report.written
    home = "HP" if report.sender == "online" else "H"
    in_parts = written.lines == "in parts"
    found = [address(person.address, person.postcode, home, in_parts)] if has_home(report) else []
    if written.elsewhere is not None:
        elsewhere = written.elsewhere
        kind, _, order = written.addresses.partition(" ")
        use = "TMP" if kind == "temporary" else "PHYS"
        found.insert(0 if order == "first" else 1, address(elsewhere.lines, elsewhere.postcode, use))
    elif report.sender == "online" and found:
        found.append(address(person.address, person.postcode, "PHYS"))
    return found


def has_home(report: Report) -> bool:
    """Say whether a report says where its patient lives."""
    return report.written.lines != "no address"


def _telecoms(report: Report) -> list[Node]:
    """Write the patient's numbers, and what else they are reached by. EC: call back."""
    person, written = report.person, report.written
    callback = {"marked": "EC", "marked as mobile too": "EC MC", "not marked": "MC"}.get(written.callback)
    found = []
    if callback is not None:
        home = telephone(person.home_telephone, "HP" if report.sender == "online" else "H")
        found = [home, telephone(person.callback, callback)]
    if written.telecoms == "withheld":
        found.append(node("telecom", nullFlavor="MSK"))
    if written.email:
        found.append(node("telecom", value=f"mailto:{written.email}", use="H"))
    if written.work_telephone:
        found.append(telephone(f"{written.work_telephone}{written.behind}", "WP"))
    return found


def _sent_number(report: Report) -> tuple[str, str] | None:
    """Give the root and the number that stand for the patient's NHS number; None where none is sent."""
    number = report.person.nhs_number
    wrong = f"{number[:9]}{(int(number[9]) + 1) % 10}"
    called_verified = "called-verified" in report.forms
    return {
        "verified": (NHS_NUMBER, number),
        "unverified": (UNVERIFIED, number),
        "zeros": (UNVERIFIED, "0000000000"),
        "short": (NHS_NUMBER if called_verified else UNVERIFIED, number[:9]),
        "bad-check": (NHS_NUMBER, wrong),
        "two": (NHS_NUMBER, number),
        "absent": None,
    }[report.number]


def _ids(report: Report) -> list[Node]:
    number, ids = _sent_number(report), []
    if number is not None:
        ids.append(node("id", root=number[0], extension=number[1]))
    if report.number == "two":
        ids.append(node("id", root=NHS_NUMBER, extension=report.second_number))
    if report.local_id or number is None:
        local = report.local_id or report.case_id
        authority = f"{report.sender_ods}:{report.sender_name}"
        ids.append(node("id", root=f"{OID}.18.24", extension=local, assigningAuthorityName=authority))
    return ids


def _patient(report: Report, template: str) -> Node:
    person = report.person
    code, gender = GENDERS[report.gender or person.gender]
    return node(
        "patient",
        template_id(f"{template}#patientPatient"),
        *_names(report),
        coded("administrativeGenderCode", code, f"{OID}.16.25", gender),
        _birth_time(report),
        classCode="PSN",
        determinerCode="INSTANCE",
    )


def _names(report: Report) -> list[Node]:
    """Write the name that the patient goes by, and what else they are called; that may stand first."""
    person, written = report.person, report.written
    given = person.given.split(" ") if written.given == "two" else [person.given]
    parts = [node("given", name) for name in given]
    if written.family == "named":
        parts.append(node("family", person.family))
    if report.habits not in ("online", "ic24"):
        parts.insert(0, node("prefix", person.prefix))
    names = [node("name", *parts)]
    if written.names != "unmarked":
        names[0].set("use", "L")
    if written.nickname:
        nickname = node("name", node("given", written.nickname), use="P")
        names.insert(0 if written.names == "nickname first" else 1, nickname)
    return names


def _birth_time(report: Report) -> Node:
    if report.birth_known == "unknown":
        return node("birthTime", nullFlavor="UNK")
    return node("birthTime", value=report.person.birth_date.strftime(_BIRTH[report.birth_known]))


def _practice(report: Report, template: str) -> Node:
    practice = report.person.practice
    return node(
        "providerOrganization",
        template_id(f"{template}#providerOrganization"),
        *_practice_ids(report),
        node("name", practice.name),
        telephone(practice.telephone, "WP"),
        address(practice.address, practice.postcode, "WP"),
        coded("standardIndustryClassCode", "001", f"{OID}.17.289", "GP Practice"),
        classCode="ORG",
        determinerCode="INSTANCE",
    )


def _practice_ids(report: Report) -> list[Node]:
    """Write the practice's ODS code; a code of the sender's own may stand before it."""
    code = node("id", root=f"{OID}.19.1", extension=report.person.practice.ods)
    if report.written.practice == "code":
        return [code]
    authority = f"{report.sender_ods}:{report.sender_name}"
    return [node("id", root=f"{OID}.18.24", extension="SURGERY-9", assigningAuthorityName=authority), code]
