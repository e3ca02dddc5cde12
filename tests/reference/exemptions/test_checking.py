"""When the reference asks RTEC, and when it does not."""

from datetime import date
from types import SimpleNamespace

import pytest

from reference.exemptions.checking import Exemptions
from reference.national.requester import Requester
from reference.national.rtec import RtecAnswer

ID, TODAY = "9AD427-A83008-2E461K", date(2026, 11, 28)
ASKING = Requester("FA101", "Ann Other", "pharmacist", "2071234")
PATIENT = {
    "nhs_number": "9990000018",
    "birth_date": "1980-02-29",
    "given": "Jo Mary",
    "given_names": ["Jo", "Mary"],
    "family": "Attwell",
    "address": {"lines": ["1 Beck Lane"], "postcode": "LS1 4AB"},
    "deceased": False,
    "restricted": False,
}


class Stand:
    """What the part needs of others: an answer, and what was kept, asked and logged."""

    def __init__(self, answer=None):
        self.answer, self.asked, self.logged = answer or RtecAnswer("not-found"), [], []
        self.referral = SimpleNamespace(id="1", rtec=None, adopted_patient=PATIENT)

    def search(self, fields, _requester, _user):
        self.asked.append(fields)
        return self.answer

    def change(self, _id, rtec):
        self.referral.rtec = rtec

    def record(self, *entry):
        self.logged.append(entry)

    def of(self, _requester):
        return None

    def check(self, prescription=ID, **patient):
        self.referral.adopted_patient = {**PATIENT, **patient}
        part = Exemptions(self, self, self, self)
        part.today = lambda: TODAY
        return part.check(self.referral, prescription, ASKING).shown()


def test_the_record_that_was_traced_is_asked_about_once():
    stand = Stand(RtecAnswer("found", "9005"))

    first, second = stand.check(), stand.check("")

    assert first == second
    assert (first["outcome"], first["type"], first["source"]) == ("found", "9005", "RTEC")
    assert (first["needs_declaration"], first["overridable"]) == (False, False)
    assert stand.asked == [
        {
            "dob": "1980-02-29",
            "nhsNumber": "9990000018",
            "postcode": "LS14AB",
            "forename": "Jo",
            "surname": "Attwell",
            "prescriptionId": ID,
        }
    ]
    assert [entry[1:4] for entry in stand.logged] == [("rtec", "exemption-checked", "9990000018")]


def test_another_prescription_is_another_question():
    stand = Stand()
    stand.check()
    stand.check("CBEF44-000X26-41E1B+")

    assert len(stand.asked) == 2


def test_what_was_not_answered_is_asked_again():
    stand = Stand(RtecAnswer("unavailable"))

    assert stand.check()["needs_declaration"]
    stand.check()

    assert len(stand.asked) == 2


@pytest.mark.parametrize(
    ("change", "declares"),
    [
        pytest.param({"birth_date": "2010-11-29"}, False, id="sixteen-tomorrow"),
        pytest.param({"birth_date": "1966-11-28"}, False, id="sixty-today"),
        pytest.param({"restricted": True}, True, id="restricted"),
        pytest.param({"very_restricted": True}, True, id="very-restricted"),
        pytest.param({"deceased": True}, True, id="dead"),
        pytest.param({"family": "Brontë"}, True, id="not-ascii"),
        pytest.param({"birth_date": "1980"}, True, id="year-of-birth-alone"),
        pytest.param({"nhs_number": ""}, True, id="no-number"),
    ],
)
def test_who_is_not_asked_about(change, declares):
    stand = Stand()

    told = stand.check(**change)

    assert (told["outcome"], told["needs_declaration"], stand.asked) == ("not-asked", declares, [])


@pytest.mark.parametrize("born", ["2010-11-28", "1966-11-29"])
def test_who_is_sixteen_today_or_not_yet_sixty_is_asked_about(born):
    stand = Stand()
    stand.check(birth_date=born)

    assert len(stand.asked) == 1


@pytest.mark.parametrize("prescription", ["", "9AD427", "9C18AE6F-510C-F7A3-E050-D20AE3A231C8C"])
def test_without_an_electronic_prescription_nothing_is_asked(prescription):
    stand = Stand()

    assert stand.check(prescription)["needs_declaration"]
    assert stand.asked == []
