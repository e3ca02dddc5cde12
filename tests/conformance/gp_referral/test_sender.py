"""By which codes a response to a practice may name the pharmacy that answers."""

from types import SimpleNamespace

import pytest
from lxml import etree

from conformance.gp_referral._acknowledgements import Acknowledgement
from conformance.gp_referral.test_acknowledgements import expect_in_its_own_name
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.itk3 import read_message

PHARMACY, COMPANY = ("ods-site-code", "FX501"), ("ods-organization-code", "FX5")


def response(*codes, of="o1"):
    identifiers = "".join(
        f'<identifier><system value="https://fhir.nhs.uk/Id/{system}"/><value value="{code}"/></identifier>'
        for system, code in codes
    )
    header = (
        f'<MessageHeader><id value="h1"/><sender><reference value="urn:uuid:{of}"/></sender></MessageHeader>'
    )
    organisation = f'<Organization><id value="o1"/>{identifiers}</Organization>'
    entries = "".join(
        f'<entry><fullUrl value="urn:uuid:{name}"/><resource>{resource}</resource></entry>'
        for name, resource in (("h1", header), ("o1", organisation))
    )
    root = etree.fromstring(f'<Bundle xmlns="http://hl7.org/fhir">{entries}</Bundle>')
    return Acknowledgement(SimpleNamespace(id="e1", where="here"), read_message(root))


@pytest.mark.parametrize(
    "codes", [[PHARMACY], [COMPANY, PHARMACY], [("ods-organization-code", "FX501")]], ids=str
)
def test_the_pharmacys_code_may_stand_beside_its_companys(codes):
    expect_in_its_own_name(response(*codes), "FX501")


@pytest.mark.parametrize(
    ("codes", "of"), [([COMPANY], "o1"), ([], "o1"), ([("other", "FX501")], "o1"), ([PHARMACY], "o2")]
)
def test_a_response_in_anothers_name_or_in_nobodys_fails(codes, of):
    with pytest.raises(NotMet):
        expect_in_its_own_name(response(*codes, of=of), "FX501")
