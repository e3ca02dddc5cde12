"""Who is enrolled: by what number and name, what they declared, and what a register changes of it."""

import pytest

from reference.kit.problems import Refused
from reference.national.cppe import CURRENT, LAPSED, NOT_ASKED, UNAVAILABLE, UNKNOWN, Registered
from reference.pharmacy.staff import Staff

GPHC = "2076543"


class Register:
    """A register that says what it is told to."""

    def __init__(self):
        self.says = Registered(NOT_ASKED)

    def look_up(self, gphc, full_name):
        return self.says


@pytest.fixture
def staff(service):
    return Staff(service.store, Register())


@pytest.mark.parametrize(
    "wrong", ["207654", "20765430", "207654O", "\u0662\u0660\u0667\u0666\u0665\u0664\u0663", ""]
)
def test_a_number_of_another_form_is_refused(staff, wrong):
    with pytest.raises(Refused, match="seven digits"):
        staff.enrol("Amina Farouk", wrong)


def test_a_declaration_outlasts_a_corrected_name(staff):
    staff.enrol("Amina Farouk", GPHC)
    made = staff.declare(GPHC).declared

    staff.enrol("Amina Wynne-Farouk", GPHC)

    known = staff.enrolled(GPHC)
    assert (known.full_name, known.declared) == ("Amina Wynne-Farouk", made)
    assert made["by"] == "Amina Farouk"


def test_nobody_declares_who_is_not_enrolled(staff):
    with pytest.raises(Refused, match="Enrol"):
        staff.declare(GPHC)


@pytest.mark.parametrize("outcome", [LAPSED, UNKNOWN])
def test_whom_the_register_does_not_vouch_for_is_not_enrolled(staff, outcome):
    staff.register.says = Registered(outcome)

    with pytest.raises(Refused):
        staff.enrol("Amina Farouk", GPHC)
    assert staff.store.pharmacist(GPHC) is None


@pytest.mark.parametrize(
    ("says", "kept"),
    [
        (Registered(CURRENT, "Amina Wynne"), "Amina Wynne"),
        (Registered(CURRENT), "Amina Farouk"),
        (Registered(UNAVAILABLE), "Amina Farouk"),
        (Registered(NOT_ASKED), "Amina Farouk"),
    ],
)
def test_the_registers_name_is_kept_where_it_has_one(staff, says, kept):
    staff.register.says = says

    assert staff.enrol(" Amina Farouk ", GPHC)[0].full_name == kept
