"""What an answer of the Spine Mini Service gives of a patient, and what it withholds."""

from cpcs_harness.people.demographics import HeldAddress, HeldName, HeldTelecom
from smsp_answers import BY_NUMBER, BY_SEARCH, NAMES, by_details, by_number, code, number, payload, texts
from smsp_requests import named


def test_where_a_restricted_patient_lives_is_withheld(ask, hold, issued):
    hold(issued, security="R")

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert (code(answer), texts(answer, "h:name/h:family")) == ("SMSP-0000", [issued.person.family])
    for withheld in ("addr", "telecom", "gPPractice"):
        assert payload(answer).find(f".//h:{withheld}", NAMES) is None
    assert issued.person.postcode.encode() not in answer.content


def test_a_restricted_patient_is_not_found_by_where_they_live(ask, hold, issued):
    hold(issued, security="R")

    assert code(ask(BY_SEARCH, by_details(issued.person))) == "SMSP-0000"
    assert code(ask(BY_SEARCH, by_details(issued.person, Postcode=issued.person.postcode))) == "DEMOG-0001"


def test_of_a_very_restricted_patient_there_is_the_number_alone(ask, hold, issued):
    hold(issued, security="V")

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert (number(answer), texts(answer, "h:name/h:family")) == ([issued.person.nhs_number], [])
    assert issued.person.family.encode() not in answer.content
    assert code(ask(BY_SEARCH, by_details(issued.person))) == "DEMOG-0001"


def test_a_death_is_told_and_one_that_was_taken_back_is_not(ask, hold, issued):
    hold(issued, deceased="2024-03-01T10:00:00+00:00", death_status="2")
    died = ask(BY_NUMBER, by_number(issued.person))
    hold(issued, deceased="2024-03-01", death_status="U")
    lives = ask(BY_NUMBER, by_number(issued.person))

    assert payload(died).find(".//h:deceasedTime", NAMES).get("value") == "20240301"
    assert payload(lives).find(".//h:deceasedTime", NAMES) is None


def test_a_practice_that_the_patient_left_is_not_given(ask, hold, issued):
    hold(issued, practice_end="2020-01-01")

    assert payload(ask(BY_NUMBER, by_number(issued.person))).find(".//h:gPPractice", NAMES) is None


def test_what_there_is_more_than_one_of_is_given_by_its_use(ask, hold, issued):
    hold(
        issued,
        names=(
            HeldName("Married", ("Anne", "Mary", "Jane"), prefix="Mrs"),
            HeldName("Born", ("Anne",), use="maiden"),
        ),
        addresses=(
            HeldAddress(("1 Home Street",), "LS1 1AA"),
            HeldAddress(("2 Away Street",), "LS2 2BB", use="temp"),
            HeldAddress(("3 Gone Street",), "LS3 3CC", end="2019-01-01"),
        ),
        telecoms=(HeldTelecom("07700 900123", use="mobile"), HeldTelecom("anne@example.com", system="email")),
    )

    answer = ask(BY_NUMBER, by_number(issued.person))

    assert texts(answer, "h:name/h:given") == ["Anne", "Mary"]
    assert texts(answer, "h:addr/h:postalCode") == ["LS1 1AA", "LS2 2BB"]
    telecoms = [dict(one.attrib) for one in payload(answer).findall(".//h:patient/h:telecom", NAMES)]
    assert telecoms == [
        {"value": "tel:07700900123", "use": "MC"},
        {"value": "mailto:anne@example.com", "use": "H"},
    ]
    assert code(ask(BY_SEARCH, by_details(issued.person, Name=named("Born", "Anne")))) == "DEMOG-0001"
