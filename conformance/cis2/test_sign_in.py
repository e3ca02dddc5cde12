"""Signing in with CIS2: what is asked of it, and who is signed in afterwards.

Source: OpenID Connect Core 1.0, 3.1.2 and 3.1.3; CIS2 Authentication, developer guidance, sign-in journey and role
selection (interface sheet pds-smsp-auth, section 11 and check C17).
"""

from cpcs_harness.formats.json_parts import objects_in
from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotShown,
    ObservationView,
    Unseen,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
    expect_none,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words

from .._shared.text import plain_name
from ._drawn import SignIn, drawn
from ._sign_ins import (
    SIGN_IN,
    codes,
    ended_sign_in,
    expect_own_sign_in,
    form,
    is_signed_in,
    query,
    seen_of,
    sign_ins,
    words_of,
    worker,
)

RIGHT = ("one role", "several roles", "keys changed")
"""Those of the sign-ins with which nothing is wrong."""
MOST = 5
"""Times that one code may be tried: a code is good once, and a service that is down is not asked without end."""


@criterion("CIS-01")
def test_each_sign_in_is_a_request_of_its_own(evidence: EvidenceView):
    """The code flow, scope openid, the registered client; nonce or PKCE challenge, and any state, of this one alone."""
    asked = evidence.exchanges("cis2", "authorize")
    calls = [call for call in asked if call.facts.get("client") != "platform"]
    if not calls:
        for journey in evidence.each():
            expect_own_sign_in(journey, "it sends them to CIS2 itself")
        raise NotShown("the API platform began each sign-in, and none of them came to an end")
    client = evidence.environment["cis2_client_id"]
    for call in calls:
        asked = query(call)
        expect_equal("response_type", "code", asked.get("response_type"), call)
        expect_equal("client_id", client, asked.get("client_id"), call)
        expect(
            "openid" in asked.get("scope", "").split(), "openid among the scopes", asked.get("scope"), call
        )
        bound = asked.get("nonce") or asked.get("code_challenge")
        expect(
            bool(bound), "a nonce, or a PKCE challenge", Words("neither"), call, "Make one for each sign-in."
        )
    for name in ("state", "nonce", "code_challenge"):
        todo = f"Make a new {name} for each sign-in, and hold what comes back against it."
        sent = [(query(call)[name], call) for call in calls if query(call).get(name)]
        expect_all_different(f"the {name}", sent, todo)


@criterion("CIS-02")
def test_a_code_is_redeemed_once_by_the_application_itself(evidence: EvidenceView):
    """The client proves itself, and no code is tried again after CIS2 has taken it."""
    for journey in evidence.each():
        taken = set()
        for call in codes(journey):
            code = form(call).get("code", "")
            proven = call.response.status != 401 or is_refused_for_its_level(call)
            expect(proven, "an application that proves itself", "401", call, "Send secret or assertion.")
            expect(code not in taken, "each code to be redeemed once", Words("it was taken before"), call)
            if call.response.status == 200:
                taken.add(code)


def is_refused_for_its_level(call: ExchangeView) -> bool:
    """Say whether the platform knew the application, and has no product for how a person signed in: CIS-06's."""
    body = call.response.json
    return isinstance(body, dict) and body.get("error") == "unauthorized_client"


@criterion("CIS-03")
def test_whoever_signs_in_is_signed_in_as_themselves(evidence: EvidenceView):
    """User id and role are those that CIS2 gave, also after CIS2 has changed its keys."""
    for journey in evidence.each():
        unseen = Unseen()
        for label in RIGHT:
            with unseen:
                due, seen = worker(journey, label), ended_sign_in(journey, label)
                roles = sign_ins(journey, label)[-1].facts["roles"]
                expect(is_signed_in(seen), "the person to be signed in", seen.told or dict(seen.shown), seen)
                expect_equal("user_id", due["user_id"], seen.shown.get("user_id"), seen)
                expect(
                    seen.shown.get("role_id") in roles,
                    f"a role of {in_words(roles)}",
                    seen.shown.get("role_id"),
                    seen,
                )
        for one in drawn(journey):
            with unseen:
                if one.is_due:
                    expect_themselves(journey, one)
        unseen.tell()


