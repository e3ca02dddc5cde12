"""A file of another pharmacy, or of another form, is refused whole.

Source: model of the project, docs/reference/switching-model.md.
"""

import base64
import json

from cpcs_harness.judging import EvidenceView, JourneyView, NotShown, ObservationView, criterion, expect_none

from ._files import FORM, Record, handed_over


@criterion("SWI-06")
def test_a_file_that_is_not_for_this_pharmacy_is_refused_whole(evidence: EvidenceView):
    """Nothing of it is said to be taken, and nothing of it is handed over afterwards."""
    for journey in evidence.each():
        tried = not_ours(journey)
        if not tried:
            raise NotShown(f"journey {journey.id}: no file of another pharmacy or form was to be taken over")
        strange = set()
        for seen, file in tried:
            expect_none("record taken from a file that is not for this pharmacy", taken_of(seen), seen)
            strange |= {record["document_id"] for record in file["records"]}
        handed = handed_over(journey)
        found = [record for record in handed.records if record.get("document_id") in strange]
        expect_none("record of a file that is not for this pharmacy", found, handed.seen)


def not_ours(journey: JourneyView) -> list[tuple[ObservationView, Record]]:
    """Give each try to take over a file of another pharmacy or form, with the file."""
    ours = (FORM, journey.issued["premises"]["ods"])
    tried = [
        (seen, json.loads(base64.b64decode(seen.given["content"])))
        for seen in journey.attempts("import_records")
    ]
    return [(seen, file) for seen, file in tried if (file["form"], file["pharmacy"]) != ours]


def taken_of(seen: ObservationView) -> list[object]:
    """Give what a system says that it took; nothing where it did not do it."""
    said = seen.shown.get("taken") if seen.status == "done" else ()
    return list(said or ())
