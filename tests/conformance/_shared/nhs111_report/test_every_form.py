"""What may be shown of a report that is written in one form or another, and what may not."""

import copy
from dataclasses import replace

import pytest

from cpcs_harness._content.conformance._shared.nhs111_report import shown as shown_of
from cpcs_harness._content.conformance._shared.nhs111_report import strays
from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.model import Section
from cpcs_harness.people.plain import plain

PARTS = (
    shown_of.faults_of,
    shown_of.telephone_faults,
    shown_of.address_faults,
    strays.address_faults,
    strays.stray_telephones,
    strays.stray_informants,
    strays.stray_sections,
)
ENVIRONMENT = make_environment(1)


def drawn(**row):
    settings = {"j": settings_of(conditions(), row)}
    return Issuer(1, ENVIRONMENT, ["j"], settings=settings).issue("j", "urgent-medicines").report


def screen(report):
    """Show a report as it was sent, as one system does."""
    person, written = report.person, report.written
    uses = {"marked": ["callback"], "marked as mobile too": ["callback", "mobile"], "not marked": ["mobile"]}
    has_number, has_home = written.callback != "no number", written.lines != "no address"
    telephones = [{"use": use, "number": person.callback} for use in uses.get(written.callback, ())]
    telephones += [{"use": "home", "number": person.home_telephone}] if has_number else []
    if written.work_telephone:
        telephones.append({"use": "work", "number": f"{written.work_telephone}{written.behind}"})
    home = {"use": "home", "lines": list(person.address), "postcode": person.postcode}
    addresses = [home] if has_home else []
    if written.elsewhere:
        place = written.elsewhere
        addresses.append({"use": "physical", "lines": list(place.lines), "postcode": place.postcode})
    told = [one for one in (report.caller, written.informant) if one]
    informants = [
        {
            "name": one.name,
            "relationship": one.relationship,
            "telephones": [{"use": "callback", "number": one.telephone}],
        }
        for one in told
    ]
    coded = written.outcome != "original text alone"
    return {
        "case_reference": report.case_reference,
        "created": plain(report.created),
        "patient": {
            "given": person.given,
            "family": person.family if written.family == "named" else "",
            "birth_date": person.birth_date.isoformat() if report.birth_known == "day" else "",
            "gender": person.gender,
            "nhs_number": "" if report.number == "two" else person.nhs_number,
            "nhs_number_verified": report.number == "verified",
            "telephones": telephones,
            "addresses": addresses,
        },
        "informant": informants[0] if informants else None,
        "other_informants": informants[1:],
        "callback_number": person.callback if has_number else "",
        "location": {"name": written.place_name, "address": None} if written.place_name else None,
        "disposition": {"code": report.disposition_code if coded else "", "text": report.disposition_text},
        "practice": {"ods": person.practice.ods, "name": person.practice.name},
        "sections": [{"title": one.title, "text": one.text} for one in report.sections],
    }


def faults(report, shown):
    return [fault for part in PARTS for fault in part(plain(report), shown)]


FORMS = [
    (dimension, value.id)
    for dimension in (
        "given names",
        "use of names",
        "family name",
        "where the patient is",
        "lines of the address",
        "place of the encounter",
        "callback number",
        "telecoms besides",
        "who rang",
        "informants besides",
        "practice's ids",
        "disposition's spelling",
        "disposition's words",
        "time that it leaves",
        "form of times",
        "markup",
        "section besides",
    )
    for value in conditions().dimensions[dimension].values
]


@pytest.mark.parametrize(
    ("dimension", "value"),
    [*FORMS, ("NHS number", "two verified"), ("birth date", "no day of the calendar")],
)
def test_what_is_shown_as_it_was_sent_is_right_in_every_form(dimension, value):
    report = drawn(**{dimension: value})

    assert faults(report, screen(report)) == []


