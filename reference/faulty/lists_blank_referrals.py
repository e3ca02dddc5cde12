"""Takes a document without a patient and lists a line that says nothing."""

import contextlib
from typing import Any

from lxml import etree

from ..inbound.itk.cda import CDA, DocumentRefused, attribute, document_id, sender_of
from ..inbound.itk.cda_people import case_numbers
from ..inbound.itk.intake import Intake
from ..kit.moments import now
from ..service import Service

CATCHES = ("N111-20",)
CONDITION = "a document without a patient"


class _Blank(Intake):
    def check_document(self, document: etree._Element) -> None:
        with contextlib.suppress(DocumentRefused):
            super().check_document(document)

    def read(self, document: etree._Element) -> dict[str, Any]:
        if document.find(f"{{{CDA}}}recordTarget") is not None:
            return super().read(document)
        encounter = f"{{{CDA}}}componentOf/{{{CDA}}}encompassingEncounter/{{{CDA}}}id"
        nobody: dict[str, Any] = {
            "given": "",
            "family": "",
            "prefix": "",
            "name": "",
            "birth_date": "",
            "gender": "",
        }
        nobody |= {"nhs_number": "", "nhs_number_verified": False, "addresses": [], "telephones": []}
        return {
            "document_id": document_id(document),
            "set_id": attribute(document, "h:setId", "root"),
            "version": 1,
            "created": now(),
            **case_numbers(document.findall(encounter)),
            "sender": sender_of(document),
            "patient": {**nobody, "emails": []},
            "callback_number": "",
            "informant": None,
            "practice": {"ods": "", "name": ""},
            "disposition": {"code": "", "text": ""},
            "pathway": "unknown",
            "sections": [],
        }


def install(service: Service) -> None:
    """Leave documents unchecked."""
    service.intake.__class__ = _Blank
