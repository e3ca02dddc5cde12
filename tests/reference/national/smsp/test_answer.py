"""What the reference reads in an answer of the Spine Mini Service."""

import re

import pytest
from lxml import etree

from reference_smsp import (
    WHOLE,
    answer,
    by_number,
    details,
    soap_fault,
    verified,
)


@pytest.mark.parametrize(
    ("more", "deceased_on"),
    [('<deceasedTime value="20240301"/>', "2024-03-01"), ('<deceasedTime value="2024"/>', "2024")],
)
def test_a_death_is_told(pharmacist, mini, more, deceased_on):
    mini.planned = [details(more=more)]

    [patient] = by_number(pharmacist)["observation"]["matches"]

    assert (patient["deceased"], patient["deceased_on"]) == (True, deceased_on)
    assert "deceased" in [notice["kind"] for notice in patient["notices"]]


def test_a_record_that_says_nothing_of_where_the_patient_is_is_taken_for_a_restricted_one(pharmacist, mini):
    bare = re.sub("<addr.*/>\n(?=<patientPerson)|<gPPractice.*</gPPractice>", "", WHOLE, flags=re.S)
    mini.planned = [details(inside=bare)]

    [patient] = by_number(pharmacist)["observation"]["matches"]

    assert (patient["family"], patient["restricted"]) == ("Whitlow", True)
    assert (patient["address"], patient["telephone"]) == ({"lines": [], "postcode": ""}, "")


def test_a_record_of_the_number_alone_cannot_be_adopted(pharmacist, mini):
    mini.planned = [details(inside="")]

    seen = by_number(pharmacist)["observation"]

    assert "very-restricted" in [notice["kind"] for notice in seen["notices"]]
    assert (
        pharmacist.do("choose_patient", pharmacist.referral, nhs_number="9990000018")["status"] == "refused"
    )


HOSTILE = {
    "entities": '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "external": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    "deep": "<a>" * 10_000,
    "wide": f"<a>{'<b/>' * 100_000}</a>",
    "not-utf-8": '<?xml version="1.0" encoding="UTF-16"?><a/>',
    "long-code": answer("X" * 5000),
    "code-like-markup": answer("&lt;script&gt;"),
    "long-fault": (500, soap_fault("Client" + "X" * 5000)),
}


@pytest.mark.parametrize("planned", HOSTILE.values(), ids=HOSTILE)
def test_hostile_answers_are_errors_and_short(pharmacist, mini, planned):
    mini.planned = [planned] * 3

    answered = by_number(pharmacist)

    assert answered["observation"]["outcome"] == "error"
    assert len(answered["reason"]) < 400


def test_the_answers_of_the_stand_in_are_xml():
    for text in (details(), verified("true"), soap_fault("Client")):
        etree.fromstring(text)
