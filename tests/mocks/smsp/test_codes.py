"""Each response code of the Spine Mini Service, and those that a fault has it say."""

import pytest
from lxml import etree

from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.demographics import Demographics, HeldAddress
from smsp_answers import (
    BY_NUMBER,
    BY_SEARCH,
    GENERIC,
    NAMES,
    by_details,
    by_number,
    code,
    number,
    payload,
    texts,
)
from smsp_requests import named


def verified(answer):
    return payload(answer).find("h:component/h:validIdentifier/h:value", NAMES).get("value")


def bare(answer):
    """Whether there is only id, code and value."""
    return [etree.QName(one).localname for one in payload(answer)] == ["id", "code", "value"]


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC, "verifyNHSNumber"])
def test_demog_0001_nobody_has_the_number(ask, name):
    answer = ask(name, {"DateOfBirth": "19800101", "NHSNumber": "9990000018"})

    assert (code(answer), bare(answer)) == ("DEMOG-0001", True)


def test_demog_0001_of_a_patient_of_another_country_nothing_is_held(ask, hold, issued):
    hold(issued, known=False)

    assert code(ask(BY_NUMBER, by_number(issued.person))) == "DEMOG-0001"
    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


@pytest.mark.parametrize("name", [BY_SEARCH, GENERIC, "getNHSNumber"])
def test_demog_0001_nobody_has_the_details(ask, issued, name):
    assert code(ask(name, by_details(issued.person, DateOfBirth="19000101"))) == "DEMOG-0001"


@pytest.mark.parametrize("name", [BY_SEARCH, GENERIC, "getNHSNumber"])
def test_demog_0007_several_match_and_none_of_them_is_shown(ask, admit, hold, issued, name):
    twin = Demographics.of(issued.person)
    hold(admit(), names=twin.names, birth_date=twin.birth_date, gender=twin.gender)

    answer = ask(name, by_details(issued.person))

    assert (code(answer), bare(answer)) == ("DEMOG-0007", True)


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC])
def test_demog_0017_a_replaced_number_brings_the_new_one_with_its_details(ask, admit, hold, issued, name):
    new = admit()
    born = new.person.birth_date.isoformat()
    hold(issued, replaced_by=new.person.nhs_number, birth_date=born)

    answer = ask(name, by_number(issued.person, DateOfBirth=born.replace("-", "")))

    assert (code(answer), number(answer)) == ("DEMOG-0017", [new.person.nhs_number])
    assert texts(answer, "h:name/h:family") == [new.person.family]


def test_demog_0017_a_replaced_number_is_not_verified(ask, admit, hold, issued):
    new = admit()
    hold(issued, replaced_by=new.person.nhs_number)

    answer = ask("verifyNHSNumber", by_number(new.person, NHSNumber=issued.person.nhs_number))

    assert (code(answer), verified(answer), number(answer)) == (
        "DEMOG-0017",
        "false",
        [new.person.nhs_number],
    )


def test_a_replaced_number_gives_nobodys_details_to_whoever_does_not_know_the_birth_date(
    ask, admit, hold, issued
):
    hold(issued, replaced_by=admit().person.nhs_number)

    answer = ask(BY_NUMBER, by_number(issued.person, DateOfBirth="19000101"))

    assert (code(answer), bare(answer)) == ("DEMOG-0040", True)


def test_a_replaced_record_is_not_found_by_details(ask, admit, hold, issued):
    hold(issued, replaced_by=admit().person.nhs_number)

    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC, "verifyNHSNumber"])
def test_demog_0022_an_invalidated_number(ask, hold, issued, name):
    hold(issued, security="REDACTED")

    answer = ask(name, by_number(issued.person))

    assert (code(answer), bare(answer)) == ("DEMOG-0022", True)
    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


def test_demog_0022_numbers_that_replace_each_other_lead_nowhere(ask, admit, hold, issued):
    other = admit()
    hold(issued, replaced_by=other.person.nhs_number)
    hold(other, replaced_by=issued.person.nhs_number)

    assert code(ask(BY_NUMBER, by_number(issued.person))) == "DEMOG-0022"


@pytest.mark.parametrize("changes", [{"DateOfBirth": "19000101"}, {"Name": named("Somebody-Else")}])
@pytest.mark.parametrize("name", [BY_NUMBER, GENERIC])
def test_demog_0040_the_number_is_of_somebody_else(ask, issued, name, changes):
    answer = ask(name, by_number(issued.person, **changes))

    assert (code(answer), bare(answer)) == ("DEMOG-0040", True)


