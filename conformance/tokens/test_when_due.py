"""When a token is printed and signed: for whoever is neither exempt by age nor found by RTEC.

Source: CPCS Technical Toolkit, UM-TOK-E; interface sheet dos-eps-rtec-scr-dmd, 4.3 and 4.4, check 77.
"""

from cpcs_harness.judging import EvidenceView, NotApplicable, criterion, expect, expect_equal
from cpcs_harness.judging.in_words import Words

from ._printings import NEEDED, NOT_NEEDED, asks_rtec, printings, some, why_rtec_was_not_heard


@criterion("TOK-01")
def test_a_token_that_is_due_is_printed(evidence: EvidenceView):
    """After each supply, to each patient; and the person is told that it is needed."""
    for printing in some((each for each in printings(evidence) if each.is_due), "no token was due"):
        seen, whom = printing.seen, f"a patient of {printing.ages[0]}, whom RTEC has not found"
        came = (
            Words(f"{len(printing.papers)} tokens")
            if seen.status == "done"
            else Words(f"{seen.status}: {seen.told}")
        )
        expect(len(printing.papers) > 0, f"a token for {whom}", came, seen, "Print the token of each supply.")
        printing.paper.lines  # noqa: B018 - what cannot be read is not shown to be a token
        needed = seen.shown.get("needed")
        expect(needed is True, f"that a token is needed for {whom}", needed, seen)


@criterion("TOK-06")
def test_who_is_exempt_by_age_does_not_sign(evidence: EvidenceView):
    """Under 16, and 60 and over, on the day of supply."""
    exempt = (each for each in printings(evidence) if each.is_exempt_by_age and each.seen.status == "done")
    for printing in some(exempt, "nobody was exempt by age"):
        signature = printing.seen.shown.get("signature")
        expect_equal(
            f"the signature of a patient of {printing.ages[0]}", NOT_NEEDED, signature, printing.seen
        )


@criterion("TOK-07")
def test_whoever_is_not_exempt_by_age_signs(evidence: EvidenceView):
    """From 16 on until the day before 60: in education too, and where the charge was paid."""
    due = (each for each in printings(evidence) if each.is_due and each.seen.status == "done")
    for printing in some(due, "nobody had to sign"):
        whom = f"a patient of {printing.ages[0]}, who declared {printing.declared or 'nothing yet'},"
        signature = printing.seen.shown.get("signature")
        expect_equal(f"the signature of {whom}", NEEDED, signature, printing.seen)


@criterion("TOK-08")
def test_whom_rtec_has_found_needs_no_token(evidence: EvidenceView):
    """Nobody is told to print or sign one; a paper that comes all the same is no failure."""
    found = (each for each in printings(evidence) if each.is_found and each.seen.status == "done")
    listed = list(found)
    if not listed and not asks_rtec(evidence):
        raise NotApplicable("the system does not ask RTEC")
    blame = why_rtec_was_not_heard(evidence)
    for printing in some(listed, "RTEC found nobody for whom a token was then to be printed", blame):
        seen = printing.seen
        needed = seen.shown.get("needed")
        expect(needed is False, "that no token is needed where RTEC found an exemption", needed, seen)
        expect_equal(
            "the signature, where RTEC found an exemption,", NOT_NEEDED, seen.shown.get("signature"), seen
        )
