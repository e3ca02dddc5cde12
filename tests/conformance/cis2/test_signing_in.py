"""Ways of signing in that are lawful, though the reference goes others; and what is no evidence of anything."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.cis2 import test_healthcare_worker_access as users
from cpcs_harness._content.conformance.cis2 import test_invalid_id_tokens as wrong_tokens
from cpcs_harness._content.conformance.cis2 import test_session_ends as endings
from cpcs_harness._content.conformance.cis2 import test_sign_in as signing_in
from cpcs_harness._content.conformance.journeys._steps import cis2 as _cis2
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.view import EvidenceView, ExchangeView, JourneyView, ObservationView

USER = "555000000001"


class Bodies:
    """Evidence whose references are the bodies themselves."""

    def body(self, reference):
        return reference["bytes"] or b""


def call(
    seq, service, operation, target="/", facts=None, fault="", status=200, body=b"", answer=b"{}", headers=()
):
    side = {"start": {"method": "GET", "target": target}, "headers": list(headers), "body": {"bytes": body}}
    data = {
        "service": service,
        "operation": operation,
        "direction": "from-candidate",
        "certainty": "published",
        "facts": facts or {},
        "fault": fault,
        "elapsed_ms": 1,
        "request": side,
        "response": {"start": {"status": status}, "headers": [], "body": {"bytes": answer}},
    }
    moment = "2026-11-25T10:00:00+00:00"
    return ExchangeView(
        Bodies(),
        {
            "kind": "exchange",
            "seq": seq,
            "at": moment,
            "clock": moment,
            "journey": "j",
            "step": "s",
            "data": data,
        },
    )


def seen(seq, action, about="", status="done", told="", given=None, **shown):
    data = {
        "action": action,
        "actor": {},
        "referral": None,
        "about": about,
        "input": given or {},
        "status": status,
    }
    return ObservationView(
        {
            "kind": "observation",
            "seq": seq,
            "journey": "j",
            "step": "s",
            "data": data | {"reason": told, "shown": None, "observation": shown},
        }
    )


def evidence(calls, observations, *labels):
    issued = {
        "person": {"nhs_number": "9990000018"},
        "care_worker": {"user_id": USER, "roles": [{"role_id": "561"}]},
    }
    journey = JourneyView("j", "mi", issued, {}, calls, observations, dict.fromkeys(labels, issued))
    views = SimpleNamespace(environment={"cis2_client_id": "client"})
    view = EvidenceView(views, "mi", ["j"])
    view.__dict__["journeys"] = [journey]
    return view


def of_user(**more):
    return {"user_id": USER, "session": "s1", "roles": ["561"], **more}


def authorize(seq, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return call(
        seq, "cis2", "authorize", f"/authorize?response_type=code&client_id=client&scope=openid&{query}"
    )


def test_a_pkce_challenge_may_stand_for_a_nonce():
    signing_in.test_each_sign_in_is_a_request_of_its_own(
        evidence(
            [authorize(1, state="a", code_challenge="x"), authorize(2, state="b", code_challenge="y")], []
        )
    )


@pytest.mark.parametrize("bound", [{}, {"nonce": "same"}, {"code_challenge": "same"}])
def test_a_sign_in_is_bound_to_itself_alone(bound):
    with pytest.raises(NotMet):
        signing_in.test_each_sign_in_is_a_request_of_its_own(
            evidence([authorize(1, state="a", **bound), authorize(2, state="b", **bound)], [])
        )


def test_tokens_of_the_platforms_own_sign_in_are_not_wrong_ones():
    given = call(1, "oauth", "code", facts=of_user(), answer=b'{"access_token": "t"}')
    shown = [seen(3, "sign_in", "nonce", signed_in=True), seen(4, "find_patient", "nonce")]

    for check in (
        wrong_tokens.test_nothing_is_asked_in_the_name_of_a_wrong_token,
        wrong_tokens.test_nobody_is_shown_as_signed_in_by_a_wrong_token,
    ):
        with pytest.raises(NotShown):
            check(evidence([given], shown, *wrong_tokens.WRONG))


def test_who_has_no_id_token_need_not_hint_with_one():
    given = call(1, "oauth", "code", facts=of_user())

    with pytest.raises(NotShown):
        endings.test_cis2_is_told_of_a_sign_out(
            evidence([given], [seen(3, "sign_out", "signed out")], "signed out")
        )


def test_a_service_that_was_not_asked_shows_nothing_of_its_being_down():
    other = call(1, "cis2", "token", facts=of_user())
    shown = [seen(2, "sign_in", told="no"), seen(3, "open_referral"), seen(4, "record_consultation")]

    with pytest.raises(NotShown):
        signing_in.test_what_cis2_does_not_give_is_said_and_work_goes_on(evidence([other], shown))


def test_who_never_asks_in_a_persons_name_is_not_judged_by_the_role():
    given = call(1, "cis2", "token", facts=of_user())
    read = call(2, "pds", "read_patient", "/Patient/9990000018")

    with pytest.raises(NotShown):
        users.test_the_role_named_is_the_one_worked_in(evidence([given, read], [], "one role"))


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
        users.test_nothing_is_asked_in_the_name_of_a_session_that_has_ended(
            evidence(told, tried, "signed out", "ended elsewhere")
        )


def test_passwords_are_refused_only_where_smartcards_are_not():
    shown = [
        seen(2, "sign_in", "one role", "failed", told="no"),
        seen(3, "sign_in", "password alone", "failed", told="no"),
        seen(4, "find_patient", "password alone"),
    ]

    with pytest.raises(NotShown):
        signing_in.test_user_name_and_password_are_not_enough(
            evidence([], shown, "one role", "password alone")
        )


@pytest.mark.parametrize(
    ("address", "gone"), [("http://127.0.0.1/end", ["http://127.0.0.1/end"]), (None, [])]
)
def test_a_browser_that_is_sent_to_cis2_to_sign_out_goes_there(address, gone):
    went = []
    stage = SimpleNamespace(
        issued=SimpleNamespace(label="signed out"),
        worker=None,
        do=lambda *_, **__: SimpleNamespace(observation={"signed_out": True, "address": address}),
        browse=lambda to, _worker: went.append(to),
    )

    _cis2.sign_out(stage)

    assert went == gone


@pytest.mark.parametrize(
    ("shown", "chosen"),
    [
        ({"signed_in": True, "role_id": "561"}, ["562"]),
        ({"signed_in": True, "role_id": "562"}, []),
        ({"signed_in": True}, []),
        ({"signed_in": False, "roles": [{"role_id": "561"}, {"role_id": "562"}]}, ["562"]),
        ({"signed_in": False}, []),
    ],
)
def test_a_role_is_chosen_where_a_system_begins_with_another(shown, chosen):
    asked = []

    def do(action, **given):
        if action == "choose_role":
            asked.append(given["role_id"])
        return SimpleNamespace(observation=shown)

    _cis2.sign_in(SimpleNamespace(issued=SimpleNamespace(label="x"), do=do), "562")

    assert asked == chosen
