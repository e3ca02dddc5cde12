"""PDS in the name of a healthcare worker who has signed in: whose token, which role, and until when.

Source: NHS England API platform, healthcare worker access with CIS2, separate authentication; Personal Demographics
Service FHIR API, access modes (interface sheet pds-smsp-auth, section 11.2 and checks C14 to C19).
"""

import json
from collections import Counter
from contextlib import suppress

from joserfc import jws
from joserfc.errors import JoseError

from cpcs_harness.judging import (
    EvidenceView,
    ExchangeView,
    JourneyView,
    NotMet,
    NotShown,
    ObservationView,
    criterion,
    expect,
    expect_all_different,
    expect_equal,
    expect_match,
    through,
)
from cpcs_harness.judging.in_words import Words, in_words
from cpcs_harness.times import seconds_of

from .._shared.assertions import expect_assertion, read_claims
from .._shared.authorization import bearer
from .._shared.screen import digits
from .._shared.told_before import sent_after
from ._drawn import drawn
from ._sign_ins import (
    SIGN_IN,
    expect_own_sign_in,
    form,
    given_id_tokens,
    id_token,
    is_by_platform,
    look_ups,
    patient,
    seen_of,
    sign_ins,
    tokens,
    worker,
)

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
SUBJECT = "urn:ietf:params:oauth:token-type:id_token"
SIGNED_IN = ("one role", "several roles", "two pharmacies", "keys changed")
MOST = 3
"""Requests with which one look-up may be tried again for want of a role: none of them can be answered."""


EXCHANGES = 5
"""Times that one look-up may ask for a token while the platform is down."""


SIGNED_OUT, TOKEN_ENDED = "signed out", "token ended"
NEVER = 10**12
"""Later than any event of a run."""
DUE_ENDED = "nothing in the name of an ended session"
TODO_ENDED = "Give the person's tokens up when their session ends."


@criterion("PDS-50")
def test_a_look_up_is_made_in_the_name_of_who_is_signed_in(evidence: EvidenceView):
    """While a pharmacist is signed in with CIS2, PDS is asked with an access token exchanged for their ID token."""
    for journey in evidence.each():
        for label, apart in through(SIGNED_IN):
            with apart:
                sign_ins(journey, label)
                last = seen_of(journey, label, *SIGN_IN)[-1]
                if last.status != "done":
                    # Whoever was not let in, as where CIS2 answered too late, looks nobody up in their own name.
                    raise NotShown(f"{last.where}: the sign-in of {label} {last.status}", exchanges=[last.id])
                own = {token.value for token in tokens(journey, label)}
                for call, alone in through(look_ups(journey, label)):
                    with alone:
                        todo = "Exchange the ID token of whoever looks up, and ask with what came of it."
                        user = worker(journey, label)["user_id"]
                        expect(
                            bearer(call) in own,
                            f"an access token of {user}",
                            Words("another token"),
                            call,
                            todo,
                        )


@criterion("PDS-51")
def test_an_exchange_brings_what_the_platform_asks_for(evidence: EvidenceView):
    """Grant and token types to the letter, an ID token of CIS2 that has not ended, and an assertion of its own."""
    for journey in evidence.each():
        expect_own_sign_in(journey, "no ID token is exchanged")
    calls = evidence.exchanges("oauth", "exchange")
    for journey in evidence.each():
        known = {id_token(given) for given in given_id_tokens(journey)}
        for call in journey.exchanges("oauth", "exchange"):
            sent = form(call)
            expect_equal("grant_type", EXCHANGE, sent.get("grant_type"), call)
            expect_equal("subject_token_type", SUBJECT, sent.get("subject_token_type"), call)
            subject = sent.get("subject_token", "")
            expect(subject in known, "an ID token that CIS2 gave", subject[:60], call)
            left = _ends(subject) - seconds_of(call.at)
            expect(left > 0, "an ID token that has not ended", Words(f"ended {-left:.0f} s ago"), call)
            expect_assertion(call, evidence.environment)
    todo = "Make a new UUID for each assertion, also when you try again."
    ids = [(str(read_claims(call)[1].get("jti")), call) for call in calls]
    expect_all_different("the jti", ids, todo)
    of_application = _application_ids(evidence)
    for jti, call in ids:
        expect(
            jti not in of_application,
            "a jti of its own",
            Words(f"that of {in_words(of_application.get(jti))}"),
            call,
            todo,
        )


