"""Secure e-mail addresses of practices and CPCS providers come from DoS, by its endpoints.

Source: interface sheet dos-eps-rtec-scr-dmd, section 2.9 and checks 37 to 40; names within `endpoints`:
docs/reference/dos-endpoints-model.md.
"""

from cpcs_harness.judging import EvidenceView, criterion, expect, expect_equal, expect_none

from .._shared.mail_domains import is_public, is_secure
from ._endpoints import PRACTICE, PROVIDER, LookUp, look_ups


def expect_the_due_address(look_up: LookUp) -> None:
    """Raise NotMet unless the address is that of the purpose's scenario, by e-mail, with the lowest order."""
    due, seen = look_up.due, look_up.seen
    ods, purpose = seen.given["ods"], seen.given["purpose"]
    todo = "Search by service type near the postcode: 100 for practices, 131 for CPCS providers."
    expect(
        look_up.found,
        f"an answer of DoS that holds {ods}",
        f"{look_up.calls} calls, none with it",
        seen,
        todo,
        timing="absent",
    )
    if not due or (look_up.first_is_public and not look_up.email):
        return
    todo = "Choose by scenario first, then transport e-mail, then the lowest order."
    what = f"the secure e-mail of {ods} for {purpose}"
    expect_equal(what, due[0]["address"].casefold(), look_up.email.casefold(), seen, todo)


@criterion("SEM-01")
def test_a_practices_secure_email_is_the_one_of_its_endpoints(evidence: EvidenceView):
    """The practice that was asked for, the scenario of the purpose, e-mail, the lowest order."""
    for look_up in look_ups(evidence, PRACTICE):
        expect_the_due_address(look_up)


@criterion("SEM-02")
def test_a_providers_secure_email_is_the_one_of_its_endpoints(evidence: EvidenceView):
    """The provider that was asked for, with or without a suffix to its code."""
    for look_up in look_ups(evidence, PROVIDER):
        expect_the_due_address(look_up)


@criterion("SEM-03")
def test_an_address_is_one_that_dos_gave_for_the_service_just_then(evidence: EvidenceView):
    """DoS was asked in the step, and its answer for the code has the address; else none is shown."""
    for look_up in look_ups(evidence):
        if not look_up.email:
            continue
        todo = "Ask DoS each time: what it says may not be kept."
        expect(look_up.calls > 0, "a search in DoS for what is shown", "none", look_up.seen, todo)
        given = sorted(str(row["address"]).casefold() for row in look_up.rows)
        due = f"an address that DoS gave for {look_up.seen.given['ods']}: {given}"
        todo = "Where DoS has none, show none, and say what to do."
        expect(look_up.email.casefold() in given, due, look_up.email, look_up.seen, todo)


@criterion("SEM-04")
def test_no_address_at_a_public_provider_is_shown_as_secure(evidence: EvidenceView):
    """Neither first nor among those that are tried next, whatever stands before the at-sign."""
    for look_up in look_ups(evidence):
        further = [str(address) for address in look_up.seen.shown.get("further") or ()]
        shown = [address for address in (look_up.email, *further) if address and is_public(address)]
        expect_none("address at a public provider as a secure one", shown, look_up.seen)


@criterion("SEM-05")
def test_an_address_that_is_not_of_nhsmail_is_not_shown_as_secure(evidence: EvidenceView):
    """Other accredited domains exist; none is in what DoS gave here."""
    for look_up in look_ups(evidence):
        if look_up.email:
            expect(is_secure(look_up.email), "an address at nhs.net", look_up.email, look_up.seen)


@criterion("SEM-06")
def test_what_is_tried_next_is_shown_in_order_with_its_instruction(evidence: EvidenceView):
    """All further secure addresses of the same use, none else; and what the comment says to do."""
    for look_up in look_ups(evidence):
        if not look_up.email or not look_up.due:
            continue
        due = [row["address"].casefold() for row in look_up.due[1:]]
        further = [str(address).casefold() for address in look_up.seen.shown.get("further") or ()]
        expect_equal("the addresses that are tried next", due, further, look_up.seen)
        said = str(look_up.seen.shown.get("instruction") or "")
        for comment in filter(None, (row["comment"] for row in look_up.due)):
            expect(comment in said, f"the instruction of DoS to be shown: {comment}", said, look_up.seen)


@criterion("SEM-07")
def test_that_the_local_directory_has_another_address_is_told(evidence: EvidenceView):
    """What was loaded is not what DoS says: the person is told, and is not told so where they agree."""
    for journey in evidence.each():
        loaded = {
            entry["ods"]: entry["email"].casefold()
            for seen in journey.observations("load_directory")
            for entry in seen.given["entries"]
        }
        for seen in journey.attempts("lookup_secure_email"):
            if seen.status == "done" and seen.given["ods"] in loaded:
                due = loaded[seen.given["ods"]] != str(seen.shown.get("email")).casefold()
                what = "whether the local directory differs from DoS"
                expect_equal(
                    what, due, bool(seen.shown.get("differs")), seen, "Have somebody correct the directory."
                )
