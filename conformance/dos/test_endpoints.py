"""Secure e-mail addresses of practices and CPCS providers come from DoS, by its endpoints.

Source: interface sheet dos-eps-rtec-scr-dmd, section 2.9 and checks 37 to 40; names within `endpoints`:
docs/reference/dos-endpoints-model.md.
"""

from cpcs_harness.judging import (
    EvidenceView,
    NotApplicable,
    criterion,
    expect,
    expect_equal,
    expect_none,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.mail_domains import is_public, is_secure
from ._endpoints import PRACTICE, PROVIDER, LookUp, look_ups, look_ups_of
from ._local import is_known, load_of, loaded_by
from ._searches import some


def expect_the_due_address(look_up: LookUp) -> None:
    """Raise NotMet unless the address is that of the purpose's scenario, by e-mail, with the lowest order."""
    due, seen = look_up.due, look_up.seen
    ods, purpose = seen.given["ods"], seen.given["purpose"]
    todo = "Search by service type near the postcode: 100 for practices, 131 for CPCS providers."
    expect(
        look_up.found,
        f"an answer of DoS that holds {ods}",
        Words(f"{len(look_up.calls)} calls, none with it"),
        seen,
        todo,
        timing="absent",
    )
    if not due or (look_up.first_is_public and not look_up.email):
        return
    todo = "Choose by scenario first, then transport e-mail, then the lowest order."
    what = f"the secure e-mail of {ods} for {purpose}"
    expect_equal(what, look_up.address_in(due[0]).casefold(), look_up.email.casefold(), seen, todo)


def judge(found: list[LookUp]) -> None:
    """Hold each look-up against what DoS gave; that none was shown at all shows nothing."""
    for look_up in found:
        expect_the_due_address(look_up)
    some((look_up for look_up in found if look_up.email), "no address was shown of any that DoS gave")


@criterion("SEM-01")
def test_a_practices_secure_email_is_the_one_of_its_endpoints(evidence: EvidenceView):
    """The practice that was asked for, the scenario of the purpose, e-mail, the lowest order."""
    judge(look_ups(evidence, PRACTICE))


@criterion("SEM-02")
def test_a_providers_secure_email_is_the_one_of_its_endpoints(evidence: EvidenceView):
    """The provider that was asked for, with or without a suffix to its code."""
    judge(look_ups(evidence, PROVIDER))


@criterion("SEM-03")
def test_an_address_is_one_that_dos_gave_for_the_service_just_then(evidence: EvidenceView):
    """DoS was asked in the step, and its answer for the code has the address; else none is shown."""
    shown = (look_up for look_up in look_ups(evidence) if look_up.email)
    for look_up in some(shown, "no address was shown"):
        todo = "Ask DoS each time: what it says may not be kept."
        expect(bool(look_up.calls), "a search in DoS for what is shown", Words("none"), look_up.seen, todo)
        given = sorted(look_up.address_in(row).casefold() for row in look_up.rows)
        due = f"an address that DoS gave for {look_up.seen.given['ods']}: {in_words(given)}"
        todo = "Where DoS has none, show none, and say what to do."
        expect(look_up.email.casefold() in given, due, look_up.email, look_up.seen, todo)


@criterion("SEM-04")
def test_no_address_at_a_public_provider_is_shown_as_secure(evidence: EvidenceView):
    """Neither first nor among those that are tried next, whatever stands before the at-sign."""
    found = look_ups(evidence)
    for look_up in found:
        further = [str(address) for address in look_up.seen.shown.get("further") or ()]
        shown = [address for address in (look_up.email, *further) if address and is_public(address)]
        expect_none("address at a public provider as a secure one", shown, look_up.seen)
    some(
        (look_up for look_up in found if look_up.first_is_public), "DoS gave no address at a public provider"
    )


@criterion("SEM-05")
def test_an_address_that_is_not_of_nhsmail_is_not_shown_as_secure(evidence: EvidenceView):
    """Other accredited domains exist; none is in what DoS gave here."""
    shown = (look_up for look_up in look_ups(evidence) if look_up.email)
    for look_up in some(shown, "no address was shown"):
        expect(is_secure(look_up.email), "an address at nhs.net", look_up.email, look_up.seen)


@criterion("SEM-06")
def test_what_is_tried_next_is_shown_in_order_with_its_instruction(evidence: EvidenceView):
    """All further secure addresses of the same use, none else; what the comment says to do, and no other use's."""
    found = [look_up for look_up in look_ups(evidence) if look_up.email and look_up.due]
    for look_up in found:
        due = [look_up.address_in(row).casefold() for row in look_up.due[1:]]
        further = [str(address).casefold() for address in look_up.seen.shown.get("further") or ()]
        expect_equal("the addresses that are tried next", due, further, look_up.seen)
        said = str(look_up.seen.shown.get("instruction") or "")
        for comment in filter(None, map(look_up.comment_in, look_up.due)):
            expect(comment in said, f"the instruction of DoS to be shown: {comment}", said, look_up.seen)
        strange = sorted(comment for comment in look_up.of_other_uses if comment in said)
        expect_none(
            "instruction for another use", strange, look_up.seen, "Show what the same use's rows say."
        )
    some(
        (look for look in found if look.due[1:] or any(look.comment_in(row) for row in look.due)),
        "no address was shown that DoS gave with another, or with an instruction",
    )


@criterion("SEM-07")
def test_that_the_local_directory_has_another_address_is_told(evidence: EvidenceView):
    """What was loaded is not what DoS says: the person is told, and is not told so where they agree."""
    held = ((look_up, loaded) for look_up, loaded in beside(evidence) if loaded)
    for look_up, loaded in some(held, "no address was shown of a code that the local directory has"):
        differs = loaded.casefold() != look_up.email.casefold()
        what = "whether the local directory differs from DoS"
        todo = "Have somebody correct the directory."
        expect_equal(what, differs, bool(look_up.seen.shown.get("differs")), look_up.seen, todo)


@criterion("SEM-08")
def test_what_the_local_directory_has_is_shown_as_it_was_loaded(evidence: EvidenceView):
    """Beside the address from DoS: the one that was loaded last for the code, or none where none was."""
    shown = [each for each in beside(evidence) if each[0].seen.shown.get("directory_email") is not None]
    if not shown:
        raise NotApplicable("the screen does not show what the local directory has beside what DoS says")
    for look_up, loaded in shown:
        what = f"what the local directory has for {look_up.seen.given['ods']}"
        here = str(look_up.seen.shown["directory_email"]).strip()
        expect_equal(
            what, loaded.casefold(), here.casefold(), look_up.seen, "Show what was loaded, or nothing."
        )
    some((1 for _, loaded in shown if not loaded), "the local directory had every code that was looked up")


@criterion("SEM-09")
def test_an_error_of_dos_is_not_told_as_no_address(evidence: EvidenceView):
    """What is said is said of the trouble: no address, and other words than where DoS has none."""
    well = (look_up.told for look_up in look_ups(evidence) if look_up.found and not look_up.email)
    none = some(well, "an address was shown of every code that DoS has")
    for look_up in look_ups(evidence, in_trouble=True):
        seen, said = look_up.seen, look_up.told
        todo = "Tell that DoS failed from that it has no address."
        expect(look_up.email == "", "no address as from DoS, which failed", look_up.email, seen)
        expect(said != "", "word of the trouble", Words("none"), seen, todo)
        expect(said not in none, "other words than where DoS has no address", said, seen, todo)


def beside(evidence: EvidenceView) -> list[tuple[LookUp, str]]:
    """Give each look-up that showed an address, with the one that had been loaded; none is NotShown."""
    found = []
    for journey in evidence.each():
        for look_up in look_ups_of(journey):
            key = (look_up.seen.given["kind"], look_up.seen.given["ods"])
            load = load_of(journey, key, look_up.seen.seq)
            if look_up.email and (load is None or is_known(load)):
                found.append((look_up, loaded_by(load)[key] if load else ""))
    return some(found, "no address was shown")
