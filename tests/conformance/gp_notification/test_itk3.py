"""What is one patient's has UUIDs and identifiers that no other patient's has; what is many patients' may keep them."""

from types import SimpleNamespace

import pytest
from lxml import etree

from cpcs_harness._content.conformance.gp_notification import test_itk3
from cpcs_harness.errors import NotMet
from cpcs_harness.formats.itk3 import Resource, entries
from made_up import SeenCall

ENTRY = '<entry><fullUrl value="urn:uuid:{url}"/><resource><{kind}>{inside}</{kind}></resource></entry>'
NUMBER = '<identifier><system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="{}"/></identifier>'


def document(seq, number, url, *, listed="", pharmacy="p", system="https://tools.ietf.org/html/rfc4122"):
    """Give a document about a patient, with a list under an identifier and the pharmacy."""
    parts = [
        ENTRY.format(url=url, kind="Patient", inside=NUMBER.format(number)),
        ENTRY.format(url=pharmacy, kind="Organization", inside=""),
        ENTRY.format(
            url=f"{url}-list",
            kind="List",
            inside=f'<identifier><system value="{system}"/><value value="{listed}"/></identifier>',
        ),
    ]
    root = etree.fromstring(f'<Bundle xmlns="http://hl7.org/fhir">{"".join(parts)}</Bundle>')
    return SimpleNamespace(
        document=entries(Resource("", root)), call=SeenCall(id=f"e{seq}", where=f"message {seq}")
    )


def test_each_patient_has_their_own_and_keeps_it_when_told_of_again():
    first = document(1, "9000000009", "a", listed="1")

    test_itk3.expect_nobodys_twice([first, document(2, "9000000017", "b", listed="2"), first])


def test_a_value_stands_for_something_in_its_own_system_alone():
    first = document(1, "9000000009", "a", listed="1", system="urn:oid:2.1")

    test_itk3.expect_nobodys_twice([first, document(2, "9000000017", "b", listed="1", system="urn:oid:2.2")])


@pytest.mark.parametrize(("url", "listed"), [("A", "2"), ("b", "1")])
def test_what_another_patients_document_was_sent_with_is_not_used_again(url, listed):
    first, then = document(1, "9000000009", "a", listed="1"), document(2, "9000000017", url, listed=listed)

    with pytest.raises(NotMet, match="no other patient's has"):
        test_itk3.expect_nobodys_twice([first, then])
