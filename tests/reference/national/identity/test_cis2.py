"""Signing in with CIS2: who is let in, in which role, in whose name PDS is asked, and how it ends."""

from urllib.parse import parse_qs, urlsplit

import pytest

from reference.national.identity.person import Person
from reference.national.identity.sessions import Session
from reference_identity import CLIENT, ISSUER, OTHER_ROLE, ROLE, USER, Identity

NUMBER = "9990000018"
LOGOUT = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def identity():
    return Identity()


@pytest.fixture
def service(settings, make_service, identity):
    settings["cis2"] = {"issuer": ISSUER, "client_id": CLIENT, "client_secret": "secret"}
    settings["pds"]["api_secret"] = "api-secret"
    made = make_service()
    for part in (made.cis2, made.tokens, made.pds):
        part.caller = identity
    made.base = "http://127.0.0.1:5"
    made.tokens.first_pause = 0.0
    return made


@pytest.fixture
def someone(service, at):
    return at(service)


@pytest.fixture
def enter(service, someone, identity):
    """Sends somebody to CIS2 and takes them back; gives what the second call of sign_in says."""

    def enter(code="code-1", error=""):
        asked = _query(someone.see("sign_in", **{"with": "cis2"})["address"])
        identity.nonce = asked["nonce"]
        service.sessions.finish(asked["state"], code, error)
        return someone.do("sign_in", **{"with": "cis2"})

    return enter


def _query(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_person_is_sent_to_cis2_with_what_it_asks_for(someone):
    seen = someone.see("sign_in", **{"with": "cis2"})

    asked = _query(seen["address"])
    assert seen["signed_in"] is False
    assert seen["address"].startswith(f"{ISSUER}/authorization?")
    assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
    assert asked["redirect_uri"] == "http://127.0.0.1:5/cis2/callback"
    assert "openid" in asked["scope"].split()


def test_no_two_sign_ins_share_state_or_nonce(someone):
    asked = [_query(someone.see("sign_in", **{"with": "cis2"})["address"]) for _ in range(3)]

    for name in ("state", "nonce"):
        assert len({request[name] for request in asked}) == 3
        assert all(len(request[name]) >= 16 for request in asked)


def test_whoever_comes_back_is_signed_in_in_their_one_role(enter):
    seen = enter()["observation"]

    assert seen == {
        "signed_in": True,
        "name": "Ada Quill",
        "role": "Health Professional",
        "role_id": ROLE["person_roleid"],
        "ods": "FA101",
        "user_id": USER,
    }


def test_whoever_has_several_roles_chooses_one_before_pds_is_asked(enter, someone, identity):
    identity.roles = [ROLE, OTHER_ROLE]

    shown = enter()["observation"]
    before = someone.do("find_patient", nhs_number=NUMBER)
    chosen = someone.see("choose_role", role_id=OTHER_ROLE["person_roleid"])
    someone.do("find_patient", nhs_number=NUMBER)

    assert [role["role_id"] for role in shown["roles"]] == ["560000000011", "560000000012"]
    assert before["status"] == "refused"
    assert chosen["signed_in"] is True
    assert [headers["NHSD-Session-URID"] for headers in identity.headers(NUMBER)] == ["560000000012"]


def test_a_role_that_cis2_selected_is_taken(enter, identity):
    identity.roles = [ROLE, OTHER_ROLE]
    identity.changes = {"selected_roleid": OTHER_ROLE["person_roleid"]}

    assert enter()["observation"]["role_id"] == OTHER_ROLE["person_roleid"]


def test_a_role_of_somebody_else_is_refused(enter, someone):
    enter()

    assert someone.do("choose_role", role_id="560000000099")["status"] == "refused"


def test_without_a_role_nobody_is_let_in(enter, someone, identity):
    identity.roles = []

    assert "no role" in enter()["shown"]
    assert someone.do("find_patient", nhs_number=NUMBER)["status"] == "refused"
    assert identity.parts("token")[1:] == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"nonce": "another"}, id="nonce"),
        pytest.param({"nonce": None}, id="no-nonce"),
        pytest.param({"aud": "somebody"}, id="audience"),
        pytest.param({"aud": [CLIENT, "somebody"]}, id="two-audiences"),
        pytest.param({"iss": "http://elsewhere.test"}, id="issuer"),
        pytest.param({"exp": 1}, id="expired"),
        pytest.param({"exp": "soon"}, id="exp-text"),
        pytest.param({"exp": True}, id="exp-true"),
        pytest.param({"exp": None}, id="no-exp"),
        pytest.param({"sub": None}, id="nobody"),
        pytest.param({"authentication_assurance_level": "1"}, id="level-1"),
        pytest.param({"authentication_assurance_level": None}, id="no-level"),
        pytest.param({"authentication_assurance_level": True}, id="level-true"),
        pytest.param({"userinfo_sub": "555999999999"}, id="user-info-of-another"),
    ],
)
def test_nobody_is_let_in_by_an_id_token_that_is_wrong(enter, someone, identity, changes):
    identity.changes = changes

    answer = enter()
    someone.do("find_patient", nhs_number=NUMBER)

    assert answer["status"] == "refused"
    assert [sent["grant_type"] for sent in identity.parts("token")] == ["authorization_code"]


