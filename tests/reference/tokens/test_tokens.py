"""The reference prints tokens that a library of others reads, and says who needs one around each birthday."""

import base64
from calendar import isleap
from datetime import date
from types import SimpleNamespace

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from cpcs_harness.formats.artefact.text import text_of
from reference.tokens.need import TokenNeeds
from reference.tokens.printer import PDF, TEXT, TokenPrinter


@pytest.fixture
def pharmacist(service, at, make_report):
    service.intake.receive(make_report(dx="Dx86"))
    here = at(service)
    here.see("enrol_pharmacist", full_name="Jo Alder", gphc_number="2071234")
    return here


@pytest.fixture
def referral(pharmacist):
    return pharmacist.see("worklist")["referrals"][0]["referral"]


def test_a_token_says_what_was_supplied_and_declared(pharmacist, referral):
    items = [{"code": "SALB100", "quantity": 2}, {"code": "PARA500", "quantity": 2.5}]
    pharmacist.see("supply_medicine", referral, items=items)
    pharmacist.see(
        "declare_exemption", referral, kind="medical", by="patient", name="A", form="screen", signed=False
    )

    seen = pharmacist.see("print_token", referral)

    (token,) = seen["tokens"]
    text = text_of(base64.b64decode(token["content"]))
    assert (seen["needed"], seen["signature"], token["media"]) == (True, "needed", PDF)
    assert "Ventolin 100micrograms/dose Evohaler\nQuantity: 2 inhaler" in text
    assert "Paracetamol 500mg tablets\nQuantity: 2.5 tablet" in text
    assert [line for line in text.split("\n") if "[X]" in line] == [
        "[X] E has a medical exemption certificate"
    ]


def test_nothing_is_printed_before_something_was_supplied(pharmacist, referral):
    assert pharmacist.do("print_token", referral)["status"] == "refused"


@pytest.mark.parametrize(
    ("born", "day", "token"),
    [
        (date(2010, 11, 26), date(2026, 11, 25), False),
        (date(2010, 11, 25), date(2026, 11, 25), True),
        (date(1966, 11, 26), date(2026, 11, 25), True),
        (date(1966, 11, 25), date(2026, 11, 25), False),
        (date(2012, 2, 29), date(2028, 2, 28), False),
        (date(2012, 2, 29), date(2028, 2, 29), True),
        (date(1968, 2, 29), date(2028, 2, 28), True),
        (date(1968, 2, 29), date(2028, 2, 29), False),
    ],
)
def test_who_needs_a_token_around_a_birthday(born, day, token):
    need = TokenNeeds().of(SimpleNamespace(rtec=None, declarations=[]), born, day)

    assert (need.token, need.signature) == (token, token)


def test_letters_that_its_pdf_lacks_are_printed_as_text():
    plain, other = TokenPrinter().print(["Zoë"]), TokenPrinter().print(["Skowroński", "x"])

    assert (plain.media, text_of(plain.content)) == (PDF, "Zoë")
    assert (other.media, text_of(other.content).split("\n")[:2]) == (TEXT, ["Skowroński", "x"])


@pytest.mark.parametrize(
    ("day", "past"),
    [(date(2026, 11, 24), False), (date(2026, 11, 25), True), (date(2027, 2, 1), True)],
)
def test_education_ends_with_the_19th_birthday(service, day, past):
    pupil = SimpleNamespace(adopted_patient={"birth_date": "2007-11-25"})

    assert service.declarations.is_past_education(pupil, day) == past


@pytest.mark.parametrize(("day", "past"), [(date(2027, 2, 28), False), (date(2027, 3, 1), True)])
def test_education_of_who_was_born_on_a_29_february_ends_on_1_march(service, day, past):
    pupil = SimpleNamespace(adopted_patient={"birth_date": "2008-02-29"})

    assert service.declarations.is_past_education(pupil, day) == past
    unknown = SimpleNamespace(adopted_patient=None, content={"patient": {"birth_date": "2008"}})
    assert not service.declarations.is_past_education(unknown, day)


@given(born=st.dates(date(1920, 1, 1), date(2020, 1, 1)), day=st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_ages_are_what_dateutil_reckons_but_on_one_28_february(born, day):
    is_eve = (born.month, born.day, day.month, day.day) == (2, 29, 2, 28) and not isleap(day.year)

    assert TokenNeeds().age(born, day) == relativedelta(day, born).years - is_eve