def _application_ids(evidence: EvidenceView) -> dict[str, str]:
    """Give the jti of each assertion for the application's own tokens, which PDS-02 judges, with its exchange."""
    found: dict[str, str] = {}
    for call in evidence.of_run("oauth", "token", at_least=0):
        with suppress(NotMet):
            found[str(read_claims(call)[1].get("jti"))] = call.id
    return found


@criterion("PDS-52")
def test_the_role_named_is_the_one_worked_in(evidence: EvidenceView):
    """NHSD-Session-URID is the id of the role that its user works in at that time; with several roles it is there."""
    for journey in evidence.each():
        for label, apart in through(("one role", "several roles", "two pharmacies")):
            with apart:
                roles = sign_ins(journey, label)[0].facts["roles"]
                for call, alone in through(_in_own_name(journey, label)):
                    with alone:
                        named, due = call.request.header("NHSD-Session-URID"), _roles_at(journey, label, call)
                        if named is None and (len(roles) == 1 or _selected(journey, label, call)):
                            continue  # the platform knows it from the token
                        expect_match("NHSD-Session-URID", r"\d+", named, call)
                        todo = "Send the role that was chosen last."
                        expect(named in due, f"NHSD-Session-URID to be {in_words(due)}", named, call, todo)


@criterion("PDS-53")
def test_nobody_is_asked_for_again_and_again_without_a_role(evidence: EvidenceView):
    """Whoever has several roles chooses one first; whoever has none is told, and PDS is not asked in a loop."""
    for journey in evidence.each():
        wrong = [call for call in look_ups(journey, "several roles") if is_refused_for_its_role(call)]
        todo = "Have the person choose a role before PDS is asked."
        for call in wrong:
            expect(
                len(wrong) <= 1,
                "a role to be chosen before PDS is asked",
                Words(f"{len(wrong)} refusals"),
                call,
                todo,
            )
        tried = seen_of(journey, "no role", "find_patient")
        calls = look_ups(journey, "no role", at_least=0)
        refused = [call for call in calls if call.response.status in (400, 401, 403)]
        told = Words(f"{len(refused)} refused requests for {len(tried)} look-ups")
        expect(len(refused) <= MOST * len(tried), f"{MOST} tries at most", told, (refused or tried)[-1])


def is_refused_for_its_role(call: ExchangeView) -> bool:
    """Say whether the gateway found no role for a request that names none; a wrong one is PDS-52's."""
    without = call.facts.get("role") == ""
    return call.response.status == 400 and without and not call.request.header("NHSD-Session-URID")


@criterion("PDS-54")
def test_nothing_is_asked_in_the_name_of_a_session_that_has_ended(evidence: EvidenceView):
    """After signing out, and after CIS2's word, none of the person's tokens is sent or renewed."""
    for journey in evidence.each():
        many = drawn(journey)
        for one, apart in through(many):
            with apart:
                late = sent_after(one.asked, one.end) if one.end else []
                expect(not late, DUE_ENDED, len(late), (late or [one.last])[0], TODO_ENDED, timing="order")
        if not many and (SIGNED_OUT in journey.also or not journey.also):  # else others were issued for it
            _expect_ended(journey)


def _ends_of(journey: JourneyView) -> dict[str, ExchangeView | ObservationView]:
    """Give by label what ended each session: a sign-out, CIS2's word, or a sign-out that CIS2 does not answer."""
    ends: dict[str, ExchangeView | ObservationView] = {SIGNED_OUT: _signed_out(journey)}
    if "ended elsewhere" in journey.also:  # CIS2 can tell only who has declared an address for it
        ends["ended elsewhere"] = _told(journey)
    for seen in _last_sign_out(journey):
        if seen.status == "done" and _is_untold(journey, seen):
            ends[TOKEN_ENDED] = seen
    return ends


