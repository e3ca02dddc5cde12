"""Files of records as a system hands them over, read."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpcs_harness.judging import JourneyView, NotMet, expect, expect_equal
from cpcs_harness.judging.in_words import Words
from cpcs_harness.judging.views import ObservationView

FORM = "cpcs-records/1"
MOVED_DONE, MOVED_WAITING = "moved, completed", "moved, waiting"
TAKEN_BACK = "moved, taken back"
REGISTERED = "registered elsewhere"
"""PDS's record of the journey's own patient, whose practice is not the referral's."""
WAITS, ELSEWHERE = "waits", "elsewhere"

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Handed:
    """What one export handed over: records in the order of the files, and who is enrolled."""

    seen: ObservationView
    records: tuple[Record, ...]
    pharmacists: tuple[Mapping[str, Any], ...]

    def name_of(self, gphc_number: str) -> object:
        """Give the name of who is enrolled with a registration number; None where nobody is."""
        known = {str(one.get("gphc_number")): one.get("full_name") for one in self.pharmacists}
        return known.get(gphc_number)

    def of(self, document_id: str) -> Record:
        """Give the record of a referral; raises NotMet where there is none."""
        found = [record for record in self.records if record.get("document_id") == document_id]
        received = Words(f"{len(self.records)} records of others")
        expect(bool(found), f"a record of referral {document_id}", received, self.seen)
        return found[0]


def handed_over(journey: JourneyView) -> Handed:
    """Give what was handed over, after another system's records had been taken over."""
    return _handed(journey, journey.observation("export_records"))


def given(journey: JourneyView) -> dict[str, Record]:
    """Give the records that were to be taken over, by their referral's document."""
    return {record["document_id"]: record for record in _file(journey)["records"]}


def enrolled_there(journey: JourneyView) -> list[Mapping[str, Any]]:
    """Give who was enrolled in the system whose records were to be taken over."""
    return list(_file(journey)["pharmacists"])


def _file(journey: JourneyView) -> Mapping[str, Any]:
    content = journey.observations("import_records")[0].given["content"]
    read: Mapping[str, Any] = json.loads(base64.b64decode(content))
    return read


def document(journey: JourneyView, label: str) -> str:
    """Give the document of a patient of the journey; with an empty label that of its own."""
    issued = journey.also[label] if label else journey.issued
    return str(issued["report"]["document_id"])


def practice_of(journey: JourneyView, handed: Handed) -> str:
    """Give the practice of the journey's own patient: PDS's, once the record was adopted, or else the referral's."""
    adopted = [seen for seen in journey.seen if seen.action == "choose_patient" and seen.status == "done"]
    record = journey.held.get(REGISTERED)
    if record is None or not any(seen.seq < handed.seen.seq for seen in adopted):
        return str(journey.issued["person"]["practice"]["ods"])
    return str(record["practice"])


def _handed(journey: JourneyView, seen: ObservationView) -> Handed:
    files = journey.artefacts_of(seen)
    expect(bool(files), "a file of records at least", seen.shown.get("files"), seen)
    read = [_read(file.content, seen) for file in files]
    ods = journey.issued["premises"]["ods"]
    for one in read:
        expect_equal("the form of the file", FORM, one.get("form"), seen)
        expect_equal("the pharmacy of the file", ods, one.get("pharmacy"), seen)
    records = tuple(record for one in read for record in _objects(one, "records", seen))
    people = tuple(known for one in read for known in _objects(one, "pharmacists", seen))
    return Handed(seen, records, people)


def _read(content: bytes, seen: ObservationView) -> Mapping[str, Any]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as wrong:
        read, said = None, str(wrong)
    else:
        said = type(read).__name__
    if not isinstance(read, dict):
        raise NotMet("a file that holds one JSON object", said, at=seen.where, exchanges=[seen.id])
    return read


def _objects(read: Mapping[str, Any], key: str, seen: ObservationView) -> list[Mapping[str, Any]]:
    held = read.get(key)
    right = isinstance(held, list) and all(isinstance(member, dict) for member in held)
    expect(right, f"{key}: a list of objects", type(held).__name__, seen)
    return list(held or ())
