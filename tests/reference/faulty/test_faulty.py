"""Known-bad candidates: each says what it does wrong, can be put in, and lets a journey run to its end."""

import zlib
from functools import partial

import pytest

from by_turns import due_today
from cpcs_harness.judging.known_bads import known_bads
from explore import times
from reference import faulty

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("in_april")]

FAULTS = faulty.all_faults()
DO_NOTHING = {"answers_nothing", "says_200_to_everything", "echoes"}
UNCAUGHT = DO_NOTHING | {"ignores_restart"}
"""Nothing is a failure of these, for what they do not do is not shown; of restarts test_restarts has it."""
LATE = "acknowledges_before_storing"  # its referrals are there after ten seconds; test_process has it
FORGETS = "keeps_the_directory_in_memory"  # what was loaded before it was put in is gone
REFUSE = {"refuses_to_tell_of_another_day", "takes_reports_for_practices"}
"""What they are wrong in is that they refuse what is asked here; they run to the end in tests/prove/."""
SECURITY = '<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"/>'
PATHWAYS = ("Dx28", "Dx86")
ANSWERING = [fault.name for fault in FAULTS if fault.name not in DO_NOTHING | REFUSE | {LATE, FORGETS}]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_says_what_it_does_and_what_must_notice(fault):
    assert fault.docstring.endswith(".")
    assert "\n" not in fault.docstring
    assert bool(fault.catches) == (fault.name not in UNCAUGHT)


def test_the_harness_reads_of_the_faults_what_they_say_when_they_are_loaded():
    said = [(bad.name, bad.says, bad.catches, bad.shows_when, bad.needs_broker) for bad in known_bads()]

    assert said == [
        (fault.name, fault.docstring, fault.catches, fault.shows_when, fault.needs_broker) for fault in FAULTS
    ]


def test_each_fault_is_for_exactly_one_part_of_a_service_or_has_an_installer_of_its_own(service):
    for fault in FAULTS:
        if isinstance(fault.install, partial):
            part = fault.install(service)
            assert type(part) is fault.install.args[0]
            # what a fault derives from may be a fault itself
            part.__class__ = next(
                kind for kind in type(part).__mro__ if not kind.__module__.startswith("reference.faulty")
            )


def test_a_third_of_the_faults_do_not_always_show():
    at_times = [fault for fault in FAULTS if fault.shows_when and fault.name not in DO_NOTHING]

    assert len(at_times) * 3 >= len(FAULTS)


def pathways_due(name):
    """Give the dispositions that a fault is tried with: of one pathway or the other, by its name; deep, of both.

    tests/prove/ has each fault run besides in whole journeys, of both pathways where the first does not show it.
    """
    return PATHWAYS if times() > 1 else (PATHWAYS[zlib.crc32(name.encode()) % len(PATHWAYS)],)


@pytest.mark.parametrize("name", due_today(ANSWERING))
def test_a_journey_with_a_fault_runs_to_its_end(name, pharmacy, nation, make_report):
    """A third of them a day; each is run besides in journeys that show it, in tests/prove/."""
    faulty.installer(name)(pharmacy.app)

    for dx in pathways_due(name):
        referral = pharmacy.completed(dx=dx, case=dx, security=SECURITY)
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
