"""What counts as a look-up of one patient, as an answer to it, and as something shown or said of the patient."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance._shared.lookups import (
    attempts,
    done,
    held,
    issued_to,
    located,
    looks_at,
    matches,
    number_in,
    outcome,
    patient_in,
    says_nobody,
    shows_nobody,
    steps,
    told,
    told_of,
)
from cpcs_harness.errors import NotShown
from cpcs_harness.judging.views import JourneyView
from made_up import observed

NUMBER = "9990000018"


def seen(action="find_patient", status="done", seq=1, about="doc", reason=None, **shown):
    return observed(seq, action, shown, about=about, status=status, reason=reason)


def journey(*observations):
    also = {"sedge": {"person": {"nhs_number": NUMBER}, "report": {"document_id": "doc"}}}
    ended = {"status": "finished", "reason": None}
    return JourneyView("one", "minor-illness", {}, ended, [], observations, also, None, {"sedge": {"id": 1}})


def test_only_what_was_done_about_the_patient_is_a_step():
    one = journey(seen(seq=1), seen(seq=2, about="other"), seen("choose_patient", seq=3), seen(seq=4))

    assert [step.seq for step in steps(one, "sedge")] == [1, 4]
    assert one.looked_at == ["o1", "o4"]


@pytest.mark.parametrize(
    "look",
    [steps, attempts, lambda one, label: done(one, label, "find_patient"), looks_at],
    ids=["steps", "attempts", "done", "looks"],
)
@pytest.mark.parametrize(
    "taken", [(), (seen(status="cannot"),), (seen(about="other"),)], ids=["none", "cannot", "another's"]
)
def test_what_was_never_done_is_not_shown(look, taken):
    with pytest.raises(NotShown):
        look(journey(*taken), "sedge")


def test_somebody_who_was_not_issued_or_is_not_held_is_not_shown():
    with pytest.raises(NotShown):
        issued_to(journey(), "rush")
    with pytest.raises(NotShown) as missing:
        held(journey(), "rush")
    assert missing.value.blame == "harness"


def test_a_refusal_is_an_attempt_and_silence_is_none():
    with pytest.raises(NotShown, match=r"ended unanswered"):
        attempts(journey(seen(status="unanswered")), "sedge")
    answered = attempts(journey(seen(status="unanswered"), seen(status="refused", seq=2)), "sedge")
    assert [one.status for one in answered] == ["refused"]


def test_what_ended_badly_was_not_done_and_its_reason_is_told():
    with pytest.raises(NotShown, match=r"ended refused: PDS is down"):
        done(journey(seen(status="refused", reason="PDS is down")), "sedge", "find_patient")


def test_what_was_done_before_an_event_does_not_count_after_it():
    one = journey(seen(seq=1), seen(seq=5))

    assert [step.seq for step in done(one, "sedge", "find_patient", after=1)] == [5]
    with pytest.raises(NotShown, match=r"was not done"):
        done(one, "sedge", "find_patient", after=5)


def test_looks_begin_with_the_first_look_up_after_the_event_and_stand_in_order():
    taken = [seen(seq=1), seen("open_referral", seq=2), seen("choose_patient", seq=5), seen(seq=4)]
    late = seen("open_referral", seq=6)

    assert [one.seq for one in looks_at(journey(late, *taken), "sedge", after=2)] == [4, 5, 6]


@pytest.mark.parametrize(
    ("look", "due"),
    [
        (seen(outcome="too_many"), "too_many"),
        (seen(outcome=None, status="refused"), "refused"),
        (seen(status="failed"), "failed"),
    ],
)
def test_the_outcome_is_the_candidates_or_how_the_action_ended(look, due):
    assert outcome(look) == due


@pytest.mark.parametrize(
    ("look", "number"),
    [
        (seen(matches=[None, {"nhs_number": "999 000 0018"}]), NUMBER),
        (seen("choose_patient", patient={"nhs_number": "999-000-0018"}), NUMBER),
        (seen("open_referral", adopted_patient={"nhs_number": NUMBER}, patient={"nhs_number": "1"}), NUMBER),
        (seen("open_referral", adopted_patient=None), ""),
        (seen("choose_patient", patient=None), ""),
        (seen(matches=[]), ""),
        (seen(), ""),
        (seen("choose_patient", patient={"nhs_number": None}), ""),
    ],
)
def test_the_number_shown_is_read_from_where_each_action_shows_it(look, number):
    assert number_in(look) == number


def test_nobody_is_no_match():
    assert matches(seen(matches=[None, {}])) == []
    assert patient_in(seen(matches=[None])) == {}


def test_notices_count_at_the_top_and_beside_the_patient():
    beside = {"notices": [{"kind": "deceased", "text": "Died in May"}]}
    look = seen(
        matches=[beside], message="One found", notices=[{"kind": None, "text": None}, {"kind": "stale"}]
    )

    assert {"deceased", "stale"} <= told_of(look)
    assert told(look).split() == ["One", "found", "Died", "in", "May"]


def test_who_says_nothing_told_nothing():
    assert told(seen(message=None, notices=None, matches=[{"notices": None}])) == ""
    assert told(seen(status="refused", reason="Not your role")) == "Not your role"


def test_a_referral_shows_nobody_until_a_record_is_adopted():
    assert shows_nobody(seen("open_referral", adopted_patient=None))
    assert not shows_nobody(seen("open_referral", adopted_patient={"nhs_number": NUMBER}))
    assert not shows_nobody(seen(matches=[]))


def test_places_are_named_by_field():
    patient = {
        "address": {"lines": ["", "7 Sedge Lane"], "postcode": None},
        "practice": {"name": "Sedge Surgery"},
    }

    assert located(seen(matches=[patient])) == ["address", "practice"]


NOWHERE = {"address": {"lines": [], "postcode": ""}, "telephone": "", "practice": {"ods": "", "name": ""}}


def adopted(**patient):
    return SimpleNamespace(action="open_referral", shown={"adopted_patient": patient or None})


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"address": {"lines": ["", "7 Sedge Lane"], "postcode": None}}, ["address"]),
        ({"address": {"lines": None, "postcode": "LS2 9AA"}}, ["postcode"]),
        ({"telephone": "01632 960444"}, ["telephone"]),
        ({"practice": {"ods": None, "name": "Sedge Surgery"}}, ["practice"]),
    ],
    ids=["a line", "a postcode", "a telephone", "a practice by name"],
)
def test_each_field_that_says_where_a_patient_is_is_named(changes, found):
    assert located(adopted(**(NOWHERE | changes))) == found


@pytest.mark.parametrize(
    "patient",
    [NOWHERE, {"address": None, "practice": None}, {"address": {"lines": [""]}}, {}],
    ids=["all empty", "nothing", "an empty line", "nobody adopted"],
)
def test_what_says_nothing_is_no_place(patient):
    assert located(adopted(**patient)) == []


@pytest.mark.parametrize(
    "message",
    [
        "No patient matches; check the birth date",
        "Nobody was found",
        "No match.",
        "Not found",
        "The patient could not be found",
        "No patient has this NHS number",
        "Search again: nothing matches",
        "Result: not found.",
        "Nobody is known under this; check it",
    ],
)
def test_words_that_say_that_nobody_was_found(message):
    assert says_nobody(message)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Found",
        "Several patients match; compare them with what the patient says, and choose one",
        "The number is verified",
        "Not found by the name that they have now: this is a former one",
        "Nobody is known by this name now; found by a former name",
        "No more than one patient was found",
        "No flags. Check the address",
        "Found. GP practice: not found.",
        "Found by NHS number; postcode: no match.",
        "One patient found; nobody else matches",
        "Patient found. The patient is not known to this pharmacy",
        "Patient not found by number, found by name and birth date",
    ],
)
def test_words_that_may_stand_beside_who_was_found(message):
    assert says_nobody(message) == ""
