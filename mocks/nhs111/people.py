"""The people and organisations that a CDA document of NHS 111 names beside the patient: who sends, keeps, gets it.

Source: NHS 111 Domain Message Specification 2.1, and what senders are seen to send (interface sheet nhs111-itk22,
3.3, 3.4 and 4.2).
"""

from __future__ import annotations

from dataclasses import replace

from cpcs_harness.people.model import Caller, Premises, Report

from .nodes import OID, Node, address, coded, content_id, moment, node, telephone, template_id

ONLINE_ORGANISATION = "YDDF4", "NHS Digital Message Engine"
ONLINE_AUTHOR = "Online", "User"
OTHER_RECIPIENT = "FZ998", "Another Road Pharmacy"
"""Whom some documents name as well, though their envelopes are not addressed there."""
CUSTODIAN_ROOTS = {"field": f"{OID}.19.2"}
"""Organisations have either of two roots, by the sending system: their codes are the same."""


def as_sent(report: Report) -> Report:
    """Give the report with the sender and author that NHS 111 online names in every one of its documents."""
    if report.sender != "online":
        return report
    code, name = ONLINE_ORGANISATION
    earlier = tuple(as_sent(document) for document in report.earlier)
    return replace(report, sender_ods=code, sender_name=name, author_name=ONLINE_AUTHOR, earlier=earlier)


def author(report: Report) -> Node:
    """Write who took the call, or the online service's own user."""
    template = "COCD_TP145200GB01"
    given, family = report.author_name
    role = ("T1", "OOH call handler") if report.sender == "online" else ("NR1690", "Call Operator")
    person = node(
        "assignedPerson",
        template_id(f"{template}#assignedPerson"),
        node("name", node("given", given), node("family", family)),
        classCode="PSN",
        determinerCode="INSTANCE",
    )
    assigned = node(
        "assignedAuthor",
        template_id(f"{template}#AssignedAuthor"),
        node("id", root=f"{OID}.18.24", extension=f"{given[0]}{family}".upper()),
        coded("code", role[0], f"{OID}.17.196", role[1]),
        person,
        _organisation(
            "representedOrganization",
            f"{template}#representedOrganization",
            f"{OID}.19.1",
            *_employer(report),
        ),
        classCode="ASSIGNED",
    )
    return node(
        "author",
        content_id(f"{template}#AssignedAuthor"),
        coded("functionCode", "OA", f"{OID}.17.178", "Originating Author"),
        moment("time", report.created, report),
        assigned,
        typeCode="AUT",
        contextControlCode="OP",
    )


def informant(report: Report) -> list[Node]:
    """Write who rang, and who else told something, where the sender says so; with none, the patient rang."""
    return [_informant(caller) for caller in (report.caller, report.written.informant) if caller is not None]


def _informant(caller: Caller) -> Node:
    template = "COCD_TP145007UK03"
    person = node("relatedPerson", template_id(f"{template}#relationshipHolder"), node("name", caller.name))
    person.attrib.update({"classCode": "PSN", "determinerCode": "INSTANCE"})
    entity = node(
        "relatedEntity",
        template_id(f"{template}#RelatedEntity"),
        coded("code", caller.code, f"{OID}.16.45", caller.relationship),
        telephone(caller.telephone, "EC"),
        person,
        classCode="PRS",
    )
    return node(
        "informant",
        content_id(f"{template}#RelatedEntity"),
        entity,
        typeCode="INF",
        contextControlCode="OP",
    )


def custodian(report: Report) -> Node:
    """Write who keeps the report: the provider that sends it."""
    template, name = "COCD_TP145018UK03", "representedCustodianOrganization"
    assigned = node(
        "assignedCustodian",
        template_id(f"{template}#AssignedCustodian"),
        _organisation(name, f"{template}#{name}", _root(report), *_sender(report)),
        classCode="ASSIGNED",
    )
    return node("custodian", content_id(f"{template}#AssignedCustodian"), assigned, typeCode="CST")


def recipients(report: Report) -> list[Node]:
    """Write the pharmacies that are to act, ours last, and the practice where it gets a copy."""
    codes = [(premises.ods, premises.name) for premises in report.also_to]
    if "other-recipient" in report.forms:
        codes.insert(0, OTHER_RECIPIENT)
    codes.append((f"{report.premises.ods}{report.ods_suffix}", report.premises.name))
    written = [_recipient(ods, name, "PRCP", _root(report)) for ods, name in codes]
    if report.practice_copied:
        practice = report.person.practice
        written.append(_recipient(practice.ods, practice.name, "TRC", _root(report)))
    return written


def _recipient(ods: str, name: str, kind: str, root: str) -> Node:
    template = "COCD_TP145203GB03"
    received = f"{template}#representedOrganization"  # as published: the template's name is not the element's
    organisation = _organisation("receivedOrganization", received, root, ods, name)
    intended = node(
        "intendedRecipient", template_id(f"{template}#IntendedRecipient"), organisation, classCode="ASSIGNED"
    )
    return node("informationRecipient", content_id(f"{template}#IntendedRecipient"), intended, typeCode=kind)


def referred_to(report: Report, premises: Premises) -> Node:
    """Write the participant that ic24 and cleric add: the service that was chosen, which nobody routes by."""
    template = "COCD_TP145214GB01"
    chosen = _sender(report) if report.habits == "ic24" else (premises.ods, premises.name)
    scoping = "scopingOrganization"
    organisation = _organisation(scoping, f"{template}#{scoping}", f"{OID}.19.1", *chosen)
    entity = node(
        "associatedEntity",
        template_id(f"{template}#AssociatedEntity"),
        address(premises.address, premises.postcode, "PHYS"),
        telephone(premises.telephone, "EC"),  # the pharmacy's own: not every EC is the patient's
        organisation,
        classCode="ASSIGNED",
    )
    return node(
        "participant",
        content_id(f"{template}#AssociatedEntity"),
        entity,
        typeCode="REFT",
        contextControlCode="OP",
    )


def _sender(report: Report) -> tuple[str, str]:
    return report.sender_ods, report.sender_name


def _employer(report: Report) -> tuple[str, str]:
    """Give the author's organisation: the provider, or a site of it under a code of its own (invariant I11)."""
    ods, name = _sender(report)
    return (f"{ods[:3]}99", name) if report.habits == "ic24" else (ods, name)


def _root(report: Report) -> str:
    return CUSTODIAN_ROOTS.get(report.habits, f"{OID}.19.1")


def _organisation(element: str, template: str, root: str, ods: str, name: str) -> Node:
    return node(
        element,
        template_id(template),
        node("id", root=root, extension=ods),
        node("name", name),
        classCode="ORG",
        determinerCode="INSTANCE",
    )
