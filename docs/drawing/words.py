"""What the drawing says: a few words for each room, and the way of one referral, step by step."""

from __future__ import annotations

from dataclasses import dataclass

SAID = {
    "cpcs_harness": {
        "cli": "the commands, a file each",
        "plugin": "checks run under pytest",
        "prove": "known-bad candidates run",
        "reference_rulings": "what we ruled on of ours",
        "assess": "a recorded run judged",
        "run": "plans and records a run",
        "journeys": "carried out, in sittings",
        "rollup": "verdicts and the gate",
        "mockkit": "the base of mocks and senders",
        "judging": "views, expectations, rulings",
        "evidence": "log and reader",
        "reporters": "HTML, JUnit, Allure",
        "declaration": "candidate.toml",
        "profiles": "our models, or others",
        "conditions": "how data may differ",
        "people": "patients, staff, sites",
        "drivers": "the control API",
        "catalogue": "what is asked for",
        "assessment": "the record, typed",
        "formats": "readers of FHIR, SOAP, ITK, CDA and e-mail",
        "times": "clock and moments",
        "bank_holidays": "England's",
        "stalls": "when the process stood still",
        "records": "dataclasses as JSON",
        "errors": "NotMet, NotShown, exits",
    },
    "reference": {
        "fork_server": "starts it, over and over",
        "__main__": "starts the service",
        "app": "all of it, put together",
        "web": "what listens, by HTTP",
        "faulty": "known-bad candidates",
        "actions": "what a pharmacist can do",
        "service": "the parts of the system",
        "inbound": "referrals that arrive",
        "outbound": "messages to GPs, claims",
        "screen": "what is shown",
        "switching": "from and to others",
        "consultations": "records",
        "supplies": "what may be supplied",
        "tokens": "dispensing tokens",
        "patients": "tracing",
        "exemptions": "charges",
        "pharmacy": "staff, rights",
        "referrals": "placed",
        "national": "clients",
        "kit": "configuration, storage",
        "formats": "XML, FHIR and text",
    },
}
"""By package and room; the names of mocks and suites say enough."""


def said_of(package: str, room: str) -> str:
    """Give the words for a room; raises KeyError, naming the room, where there are none yet."""
    if room not in SAID[package]:
        raise KeyError(f"docs/drawing/words.py says nothing of {package}.{room}")
    return SAID[package][room]


@dataclass(frozen=True)
class Step:
    """One step of a referral's way: where it happens, what it is, and the file that does it."""

    place: str
    """Package and room, as `mocks.nhs111`."""
    what: str
    file: str


WAY = (
    Step(
        "conformance.journeys",
        "A journey has a patient referred",
        "conformance/journeys/whole_way/urgent_medicine_supplied.py",
    ),
    Step("mocks.nhs111", "NHS 111 sends the report by ITK 2.2", "mocks/nhs111/sender.py"),
    Step("reference.inbound", "The candidate takes it in", "reference/inbound/itk/intake.py"),
    Step("cpcs_harness.drivers", "The driver asks for the worklist", "src/cpcs_harness/drivers/http.py"),
    Step("mocks.pds", "The candidate asks PDS who it is", "mocks/pds/service.py"),
    Step("cpcs_harness.evidence", "Each exchange is recorded", "src/cpcs_harness/evidence/recorder.py"),
    Step("conformance.pds", "A check looks at the recording", "conformance/pds/test_record.py"),
    Step("cpcs_harness.rollup", "Results become verdicts", "src/cpcs_harness/rollup/assessment.py"),
    Step("cpcs_harness.reporters", "assessment.json becomes a report", "src/cpcs_harness/reporters/html.py"),
)