@pytest.mark.parametrize("old", ["ABCD123", "999000001", "99900000181"])
def test_demog_0042_a_number_of_the_old_style(ask, issued, old):
    assert code(ask(BY_NUMBER, by_number(issued.person, NHSNumber=old))) == "DEMOG-0042"


WRONG_INPUT = {
    "no-birth-date": (BY_NUMBER, {"NHSNumber": "9990000018"}),
    "no-number": (BY_NUMBER, {"DateOfBirth": "19800101"}),
    "no-gender": (BY_SEARCH, {"DateOfBirth": "19800101", "Name": named("Smith")}),
    "no-name": ("getNHSNumber", {"DateOfBirth": "19800101", "Gender": "1"}),
    "a-year-and-a-month": (BY_NUMBER, {"DateOfBirth": "198001", "NHSNumber": "9990000018"}),
    "hyphens-in-the-birth-date": (BY_NUMBER, {"DateOfBirth": "1980-01-01", "NHSNumber": "9990000018"}),
    "a-wrong-check-digit": (BY_NUMBER, {"DateOfBirth": "19800101", "NHSNumber": "9990000019"}),
    "a-gender-in-words": (BY_SEARCH, {"DateOfBirth": "19800101", "Gender": "male", "Name": named("Smith")}),
    "an-early-wildcard": (BY_SEARCH, {"DateOfBirth": "19800101", "Gender": "1", "Name": named("S*")}),
    "two-family-names": (
        BY_SEARCH,
        {"DateOfBirth": "19800101", "Gender": "1", "Name": named("Smith") + named("Jones")},
    ),
    "a-birth-date-alone": (GENERIC, {"DateOfBirth": "19800101"}),
}


@pytest.mark.parametrize(("name", "parameters"), WRONG_INPUT.values(), ids=WRONG_INPUT)
def test_smsp_0001_what_cannot_be_asked(ask, name, parameters):
    answer = ask(name, parameters)

    assert (answer.status_code, code(answer), bare(answer)) == (200, "SMSP-0001", True)


ON_PURPOSE = ("SMSP-0002", "SMSP-9999", "DEMOG-9999", "DEMOG-0042", "SMSP-0001", "DEMOG-0007")


def go_wrong(world, issued, name="*", **how):
    about = issued.person.nhs_number
    world.faults.plan(Fault("on purpose", "smsp", name, issued.journey, about=about, **how))


@pytest.mark.parametrize("wanted", ON_PURPOSE)
def test_a_fault_has_it_say_any_code_once(ask, world, issued, wanted):
    go_wrong(world, issued, code=wanted)

    first, second = (ask(BY_NUMBER, by_number(issued.person)) for _ in range(2))

    assert (code(first), bare(first)) == (wanted, True)
    assert code(second) == "SMSP-0000"


def test_smsp_0003_the_local_store_has_an_older_copy(ask, world, hold, issued):
    moved = HeldAddress(("1 New Street", "Leeds"), "LS1 4AB")
    hold(issued, addresses=(moved,))
    go_wrong(world, issued, code="SMSP-0003")

    stale, fresh = (ask(BY_NUMBER, by_number(issued.person)) for _ in range(2))

    assert (code(stale), texts(stale, "h:addr/h:postalCode")) == ("SMSP-0003", [issued.person.postcode])
    assert (code(fresh), texts(fresh, "h:addr/h:postalCode")) == ("SMSP-0000", ["LS1 4AB"])


def test_the_local_store_knows_nobody_whom_the_spine_never_knew(ask, world, issued):
    world.faults.plan(Fault("on purpose", "smsp", "*", code="SMSP-0003", about="9990000026"))

    assert code(ask(BY_NUMBER, {"DateOfBirth": "19800101", "NHSNumber": "9990000026"})) == "DEMOG-0001"


def fault_of(answer):
    root = etree.fromstring(answer.content)
    info = root.find("s:Body/s:Fault/detail/itk:ToolkitErrorInfo", NAMES)
    return root.findtext("s:Body/s:Fault/faultcode", namespaces=NAMES), info.findtext(
        "itk:ErrorCode", namespaces=NAMES
    )


def test_a_fault_has_it_answer_with_a_soap_fault(ask, world, issued):
    go_wrong(world, issued, BY_NUMBER, code="Fault")

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert (answer.status_code, fault_of(answer)) == (500, ("soap:Server", "2200"))
