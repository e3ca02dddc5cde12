"""The patient's registered practice, and what is done where PDS names none.

Source: Personal Demographics Service FHIR API, Patient, generalPractitioner (interface sheet pds-smsp-auth, section 3,
checks C38 and C44).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_none, through
from cpcs_harness.judging.in_words import Words

from ._practice_messages import holding, reports
from ._records import attempts, done, labelled
from ._requests import issued_to, told

WITHOUT = ("left-practice", "no-practice", "restricted")
REFUSED = ("refused", "failed")


@criterion("PDS-18")
def test_no_practice_is_told_that_pds_does_not_name(evidence: EvidenceView):
    """Nothing goes to a practice that was left, and none is guessed; the pharmacist is told why, and what to do."""
    for (journey, label), apart in through(labelled(evidence, *WITHOUT)):
        with apart:
            practice = issued_to(journey, label)["person"]["practice"]
            known = done(journey, label, "find_patient")[0]
            sent = holding(
                reports(journey, known.seq), practice["ods"], practice["email"], practice["mailbox"]
            )
            tried = attempts(journey, label, "notify_gp")
            todo = "Refuse, say that PDS names no practice, and say what to do by hand."
            expect_none("message to a practice", [call.where for call in sent], (sent or tried)[0], todo)
            for seen in tried:
                expect(seen.status in REFUSED, "notify_gp refused", seen.status, seen, todo)
                expect(len(told(seen)) > 0, "a reason", Words("none"), seen, todo)
