"""Sign-ins of one pharmacist of a journey: ID tokens, access tokens, and the requests that carry them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from cpcs_harness.judging import ExchangeView, JourneyView, NotApplicable, NotShown, ObservationView

SIGN_IN = ("sign_in", "choose_role")
ANSWERED = ("done", "refused", "failed")


@dataclass(frozen=True)
class Token:
    """One access token of the API platform, and the answer that gave it."""

    value: str
    user_id: str
    session: str
    given: ExchangeView


def worker(journey: JourneyView, label: str) -> Mapping[str, Any]:
    """Give a pharmacist of a journey as CIS2 knows them; NotShown where the journey did not come so far."""
    issued = journey.issued if not label else journey.also.get(label)
    found = None if issued is None else issued.get("care_worker")
    if found is None:
        raise NotShown(f"journey {journey.id}: nobody signed in as {label or 'its own pharmacist'}")
    return found  # type: ignore[no-any-return]  # plain JSON


def patient(journey: JourneyView, label: str) -> str:
    """Give the NHS number of the patient whom a pharmacist looks up."""
    worker(journey, label)
    return str((journey.also[label] if label else journey.issued)["person"]["nhs_number"])


def seen_of(journey: JourneyView, label: str, *actions: str) -> list[ObservationView]:
    """Give every answered action of some kinds in a pharmacist's case; none is NotShown."""
    found = [
        seen
        for seen in journey.seen
        if seen.about == label and seen.action in actions and seen.status in ANSWERED
    ]
    if not found:
        raise NotShown(f"journey {journey.id}: nobody did {' or '.join(actions)} as {label}")
    journey.looked_at.extend(seen.id for seen in found)
    return found


def ended_sign_in(journey: JourneyView, label: str) -> ObservationView:
    """Give how a pharmacist's last sign-in ended: the last word of it that holds no address to go to."""
    found = [seen for seen in seen_of(journey, label, *SIGN_IN) if not seen.shown.get("address")]
    if not found:
        raise NotShown(
            f"journey {journey.id}: the sign-in of {label} did not come to an end: the second sign_in gave an address "
            "again. Were all hosts on the browser's way declared, in [cis2] and [control]?"
        )
    return found[-1]


def is_signed_in(seen: ObservationView) -> bool:
    """Say whether the candidate shows somebody as signed in."""
    return seen.status == "done" and seen.shown.get("signed_in") is True


def words_of(seen: ObservationView) -> str:
    """Give what a person was told by an action, wherever it stands."""
    return str(seen.told or seen.shown.get("message") or "").strip()


def sign_ins(journey: JourneyView, label: str) -> list[ExchangeView]:
    """Give the answers by which CIS2 told the candidate who a pharmacist is, in order; none is NotShown."""
    user = worker(journey, label)["user_id"]
    calls = [*given_id_tokens(journey), *given_for_codes(journey)]
    found = [call for call in calls if call.facts.get("user_id") == user]
    if not found:
        raise NotShown(f"journey {journey.id}: CIS2 was not asked who came back as {label}")
    return found


def wrong_sign_in(journey: JourneyView, how: str) -> ExchangeView:
    """Give the answer with the ID token that was made wrong; NotShown where CIS2 gave the candidate none."""
    found = [call for call in sign_ins(journey, how) if call.facts.get("spoiled") == how]
    if not found:
        raise NotShown(f"journey {journey.id}: CIS2 gave this system no ID token whose {how} is wrong")
    return found[0]


def is_fault_for(journey: JourneyView, how: str) -> bool:
    """Say whether a fault of an ID token is one to this candidate: a nonce is, to whoever has sent one."""
    if how != "nonce":
        return True
    user = worker(journey, how)["user_id"]
    asked = journey.exchanges("cis2", "authorize", at_least=0)
    own = [call for call in asked if call.request.header("X-CPCS-Sign-In") == user]
    return not own or any(query(call).get("nonce") for call in own)


def given_id_tokens(journey: JourneyView) -> list[ExchangeView]:
    """Give every answer with an ID token."""
    return [call for call in journey.exchanges("cis2", "token", at_least=0) if call.response.status == 200]


def codes(journey: JourneyView) -> list[ExchangeView]:
    """Give every code that the candidate redeemed: at CIS2, or at the API platform that signs its users in."""
    found = [*journey.exchanges("cis2", "token", at_least=0), *journey.exchanges("oauth", "code", at_least=0)]
    return found or journey.exchanges("cis2", "token")


def given_for_codes(journey: JourneyView) -> list[ExchangeView]:
    """Give every answer with tokens for a code of the API platform's own sign-in."""
    return [call for call in journey.exchanges("oauth", "code", at_least=0) if call.response.status == 200]


def is_by_platform(journey: JourneyView, label: str = "") -> bool:
    """Say whether the API platform signs people in: the candidate took codes of the platform's, and none of CIS2's.

    One case of a journey, or all of it. Nothing follows from a sign-in that was not seen.
    Source: NHS England API platform, combined authentication (interface sheet pds-smsp-auth, section 11.1).
    """
    user = worker(journey, label)["user_id"] if label else None
    given = [call for call in given_for_codes(journey) if user in (None, call.facts.get("user_id"))]
    own = [
        *journey.exchanges("cis2", "token", at_least=0),
        *journey.exchanges("oauth", "exchange", at_least=0),
    ]
    return bool(given) and not own


def expect_own_sign_in(journey: JourneyView, what: str, label: str = "") -> None:
    """Raise NotApplicable where the API platform signs people in, and so does what a criterion is about."""
    if is_by_platform(journey, label):
        raise NotApplicable(
            f"the API platform signs people in for this system (combined authentication): {what}"
        )


def id_token(call: ExchangeView) -> str:
    """Give the ID token of an answer."""
    body = call.response.json
    return str(body.get("id_token")) if isinstance(body, dict) else ""


def form(call: ExchangeView) -> dict[str, str]:
    """Give the fields of a form that was sent; of a repeated one, the first."""
    text = call.request.body.decode("utf-8", "replace")
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def query(call: ExchangeView) -> dict[str, str]:
    """Give the fields of a request's query; of a repeated one, the first."""
    return dict(reversed(call.request.query))


def tokens(journey: JourneyView, label: str = "") -> list[Token]:
    """Give the access tokens that were given in pharmacists' names: all, or those of one case."""
    user = worker(journey, label)["user_id"] if label else None
    given = [
        call
        for operation in ("code", "exchange", "refresh")
        for call in journey.exchanges("oauth", operation, at_least=0)
        if call.response.status == 200 and isinstance(call.response.json, dict)
    ]
    found = [
        Token(
            str(call.response.json.get("access_token")),
            str(call.facts.get("user_id")),
            str(call.facts.get("session")),
            call,
        )
        for call in sorted(given, key=lambda call: call.seq)
    ]
    return [token for token in found if user in (None, token.user_id)]


def look_ups(journey: JourneyView, label: str, at_least: int = 1) -> list[ExchangeView]:
    """Give the reads of a pharmacist's patient at PDS; too few is NotShown."""
    number = patient(journey, label)
    found = [
        call
        for call in journey.exchanges("pds", "read_patient", at_least=0)
        if call.request.segments[-1] == number
    ]
    if len(found) < at_least:
        raise NotShown(f"journey {journey.id}: {len(found)} look-ups as {label}, and {at_least} are needed")
    return found
