"""The local directory of practices' and CPCS providers' e-mail addresses.

Source: CPCS Technical Toolkit, June 2021, row Directory of Services (DoS); names of NHSmail mailboxes (interface sheet
mesh-itk3-nhsmail-mys, part C1).
"""

from cpcs_harness.judging import (
    EvidenceView,
    NotShown,
    ObservationView,
    criterion,
    expect_equal,
    expect_none,
    expect_same,
    through,
)

from .._shared.screen import expect_name
from ._local import Asked, asked, expect_known, is_for_patients, loaded_by, loads
from ._searches import some


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


@criterion("DOS-40")
def test_what_was_loaded_is_answered_and_nothing_else(evidence: EvidenceView):
    """Every entry as it was loaded last, in whatever form NHSmail has named the mailbox; no other code has one."""
    for journey in evidence.each():
        looks = (look for look in asked(journey) if not look.restarted and is_for_patients(look.due))
        for look in some(looks, f"journey {journey.id}: nothing was looked up before the restart"):
            what = f"the address of {look.seen.given['ods']}"
            expect_equal(what, look.due.casefold(), look.email.casefold(), look.seen, look.todo)
        expect_known(loads(journey))


@criterion("DOS-41")
def test_the_directory_holds_what_was_loaded_and_nothing_else(evidence: EvidenceView):
    """What it held before, and each entry since: no other, none twice, none left out, none under another's name."""
    for journey in evidence.each():
        first, *later = journey.observations("list_directory", at_least=2)
        for seen, apart in through(later):
            with apart:
                between = [load for load in loads(journey) if first.seq < load.seq < seen.seq]
                due = entries_of(first) | {
                    ods: email.casefold() for load in between for (_, ods), email in loaded_by(load).items()
                }
                expect_known(between)
                found = [str(entry.get("ods")) for entry in seen.shown.get("entries") or ()]
                twice = sorted({ods for ods in found if found.count(ods) > 1})
                expect_none("entry that stands twice", twice, seen)
                expect_equal("the entries of the local directory", due, entries_of(seen), seen)
                names = {entry["ods"]: entry["name"] for load in between for entry in load.given["entries"]}
                for entry in seen.shown.get("entries") or ():
                    if entry.get("name") and entry.get("ods") in names:
                        expect_name(f"the name of {entry['ods']}", names[entry["ods"]], entry["name"], seen)


@criterion("DOS-42")
def test_the_directory_is_kept_over_a_restart(evidence: EvidenceView):
    """Every address is answered as before."""
    for journey in evidence.each():
        journey.observations("restart")
        after = [look for look in asked(journey) if look.restarted]
        if not after:
            raise NotShown(f"journey {journey.id}: nothing was looked up after the restart")
        for look in after:
            what = f"the address of {look.seen.given['ods']} after the restart"
            expect_equal(
                what, look.due.casefold(), look.email.casefold(), look.seen, "Write what is loaded to disk."
            )


@criterion("DOS-43")
def test_an_address_at_a_public_provider_is_not_given_out(evidence: EvidenceView):
    """It was refused when it was loaded, or is when it is looked up."""
    for journey in evidence.each():
        tried = [seen for seen in journey.attempts("load_directory") if not all_for_patients(seen)]
        if not tried:
            raise NotShown(f"journey {journey.id}: no address at a public provider was loaded")
        codes = {
            ods for load in tried for (_, ods), email in loaded_by(load).items() if not is_for_patients(email)
        }
        looks = list(asked(journey))
        for look in looks:
            shown = [look.email] if look.email and not is_for_patients(look.email) else []
            expect_none("address at a public provider for patients' data", shown, look.seen)
        of_them = (look for look in looks if look.seen.given["ods"] in codes and look.seen.seq > tried[0].seq)
        some(of_them, f"journey {journey.id}: no code with an address at a public provider was looked up")


@criterion("DOS-44")
def test_what_dos_said_is_not_written_into_the_local_directory(evidence: EvidenceView):
    """After a look-up in DoS that gave another address, the directory answers as it was loaded."""
    for journey in evidence.each():
        said = journey.observations("lookup_secure_email")
        looks = (look for look in asked(journey) if look.due and any(is_about(look, seen) for seen in said))
        for look in some(looks, f"journey {journey.id}: nothing was looked up in both"):
            what = f"the address of {look.seen.given['ods']} in the local directory"
            todo = "Tell the person that they differ: what DoS says may not be kept without permission."
            expect_equal(what, look.due.casefold(), look.email.casefold(), look.seen, todo)


def is_about(look: Asked, seen: ObservationView) -> bool:
    """Say whether a code was looked up in the local directory after it was in DoS."""
    return seen.given["ods"] == look.seen.given["ods"] and seen.seq < look.seen.seq


def entries_of(seen: ObservationView) -> dict[str, str]:
    """Give the addresses that a listing shows, by code."""
    return {
        str(entry.get("ods")): str(entry.get("email") or "").casefold()
        for entry in seen.shown.get("entries") or ()
    }


def all_for_patients(seen: ObservationView) -> bool:
    """Say whether every address of a load is one that patients' data may go to."""
    return all(map(is_for_patients, loaded_by(seen).values()))
