"""Whatever a candidate submits as a claim is read, or said to be none: it breaks no check."""

import json

import pytest

from cpcs_harness._content.conformance.claims import _claims

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


@pytest.mark.parametrize(
    "contained",
    [
        [{"resourceType": "Nonsense"}],
        [{"resourceType": 7}],
        [{"resourceType": ["Patient"]}],
        ["Patient"],
        [None],
    ],
)
def test_a_contained_resource_of_no_type_is_the_claims_own_fault(contained):
    body = json.dumps({"resourceType": "Claim", "contained": contained}).encode()

    assert _claims._why_invalid(body)


def test_a_claim_that_is_nested_without_end_is_the_claims_own_fault():
    assert _claims._why_invalid(b'{"resourceType":"Claim","contained":' + b"[" * 5000 + b"]" * 5000 + b"}")


@pytest.mark.parametrize(
    ("own", "code"),
    [({"system": ODS, "value": "FA101"}, "FA101"), ({"value": "FA101"}, ""), ({}, ""), (None, "")],
)
def test_an_organisation_is_named_by_the_references_own_identifier(own, code):
    assert _claims.organisation_of({}, {"identifier": own}) == code
