"""The local directory of practices' e-mail addresses.

Source: CPCS Technical Toolkit, June 2021, row Directory of Services (DoS).
"""

from cpcs_harness.judging import EvidenceView, criterion, expect_none, expect_same


@criterion("DOS-01")
def test_a_practices_address_comes_from_the_local_directory(evidence: EvidenceView):
    """The address is the one that was loaded, and DoS was not asked for it."""
    for journey in evidence.each():
        loaded = journey.observation("load_directory").given["entries"]
        seen = journey.observation("lookup_practice_email")
        due = next(entry["email"] for entry in loaded if entry["ods"] == seen.given["ods"])
        expect_same(
            "the practice's address", due, seen.shown.get("email"), seen, "Answer from what was loaded."
        )
        asked = [call.where for call in journey.calls if call.service == "dos" and call.step == seen.step]
        expect_none("call to DoS for an address that is held", asked, seen)
