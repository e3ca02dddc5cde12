"""What outbound messages claim of a patient that nobody recorded, adopted or served, by the form of each."""

from __future__ import annotations

from typing import Any

from cpcs_harness.judging.views import EvidenceView, ExchangeView

from ..mails import what_it_says
from ..mesh import MeshMessage, read_whole
from .coded import of_json, of_xml, strange, strange_moments
from .known import Known, known_in
from .told import invented

TODO = "Send what was recorded, adopted or served for this patient, and nothing beside."
_DIVISION = "{http://www.w3.org/1999/xhtml}div"
_PERIOD = "billablePeriod"
"""Of a claim: the first day of a month, on which nothing need have happened."""


def of_document(evidence: EvidenceView, journey: str, message: MeshMessage) -> list[str]:
    """Give what a FHIR message in XML, or its subject, claims beside what was known; nothing of what cannot be read."""
    root = read_whole(message)
    if root is None:
        return []
    known = known_in(evidence, journey)
    # A header holds ASCII alone, and senders leave out letters of names that are none.
    told = invented(message.call.request.header("Mex-Subject") or "", known)
    subject = [claim for claim in told if not claim.startswith("person ")]
    return list(dict.fromkeys([*subject, *_of_value(of_xml(root), known), *_of_narrative(root, known)]))


def of_resource(evidence: EvidenceView, journey: str, call: ExchangeView) -> list[str]:
    """Give what a FHIR message in JSON claims beside what was known."""
    return _of_value(of_json(call.request.json), known_in(evidence, journey))


def of_mail(evidence: EvidenceView, journey: str, mail: ExchangeView) -> list[str]:
    """Give what an e-mail's subject, texts and files claim beside what was known."""
    said = what_it_says(mail)
    return invented("\n".join([said.subject, said.text, *said.attachments]), known_in(evidence, journey))


def _of_value(value: Any, known: Known) -> list[str]:
    return list(dict.fromkeys([*strange(value, known), *strange_moments(value, known, _PERIOD)]))


def _of_narrative(root: Any, known: Known) -> list[str]:
    # Parts of a line that stand in elements of their own make a line each, and all of them one.
    texts = ["\n".join(division.itertext()) for division in root.iter(_DIVISION)]
    return [claim for text in texts for claim in invented(f"{text}\n{' '.join(text.split())}", known)]
