"""What a journey acts through: the candidate, those who send to it, and the people it was given."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cpcs_harness.declaration import Declaration, Pace
from cpcs_harness.drivers.base import Actor, Driver, Outcome
from cpcs_harness.drivers.description import artefact_lists
from cpcs_harness.evidence import events
from cpcs_harness.evidence.artefacts import record_with_artefacts
from cpcs_harness.evidence.recorder import Recorder
from cpcs_harness.journeys.controls import Browsed, Controls
from cpcs_harness.journeys.meeting import Meeting
from cpcs_harness.journeys.names import Names
from cpcs_harness.journeys.patience import JourneyStopped, Patience
from cpcs_harness.journeys.senders import Senders
from cpcs_harness.journeys.turns import SLOW_SECONDS
from cpcs_harness.journeys.worklist import Referral, rows_of
from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.age import Age
from cpcs_harness.people.care_worker import SMARTCARD, CareWorker
from cpcs_harness.people.demographics import CareRecord, Demographics
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.held import Held
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import GpReferral, Issued, Premises, Report, Sent
from cpcs_harness.people.plain import plain
from cpcs_harness.people.prescriptions import HeldPrescriptions
from cpcs_harness.people.registrations import HeldRegistration
from cpcs_harness.stalls import fair_now

HELD_KINDS = {
    Demographics: "demographics",
    CareRecord: "care_record",
    HeldServices: "directory",
    HeldMailbox: "mailbox",
    HeldPrescriptions: "prescriptions",
    HeldExemption: "exemption",
    HeldRegistration: "registration",
}
"""As what the evidence has each kind of record that national services hold."""

NOTHING_SPECIAL: Mapping[str, Sequence[str]] = MappingProxyType({})

MOST_EXAMPLES = 75
"""How many an exploration can be asked to draw."""

PLAIN_TRIES = 6
"""People that are made up at most, until one is called by plain letters alone."""

SHRINKING = 60
"""Attempts that an exploration may spend on making a failing example smaller."""


@dataclass
class Stage:
    """The surroundings of one journey; a step is begun, then things are done and sent in it."""

    issued: Issued
    driver: Driver
    world: World
    """What the national services hold, are to do wrong, and record."""
    patience: Patience
    senders: Senders
    controls: Controls
    issue_another: Callable[[str, Premises, Age | None], Issued]
    declaration: Declaration
    """What the candidate says of itself: which ways of referring it takes, and how long it may be waited for."""
    seed: int | str = 1
    examples: int = 0
    """How many examples an exploration may draw."""
    shrinking: int = SHRINKING
    referral: str | None = None
    """The candidate's own name for the referral, once it was seen on the worklist."""
    on_waiting: Callable[[], None] = lambda: None
    """Called when the journey only waits, so that others may use the time."""
    meeting: Meeting = field(default_factory=Meeting)
    """The journeys of its sitting."""
    kept_waiting: Callable[[float], str] = lambda _since: ""
    """Says what of the harness's own kept this journey waiting since a moment; empty where nothing did."""
    to_next_moment: Callable[[str], None] = lambda _journey: None
    """Has the clock moved to the sitting's next moment, once all its journeys ask for it."""
    _step: str = ""
    _names: Names = field(default_factory=Names)

    @property
    def recorder(self) -> Recorder:
        """Where everything is written down."""
        return self.world.recorder

    @property
    def premises(self) -> tuple[Premises, ...]:
        """Every pharmacy that the candidate serves."""
        return self.world.environment.premises

    @property
    def pace(self) -> Pace:
        """How long this candidate is waited for, as it declares."""
        return self.declaration.pace

    @property
    def actor(self) -> Actor:
        """The pharmacist of this journey, at the premises the referral is addressed to."""
        return self.actor_at(self.issued.premises)

    def actor_at(self, premises: Premises) -> Actor:
        """The pharmacist of this journey, at work in the given pharmacy."""
        person = self.issued.pharmacist
        return Actor(person.full_name, "pharmacist", premises.ods, person.gphc)

    def other_premises(self, than: Premises | None = None) -> Premises:
        """Give another pharmacy of the candidate's than the journey's own."""
        own = (than or self.issued.premises).ods
        found = next((place for place in self.premises if place.ods != own), None)
        if found is None:
            raise JourneyStopped("a second pharmacy is needed, and the candidate serves one", "configuration")
        return found

    def another(self, label: str, at: Premises | None = None, age: Age | None = None) -> Issued:
        """Give a further patient of this journey, with report, referral and practice; a label is used once.

        With an age, they are of that age today.
        """
        self.patience.check(self.issued.journey)
        return self.issue_another(label, at or self.issued.premises, age)

    def another_in_plain_letters(
        self, label: str, at: Premises | None = None, age: Age | None = None
    ) -> Issued:
        """Give a further patient whose name has plain letters alone; some more are made up on the way there."""
        for number in range(1, PLAIN_TRIES + 1):
            issued = self.another(label if number == 1 else f"{label} {number}", at, age)
            if f"{issued.person.given}{issued.person.family}".isascii():
                break
        return issued

    def step(self, name: str) -> None:
        """Begin a step: what was recorded so far is made safe first."""
        self.recorder.log.sync()
        self._step = name
        self.recorder.register.begin_step(self.issued.journey, name)
        self.recorder.write(events.Step(name), journey=self.issued.journey, step=name)

    def do(
        self,
        action: str,
        *,
        needed: bool = True,
        referral: str | None = None,
        at: Premises | None = None,
        about: str = "",
        role: str = "",
        **given: Any,
    ) -> Outcome:
        """Have the candidate do something; when it is needed and does not end `done`, the journey stops.

        `referral` is the candidate's own name for one (by default the journey's own), `at` the pharmacy where the
        pharmacist works, `about` the document that the action is about, for the judge (by default that of the
        referral), `role` another role than pharmacist.
        """
        self.patience.check(self.issued.journey)
        actor, name = self.actor_at(at or self.issued.premises), referral or self.referral
        actor = replace(actor, role=role) if role else actor
        about = about or self._names.about(action, name)
        begun, since = self.patience.begin(), time.time()
        outcome = self.driver.act(action, actor, name, given, self.pace.step_seconds)
        self._names.done(action, referral, about, outcome)
        self._record(action, actor, name, about, given, outcome)
        if outcome.answered or not self.kept_waiting(since):
            self.patience.note(outcome, begun)
        if outcome.elapsed_ms > SLOW_SECONDS * 1000:
            self.on_waiting()
        if needed and outcome.status != "done":
            reason = outcome.reason or outcome.shown or "no reason was given"
            raise JourneyStopped(f"{action} ended {outcome.status}: {reason}")
        return outcome

    def try_to(self, action: str, **given: Any) -> Outcome:
        """Have the candidate do something that later steps make sense without; it may be missing, or end badly.

        The journey stops all the same at what was not answered, and at what was not done when the harness itself was
        late: all that the candidate did afterwards would follow from that.
        """
        outcome = self.do(action, needed=False, **given)
        why = self.kept_waiting(0.0) if outcome.status not in ("done", "cannot") else ""
        if why:
            raise JourneyStopped(f"{action} ended {outcome.status}; but {why}", "environment")
        if not outcome.answered:
            raise JourneyStopped(
                f"{action} ended {outcome.status}: {outcome.reason or 'no reason was given'}"
            )
        return outcome

    def send(
        self, damage: str = "", *, report: Report | None = None, variant: str = "", **changes: Any
    ) -> Sent:
        """Have NHS 111 send a report by ITK (the journey's own, unless another is given), with changes or damaged."""
        return self._sending().nhs111(replace(report or self.issued.report, **changes), damage, variant)

    def send_fhir(self, report: Report, damage: str = "", variant: str = "") -> Sent:
        """Have NHS 111 send a report by FHIR."""
        return self._sending().nhs111_fhir(report, damage, variant)

    def publish(self, report: Report, damage: str = "", variant: str = "") -> Sent:
        """Have the 111 Adaptor hand a report on."""
        return self._sending().adaptor(report, damage, variant)

    def send_111_email(self, report: Report, variant: str = "") -> Sent:
        """Have a provider of NHS 111 write an e-mail in place of a report."""
        return self._sending().nhs111_email(report, variant)

    def send_gp_email(self, referral: GpReferral, damage: str = "", variant: str = "") -> Sent:
        """Have a GP practice refer by e-mail."""
        return self._sending().gp_email(referral, damage, variant)

    def send_gp_itk3(self, referral: GpReferral, damage: str = "", variant: str = "") -> Sent:
        """Have a GP practice refer by ITK3 over MESH."""
        return self._sending().gp_itk3(referral, damage, variant)

    def _sending(self) -> Senders:
        """Give those who send to the candidate, unless nothing more is to be asked of it."""
        self.patience.check(self.issued.journey)
        return self.senders

    def collect_acknowledgements(self) -> list[dict[str, Any]]:
        """Have the practices of this journey collect what came back to them."""
        return self._sending().acknowledgements(self.issued.journey)

    def answer_gp_reports(
        self, script: Mapping[str, Sequence[str]] = NOTHING_SPECIAL
    ) -> list[dict[str, Any]]:
        """Have the practices of this journey answer the GP reports in their mailboxes; gives the answers.

        `script`: response codes by NHS number, where the practice is to answer otherwise than it would, or once more.
        """
        return self._sending().responses(self.issued.journey, script)

    def report_undelivered(self, nhs_number: str, code: str, *, of_another: bool = False) -> bool:
        """Have MESH report the last message to a patient's practice, or one that another system sent from there."""
        return self._sending().undelivered(self.issued.journey, nhs_number, code, of_another)

    def bounce_email(self, nhs_number: str, why: str) -> bool:
        """Have NHSmail report, as hours later, that the last e-mail about a patient was not delivered."""
        return self._sending().bounced(self.issued.journey, nhs_number, why)

    def find_on_worklist(self) -> str:
        """Look at the worklist until the journey's referral is there; gives the candidate's name for it."""
        found = self.look_for([self.issued.report])
        if not found:
            raise JourneyStopped(
                f"the referral was not on the worklist after {self.pace.arrival_seconds:g} s"
            )
        return self.take(self.issued.report, found[self.issued.report.document_id])

    def take(self, wanted: Referral, row: Mapping[str, Any]) -> str:
        """Make a referral that was found the journey's own from here on; gives the candidate's name for it."""
        self._names.row(wanted.document_id, row)
        self.referral = str(row.get("referral", ""))
        return self.referral

    def look_for(
        self, wanted: Sequence[Referral], at: Premises | None = None
    ) -> dict[str, Mapping[str, Any]]:
        """Look at the worklist until all are there, or the deadline has passed; gives rows by document id."""
        deadline = fair_now() + self.pace.arrival_seconds
        while True:
            found = rows_of(wanted, self.do("worklist", at=at))
            for document, row in found.items():
                self._names.row(document, row)
            if len(found) == len(wanted) or fair_now() + self.pace.poll_seconds > deadline:
                return found
            self.wait(self.pace.poll_seconds)

    def open(self, wanted: Referral, row: Mapping[str, Any], at: Premises | None = None) -> Outcome:
        """Have a referral opened, for the judge to compare with what was sent."""
        name = str(row.get("referral", ""))
        return self.do("open_referral", needed=False, referral=name, at=at, about=wanted.document_id)

    def hold(self, record: Held, label: str = "") -> None:
        """Have the national services hold a record for this journey, known to judges by a label."""
        self.world.hold(record, self.issued.journey)
        self.note(events.Held(label, HELD_KINDS[type(record)], plain(record)))

    def fault(self, name: str, service: str, operation: str, *, to_all: bool = False, **how: Any) -> Fault:
        """Have a mock do something wrong, once, to this journey's people alone, or to the one it is `about`.

        `to_all` strikes whoever calls, for what belongs to no journey; only a journey that is alone may do so.
        Gives the fault: a journey ends it before its time by setting `times` to 0.
        """
        fault = Fault(name, service, operation, None if to_all else self.issued.journey, **how)
        self.world.faults.plan(fault)
        self.note(events.FaultPlanned(name, service, operation, how.get("about", "")))
        return fault

    @contextmanager
    def untrusted(self, *services: str) -> Iterator[None]:
        """Have services present, meanwhile, a certificate of an authority that nobody told the candidate to trust.

        It strikes whoever calls: only a journey that is alone may do so.
        """
        for service in services:
            self.world.untrusted.begin(service)
            self.note(events.FaultPlanned("a certificate that nobody trusts", service, "*"))
        try:
            yield
        finally:
            for service in services:
                self.world.untrusted.end(service)

    @property
    def worker(self) -> CareWorker:
        """The pharmacist of this journey, as the Care Identity Service knows them."""
        if self.issued.care_worker is None:
            raise JourneyStopped("nobody was issued who could sign in", "harness")
        return self.issued.care_worker

    def browse(
        self, address: Any, worker: CareWorker, role: str = "", authenticator: str = SMARTCARD
    ) -> Browsed:
        """Have a person's browser go where the candidate sends it, sign in at the page, and come back."""
        self.patience.check(self.issued.journey)
        return self.controls.browse(str(address or ""), worker, role, authenticator)

    def pause(self, seconds: float) -> None:
        """Let so much time pass, as when a token is to end."""
        self.note(events.Pause(seconds))
        self.wait(seconds)

    def wait(self, seconds: float) -> None:
        """Wait, and let others use the time."""
        self.on_waiting()
        time.sleep(seconds)

    def meet(self, place: str) -> None:
        """Wait until every journey of the sitting is at this place, or has ended."""
        self.on_waiting()
        self.meeting.wait(self.issued.journey, place)

    def now(self) -> datetime:
        """Give the time that the journey is at: the machine's, or that of its moment."""
        return self.world.clock.now()

    def next_moment(self) -> None:
        """Wait until every journey of the sitting is here, or has ended, and go to the next moment of its `clock`."""
        self.patience.check(self.issued.journey)
        self.on_waiting()
        self.to_next_moment(self.issued.journey)

    def own_code(self, role: str) -> str:
        """Give the candidate's own code for a medicine, as its declaration maps the role."""
        code = self.declaration.medicines.get(role)
        if code is None:
            raise JourneyStopped(f"[medicines] in candidate.toml has no code for {role}", "configuration")
        return code

    def note(self, data: events.Kind) -> None:
        """Write down what happened in the step that the journey is at."""
        self.recorder.write(data, journey=self.issued.journey, step=self._step)

    def _record(
        self,
        action: str,
        actor: Actor,
        referral: str | None,
        about: str,
        given: Mapping[str, Any],
        outcome: Outcome,
    ) -> None:
        observed = events.Observation(
            action=action,
            actor=actor.as_json(),
            referral=referral,
            about=about,
            input=given,
            status=outcome.status,
            reason=outcome.reason,
            shown=outcome.shown,
            observation=outcome.observation,
            elapsed_ms=round(outcome.elapsed_ms, 1),
        )
        lists = artefact_lists(action)
        record_with_artefacts(self.recorder, observed, lists, self.issued.journey, self._step)
