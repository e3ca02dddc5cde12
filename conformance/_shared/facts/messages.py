"""What outbound messages claim of a patient that nobody recorded, adopted or served, by the form of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpcs_harness.judging.account.bare import bare, stands_alone
from cpcs_harness.judging.views import EvidenceView, ExchangeView

from ..mails import what_it_says
from ..mesh import MeshMessage, read_whole
from .coded import of_json, of_xml, prose, strange, strange_moments
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
    narrative = "\n".join(_narratives(root))
    found = [
        *_of_value(of_xml(root), known),
        *invented(narrative, known),
        *_premises(evidence, narrative, known),
    ]
    return list(dict.fromkeys([*subject, *found]))


def of_resource(evidence: EvidenceView, journey: str, call: ExchangeView) -> list[str]:
    """Give what a FHIR message in JSON claims beside what was known."""
    known, value = known_in(evidence, journey), of_json(call.request.json)
    return [*_of_value(value, known), *_premises(evidence, prose(value), known)]


def of_mail(evidence: EvidenceView, journey: str, mail: ExchangeView) -> list[str]:
    """Give what an e-mail's subject, texts and files claim beside what was known."""
    said = what_it_says(mail)
    known, text = known_in(evidence, journey), "\n".join([said.subject, said.text, *said.attachments])
    return [*invented(text, known), *_premises(evidence, text, known)]


def _of_value(value: Any, known: Known) -> list[str]:
    return list(dict.fromkeys([*strange(value, known), *strange_moments(value, known, _PERIOD)]))


def _narratives(root: Any) -> Iterator[str]:
    """Give each narrative twice: parts of a line that stand in elements of their own make a line each, and one."""
    for division in root.iter(_DIVISION):
        text = "\n".join(division.itertext())
        yield text
        yield " ".join(text.split())


def _premises(evidence: EvidenceView, text: str, known: Known) -> list[str]:
    """Give the pharmacies that the candidate serves and that have no part in a journey, where a text names them."""
    premises = (evidence.views.environment or {}).get("premises") or ()
    names = [str(one[key]) for one in premises for key in ("name", "ods") if one.get(key)]
    return [f"pharmacy {name}" for name in names if stands_alone(bare(name), text) and not known.has(name)]
