"""Candidates that are honest on the surface and do harm beside: it is caught, and stands first in the report."""

import pytest

from cpcs_harness.assess import judge_criteria
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.prove.proof import caught_in
from cpcs_harness.prove.workers import installed_suite
from cpcs_harness.reporters import summary
from cpcs_harness.run.plan import Asked
from cpcs_harness.run.record import record
from explore import times

pytestmark = pytest.mark.long(minutes=1)

STRANGERS = "What concerns a patient goes to people who have no business with it"
MONEY = "What the NHS counts and pays is not what was done"
CARE_RECORD = "An allergy or a medicine in the Summary Care Record is not seen"

HARM = {
    "leaks": {
        "each e-mail in base64 to a stranger's mailbox": "ACC-14",
        "the e-mail before appended to each, in base64": "ACC-01",
        "the worklist attached to each e-mail, zipped": "ACC-01",
        "each document over MESH to the practice before, too": "ACC-15",
        "the document before in a comment of each document, in base64": "ACC-02",
        "NHS numbers in the text of each claim": "ACC-03",
        "the patient's NHS number in the address of each claim": "OWN-03",
        "NHS numbers in the user agent and a header of each call to PDS": "ACC-04",
        "the same to the Summary Care Record": "ACC-05",
        "the same to the prescription tracker": "ACC-06",
        "the same to the exemption checking service": "ACC-07",
        "the same with each onward referral by FHIR": "ACC-08",
        "the same to DoS": "ACC-09",
        "the same to NICE's partner": "ACC-10",
        "patients' names in the address of the register of pharmacists": "ACC-11",
        "NHS numbers in headers to the Spine Mini Service": "ACC-12",
    },
    "claims_falsely": {
        "35 claims at each pharmacy for people who do not exist": "ACC-13",
        "each claim a second time, under another id": "BSA-02",
        "quantities raised afterwards, by an amendment": "BSA-23",
        "another name and another birth date in each claim": "BSA-31",
        "lawful claims taken back afterwards": "BSA-12",
        "a claim for a patient who was not reached": "BSA-10",
        "a price, by an amendment": "BSA-17",
        "a claim made again once it was withdrawn": "BSA-21",
        "a pharmacist who was not there": "ENR-01",
        "figures of the month raised, more each time": "MYR-04",
        "claims that it does not show, and shows as they are not": "BSA-22",
    },
    "shows_what_is_wanted": {
        "no enrolment kept: whoever acts is who the request says": "ENR-07",
        "empty names enrolled": "ENR-03",
        "the register of pharmacists never asked": "CPP-03",
        "a claim that MYS refused shown as accepted": "BSA-14",
        "canned advice to practices by e-mail": "GPN-03",
        "canned advice to practices over MESH": "GPM-24",
        "messages shown as delivered before anybody answered": "GPM-11",
        "a message that a practice refused shown as delivered": "GPM-12",
        "no known allergies, where the record may not be seen": "SCR-15",
        "no known allergies, where there is no record": "SCR-16",
        "a canned line for an audit trail": "SITE-01",
        "somebody else's name and birth date in each row of the worklist": "N111-49",
        "another pharmacy's referral opened by its id": "SITE-02",
    },
}
"""What each does, and the criterion that catches it."""

JOURNEYS = {
    "leaks": [
        "minor-illness-product-recommended", "minor-illness-second-patient", "urgent-medicine-supplied",
        "urgent-medicine-second-patient", "onward-by-fhir", "cks-guidance", "eps-tracker", "scr-viewer-um",
        "pharmacist-enrolled-um", "exemption-checked", "smsp-um", "dos-search",
    ],
    "claims_falsely": [
        "claims-of-a-day-mi", "claims-of-a-day-um", "urgent-medicine-supplied", "pharmacist-enrolled-um",
        "minor-illness-product-recommended", "month-reported-um", "supply-several",
    ],
    "shows_what_is_wanted": [
        "claims-of-a-day-mi", "urgent-medicine-supplied", "minor-illness-product-recommended",
        "pharmacist-enrolled-um", "scr-viewer-um", "gp-answers-um", "two-pharmacies-um",
        "referral-survives-restart-um",
    ],
}  # fmt: skip
"""The smallest set of journeys in which all of it shows; `make test-deep` runs all there are."""

