"""What is shown with a report and was not sent is named; what lawful screens write otherwise or leave out is not."""

from dataclasses import replace

import pytest

from cpcs_harness._content.conformance._shared.nhs111_report.strays import (
    address_faults,
    stray_informants,
    stray_sections,
    stray_telephones,
)
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Caller, Section
from cpcs_harness.people.plain import plain

CARER = Caller("20", "Carer", "Jo Attwell", "0113 496 0123")
TABLE = Section("Observations", "Reading\tValue\nTemperature\t38.5", "table")
NESTED = Section("History", "Last week", inside=(Section("Plan", "Two days"),))


@pytest.fixture(scope="module")
def issued():
    return Issuer(1, make_environment(1)).issue("j", "urgent-medicines").report


@pytest.fixture
def report(issued):
    return replace(issued, sections=(TABLE, NESTED, Section("Advice", "Rest, and drink")))


def rows(*pairs):
    return {"sections": [{"title": title, "text": text} for title, text in pairs]}


WHOLE = (("Observations", "Reading | Value\n1. Temperature | 38.5"), ("History", "Last week\nPlan: Two days"))


@pytest.mark.parametrize(
    "shown",
    [
        WHOLE,
        (*WHOLE, ("ADVICE:", "Rest, and drink")),
        (*WHOLE, ("Advice", "Rest, and drink"), ("Advice again", "rest and\ndrink")),
        (("History", "Last week"), ("History > Plan", "Two days")),
        (("More", ""),),
    ],
)
def test_the_reports_own_sections_pass_in_any_layout(report, shown):
    assert stray_sections(plain(report), rows(*shown)) == []


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ((*WHOLE, ("Allergies", "No known allergies")), "section “Allergies” was not sent"),
        ((("Advice", "Rest, and drink"), ("Advice", "Ring again")), "section “Advice” was not sent"),
        ((("Observations", "Reading\tValue\nTemperature\t38.5\nOxygen\tnormal"),), "oxygen"),
        ((("History", "Last week\nPlan: Two days, then penicillin"),), "penicillin"),
    ],
)
def test_what_the_report_has_not_is_a_fault(report, shown, told):
    assert told in " ".join(stray_sections(plain(report), rows(*shown)))


def telephones(*pairs):
    return [{"use": use, "number": number} for use, number in pairs]


def test_the_patients_numbers_pass_with_blanks_and_from_abroad(issued):
    abroad = f"+44 {issued.person.home_telephone[1:]}"
    shown = telephones(("callback", issued.person.callback), ("home", abroad))
    assert stray_telephones(plain(issued), {"patient": {"telephones": shown}}) == []
    assert stray_telephones(plain(issued), {"patient": {"telephones": None}, "informant": None}) == []


@pytest.mark.parametrize("use", ["mobile", "work", "callback"])
def test_a_number_under_another_use_is_a_fault(issued, use):
    shown = telephones(("home", issued.person.home_telephone), (use, issued.person.home_telephone))
    assert f"the patient's {use} {issued.person.home_telephone.replace(' ', '')} was not sent as such" in (
        stray_telephones(plain(issued), {"patient": {"telephones": shown}})
    )


def test_a_number_that_nobody_sent_is_a_fault(issued):
    shown = {"patient": {"telephones": telephones(("callback", "07700 900999"))}, "informant": None}
    assert stray_telephones(plain(issued), shown) == [
        "the patient's callback 07700900999 was not sent as such"
    ]


def test_the_callers_number_stands_with_the_caller_or_as_the_callback(issued):
    told = plain(replace(issued, caller=CARER))
    informant = {"name": "Jo Attwell", "telephones": telephones(("callback", CARER.telephone))}
    patient = {"telephones": telephones(("callback", CARER.telephone))}
    assert stray_telephones(told, {"patient": patient, "informant": informant}) == []

    wrong = {"telephones": telephones(("callback", issued.person.home_telephone))}
    assert len(stray_telephones(told, {"informant": informant | wrong})) == 1
    assert len(stray_telephones(plain(issued), {"informant": informant})) == 1


def test_a_caller_is_shown_where_one_was_sent(issued):
    shown = {"informant": {"name": "Jo Attwell"}}
    assert stray_informants(plain(issued), shown) == ["“Jo Attwell” is shown as the caller"]
    assert stray_informants(plain(replace(issued, caller=CARER)), shown) == []

    own = {"informant": {"name": f"{issued.person.family.upper()}, {issued.person.given} (Ms)"}}
    assert stray_informants(plain(issued), own) == []
    assert stray_informants(plain(issued), {"informant": None}) == []


def at_home(issued, **change):
    home = {"use": "home", "lines": list(issued.person.address), "postcode": issued.person.postcode}
    return {"patient": {"addresses": [home | change]}}


def test_the_patients_address_passes_however_it_is_laid_out(issued):
    one_line = [", ".join((*issued.person.address, issued.person.postcode))]
    for change in (
        {},
        {"lines": one_line},
        {"postcode": issued.person.postcode.replace(" ", "")},
        {"use": ""},
    ):
        assert address_faults(plain(issued), at_home(issued, **change)) == []
    assert address_faults(plain(issued), {"patient": {"addresses": None}}) == []
    online = plain(replace(issued, sender="online"))
    assert address_faults(online, at_home(issued, use="physical")) == []


@pytest.mark.parametrize(
    "change",
    [
        {"lines": ["1 Other Road", "Leeds"]},
        {"postcode": "LS1 4AP"},
        {"use": "temporary"},
        {"use": "physical"},
    ],
)
def test_another_address_or_use_does_not(issued, change):
    assert len(address_faults(plain(issued), at_home(issued, **change))) == 1


def test_another_informant_or_an_email_that_was_not_sent_is_a_fault(issued):
    others = {"informant": None, "other_informants": [{"name": "Jo Attwell"}]}
    assert stray_informants(plain(issued), others) == ["“Jo Attwell” is shown as the caller"]
    assert stray_informants(plain(replace(issued, caller=CARER)), others) == []

    shown = {"patient": {"emails": ["zoe@example.org"], "addresses": None}}
    assert address_faults(plain(issued), shown) == ["the e-mail address “zoe@example.org”, and none was sent"]
