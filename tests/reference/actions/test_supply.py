"""What a pharmacist can record as supplied, what is refused, and what they are told."""

import pytest


@pytest.fixture
def pharmacist(service, at, make_report):
    service.intake.receive(make_report(dx="Dx86"))
    here = at(service)
    here.see("enrol_pharmacist", full_name="Jo Alder", gphc_number="2071234")
    return here


@pytest.fixture
def referral(pharmacist):
    return pharmacist.see("worklist")["referrals"][0]["referral"]


TWO = [
    {"code": "SALB100", "quantity": 1, "days_supply": 30, "dosage": "Two puffs when needed"},
    {"code": "PARA500", "quantity": 2.5, "dosage": "Half a tablet at night", "owing": 1.5},
]


def test_several_items_are_recorded_each_with_its_own(pharmacist, referral):
    seen = pharmacist.see("supply_medicine", referral, items=TWO)

    assert [(item["quantity"], item["dosage"]) for item in seen["items"]] == [
        (1, "Two puffs when needed"),
        (2.5, "Half a tablet at night"),
    ]
    assert seen["items"][1]["owing"] == 1.5
    assert pharmacist.see("open_referral", referral)["supplies"]["items"] == seen["items"]


def test_an_owing_is_told(pharmacist, referral):
    seen = pharmacist.see("supply_medicine", referral, items=TWO)

    owing = [notice["text"] for notice in seen["notices"] if notice["kind"] == "owing"]
    assert owing == ["Owing: 1.5 tablet of Paracetamol 500mg tablets"]


def test_who_collects_is_kept(pharmacist, referral):
    who = {"name": "Ada Attwell", "relation": "mother"}

    seen = pharmacist.see("supply_medicine", referral, items=TWO, collected_by=who)

    assert seen["collected_by"] == who
    assert pharmacist.see("open_referral", referral)["supplies"]["collected_by"] == who


def test_a_second_supply_on_the_day_shows_the_first(service, at, pharmacist, referral, make_report):
    pharmacist.see("supply_medicine", referral, code="SALB100", quantity=1)
    service.intake.receive(make_report(case="8", document="OTHER", set_id="ANOTHER"))
    rows = pharmacist.see("worklist")["referrals"]
    again = next(row["referral"] for row in rows if row["referral"] != referral)

    seen = pharmacist.see("supply_medicine", again, code="SALB100", quantity=1)

    kinds = [notice["kind"] for notice in seen["notices"]]
    assert "second-request" in kinds


def test_that_nothing_was_supplied_is_kept_with_its_reason(pharmacist, referral):
    pharmacist.see("record_no_supply", referral, why="declined", text="Has one left at home", items=TWO)

    shown = pharmacist.see("open_referral", referral)["supplies"]
    assert (shown["items"], shown["no_supply"]["why"]) == ([], "declined")


@pytest.mark.parametrize(("given", "kept"), [(28.0, "28"), (1e3, "1000"), (0.5, "0.5"), (1e-5, "0.00001")])
def test_a_quantity_is_written_in_digits(given, kept):
    from reference.formats.amounts import written

    assert written(given) == kept