def _expect_ended(journey: JourneyView) -> None:
    """Raise NotMet where a session that was ended in one of these ways goes on."""
    for (label, end), apart in through(_ends_of(journey).items()):
        with apart:
            tried = seen_of(journey, label, "find_patient")
            own = tokens(journey, label)
            if not any(token.given.seq < end.seq for token in own) or tried[-1].seq < end.seq:
                raise NotShown(
                    f"journey {journey.id}: {label}: no token before the end, or no look-up after it"
                )
            values = {token.value for token in own}
            after = [call for call in look_ups(journey, label) if bearer(call) in values]
            after += [token.given for token in own]
            late = sent_after(after, end)
            expect(not late, DUE_ENDED, len(late), (late or tried)[0], TODO_ENDED, timing="order")


@criterion("PDS-55")
def test_a_token_is_renewed_by_its_refresh_token_until_that_ends(evidence: EvidenceView):
    """One exchange for each sign-in; a refresh token that was refused is not sent again."""
    for journey in evidence.each():
        label = TOKEN_ENDED
        user, entered = worker(journey, label)["user_id"], sign_ins(journey, label)
        due = 0 if is_by_platform(journey, label) else 1
        exchanges = journey.exchanges("oauth", "exchange", at_least=due)
        exchanged = [call for call in exchanges if call.facts.get("user_id") == user]
        todo = "Renew an access token by its refresh token; exchange an ID token once."
        many = Words(f"{len(exchanged)} exchanges for {len(entered)} sign-ins")
        expect(
            len(exchanged) <= len(entered),
            "one exchange for each sign-in",
            many,
            (exchanged or entered)[-1],
            todo,
            timing="repeated",
        )
        refused: dict[str, ExchangeView] = {}
        for call in journey.exchanges("oauth", "refresh"):
            sent = form(call).get("refresh_token", "")
            again = sent_after([call], refused[sent]) if sent in refused else []
            given_up = "a refused refresh token to be given up"
            expect(not again, given_up, Words("it came again"), call, todo, timing="order")
            if call.response.status == 401:
                refused.setdefault(sent, call)


@criterion("PDS-56")
def test_a_refused_token_is_given_up(evidence: EvidenceView):
    """After PDS refused an access token it is not sent again, and the person goes on or is asked to sign in."""
    for journey in evidence.each():
        until = min((end.seq for end in _last_sign_out(journey)), default=NEVER)
        asked = [call for call in look_ups(journey, TOKEN_ENDED, at_least=2) if call.seq < until]
        refused: set[str] = set()
        for call in asked:
            todo = "Get a new token after a 401, and send the old one no more."
            given_up = "a refused token to be given up"
            expect(bearer(call) not in refused, given_up, Words("it came again"), call, todo, timing="order")
            if call.response.status == 401:
                refused.add(bearer(call))
        _expect_found_again(journey, asked, until)


def _expect_found_again(journey: JourneyView, asked: list[ExchangeView], until: int) -> None:
    """Raise NotMet unless a person whose tokens had ended finds their patient again before they sign out."""
    tried = [seen for seen in seen_of(journey, TOKEN_ENDED, "find_patient") if seen.seq < until]
    if not tried or not any(call.response.status == 200 for call in asked):
        raise NotShown(
            f"journey {journey.id}: PDS took no request, with a token that was good or with another"
        )
    number = patient(journey, TOKEN_ENDED)
    found = [digits(match.get("nhs_number")) for match in tried[-1].shown.get("matches") or [] if match]
    expect(number in found, "the patient to be found once the person has signed in again", found, tried[-1])


def _in_own_name(journey: JourneyView, label: str) -> list[ExchangeView]:
    """Give the look-ups that carry a token of the person's; none is NotShown, and others are another criterion's."""
    own = {token.value for token in tokens(journey, label)}
    found = [call for call in look_ups(journey, label) if bearer(call) in own]
    if not found:
        raise NotShown(f"journey {journey.id}: no look-up in the name of {label}")
    return found