@pytest.mark.parametrize(
    ("row", "change", "words"),
    [
        ({"given names": "several elements"}, lambda s: s["patient"].update(given="Ann"), "the given name"),
        ({"family name": "none"}, lambda s: s["patient"].update(family="Ann"), "no family name was sent"),
        (
            {"where the patient is": "elsewhere, named before home"},
            lambda s: s["patient"]["addresses"][1].update(use="home"),
            "is shown as their home",
        ),
        (
            {"lines of the address": "five"},
            lambda s: s["patient"]["addresses"][0]["lines"].pop(),
            "the home address",
        ),
        (
            {"lines of the address": "no address"},
            lambda s: s["patient"]["addresses"].append(
                {"use": "home", "lines": ["1 Mill Road"], "postcode": ""}
            ),
            "and none was sent",
        ),
        ({"place of the encounter": "named"}, lambda s: s.update(location=None), "the name of the place"),
        (
            {},
            lambda s: s.update(location={"name": "Bay House", "address": None}),
            "the patient's place is called",
        ),
        ({"callback number": "no number"}, lambda s: s.update(callback_number="07700 900001"), "callback"),
        (
            {"who rang": "somebody of unknown relation"},
            lambda s: s["informant"].update(relationship="Parent"),
            "was not known, and is shown as parent",
        ),
        (
            {"birth date": "no day of the calendar"},
            lambda s: s["patient"].update(birth_date="1985-03-01"),
            "which is no day",
        ),
        (
            {"where the patient is": "elsewhere, named before home"},
            lambda s: s["patient"]["addresses"].pop(0),
            "the home address",
        ),
        (
            {"where the patient is": "elsewhere, named after home"},
            lambda s: s["patient"]["addresses"].pop(1),
            "where the patient is now",
        ),
        ({"telecoms besides": "work"}, lambda s: s["patient"]["telephones"].pop(), "work number"),
        (
            {"callback number": "not marked"},
            lambda s: s["patient"]["telephones"][0].update(use="callback"),
            "was not sent as such",
        ),
        (
            {"callback number": "not marked"},
            lambda s: s.update(callback_number="01632 960999"),
            "callback number",
        ),
        (
            {"who rang": "a carer", "informants besides": "a relative"},
            lambda s: s.update(other_informants=[]),
            "who told",
        ),
        (
            {"practice's ids": "a local id before it"},
            lambda s: s["practice"].update(ods="SURGERY-9"),
            "SURGERY-9",
        ),
        ({"disposition's words": "original text"}, lambda s: s["disposition"].update(text=""), "words"),
        (
            {"disposition's words": "original text alone"},
            lambda s: s["disposition"].update(code="Dx85"),
            "Dx85",
        ),
        ({"disposition's spelling": "DX086"}, lambda s: s["disposition"].update(code=""), "disposition code"),
    ],
)
def test_what_is_shown_otherwise_is_a_fault(row, change, words):
    report = drawn(**row)
    shown = copy.deepcopy(screen(report))
    change(shown)

    assert words in " ".join(faults(report, shown))


@pytest.mark.parametrize(
    ("sent", "said", "right"),
    [
        ("Platelets 150 x 10⁹/L", "Platelets 150 x 10^9/L", True),
        ("Platelets 150 x 10⁹/L", "Platelets 150 x 10^{9}/L", True),
        ("Platelets 150 x 10⁹/L", "Platelets 150 x 109/L", False),
        ("Platelets 150 x 10⁹/L", "Platelets 150 x 10 9/L", False),
        ("No CO₂ reading", "No CO2 reading", True),
        ("No CO₂ reading", "No CO_2 reading", True),
        ("No CO₂ reading", "No CO reading", False),
    ],
)
def test_raised_figures_are_told_from_those_that_they_stand_at(sent, said, right):
    report = drawn()
    report = replace(report, sections=(*report.sections, Section("Results", sent, "raised")))
    shown = screen(report)
    shown["sections"][-1]["text"] = said

    assert (faults(report, shown) == []) == right


@pytest.mark.parametrize("written", ["+44 1632 960772", "01632 960 772", "tel: 01632960772"])
def test_the_number_of_who_told_may_be_written_in_any_usual_way(written):
    report = drawn(**{"informants besides": "a relative", "who rang": "a carer"})
    shown = screen(report)
    shown["other_informants"][0]["telephones"][0]["number"] = written

    assert shown_of.telephone_faults(plain(report), shown) == []


def test_of_two_verified_numbers_none_is_taken_in_silence():
    report = drawn(**{"NHS number": "two verified"})
    shown = screen(report)
    shown["patient"]["nhs_number"] = report.person.nhs_number
    alone = faults(report, shown)
    told = faults(
        report, {**shown, "notices": [{"kind": "two-numbers", "text": f"Also {report.second_number}"}]}
    )

    assert "is shown nowhere" in " ".join(alone)
    assert told == []


def test_a_caption_or_head_that_is_not_shown_is_a_fault():
    report = drawn(**{"section besides": "a table with caption and heads"})
    shown = screen(report)
    shown["sections"][-1]["text"] = shown["sections"][-1]["text"].partition("\n")[2]

    assert "Taken at home" in " ".join(faults(report, shown))


@pytest.mark.parametrize("writing", ["{}-02-30", "30/02/{}", "{}0230", "{}-02", "{}", ""])
def test_a_birth_date_that_is_no_day_may_be_shown_as_it_was_sent_or_not_at_all(writing):
    report = drawn(**{"birth date": "no day of the calendar"})
    shown = screen(report)
    shown["patient"]["birth_date"] = writing.format(report.person.birth_date.year)

    assert faults(report, shown) == []


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("01632 960771", True),
        ("01632960771 (NP: 01632 960775)", True),
        ("0163296077101632960775", False),
        ("01632 960775", False),
    ],
)
def test_more_behind_a_number_may_be_left_out_and_is_no_part_of_it(number, right):
    report = drawn(**{"telecoms besides": "work, with more behind the number"})
    shown = screen(report)
    shown["patient"]["telephones"][-1]["number"] = number

    assert (faults(report, shown) == []) == right


@pytest.mark.parametrize("relationship", ["Not known", "unknown", "Other", "98", "", None])
def test_a_relationship_that_is_not_known_may_be_told_in_any_word_for_that(relationship):
    report = drawn(**{"who rang": "somebody of unknown relation"})
    shown = screen(report)
    shown["informant"]["relationship"] = relationship

    assert faults(report, shown) == []


def test_where_no_number_was_sent_to_call_back_on_that_at_work_may_be_tried():
    report = drawn(**{"callback number": "no number", "telecoms besides": "work"})
    shown = screen(report)
    shown["callback_number"] = report.written.work_telephone

    assert faults(report, shown) == []
