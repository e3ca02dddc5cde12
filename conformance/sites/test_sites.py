"""Several pharmacies use one system: each case is that of the pharmacy it was sent to.

Source: ITK Distribution Envelope definition v1.1, addresslist (interface sheet nhs111-itk22, 2.2, case S18).
"""

from collections.abc import Mapping
from typing import Any

from cpcs_harness.formats.itk3 import FHIR, read_message, resolve, value
from cpcs_harness.formats.json_parts import object_in, objects_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    Unseen,
    criterion,
    expect,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words

from .._shared.mails import what_it_says
from .._shared.mesh import MeshMessage, read_whole, sent_by

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def patients(journey: JourneyView) -> dict[str, Mapping[str, Any]]:
    """Give what was issued for each patient of a journey, by NHS number."""
    return {issued["person"]["nhs_number"]: issued for issued in (*journey.also.values(), journey.issued)}


def premises_of(journey: JourneyView, text: str, at: ExchangeView) -> Mapping[str, Any]:
    """Give the pharmacy that the referral of the patient whom a text names was addressed to."""
    unspaced = text.replace(" ", "")
    found = [issued for number, issued in patients(journey).items() if number in unspaced]
    if len(found) != 1:
        raise NotShown(f"{at.where} names {len(found)} of the journey's patients", exchanges=[at.id])
    premises: Mapping[str, Any] = found[0]["premises"]
    return premises


@criterion("SITE-01")
def test_the_practice_is_told_by_the_pharmacy_of_the_case(evidence: EvidenceView):
    """Account, sender and text of an e-mail; mailbox, local id and sender of a MESH message."""
    for journey in evidence.each():
        mails = journey.exchanges("nhsmail", "submit", at_least=0)
        messages = sent_by(evidence, journey, at_least=0)
        documents = [message for message in messages if is_document(message)]
        if not mails and not documents:
            raise NotShown(f"journey {journey.id}: no practice was told")
        unseen = Unseen()
        for mail in mails:
            with unseen:
                expect_mail_of(journey, mail)
        for message in documents:
            with unseen:
                expect_document_of(journey, message)
        unseen.tell()


def expect_mail_of(journey: JourneyView, mail: ExchangeView) -> None:
    """Raise NotMet unless an e-mail is from the case's pharmacy."""
    read = what_it_says(mail)
    due = premises_of(journey, read.text, mail)
    expect_equal("the account", due["email"].lower(), str(mail.facts.get("account")).lower(), mail)
    expect_equal("From", due["email"].lower(), read.sender, mail)
    expect(due["ods"] in read.text, f"pharmacy {due['ods']} in the text", read.text, mail)


def is_document(sent: MeshMessage) -> bool:
    """Say whether a MESH message carries a document about a patient, and not a response."""
    message = read_message(read_whole(sent))
    return message is not None and bool(message.documents)


def expect_document_of(journey: JourneyView, sent: MeshMessage) -> None:
    """Raise NotMet unless a document is from the case's pharmacy."""
    message, call = read_message(read_whole(sent)), sent.call
    patients_named = [
        value(identifier, "f:value")
        for identifier in message.root.iter(f"{{{FHIR}}}identifier")
        if value(identifier, "f:system") == NHS_NUMBER
    ]
    due = premises_of(journey, " ".join(patients_named), call)
    expect_equal("the sending mailbox", due["mailbox"], "".join(call.request.segments[1:2]), call)
    expect_equal("Mex-LocalID", due["ods"], call.request.header("Mex-LocalID"), call)
    sender = None
    if message.header is not None:
        sender = resolve(message.resources, value(message.header.node, "f:sender/f:reference"))
        endpoint = value(message.header.node, "f:source/f:endpoint")
        expect_equal("source.endpoint", due["mailbox"], endpoint, call)
    ods = value(sender.node, "f:identifier/f:value") if sender is not None else ""
    expect_equal("the sender's ODS code", due["ods"], ods, call)


@criterion("SITE-01")
def test_the_claim_is_for_the_pharmacy_of_the_case(evidence: EvidenceView):
    """The provider of a claim is the pharmacy that the patient's referral was addressed to."""
    for journey in evidence.each():
        for call, apart in through(journey.exchanges("mys", "submit_claim")):
            with apart:
                due = premises_of(journey, call.request.body.decode("utf-8", "replace"), call)
                expect_equal("the pharmacy", [due["ods"]], providers(call.request.json), call)


def providers(claim: Any) -> list[str]:
    """Give the ODS codes of a claim's provider: its own identifier, or that of the resource it refers to."""
    reference = object_in(claim, "provider")
    meant = [
        resource
        for resource in objects_in(claim, "contained")
        if f"#{resource.get('id')}" == reference.get("reference")
    ]
    listed = [identifier for holder in (reference, *meant) for identifier in objects_in(holder, "identifier")]
    return sorted({str(identifier.get("value")) for identifier in listed if identifier.get("system") == ODS})


@criterion("SITE-01")
def test_the_audit_trail_of_a_case_is_that_of_its_pharmacy(evidence: EvidenceView):
    """Each pharmacy's trail holds its own reports, under its own code, and nothing of the other's."""
    for journey in evidence.each():
        trails = {seen.actor["ods"]: seen for seen in journey.observations("read_audit")}
        if len(trails) < 2:
            raise NotShown(f"journey {journey.id}: the audit trails of {len(trails)} pharmacy were read")
        sent = [(report, ids_in(report)) for report in (call.facts["report"] for call in reports(journey))]
        for ods, seen in trails.items():
            entries = seen.shown.get("entries") or []
            named = [(entry, ids_in(entry)) for entry in entries]
            for report, ids in sent:
                about = [entry for entry, told in named if not ids.isdisjoint(told)]
                if report["premises"]["ods"] == ods:
                    expect(bool(about), f"an entry for document {report['document_id']}", Words("none"), seen)
                else:
                    expect_none(f"entry of pharmacy {report['premises']['ods']} at {ods}", about, seen)
            expect_none(
                "entry of another pharmacy",
                [entry for entry in entries if entry.get("ods") not in (ods, None, "")],
                seen,
            )


def reports(journey: JourneyView) -> list[ExchangeView]:
    """Give what NHS 111 sent, by ITK or through the adaptor."""
    found = journey.sent("nhs111", at_least=0) + journey.sent("adaptor", at_least=0)
    if not found:
        raise NotShown(f"journey {journey.id}: no report was sent")
    return found


def ids_in(told: Mapping[str, Any]) -> set[str]:
    """Give the ids of a report, or those that an entry of an audit trail has: it is about the report by any of them."""
    said = (told.get(key) for key in ("document_id", "message_id", "tracking_id", "case_reference"))
    return {str(text).upper() for text in said if text}
