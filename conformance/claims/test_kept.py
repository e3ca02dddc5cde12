"""What became of claims is known after a restart too.

Source: NHSBSA, data quality notice on CPCS claims, February 2024: local count against what MYS acknowledged.
"""

from cpcs_harness.judging import EvidenceView, NotShown, criterion, through

from .._shared.restarts import around, expect_kept, rows_of

KEYS = ("referral", "reference", "submission_id", "status")


@criterion("BSA-32")
def test_what_became_of_claims_outlives_a_restart(evidence: EvidenceView):
    """The claims that are listed are those that were, with their references and states."""
    for journey in evidence.each():
        for looks, apart in through(around(journey, "list_claims")):
            with apart:
                before = rows_of(looks.before, "claims", KEYS)
                if not before:
                    raise NotShown(f"journey {journey.id}: no claim was listed before the restart")
                expect_kept("claim", looks, before, rows_of(looks.after, "claims", KEYS))
