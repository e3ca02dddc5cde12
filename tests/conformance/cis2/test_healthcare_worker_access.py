"""Who asks in nobody's name, or not after the end of a session, is not judged by it."""

import pytest

from cis2_evidence import call, evidence, of_user, seen
from cpcs_harness._content.conformance.cis2 import test_healthcare_worker_access
from cpcs_harness.errors import NotMet, NotShown


def test_who_never_asks_in_a_persons_name_is_not_judged_by_the_role():
    given = call(1, "cis2", "token", facts=of_user())
    read = call(2, "pds", "read_patient", "/Patient/9990000018")

    with pytest.raises(NotShown):
        test_healthcare_worker_access.test_the_role_named_is_the_one_worked_in(
            evidence([given, read], [], "one role")
        )


@pytest.mark.parametrize(
    ("named", "chosen", "right"),
    [("562", (), True), ("561", ("562",), False), ("562", ("562",), True), ("569", (), False)],
    ids=["begun with its own choice", "another than was chosen", "as it was chosen", "nobody's"],
)
def test_who_signs_in_anew_works_in_what_they_choose_then_or_in_a_role_of_the_systems_choice(
    named, chosen, right
):
    """At another pharmacy a system may begin with the role there: what was chosen at the first counts no more."""
    label, headers = "two pharmacies", [("Authorization", "Bearer t"), ("NHSD-Session-URID", named)]
    given = of_user(roles=["561", "562"])
    token = call(3, "oauth", "exchange", facts=given, answer=b'{"access_token": "t"}')
    asked = call(12, "pds", "read_patient", "/Patient/9990000018", headers=headers)
    calls = [call(2, "cis2", "token", facts=given), token, call(7, "cis2", "token", facts=given), asked]
    acts = [seen(seq, "sign_in", label) for seq in (1, 4, 6, 8)]
    acts += [seen(5, "choose_role", label, given={"role_id": "561"})]
    acts += [seen(9, "choose_role", label, given={"role_id": role}) for role in chosen]
    others = {"user_id": "555000000002", "session": "s2", "roles": ["563"]}
    calls += [
        call(13, "cis2", "token", facts=others),
        call(14, "oauth", "exchange", facts=others, answer=b'{"access_token": "u"}'),
        call(15, "pds", "read_patient", "/Patient/9990000026", headers=[("Authorization", "Bearer u")]),
    ]
    view = evidence(calls, acts, label)
    someone = {"person": {"nhs_number": "9990000026"}, "care_worker": others}
    view.journeys[0].also.update(dict.fromkeys(("one role", "several roles"), someone))

    try:
        test_healthcare_worker_access.test_the_role_named_is_the_one_worked_in(view)
    except NotMet:
        assert not right
    else:
        assert right


def test_a_look_up_that_was_not_tried_after_the_end_blames_nobody():
    tried = [seen(2, "find_patient", "signed out"), seen(3, "sign_out", "signed out")]
    words = [
        {"forged": True},
        {"forged": False},
    ]
    told = [call(4 + at, "cis2", "backchannel_logout", facts=word) for at, word in enumerate(words)]
    for one in told:
        one.direction = "to-candidate"

    with pytest.raises(NotShown):
        test_healthcare_worker_access.test_nothing_is_asked_in_the_name_of_a_session_that_has_ended(
            evidence(told, tried, "signed out", "ended elsewhere")
        )


def test_whoever_cis2_cannot_tell_is_judged_by_signing_out_alone():
    given = call(1, "oauth", "exchange", facts=of_user(), answer=b'{"access_token": "t"}')
    read = call(2, "pds", "read_patient", "/Patient/9990000018", headers=[("Authorization", "Bearer t")])
    before, tried = seen(3, "sign_out", "signed out"), seen(5, "find_patient", "signed out")
    late = call(4, "pds", "read_patient", "/Patient/9990000018", headers=[("Authorization", "Bearer t")])
    check = test_healthcare_worker_access.test_nothing_is_asked_in_the_name_of_a_session_that_has_ended

    check(evidence([given, read], [before, tried], "signed out"))
    with pytest.raises(NotMet, match="nothing in the name of an ended session"):
        check(evidence([given, read, late], [before, tried], "signed out"))


@pytest.mark.parametrize(("struck", "judged"), [(6, True), (8, False)], ids=["by itself", "by the browser"])
def test_who_signs_out_by_the_browser_may_wait_until_it_comes_back(struck, judged):
    asked = call(struck, "cis2", "end_session", fault="CIS2 does not answer")
    acts = [seen(2, "sign_out", "signed out"), seen_of(7, "sign_out")]
    (journey,) = evidence([asked], acts, "signed out", "token ended").journeys

    assert ("token ended" in test_healthcare_worker_access._ends_of(journey)) == judged


def test_what_was_on_its_way_when_a_session_ended_is_free():
    given = call(1, "oauth", "exchange", facts=of_user(), answer=b'{"access_token": "t"}')
    before, tried = seen(3, "sign_out", "signed out"), seen(5, "find_patient", "signed out")
    late = call(4, "pds", "read_patient", "/Patient/9990000018", headers=[("Authorization", "Bearer t")])
    late.elapsed_ms = 1500.0
    check = test_healthcare_worker_access.test_nothing_is_asked_in_the_name_of_a_session_that_has_ended

    check(evidence([given, late], [before, tried], "signed out"))


def test_a_journey_without_these_ends_is_not_asked_for_them_and_one_that_stopped_early_is():
    check = test_healthcare_worker_access.test_nothing_is_asked_in_the_name_of_a_session_that_has_ended
    given = call(1, "cis2", "token", facts=of_user())

    check(evidence([given], [], "no role", "several roles"))
    with pytest.raises(NotShown):
        check(evidence([given], []))


def given_up(*seen, answers):
    """Judge whether a refused token was given up, by what PDS answered to who signs out in the end."""
    calls = [
        call(
            at,
            "pds",
            "read_patient",
            "/Patient/9990000018",
            status=status,
            headers=[("Authorization", f"Bearer {at}")],
        )
        for at, status in answers.items()
    ]
    out = seen_of(7, "sign_out")
    test_healthcare_worker_access.test_a_refused_token_is_given_up(
        evidence(calls, [*seen, out], "token ended")
    )


def seen_of(seq, action, *matches):
    return seen(seq, action, "token ended", matches=[{"nhs_number": number} for number in matches])


def test_a_look_up_after_signing_out_tells_nothing_of_a_token_that_was_refused():
    before, after = seen_of(3, "find_patient", "9990000018"), seen_of(9, "find_patient")

    given_up(before, after, answers={2: 200, 8: 401})
    with pytest.raises(NotShown, match="PDS took no request"):
        given_up(before, after, answers={2: 401, 8: 200})
    with pytest.raises(NotShown, match="PDS took no request"):
        given_up(after, answers={2: 200, 8: 200})