@pytest.mark.parametrize("token", ["", "a.b.c", "e30.W10.x", "x" * 9000])
def test_what_is_no_token_lets_nobody_in(enter, identity, monkeypatch, token):
    monkeypatch.setattr(identity, "sign", lambda *_: token)

    assert enter()["status"] == "refused"


def test_a_key_that_is_not_known_is_looked_for_once_more(enter, someone, identity):
    enter()
    someone.see("sign_out")
    identity.kid, identity.published = "second", ["first", "second"]

    assert enter()["observation"]["signed_in"] is True
    assert len(identity.parts("keys")) == 2


def test_a_key_that_cis2_never_published_is_not_believed(enter, identity):
    identity.kid = "second"

    assert enter()["status"] == "refused"


def test_what_cis2_says_against_a_sign_in_is_told(enter):
    assert "access_denied" in enter(code="", error="access_denied")["shown"]


def test_a_state_that_was_not_begun_lets_nobody_in(service, someone):
    told = service.sessions.finish("made-up", "code", "")

    assert "not begun here" in told
    assert "address" in someone.see("sign_in", **{"with": "cis2"})


def test_a_state_is_good_once(service, someone, identity):
    asked = _query(someone.see("sign_in", **{"with": "cis2"})["address"])
    identity.nonce = asked["nonce"]
    service.sessions.finish(asked["state"], "code", "")

    assert "not begun here" in service.sessions.finish(asked["state"], "code", "")


def test_that_cis2_is_down_is_said_and_a_code_is_tried_once(enter, identity):
    identity.status = {"authorization_code": 503}

    answer = enter()

    assert (answer["status"], "503" in answer["shown"]) == ("failed", True)
    assert len(identity.parts("token")) == 1


