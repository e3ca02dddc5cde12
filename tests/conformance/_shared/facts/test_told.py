"""What a text claims that is not known; and all that it may say without claiming anything."""

import pytest

from cpcs_harness._content.conformance._shared.facts.known import Known
from cpcs_harness._content.conformance._shared.facts.told import invented

KNOWN = Known(
    "\n".join(
        [
            "Amélie Brânzescu, born 29/08/1955, NHS number 9993858447, GPhC 2453859",
            '{"quantity": 28, "days_supply": 14, "dosage": "One tablet twice a day", "unit": "tablet"}',
            "Telephone +44 1632 960901, ODS code FA101, Dx86",
            "Amlodipine 5mg tablets. Allergic to penicillin (rash, 10 years ago).",
        ]
    ),
    frozenset({"2026-11-28"}),
)
TWO_WEEKS_LATER = "12/12/2026"


@pytest.mark.parametrize(
    "text",
    [
        "Morphine 10mg tablets",
        "ten every hour",
        "Take two tablets three times a day",
        "29 tablets",
        "28 capsules",
        "14 weeks supply",
        "3 months' supply",
        "a supply of 28 days",
        "No known allergies",
        "NKDA",
        "Allergic to aspirin",
        "Allergies: nuts",
        "Seen on 3rd March 2019",
        "03/03/2019",
        "2019-03-03T10:00:00Z",
        "March 3, 2019",
        "3.3.2019",
        "9991410546",
        "999 141 0546",
        "GPhC no. 2453858",
        "Telephone 01632 960902",
        "ODS code: FA102",
        "Disposition Dx85",
        "Mr Quillfeather",
        "Name: QUILLFEATHER, Jonas",
        "Name: Amélie Quillfeather",
        "NHS number: 999 385 8448",
        "Address: 2 Ghost Road, Leeds",
        "Pharmacist: Jonas Quillfeather",
        "Case reference: 6DE704E7-2E4B",
        "Referred to: Ghost Chemist (FX508)",
        "GP practice: The Surgery, Y58902",
    ],
)
def test_what_nobody_told_of_is_found(text):
    assert invented(f"NHS Community Pharmacist Consultation Service\n{text}\n", KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "This message is confidential. If it is not for you, tell the sender and delete it. Open 24 hours a day.",
        "Allergies: none recorded",
        "Allergies: not asked",
        "Age: 71 years",
        "Name: Amélie Brânzescu MRPharmS, born 29/08/1955",
        "Pharmacist: Amélie Brânzescu (GPhC 2453859)",
        "Referred by: NHS 111 online",
        "NHS number: 999 385 8447",
        "Address: withheld",
        "GP practice: informed by e-mail",
        "Pharmacy: FA101, to be asked again",
        "Case reference: not known",
        "Amlodipine 5 mg tablets, quantity 28 tablets, one tablet twice a day",
        "28 tablet(s), 14 days' supply",
        "2 weeks supply, a supply of 14 days",
        "Allergic to penicillin",
        "Born 29 August 1955 (29-Aug-1955, 1955-08-29)",
        "Saturday 28th November 2026, 21:49",
        f"The supply ends on {TWO_WEEKS_LATER}",
        "CPCS form, version 3 of 01/04/2020",
        "NHS no. 999 385 8447, telephone 01632 960901",
        "Ms BRÂNZESCU",
        "Name: Amélie Brânzescu",
        "GPhC 2453859",
        "ODS code: FA101 (Dx86)",
        "Reference 2B11B7DC-98FD-4001-84C7-FBF3F2D00C09",
    ],
)
def test_letterheads_and_what_is_known_claim_nothing_new(text):
    assert invented(text, KNOWN) == []


def test_what_is_known_in_every_journey_is_known_in_each():
    assert invented("Morphine", Known("", frozenset(), Known("Morphine 10mg tablets"))) == []


@pytest.mark.parametrize(
    ("days", "said", "right"),
    [
        (30, "1 month supply", True),
        (31, "1 month's supply", True),
        (28, "a supply of 1 month", True),
        (56, "2 months supply", True),
        (14, "1 month supply", False),
        (30, "2 months supply", False),
    ],
)
def test_a_month_is_that_of_a_pack_or_of_the_calendar(days, said, right):
    known = Known(f'{{"quantity": 28, "days_supply": {days}, "unit": "tablet"}}', frozenset())

    assert (invented(said, known) == []) == right