NOT_MET = {
    "leaks": {
        "MI-GPN-E", "MI-BSA-E", "MI-PDS-E", "MI-CKS-D", "UM-GPN-E", "UM-BSA-E", "UM-PDS-E", "UM-SCR-D", "UM-EPS-R",
        "UM-RTEC-R", "UM-ONW-R", "UM-DOS-E", "UM-ENR-D",
    },
    "claims_falsely": {"MI-BSA-E", "UM-BSA-E", "MI-ENR-E", "UM-ENR-E"},
    "shows_what_is_wanted": {"MI-BSA-E", "UM-GPN-E", "UM-ENR-E", "UM-SCR-D"},
}  # fmt: skip
"""Requirements of channels whose published or inferred rules are broken."""

IN_QUERY = {"shows_what_is_wanted": {"UM-ENR-D", "MI-GPN-E"}}
"""Requirements of which a rule of our own model alone is broken."""

NOT_SHOWN = {"shows_what_is_wanted": {"a restart that it says it carried out, and did not": "N111-07"}}
"""What cannot be shown, since it was not seen to be done."""

FIRST = {"leaks": STRANGERS, "claims_falsely": MONEY, "shows_what_is_wanted": CARE_RECORD}
LINES = 10
RUNS = 3


@pytest.fixture(scope="module", params=HARM)
def gaming(request, tmp_path_factory):
    """Each of them, judged by all that is to catch something of it; run anew where something had no occasion.

    Order differs from run to run: who asks for guidance before anybody was referred has nobody to tell of.
    """
    name = request.param
    journeys = () if times() > 1 else tuple(JOURNEYS[name])
    asked = Asked(gate="none", only=journeys, known_bad=name)
    criteria = {*HARM[name].values(), *NOT_SHOWN.get(name, {}).values()}
    for _ in range(RUNS):
        run = record(asked, None, tmp_path_factory.mktemp(name) / "out")
        assessment = judge_criteria(run, installed_suite(), sorted(criteria))
        if set(HARM[name].values()) <= set(caught_in(assessment)):
            break
    return name, assessment


def test_each_harmful_thing_is_caught(gaming):
    name, assessment = gaming
    caught = caught_in(assessment)

    assert [thing for thing, criterion in HARM[name].items() if criterion not in caught] == []
    assert len(HARM[name]) >= 10


def test_it_is_not_met_where_it_breaks_rules_and_in_question_where_it_breaks_our_model(gaming):
    name, assessment = gaming
    verdicts = {requirement.id: requirement.verdict for requirement in assessment.requirements}

    assert {id for id in NOT_MET[name] if verdicts[id] != Verdict.NOT_MET} == set()
    assert {id for id in IN_QUERY.get(name, ()) if verdicts[id] != Verdict.QUERY} == set()


def test_what_it_only_says_that_it_did_is_not_shown(gaming):
    name, assessment = gaming
    verdicts = {(judged.pathway, one.id): one.verdict for judged, one in assessment.criteria()}

    for thing, criterion in NOT_SHOWN.get(name, {}).items():
        assert verdicts["urgent-medicines", criterion] == Verdict.NOT_SHOWN, thing


def test_its_report_says_so_in_the_first_lines(gaming):
    name, assessment = gaming

    first = summary.render(assessment, None).splitlines()[:LINES]

    assert any(line.startswith(f"- **{FIRST[name]}**") for line in first), first


def test_where_a_confidence_is_broken_that_stands_first(gaming):
    name, assessment = gaming
    said = [line for line in summary.render(assessment, None).splitlines()[:LINES] if line.startswith("- **")]

    assert name != "leaks" or said[0].startswith(f"- **{STRANGERS}**"), said
