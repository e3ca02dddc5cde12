"""Which parts each response to a practice has to have, and which may be left to who writes it."""

from types import SimpleNamespace

import pytest
from lxml import etree

from conformance.gp_referral._acknowledgements import Acknowledgement
from conformance.gp_referral._responses import expect_whole
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.itk3 import HANDLING, read_message

KIND = (
    '<valueCoding><system value="https://fhir.nhs.uk/STU3/CodeSystem/ITK-RecipientType-1"/><code value="FA"/>'
    '<display value="For Action"/></valueCoding>'
)
PARTS = {
    "RecipientType": KIND,
    "MessageDefinition": '<valueReference><reference value="https://fhir.nhs.uk/D"/></valueReference>',
    "SenderReference": '<valueString value="None"/>',
    "LocalExtension": '<valueString value="None"/>',
}
ISSUE = (
    '<issue><severity value="fatal"/><code value="invalid"/><details><coding><code value="20009"/>'
    '<display value="Payload validation failure"/></coding></details>{}</issue>'
)
WHY = '<diagnostics value="Composition.subject is missing"/>'
EXPLAINED = ISSUE.format(WHY)


def response(of="urn:uuid:o1", code="fatal-error", issues=EXPLAINED, **changes):
    """Give a response with one thing changed."""
    handling = "".join(
        f'<extension url="{name}">{value}</extension>'
        for name, value in {**PARTS, **changes}.items()
        if value
    )
    header = (
        f'<MessageHeader><id value="h1"/><extension url="{HANDLING}">{handling}</extension><event><system value="s"/>'
        f'</event><timestamp value="2026-11-25T10:00:00Z"/><response><code value="{code}"/><details>'
        f'<reference value="{of}"/></details></response></MessageHeader>'
    )
    outcome = f'<OperationOutcome><id value="o1"/>{issues}</OperationOutcome>'
    entries = "".join(
        f'<entry><fullUrl value="urn:uuid:{name}"/><resource>{resource}</resource></entry>'
        for name, resource in (("h1", header), ("o1", outcome))
    )
    root = etree.fromstring(f'<Bundle xmlns="http://hl7.org/fhir">{entries}</Bundle>')
    return Acknowledgement(SimpleNamespace(id="e1", where="here"), read_message(root))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="for action"),
        pytest.param({"RecipientType": KIND.replace('"FA"', '"FI"')}, id="for information"),
        pytest.param({"of": "OperationOutcome/o1"}, id="by type and id"),
        pytest.param({"code": "ok", "issues": ISSUE.format("")}, id="nothing wrong, and nothing to explain"),
        pytest.param({"SenderReference": '<valueString value="R1"/>'}, id="a reference of the practice's"),
    ],
)
def test_a_response_that_has_all_its_parts_is_whole(changes):
    expect_whole(response(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        *(pytest.param({name: ""}, id=f"no {name}") for name in PARTS),
        pytest.param({"RecipientType": KIND.replace('"FA"', '"XX"')}, id="for nobody"),
        pytest.param({"of": "urn:uuid:o2"}, id="details of nothing"),
        pytest.param({"issues": EXPLAINED * 2}, id="two issues"),
        pytest.param({"issues": ISSUE.format("")}, id="refused without a word"),
        pytest.param({"issues": EXPLAINED.replace("display", "text")}, id="a code without its display"),
    ],
)
def test_a_response_that_lacks_a_part_fails(changes):
    with pytest.raises(NotMet):
        expect_whole(response(**changes))