def expect_themselves(journey: JourneyView, one: SignIn) -> None:
    """Raise NotMet unless the journey's own pharmacist is signed in, in a role that CIS2 gave."""
    shown = one.last.shown
    said = one.words or dict(shown)
    expect(is_signed_in(one.last), "the person to be signed in", said, one.last)
    expect_equal("user_id", worker(journey, "")["user_id"], shown.get("user_id"), one.last)
    expect(
        shown.get("role_id") in one.roles, f"a role of {in_words(one.roles)}", shown.get("role_id"), one.last
    )


@criterion("CIS-04")
def test_a_change_of_role_is_shown(evidence: EvidenceView):
    """A person with several roles works in the one that they chose last."""
    for journey in evidence.each():
        first, second = (role["role_id"] for role in _two_roles(journey))
        signed_in = [
            seen for seen in seen_of(journey, "several roles", "sign_in", "choose_role") if is_signed_in(seen)
        ]
        shown = [seen.shown.get("role_id") for seen in signed_in]
        unseen = Unseen()
        for one in drawn(journey):
            with unseen:
                if one.is_due and one.chosen:
                    expect_equal(
                        "the role that was chosen", one.chosen, one.last.shown.get("role_id"), one.last
                    )
        last = ended_sign_in(journey, "several roles")
        expect(second in shown[:-1], f"to be shown at work in {second} first", shown, last)
        expect_equal("the role worked in at the end", first, shown[-1] if shown else None, last)
        unseen.tell()


@criterion("CIS-04")
def test_only_roles_that_cis2_gave_are_there_to_choose(evidence: EvidenceView):
    """Those that the person has, each once; one who works elsewhere may be left out."""
    for journey in evidence.each():
        given = sign_ins(journey, "several roles")[0].facts["roles"]
        for seen in seen_of(journey, "several roles", "sign_in", "choose_role"):
            listed = [str(role.get("role_id")) for role in seen.shown.get("roles") or ()]
            strange = [role for role in listed if role not in given or listed.count(role) > 1]
            expect_none(f"role beside those that CIS2 gave, {in_words(given)}", strange, seen)


@criterion("CIS-04")
def test_a_role_is_shown_where_cis2_has_it(evidence: EvidenceView):
    """To choose, and as the one worked in: at the organisation, and by the name, that CIS2 gave for that role."""
    for journey in evidence.each():
        for seen in (one for one in journey.seen if one.action in SIGN_IN and one.status == "done"):
            held = roles_told(journey, seen.seq)
            for role in (*(seen.shown.get("roles") or ()), seen.shown):
                ods, name = held.get(str(role.get("role_id")), ("", ""))
                at = str(role.get("ods") or ods).strip().upper()
                expect(at == ods or not ods, f"role {role.get('role_id')} at {ods}", at, seen)
                others = {plain_name(other) for _, other in held.values()} - {plain_name(name), ""}
                named = plain_name(role.get("org"))
                expect(named not in others or not name, f"role {role.get('role_id')} at {name}", named, seen)


def roles_told(journey: JourneyView, before: int) -> dict[str, tuple[str, str]]:
    """Give code and name of the organisation at which CIS2 had said last that each role is."""
    found = {}
    told_before = [one for one in journey.exchanges("cis2", "userinfo", at_least=0) if one.seq < before]
    for call in told_before:
        told = call.response.json
        names = {one.get("org_code"): one.get("org_name") for one in objects_in(told, "nhsid_user_orgs")}
        for role in objects_in(told, "nhsid_nrbac_roles"):
            ods = str(role.get("org_code") or "").upper()
            found[str(role.get("person_roleid"))] = (ods, str(names.get(role.get("org_code")) or ""))
    return found


def _two_roles(journey):
    """Give the two roles of whoever has several, in their order: they were employed with them, before the sign-in."""
    call = sign_ins(journey, "several roles")[0]
    return [{"role_id": role} for role in call.facts["roles"]]


@criterion("CIS-05")
def test_nobody_without_a_role_is_at_work(evidence: EvidenceView):
    """Somebody whose account has no role is told so, and not shown as signed in."""
    for journey in evidence.each():
        sign_ins(journey, "no role")
        seen = ended_sign_in(journey, "no role")
        expect(not is_signed_in(seen), "nobody to be signed in", dict(seen.shown), seen)
        said = words_of(seen) or seen.shown.get("roles") == []
        expect(bool(said), "the person to be told that there is no role", dict(seen.shown), seen)
        for one, apart in through(drawn(journey)):
            with apart:
                if one.given and not one.roles:
                    expect(not one.is_signed_in, "nobody to be signed in", dict(one.last.shown), one.last)
                    told = one.words or one.last.shown.get("roles") == []
                    expect(
                        bool(told),
                        "the person to be told that there is no role",
                        dict(one.last.shown),
                        one.last,
                    )


