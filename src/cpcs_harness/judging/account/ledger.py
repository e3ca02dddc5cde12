"""The account of a run: an entry for each call or message of the candidate, made from the evidence alone."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from functools import cached_property

from cpcs_harness.catalogue.traffic import Traffic
from cpcs_harness.evidence.marks import Search
from cpcs_harness.judging.account.account import Account
from cpcs_harness.judging.account.bare import bare, stands_alone
from cpcs_harness.judging.account.closing import Closing
from cpcs_harness.judging.account.digits import numbers_of_ten
from cpcs_harness.judging.account.entry import Entry, State
from cpcs_harness.judging.account.handed import Handed
from cpcs_harness.judging.account.senders import Senders, is_credentialed, way_of
from cpcs_harness.judging.account.subject import Subject
from cpcs_harness.judging.account.told import HEADERS, said_in
from cpcs_harness.judging.account.values import values_of
from cpcs_harness.judging.views.connection import is_connection
from cpcs_harness.judging.views.exchange import ExchangeView
from cpcs_harness.judging.views.observation import ObservationView
from cpcs_harness.judging.views.run import RunView
from cpcs_harness.people.nhs_number import is_valid

_BEGINS = ("4", "6", "7", "9")
"""How what may be an NHS number begins: times in seconds begin otherwise."""
_ID = 6
"""Letters and digits of an id at least."""
_ABOUT_PATIENTS = ("patient", "search")


class Ledger:
    """Everything that reached the harness from the candidate, and what accounts for it."""

    def __init__(self, run: RunView) -> None:
        """Take all from the evidence, and from what the catalogue says that a system sends."""
        self._run, self._account = run, run.read(Account)
        self._of_operation: dict[tuple[str, str], list[Traffic]] = {}
        self._handed, self._closing, self._senders = Handed(run), Closing(run, self._account), Senders(run)
        calls = [call for call in run.calls if call.direction == "from-candidate"]
        self._calls = (
            sorted([*calls, *run.connections], key=lambda call: call.seq) if run.connections else calls
        )

    def over(self, run: RunView, *, same_recipients: bool) -> Ledger:
        """Give the ledger of a run with other calls, to which the same was handed; its account is read of it.

        `same_recipients`: whoever had messages is who had them here, so that nothing told of is looked for again.
        """
        other = copy.copy(self)
        for name in ("entries", "_people", "_ids", *(() if same_recipients else ("untold",))):
            vars(other).pop(name, None)
        other._run, other._account, other._closing = run, run.read(Account), self._closing.anew()
        other._calls = [call for call in run.calls if call.direction == "from-candidate"]
        return other

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Give an entry for each call, in the order in which they came."""
        for call in self._calls:
            if self._is_message(call):
                self._closing.sent(self._people[call.id], call.began)
        made = [self._entry(call) for call in self._calls]
        known = (entry.call for entry in made if entry.state != State.UNACCOUNTED)
        ways = {way_of(call) for call in known if not is_connection(call)}
        return tuple(self._known_again(entry, ways) for entry in made)

    def _known_again(self, entry: Entry, ways: set[tuple[str, ...]]) -> Entry:
        call = entry.call
        is_ours = is_credentialed(call) or way_of(call) in ways or self._is_hidden(call) or self._names(call)
        return entry if is_ours else Entry(**{**vars(entry), "is_ours": False})

    def _names(self, call: ExchangeView) -> bool:
        """Say whether a call names somebody of this run, whom nobody knows but the candidate."""
        return bool(self._account.told(call).people)

    def _is_hidden(self, call: ExchangeView) -> bool:
        """Say whether the address that was called stands in no settings: in messages to the candidate, then, alone."""
        return self._is_unnamed(call) and bool(any(call.request.segments) or call.request.body)

    def _is_unnamed(self, call: ExchangeView) -> bool:
        settings = (self._run.environment or {}).get("settings", {})
        return bool(settings.get(call.service) == [])

    def _entry(self, call: ExchangeView) -> Entry:
        kinds = self._kinds(call)
        whys: dict[str, None] = {}
        for kind in kinds:
            why = self._missing(call, kind)
            if not why:
                state = State.ACCOUNTED if self._people[call.id] or kind.about not in _FREE else State.SYSTEM
                return self._made(call, kind.purpose, state, _REASONS[kind.about])
            whys[why] = None
        unknown = f"nothing of a consultation, and no system traffic, goes to {call.service} {call.operation}"
        purpose = kinds[0].purpose if kinds else "none that is known"
        if left := self._left_by_earlier(call):
            return self._made(
                call, purpose, State.EARLIER, f"{left} is of an earlier run of this environment"
            )
        return self._made(call, purpose, State.UNACCOUNTED, "; ".join(whys) or unknown)

    def _left_by_earlier(self, call: ExchangeView) -> str:
        """Give what stands for somebody of an earlier run, in what names nobody of this one; empty for none."""
        if not self._run.earlier or self._account.told(call).people:
            return ""
        for said in said_in(call):
            for reading in said.read().texts:
                for mark in self._earlier.found_folded(bare(reading.text)):
                    if stands_alone(mark, reading.text):
                        return mark
        return ""

    @cached_property
    def _earlier(self) -> Search:
        return Search.of(map(bare, self._run.earlier))

    def _made(self, call: ExchangeView, purpose: str, state: State, why: str) -> Entry:
        recipient = ", ".join(self._recipients(call)) or call.service
        pharmacy, user = self._senders.pharmacy(call), self._senders.user(call)
        return Entry(
            call, call.service, purpose, self._people[call.id], state, why, recipient, pharmacy, user
        )

    def _missing(self, call: ExchangeView, kind: Traffic) -> str:
        """Say why a kind of traffic does not account for a call; empty where it does."""
        if is_connection(call) and self._is_unnamed(call):
            return "nothing that the system was given names this address"
        if not kind.is_declared(self._run.declaration) and not self._in_self_test(call):
            return "it declares nothing that needs this service"
        untold = [place for place in self._recipients(call) if place in self.untold]
        if kind.recipient == "told" and untold:
            return f"nothing told it of {', '.join(untold)}"
        return self._strange(call, kind)

    def _strange(self, call: ExchangeView, kind: Traffic) -> str:
        people = self._people[call.id]
        if kind.about in _FREE:
            has_more = kind.about == "nothing" and call.request.body
            is_naming = self._account.told(call).people
            return "it names a patient" if is_naming else "it has content" if has_more else ""
        strange = self._strangers(call) if kind.about in _ABOUT_PATIENTS else ()
        if strange:
            return f"nobody who was referred has {', '.join(strange)}, and no step gave it"
        if kind.about in _ABOUT_PATIENTS and people:
            over = [str(one) for one in people if kind.open and self._closing.is_over(one, call.began)]
            return (
                f"the consultation of {', '.join(over)} was closed, and no step asked for it" if over else ""
            )
        if kind.about == "patient":
            return "it names nobody who was referred"
        return self._unasked(call, kind)

    def _unasked(self, call: ExchangeView, kind: Traffic) -> str:
        said = {bare(value) for value in values_of(call.request)}
        if kind.about == "place":
            return "" if said & self._handed.places else "no step asked for it, and no referral is near it"
        if kind.about == "handed":
            return (
                "" if any(map(self._ids.__contains__, _ids_of(call))) else "nothing gave it what it asks for"
            )
        known = said & self._handed.people or said & self._handed.numbers
        return "" if known else "it names nobody who was referred, and no step asked for it"

    def _strangers(self, call: ExchangeView) -> list[str]:
        """Give the NHS numbers, as values of their own, that nobody of this run has and no step or answer gave."""
        written = numbers_of_ten(call.request.target.encode() + b" " + call.request.body)
        may_be = {number for number in written if number.startswith(_BEGINS)} - self._handed.numbers
        valid = {number for number in may_be if is_valid(number)}
        return sorted(valid.intersection(values_of(call.request))) if valid else []

    def _in_self_test(self, call: ExchangeView) -> bool:
        return any(step.began <= call.began <= step.ended for step in self._self_tests)

    @cached_property
    def _self_tests(self) -> list[ObservationView]:
        return [step for step in self._run.seen if step.action == "self_test"]

    @cached_property
    def _people(self) -> dict[str, tuple[Subject, ...]]:
        return {call.id: tuple(self._named(call)) for call in self._calls}

    def _named(self, call: ExchangeView) -> Iterator[Subject]:
        for subject, signs in self._account.told(call).people.items():
            if any(sign.place != HEADERS for sign in signs):
                yield subject

    def _is_message(self, call: ExchangeView) -> bool:
        return any(kind.about == "patient" for kind in self._kinds(call))

    def _kinds(self, call: ExchangeView) -> list[Traffic]:
        """Give the kinds of traffic that a call may be of: many calls are to one operation."""
        what = call.service, call.operation
        if what not in self._of_operation:
            self._of_operation[what] = [kind for kind in self._run.traffic if kind.is_of(*what)]
        return self._of_operation[what]

    @cached_property
    def _ids(self) -> set[str]:
        kinds = [kind for kind in self._run.traffic if kind.about == "handed"]
        asking = (call for call in self._calls if any(k.about == "handed" for k in self._kinds(call)))
        services = {kind.channel for kind in kinds}
        return self._handed.known({text for call in asking for text in _ids_of(call)}, services)

    def _recipients(self, call: ExchangeView) -> list[str]:
        mailbox = (call.request.header("mex-to") or "").upper()
        return [*(str(to).lower() for to in call.request.start.get("rcpt_to", ())), *filter(None, (mailbox,))]

    @cached_property
    def untold(self) -> set[str]:
        """Give the recipients of messages that nothing told the candidate of."""
        used = {place for call in self._calls for place in self._recipients(call)}
        addresses = {place for place in used if "@" in place}
        return self._handed.untold_addresses(addresses) | self._handed.untold_mailboxes(used - addresses)


_FREE = ("nothing", "nobody")
_REASONS = {
    "nothing": "a question without content",
    "nobody": "traffic without a patient",
    "patient": "somebody who was referred",
    "search": "somebody who was referred, or what a step asked for",
    "handed": "what the system was given",
    "place": "a place that the system was told of",
}


def _ids_of(call: ExchangeView) -> Iterable[str]:
    return [value for value in values_of(call.request) if len(bare(value)) >= _ID]
