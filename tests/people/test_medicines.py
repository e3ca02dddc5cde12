"""A candidate's own product stands for ours in its role; what the role asks for stays."""

from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.medicines import OwnMedicine, medicines

OURS = medicines({}, everywhere=False)
OTHER = OwnMedicine("HC1", "3602511000001108", "Another cream (Maker)", "tube")


def test_without_a_declaration_each_role_is_our_product():
    assert len(OURS) >= 6
    assert {medicine.own_code for medicine in OURS.values()} == {""}
    assert not any(medicine.is_declared for medicine in OURS.values())
    assert (OURS["device"].prescription_only, OURS["cream"].prescription_only) == (False, True)


def test_a_code_of_its_own_stands_beside_our_product():
    cream = medicines({"cream": OwnMedicine("HC1")}, everywhere=False)["cream"]

    assert (cream.own_code, cream.code, cream.is_declared) == ("HC1", OURS["cream"].code, False)


def test_a_product_of_its_own_stands_in_place_of_ours():
    cream = medicines({"cream": OTHER}, everywhere=False)["cream"]

    assert (cream.code, cream.display, cream.unit) == (OTHER.dmd, OTHER.display, "tube")
    assert (cream.level, cream.unit_code, cream.is_declared) == ("", "", True)
    assert (cream.pack_rule, cream.legal) == (OURS["cream"].pack_rule, "POM")


def test_a_further_patient_is_issued_what_every_patient_is():
    issuer = Issuer(1, make_environment(1), ["a"], {"cream": OTHER})

    own = issuer.issue("a", "urgent-medicines")
    further = issuer.issue("a", "urgent-medicines", label="more")

    assert own.medicines["cream"].code == OTHER.dmd
    assert set(further.medicines) == {"urgent-medicine", "recommended-product", "tablets", "device"}