@criterion("CIS-13")
def test_a_sign_in_that_was_never_begun_signs_nobody_in(evidence: EvidenceView):
    """The code is right, and state, nonce and challenge are another's; with its own somebody is signed in."""
    for journey in evidence.each():
        expect_own_sign_in(journey, "it sends them to CIS2 itself")
        if not is_signed_in(ended_sign_in(journey, "one role")):
            raise NotShown(f"journey {journey.id}: not even a sign-in that was begun signed anybody in")
        user = worker(journey, "never begun")["user_id"]
        asked = journey.exchanges("cis2", "authorize")
        if not any(call.request.header("X-CPCS-Sign-In") == user for call in asked):
            raise NotShown(f"journey {journey.id}: nobody came back with the code of another sign-in")
        for seen in seen_of(journey, "never begun", "sign_in", "choose_role"):
            todo = (
                "Hold what comes back against the state, or the nonce or PKCE, of the sign-in that was begun."
            )
            signed_in = is_signed_in(seen) or bool(seen.shown.get("roles"))
            expect(not signed_in, "nobody to be signed in", dict(seen.shown), seen, todo)


@criterion("CIS-06")
def test_user_name_and_password_are_not_enough(evidence: EvidenceView):
    """Who signs in at assurance level 1 is not signed in, and is told so; with a smartcard one is."""
    for journey in evidence.each():
        if not is_signed_in(ended_sign_in(journey, "one role")):
            raise NotShown(f"journey {journey.id}: not even a smartcard signed anybody in")
        seen = ended_sign_in(journey, "password alone")
        seen_of(journey, "password alone", "find_patient")
        expect(not is_signed_in(seen), "nobody to be signed in", dict(seen.shown), seen)
        expect(bool(words_of(seen)), "the person to be told why", Words("nothing"), seen)
        for one, apart in through(drawn(journey)):
            with apart:
                if one.is_kept_out:
                    expect(not one.is_signed_in, "nobody to be signed in", dict(one.last.shown), one.last)


@criterion("CIS-12")
def test_what_cis2_does_not_give_is_said_and_work_goes_on(evidence: EvidenceView):
    """Each sign-in ends with a word of it, a code is tried five times at most, and the referral is worked on."""
    for journey in evidence.each():
        expect_own_sign_in(journey, "it asks CIS2 for their tokens")
        failed = [call for call in journey.exchanges("cis2", "token") if call.fault]
        if not failed:
            raise NotShown(f"journey {journey.id}: CIS2 was asked for no token while it was down")
        for call in failed:
            tried = sum(form(other).get("code") == form(call).get("code") for other in failed)
            expect(tried <= MOST, f"one code to be tried {MOST} times at most", tried, call)
        seen = ended_while_down(journey)
        without_token = {call.step for call in failed}
        for one, apart in through(seen):
            with apart:
                signed_in = is_signed_in(one) and one.step in without_token
                roles = one.shown.get("roles") or one.shown.get("role_id")
                expect(not signed_in and not roles, "nobody to be signed in, in a role", dict(one.shown), one)
                told = bool(words_of(one)) or is_signed_in(one)  # by the ID token, which names the person
                todo = "Say that CIS2 does not answer."
                expect(told, "the person to be told", Words("nothing"), one, todo)
        opened = journey.observation("open_referral")
        expect(opened.seq > seen[-1].seq, "the referral to be opened after it", opened.id, opened)
        journey.observation("record_consultation")


def ended_while_down(journey: JourneyView) -> list[ObservationView]:
    """Give what was shown of each sign-in for which CIS2 gave no tokens, or did not say whose; none is NotShown."""
    struck = {call.step for call in journey.calls if call.service == "cis2" and call.fault}
    every = [seen for seen in seen_of(journey, "", *SIGN_IN) if not seen.shown.get("address")]
    return [seen for seen in every if seen.step in struck] or [ended_sign_in(journey, "")]
