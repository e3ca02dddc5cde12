"""Known-bad candidates: each says what it does wrong, can be put in, and lets a journey run to its end."""

import importlib

import pytest

from reference import faulty

FAULTS = faulty.all_faults()
DO_NOTHING = {"answers_nothing", "says_200_to_everything", "echoes"}
ANSWERING = [fault.name for fault in FAULTS if fault.name not in DO_NOTHING]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_says_what_it_does_and_what_must_notice(fault):
    module = importlib.import_module(f"reference.faulty.{fault.name}")

    assert fault.docstring.endswith(".")
    assert module.CATCHES == fault.catches != ()
    assert getattr(module, "CONDITION", None) == fault.condition
    assert callable(module.install)


def test_a_third_of_the_faults_show_only_under_a_condition():
    assert sum(fault.condition is not None for fault in FAULTS) * 3 >= len(FAULTS)




@pytest.mark.parametrize("name", ANSWERING)
def test_a_journey_with_a_fault_runs_to_its_end(name, pharmacy, nation, make_report):
    if name == "acknowledges_before_storing":
        pytest.skip("its journey waits three seconds; test_process has it")
    faulty.installer(name)(pharmacy.service)

    for dx in ("Dx28", "Dx86"):
        referral = pharmacy.completed(dx=dx)
        pharmacy.see("open_referral", referral)
        pharmacy.see("find_patient", referral, family="Whitlow", birth_date="1984-02-29")
        pharmacy.see("choose_patient", referral, nhs_number="9990000018")
        for action in ("track_prescriptions", "view_summary_care_record"):
            assert pharmacy.see(action, referral)["links"]
        pharmacy.see("view_guidance", referral, topic="cough")
        pharmacy.see("find_pharmacies", referral, postcode="LS1 4AB")
        assert pharmacy.see("notify_gp", referral)["notifications"][0]["status"] in {"sent", "delivered"}
        assert pharmacy.see("submit_claims", referral)["claims"][0]["status"] == "accepted"
    assert pharmacy.see("collect_messages")["collected"] == []