def _roles_at(journey: JourneyView, label: str, call: ExchangeView) -> list[str]:
    """Give the role that a person works in when a request is sent: the one chosen last since they began to sign in.

    Where none was chosen it is any of theirs: some systems begin with one of their own choice, as that of the pharmacy.
    """
    given = sign_ins(journey, label)
    own = [seen for seen in journey.seen if seen.about == label and seen.seq < call.seq]
    # A sign-in is asked for twice: as it begins, and once the person has come back.
    since = min([seen.seq for seen in own if seen.action == "sign_in"][-2:], default=0)
    chosen = [(one.seq, one.facts.get("selected_role")) for one in given if one.seq < call.seq]
    chosen += [
        (seen.seq, seen.given.get("role_id"))
        for seen in own
        if seen.action == "choose_role" and seen.status == "done"
    ]
    last = [role for seq, role in sorted(chosen, key=lambda choice: choice[0]) if role and seq > since][-1:]
    return [str(role) for role in last or given[0].facts["roles"]]


def _selected(journey: JourneyView, label: str, call: ExchangeView) -> bool:
    """Say whether the last ID token before a request holds the role that was selected."""
    before = [given for given in sign_ins(journey, label) if given.seq < call.seq]
    return bool(before) and bool(before[-1].facts.get("selected_role"))


def _signed_out(journey: JourneyView) -> ObservationView:
    return seen_of(journey, SIGNED_OUT, "sign_out")[-1]


def _last_sign_out(journey: JourneyView) -> list[ObservationView]:
    """Give the sign-out, if it was tried, of whose session CIS2 does not answer."""
    return [seen for seen in journey.seen if (seen.about, seen.action) == (TOKEN_ENDED, "sign_out")][-1:]


def _is_untold(journey: JourneyView, seen: ObservationView) -> bool:
    """Say whether CIS2 was asked in vain while somebody signed out, and not by their browser afterwards.

    A system that sends the browser there may end the session when it comes back, which this one never does.
    """
    calls = journey.exchanges("cis2", "end_session", at_least=0)
    return any(call.fault and call.seq < seen.seq for call in calls)


def _told(journey: JourneyView) -> ExchangeView:
    words = [word for word in journey.sent("cis2", "backchannel_logout") if not word.facts.get("forged")]
    if not words:
        raise NotShown(f"journey {journey.id}: CIS2 did not say that the session had ended")
    return max(words, key=lambda word: word.seq)


def _ends(token: str) -> float:
    """Give when an ID token ends; 0 where it does not say."""
    try:
        ends = json.loads(jws.extract_compact(token.encode()).payload).get("exp", 0)
        return float(ends) if isinstance(ends, int | float) else 0.0
    except (JoseError, ValueError, AttributeError, OverflowError, RecursionError):
        return 0.0


@criterion("PDS-59")
def test_a_platform_that_is_down_is_not_asked_without_end(evidence: EvidenceView):
    """One action asks five times at most, each time with an assertion of its own, and finds no patient unknown."""
    for journey in evidence.each():
        label = "platform down"
        every = seen_of(journey, label, "find_patient")
        expect_own_sign_in(journey, "no ID token is exchanged", label)
        calls = [call for call in journey.exchanges("oauth", "exchange") if call.fault]
        if not calls:
            raise NotShown(f"journey {journey.id}: no exchange was tried while the platform was down")
        todo = "Tell the person that PDS cannot be asked now, and let them go on."
        # Some systems exchange at sign-in and again at the look-up: each action is counted for itself.
        during = Counter(sum(action.seq < call.seq for action in journey.seen) for call in calls)
        most = max(during.values())
        due = f"{EXCHANGES} exchanges for one action at most"
        expect(most <= EXCHANGES, due, most, calls[-1], todo, timing="repeated")
        ids = [(str(read_claims(call)[1].get("jti")), call) for call in calls]
        expect_all_different("the jti", ids, "Sign a new assertion each time that you ask.")
        for seen in every:
            expect(
                seen.shown.get("outcome") != "not_found", "no word of a patient not found", seen.told, seen
            )