def test_pds_is_asked_in_the_name_of_who_is_signed_in(enter, someone, identity):
    enter()
    someone.do("find_patient", nhs_number=NUMBER)

    exchange = identity.parts("token")[-1]
    assert exchange["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange"
    assert exchange["subject_token_type"] == "urn:ietf:params:oauth:token-type:id_token"
    (headers,) = identity.headers(NUMBER)
    assert headers["Authorization"] == "Bearer token-2"
    assert headers["NHSD-Session-URID"] == ROLE["person_roleid"]


def test_people_whose_sessions_cis2_does_not_name_share_no_token(service):
    sessions = [Session(Person(user, "", "", (), "", f"id-token-{user}")) for user in ("1", "2")]

    tokens = [service.user_tokens.token(session) for session in sessions]

    assert len(set(tokens)) == 2
    assert not any(token in repr(vars(service.user_tokens)) for token in tokens)


def test_others_are_asked_for_in_the_systems_own_name(enter, service, at, identity):
    enter()

    at(service, "FB202").do("find_patient", nhs_number=NUMBER)

    assert identity.parts("token")[-1]["grant_type"] == "client_credentials"
    assert "NHSD-Session-URID" not in identity.headers(NUMBER)[-1]


def test_a_token_that_was_refused_is_renewed_by_its_refresh_token(enter, someone, identity):
    enter()
    someone.do("find_patient", nhs_number=NUMBER)
    identity.status = {NUMBER: 401}

    someone.do("find_patient", nhs_number=NUMBER)

    sent = identity.parts("token")[-1]
    assert (sent["grant_type"], sent["refresh_token"]) == ("refresh_token", "refresh-1")
    assert sent["client_secret"] == "api-secret"


def test_a_sign_in_that_opens_nothing_more_ends_and_is_told(enter, someone, identity):
    enter()
    identity.status = {"urn:ietf:params:oauth:grant-type:token-exchange": 401}

    first, second = (someone.do("find_patient", nhs_number=NUMBER) for _ in range(2))

    assert (first["status"], second["status"]) == ("refused", "refused")
    assert len(identity.parts("token")) == 2
    assert "address" in someone.see("sign_in", **{"with": "cis2"})


def test_a_busy_token_endpoint_is_tried_again_with_another_assertion(enter, someone, identity):
    enter()
    identity.status = {"urn:ietf:params:oauth:grant-type:token-exchange": 503}

    answer = someone.do("find_patient", nhs_number=NUMBER)

    assertions = [sent["client_assertion"] for sent in identity.parts("token")[1:]]
    assert answer["status"] == "failed"
    assert len(set(assertions)) == len(assertions) == 3


def test_after_signing_out_nothing_is_asked_in_that_name(enter, someone, identity):
    enter()
    someone.do("find_patient", nhs_number=NUMBER)

    assert someone.see("sign_out") == {"signed_out": True}
    assert someone.do("find_patient", nhs_number=NUMBER)["status"] == "refused"
    assert len(identity.headers(NUMBER)) == 1
    assert identity.parts("end_session")[0]["id_token_hint"]


def test_signing_out_here_is_done_even_when_cis2_does_not_hear_of_it(enter, someone, identity):
    enter()
    identity.status = {"end_session": 503}

    assert someone.see("sign_out")["signed_out"] is True
    assert someone.do("find_patient", nhs_number=NUMBER)["status"] == "refused"


def test_signing_in_with_the_systems_own_account_leaves_cis2(enter, someone, identity):
    enter()
    someone.see("sign_in")
    someone.do("find_patient", nhs_number=NUMBER)

    assert "NHSD-Session-URID" not in identity.headers(NUMBER)[-1]


@pytest.mark.parametrize(
    ("changes", "ended"),
    [
        pytest.param({}, True, id="by-session"),
        pytest.param({"sid": None}, True, id="by-person"),
        pytest.param({"sid": "another"}, False, id="another-session"),
    ],
)
def test_cis2s_word_ends_the_sessions_that_it_names(enter, someone, service, identity, changes, ended):
    enter()
    identity.changes = {"events": LOGOUT, "nonce": None} | changes

    service.sessions.end_by_logout_token(identity.sign(identity.claims()))

    assert (someone.do("find_patient", nhs_number=NUMBER)["status"] == "refused") is ended


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"events": None}, id="no-event"),
        pytest.param({"events": {"something": {}}}, id="another-event"),
        pytest.param({"events": LOGOUT, "nonce": "n"}, id="with-a-nonce"),
        pytest.param({"events": LOGOUT, "aud": "somebody"}, id="audience"),
        pytest.param({"events": LOGOUT, "iss": "http://elsewhere.test"}, id="issuer"),
        pytest.param({"events": LOGOUT, "exp": 1}, id="expired"),
    ],
)
def test_a_word_that_is_wrong_is_answered_400_and_ends_nothing(enter, someone, identity, client, changes):
    enter()
    identity.changes = {"nonce": None} | changes

    answer = client.post("/cis2/logout", data={"logout_token": identity.sign(identity.claims())})

    assert answer.status_code == 400
    assert someone.do("find_patient", nhs_number=NUMBER)["status"] != "refused"


@pytest.mark.parametrize("body", [b"", b"logout_token=", b"logout_token=a.b.c", b"\xff" * 200, b"x" * 70_000])
def test_any_bytes_are_answered_at_the_logout_address(client, body):
    assert client.post("/cis2/logout", content=body).status_code == 400


def test_the_page_that_a_person_comes_back_to_escapes_what_it_was_given(client):
    answer = client.get("/cis2/callback", params={"error": "<script>", "state": "<b>"})

    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_without_cis2_nobody_is_sent_anywhere(make_service, settings, at):
    settings.pop("cis2", None)

    assert at(make_service()).do("sign_in", **{"with": "cis2"})["status"] == "refused"
