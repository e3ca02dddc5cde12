"""The local directory is judged by what was loaded until then: all of it, nothing else, also after a restart."""

import pytest

from cpcs_harness._content.conformance.dos import test_directory
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued

ANSWERS = test_directory.test_what_was_loaded_is_answered_and_nothing_else
WHOLE = test_directory.test_the_directory_holds_what_was_loaded_and_nothing_else
KEPT = test_directory.test_the_directory_is_kept_over_a_restart
PUBLIC = test_directory.test_an_address_at_a_public_provider_is_not_given_out
NOT_FROM_DOS = test_directory.test_what_dos_said_is_not_written_into_the_local_directory

GIVEN = issued("directory")
OWN = {"ods": "Y01234", "name": "Sedge", "email": "Sedge@nhs.net", "kind": "gp-practice"}
OLDER = {
    "ods": "F1234",
    "name": "Reed",
    "email": "nhspharmacy.leeds.reedF1234@nhs.net",
    "kind": "cpcs-provider",
}


PUBLIC_ONE = {**OLDER, "email": "f1234.nhs.net@gmail.com"}


def load(seq, *entries, status="done"):
    return observed(
        seq, "load_directory", {"loaded": len(entries)}, status=status, given={"entries": entries}
    )


def look(seq, ods, email, kind="practice"):
    status = "done" if email else "refused"
    return observed(seq, f"lookup_{kind}_email", {"email": email}, status=status, given={"ods": ods})


def listed(seq, *entries):
    return observed(seq, "list_directory", {"entries": list(entries)})


def judged(check, *seen):
    check(evidence(GIVEN, seen=seen))


def test_what_was_loaded_last_is_the_answer_in_any_capitals_and_form():
    moved = {**OWN, "email": "moved@nhs.net"}
    judged(
        ANSWERS,
        load(1, OWN, OLDER),
        look(2, "Y01234", "sedge@NHS.net"),
        load(3, moved),
        look(4, "Y01234", "moved@nhs.net"),
    )
    judged(ANSWERS, load(1, OLDER), look(2, "Y01234", ""), look(3, "F1234", OLDER["email"], "provider"))


@pytest.mark.parametrize("check", [ANSWERS, NOT_FROM_DOS])
def test_a_directory_into_which_nothing_could_be_loaded_shows_nothing(check):
    asked = observed(2, "lookup_secure_email", {}, given={"ods": "Y01234"})
    with pytest.raises(NotShown, match="load_directory"):
        judged(check, load(1, OWN, status="failed"), asked, look(3, "Y01234", ""))


@pytest.mark.parametrize(
    "wrong",
    [
        look(4, "Y01234", "sedge@nhs.net"),
        look(4, "Y09999", "guessed@nhs.net"),
        look(4, "Y01234", ""),
        look(4, "F1234", "pharmacy.f1234@nhs.net", "provider"),
    ],
)
def test_a_former_address_a_guess_none_and_another_form_are_wrong(wrong):
    moved = {**OWN, "email": "moved@nhs.net"}
    with pytest.raises(NotMet):
        judged(ANSWERS, load(1, OWN, OLDER), load(2, moved), look(3, "Y01234", "moved@nhs.net"), wrong)


def test_the_whole_is_what_was_there_and_what_was_loaded_since():
    before = {"ods": "B1", "email": "own@nhs.net"}
    judged(
        WHOLE, listed(1, before), load(2, OWN), load(3, PUBLIC_ONE, status="refused"), listed(4, before, OWN)
    )
    for after in ((OWN,), (before, OWN, OLDER), (before, OWN, OWN), (before, {**OWN, "email": "x@nhs.net"})):
        with pytest.raises(NotMet):
            judged(WHOLE, listed(1, before), load(2, OWN), listed(4, *after))


@pytest.mark.parametrize("name", ["Reed", "Y01234"])
def test_an_entry_under_another_name_is_found_and_one_without_a_name_is_let_pass(name):
    judged(WHOLE, listed(1), load(2, OWN), listed(3, {"ods": "Y01234", "email": OWN["email"]}))
    judged(WHOLE, listed(1), load(2, OWN), listed(3, {**OWN, "name": "SEDGE"}))
    with pytest.raises(NotMet, match="the name of Y01234"):
        judged(WHOLE, listed(1), load(2, OWN), listed(3, {**OWN, "name": name}))


