"""The directory's endpoints: those of a practice and a pharmacy by default, and those that a journey has it hold."""

import pytest

from cpcs_harness._content.mocks.dos import endpoints

NAMES = {
    "endpointOrder",
    "transport",
    "format",
    "interaction",
    "businessScenario",
    "address",
    "comment",
    "compression",
}


def test_a_row_has_every_member_of_the_model():
    (row,) = endpoints.as_answered(
        [{"order": 3, "scenario": "Copy", "transport": "telno", "address": "01632 960917"}]
    )

    assert set(row) == NAMES
    assert (row["endpointOrder"], row["businessScenario"], row["compression"]) == (3, "Copy", "uncompressed")


def test_the_first_row_of_a_practice_is_no_email_and_two_have_the_same_order():
    rows = endpoints.as_answered(endpoints.of_practice("sedge@nhs.net", "Y01234"))

    assert [(row["businessScenario"], row["transport"], row["endpointOrder"]) for row in rows] == [
        ("Copy", "itk", 1),
        ("Copy", "email", 1),
        ("Primary", "email", 2),
    ]


@pytest.mark.parametrize("code", ["FQ402", "FQ402RPX", " FQ402 "])
def test_a_pharmacy_has_the_mailbox_of_its_own_code(code):
    assert endpoints.of_pharmacy(code)[1]["address"] == "pharmacy.fq402@nhs.net"
