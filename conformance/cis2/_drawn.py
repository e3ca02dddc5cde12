"""Sign-ins of a journey's own pharmacist, one after the other: each with what CIS2 said of it, and what was shown."""

from __future__ import annotations

from dataclasses import dataclass

from cpcs_harness.judging import ExchangeView, JourneyView, ObservationView

from .._shared.authorization import bearer
from ._sign_ins import (
    ANSWERED,
    SIGN_IN,
    given_for_codes,
    given_id_tokens,
    is_signed_in,
    look_ups,
    tokens,
    words_of,
    worker,
)

LEVEL, ALWAYS = 2, 3
"""The assurance level from which PDS may be asked in somebody's name, and that at which each system signs people in."""


@dataclass(frozen=True)
class SignIn:
    """One sign-in that was drawn."""

    journey: JourneyView
    step: str | None
    seen: list[ObservationView]
    """Every action after it was asked for, in order."""

    @property
    def given(self) -> list[ExchangeView]:
        """The answers by which CIS2, or the platform, told the candidate who came back; there may be none."""
        user = worker(self.journey, "")["user_id"]
        calls = [*given_id_tokens(self.journey), *given_for_codes(self.journey)]
        return [call for call in calls if call.step == self.step and call.facts.get("user_id") == user]

    @property
    def roles(self) -> list[str]:
        """The roles that CIS2 gave."""
        return [role for call in self.given[:1] for role in call.facts["roles"]]

    @property
    def level(self) -> int:
        """The assurance level that CIS2 told of; 0 where it told of nobody."""
        return max((int(call.facts.get("level", ALWAYS)) for call in self.given), default=0)

    @property
    def is_kept_out(self) -> bool:
        """Whether CIS2 gave nobody to whoever came back from its page, or by too weak a sign-in."""
        pages = self.journey.exchanges("cis2", "authorize", at_least=0)
        return self.level < LEVEL and any(call.step == self.step for call in pages)

    @property
    def is_due(self) -> bool:
        """Whether every system that was given this signs the person in."""
        return self.level >= ALWAYS and bool(self.roles)

    @property
    def last(self) -> ObservationView:
        """How it ended."""
        return [view for view in self.seen if view.action in SIGN_IN][-1]

    @property
    def chosen(self) -> str:
        """The role that was chosen where there are several; empty where none was."""
        chosen = [view.given.get("role_id") for view in self.seen if view.action == "choose_role"]
        return str(chosen[-1]) if chosen else ""

    @property
    def is_signed_in(self) -> bool:
        """Whether the candidate shows the person as signed in, or offers them roles to work in."""
        return is_signed_in(self.last) or bool(self.last.shown.get("roles"))

    @property
    def words(self) -> str:
        """What the person was told at the end of it."""
        return words_of(self.last)

    @property
    def end(self) -> ExchangeView | ObservationView | None:
        """What ended the session: the person signed out, or the candidate was told by CIS2; None where nothing did."""
        words = self.journey.sent("cis2", "backchannel_logout", at_least=0)
        ends: list[ExchangeView | ObservationView] = [
            call for call in words if call.step == self.step and not call.facts.get("forged")
        ]
        ends += [view for view in self.seen if view.action == "sign_out" and view.status == "done"]
        return min(ends, key=lambda one: one.seq, default=None)

    @property
    def asked(self) -> list[ExchangeView]:
        """The look-ups in the person's name."""
        own = {token.value for token in tokens(self.journey)}
        calls = look_ups(self.journey, "", at_least=0)
        return [call for call in calls if call.step == self.step and bearer(call) in own]


def drawn(journey: JourneyView) -> list[SignIn]:
    """Give the sign-ins of the journey's own pharmacist, until one of which no end was seen.

    Each is asked for, and asked about when they have come back.
    """
    own = [seen for seen in journey.seen if not seen.about and seen.status in ANSWERED]
    found = []
    for step in dict.fromkeys(seen.step for seen in own):
        asked, *seen = [one for one in own if one.step == step]
        if asked.action in SIGN_IN and any(one.action in SIGN_IN for one in seen):
            journey.looked_at.extend(one.id for one in seen)
            found.append(SignIn(journey, step, seen))
            if found[-1].end is None:
                break  # whoever is signed in from here on may be so from before
    return found
