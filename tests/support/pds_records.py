"""Records at the Spine for tests: one with all that a record can have, and readers of what PDS answers."""

import itertools
from dataclasses import replace

from cpcs_harness.people.demographics import Demographics, HeldAddress, HeldName, HeldTelecom
from cpcs_harness.people.nhs_number import check_digit

BORN = "1980-05-06"
"""When everybody was born whom a test makes up."""
_NUMBERS = (
    f"{nine}{digit}" for nine in itertools.count(999500000) if (digit := check_digit(str(nine))) is not None
)


def code(answer):
    """The code of the outcome that PDS answered with."""
    return answer.json()["issue"][0]["details"]["coding"][0]["code"]


def extensions(resource):
    """The extensions of a resource, by the last part of their addresses."""
    return {one["url"].rsplit("-", 1)[-1]: one for one in resource.get("extension", [])}


def found(answer):
    """NHS numbers of those whom a search found, in order."""
    return [entry["resource"]["id"] for entry in answer.json().get("entry", [])]


def one_of_many(**parts):
    """A record of nobody's in the run, with a number of its own."""
    return Demographics(next(_NUMBERS), **parts)


def full(person):
    """A person's record, with all that a record can have."""
    return replace(
        Demographics.of(person),
        names=(
            HeldName(person.family, ("Anne Marie", "Jo"), prefix="Mrs", suffix="MBE"),
            HeldName("Formerly", ("Anne Marie",), use="maiden", end="2018-01-01"),
        ),
        addresses=(
            HeldAddress(person.address, person.postcode, uprn="123456789012", paf="12345678"),
            HeldAddress(("1 Hall Road", "Leeds"), "LS2 9JT", use="temp", text="Student Accommodation"),
            HeldAddress(("PO Box 1", "Leeds"), "LS1 1AA", use="billing"),
        ),
        telecoms=(
            HeldTelecom(person.home_telephone),
            HeldTelecom("someone@example.com", system="email"),
            HeldTelecom("01632 960000", system="other"),
        ),
        birth_order=2,
        birth_place=("Manchester", "Greater Manchester", "GBR"),
        nominated_pharmacy="FA101",
        dispensing_doctor="Y23456",
        appliance_supplier="Y34567",
        language="cy",
        contact_method="1",
        contact_times="Not after 7pm",
        written_format="12",
        emergency_telephone="01632 960999",
        version=7,
    )
