"""Whatever a candidate submits as a claim is read, or said to be none: it breaks no check."""

import pytest

from cpcs_harness._content.conformance.claims import _claims

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


@pytest.mark.parametrize(
    ("own", "code"),
    [({"system": ODS, "value": "FA101"}, "FA101"), ({"value": "FA101"}, ""), ({}, ""), (None, "")],
)
def test_an_organisation_is_named_by_the_references_own_identifier(own, code):
    assert _claims.organisation_of({}, {"identifier": own}) == code