def test_a_correction_that_is_refused_is_due_all_the_same():
    moved = {**OWN, "email": "moved@nhs.net"}
    refused = load(3, moved, status="refused")
    with pytest.raises(NotMet, match="refused it"):
        judged(
            ANSWERS,
            load(1, OWN),
            look(2, "Y01234", "sedge@nhs.net"),
            refused,
            look(4, "Y01234", "sedge@nhs.net"),
        )
    with pytest.raises(NotMet, match="entries of the local directory"):
        judged(WHOLE, listed(1), load(2, OWN), refused, listed(4, OWN))


@pytest.mark.parametrize("status", ["failed", "cannot", "unanswered"])
def test_of_a_load_that_ended_otherwise_nothing_is_known(status):
    moved = load(3, {**OWN, "email": "moved@nhs.net"}, status=status)
    for email in ("sedge@nhs.net", "moved@nhs.net"):
        with pytest.raises(NotShown, match=status):
            judged(ANSWERS, load(1, OWN), look(2, "Y01234", "sedge@nhs.net"), moved, look(4, "Y01234", email))
        with pytest.raises(NotShown, match=status):
            judged(WHOLE, listed(1), load(2, OWN), moved, listed(4, {**OWN, "email": email}))
    with pytest.raises(NotMet):
        judged(ANSWERS, load(1, OWN), look(2, "Y01234", "other@nhs.net"), moved)


def test_where_nothing_of_its_kind_was_looked_up_nothing_is_passed():
    restart = observed(2, "restart", {})
    with pytest.raises(NotShown, match="before the restart"):
        judged(ANSWERS, load(1, OWN), restart, look(4, "Y01234", "sedge@nhs.net"))
    with pytest.raises(NotShown, match="public provider was looked up"):
        judged(PUBLIC, load(1, OWN), load(2, PUBLIC_ONE), look(3, "Y01234", "sedge@nhs.net"))
    asked = observed(4, "lookup_secure_email", {"email": "dos@nhs.net"}, given={"ods": "Y01234"})
    with pytest.raises(NotShown, match="in both"):
        judged(NOT_FROM_DOS, load(1, OWN), look(3, "Y01234", "sedge@nhs.net"), asked)


def test_a_restart_changes_nothing():
    restart = observed(3, "restart", {})
    judged(
        KEPT, load(1, OWN), look(2, "Y01234", "sedge@nhs.net"), restart, look(4, "Y01234", "sedge@nhs.net")
    )
    for email in ("", "other@nhs.net"):
        with pytest.raises(NotMet, match="after the restart"):
            judged(KEPT, load(1, OWN), restart, look(4, "Y01234", email))
    with pytest.raises(NotShown, match="nothing was looked up after the restart"):
        judged(KEPT, load(1, OWN), look(2, "Y01234", "sedge@nhs.net"), restart)


def test_a_public_address_may_be_refused_early_or_late_and_is_not_given_out():
    public = {**OWN, "email": "y01234.nhs.net@gmail.com"}
    judged(PUBLIC, load(1, OLDER), load(2, public, status="refused"), look(3, "Y01234", ""))
    judged(PUBLIC, load(1, OWN), load(2, public), look(3, "Y01234", ""))
    with pytest.raises(NotMet, match="public provider"):
        judged(PUBLIC, load(1, public), look(2, "Y01234", public["email"]))
    with pytest.raises(NotShown, match="no address at a public provider"):
        judged(PUBLIC, load(1, OWN), look(2, "Y01234", "sedge@nhs.net"))


def test_what_dos_said_stays_out_of_the_directory():
    asked = observed(2, "lookup_secure_email", {"email": "dos@nhs.net"}, given={"ods": "Y01234"})
    judged(NOT_FROM_DOS, load(1, OWN), asked, look(3, "Y01234", "sedge@nhs.net"))
    with pytest.raises(NotMet, match="in the local directory"):
        judged(NOT_FROM_DOS, load(1, OWN), asked, look(3, "Y01234", "dos@nhs.net"))


def test_in_urgent_medicines_providers_are_asked_for_as_well():
    given = issued("directory of providers", "urgent-medicines")
    practice = [load(1, OWN, OLDER), look(2, "Y01234", "sedge@nhs.net")]

    with pytest.raises(NotShown, match="lookup_provider_email"):
        ANSWERS(evidence(given, seen=practice))
    ANSWERS(evidence(given, seen=[*practice, look(3, "F1234", OLDER["email"], "provider")]))
