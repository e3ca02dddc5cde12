"""What a journey asks of a candidate, step by step, found by going through it without one.

Nothing is sent and nobody answers: every action ends `done`, each referral is on the worklist at once, and whatever
a journey could do for some candidates only is done. So the account is that of a candidate which has all that the
journey touches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

from cpcs_harness.declaration.model import Adaptor, Cis2, Control, Declaration, Itk, Pace
from cpcs_harness.drivers.base import Driver, Outcome
from cpcs_harness.errors import HarnessError
from cpcs_harness.evidence import events
from cpcs_harness.journeys.controls import Browsed, Controls
from cpcs_harness.journeys.journey import Journey
from cpcs_harness.journeys.patience import Patience
from cpcs_harness.journeys.senders import Senders
from cpcs_harness.journeys.stage import NOTHING_SPECIAL, PLAIN_TRIES, Stage
from cpcs_harness.journeys.worklist import Referral
from cpcs_harness.mockkit import World
from cpcs_harness.mockkit.faults import Fault
from cpcs_harness.people.age import Age
from cpcs_harness.people.demographics import CareRecord, Demographics
from cpcs_harness.people.directory import HeldServices
from cpcs_harness.people.exemptions import HeldExemption
from cpcs_harness.people.held import Held
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.mailbox import HeldMailbox
from cpcs_harness.people.model import Environment, GpReferral, Issued, Premises, Report, Sent
from cpcs_harness.people.prescriptions import HeldPrescriptions
from cpcs_harness.people.registrations import HeldRegistration
from cpcs_harness.profiles import Profiles
from cpcs_harness.times import Clock

SEED = 1
HOLDERS = {
    Demographics: "PDS",
    CareRecord: "Summary Care Record",
    HeldServices: "DoS",
    HeldMailbox: "MESH",
    HeldExemption: "RTEC",
    HeldRegistration: "CPPE's register",
    HeldPrescriptions: "EPS",
}
_CONTROLS = {
    "employ": "CIS2 is told which roles a person has",
    "tokens_last": "access tokens last otherwise than usual from now on",
    "revoke_tokens": "access tokens are revoked",
    "registration": "the platform finds the application's key set otherwise than usual",
    "rotate_keys": "CIS2 changes its keys",
    "spoil_id_token": "the next ID token is to be wrong",
    "end_session": "CIS2 ends a session, or somebody forges the word of it",
}


@dataclass(frozen=True)
class Act:
    """One thing that happens in a step."""

    kind: str
    """asked (of the candidate) | sent (to it) | trouble (what services are told to do) | browsed"""
    name: str
    """The action of the control API; who sends, and how; the service."""
    detail: str = ""
    """The variant or damage of a message; the fault; by whom and where, if not by the pharmacist and at their own."""
    needed: bool = False
    """Of an action: the journey stops where it does not end `done`."""


@dataclass(frozen=True)
class RehearsedStep:
    """A step, with what happens in it, in order."""

    name: str
    acts: list[Act] = field(default_factory=list)


@dataclass
class Rehearsal(Stage):
    """A stage that takes down what a journey does, and does none of it."""

    steps: list[RehearsedStep] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    """Of further patients, in the order in which they are asked for."""
    arrived: list[Referral] = field(default_factory=list)
    """Whatever was sent, which is on the worklist at once."""
    others: list[Referral] = field(default_factory=list)
    """The referrals of further patients, who come by whatever way: records that are taken over, too."""
    clock: Sequence[str] = ()
    """The moments of the journey."""
    moment: int = 0

    def another(self, label: str, at: Premises | None = None, age: Age | None = None) -> Issued:
        """Give a further patient."""
        issued = super().another(label, at, age)
        self.others.append(issued.report)
        self.labels.append(label)
        return issued

    def another_in_plain_letters(
        self, label: str, at: Premises | None = None, age: Age | None = None
    ) -> Issued:
        """Give a further patient; whoever may be made up on the way is taken down, too."""
        self.labels += [f"{label} {number}" for number in range(2, PLAIN_TRIES + 1)]
        return super().another_in_plain_letters(label, at, age)

    def step(self, name: str) -> None:
        """Begin a step."""
        self.steps.append(RehearsedStep(name))

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
        """Take down that the candidate is asked for something; it is done."""
        elsewhere = "at another pharmacy" if at and at.ods != self.issued.premises.ods else ""
        detail = " ".join(filter(None, (f"as {role}" if role else "", elsewhere)))
        self._take_down(Act("asked", action, detail, needed))
        return Outcome("done", observation=_shown(action, given, self.arrived, self.others))

    def send(
        self, damage: str = "", *, report: Report | None = None, variant: str = "", **changes: Any
    ) -> Sent:
        """Take down that NHS 111 sends a report by ITK."""
        return self._send("NHS 111 by ITK", report or self.issued.report, damage or variant)

    def send_fhir(self, report: Report, damage: str = "", variant: str = "") -> Sent:
        """Take down that NHS 111 sends a report by FHIR."""
        return self._send("NHS 111 by FHIR", report, damage or variant)

    def publish(self, report: Report, damage: str = "", variant: str = "") -> Sent:
        """Take down that the 111 Adaptor hands a report on."""
        return self._send("the 111 Adaptor", report, damage or variant)

    def send_111_email(self, report: Report, variant: str = "") -> Sent:
        """Take down that a provider of NHS 111 writes an e-mail."""
        return self._send("a provider of NHS 111 by e-mail", report, variant)

    def send_gp_email(self, referral: GpReferral, damage: str = "", variant: str = "") -> Sent:
        """Take down that a practice refers by e-mail."""
        return self._send("a GP practice by e-mail", referral, damage or variant)

    def send_gp_itk3(self, referral: GpReferral, damage: str = "", variant: str = "") -> Sent:
        """Take down that a practice refers by ITK3."""
        return self._send("a GP practice by ITK3", referral, damage or variant)

    def collect_acknowledgements(self) -> list[dict[str, Any]]:
        """Nothing came back."""
        return []

    def answer_gp_reports(
        self, script: Mapping[str, Sequence[str]] = NOTHING_SPECIAL
    ) -> list[dict[str, Any]]:
        """Take down that practices answer."""
        said = ", ".join(" and ".join(codes) or "nothing" for codes in script.values())
        self._take_down(Act("sent", "the GP practice, its acknowledgements over MESH", said))
        return []

    def report_undelivered(self, nhs_number: str, code: str, *, of_another: bool = False) -> bool:
        """Take down that MESH reports a message that was not delivered."""
        which = "a message that another system sent" if of_another else "a message"
        self._take_down(Act("sent", f"MESH, a report that {which} was not delivered", code))
        return True

    def bounce_email(self, nhs_number: str, why: str) -> bool:
        """Take down that NHSmail reports an e-mail that was not delivered."""
        self._take_down(Act("sent", "NHSmail, a report that an e-mail was not delivered", why))
        return True

    def look_for(
        self, wanted: Sequence[Referral], at: Premises | None = None
    ) -> dict[str, Mapping[str, Any]]:
        """Take down that the worklist is looked at; all are there."""
        self.do("worklist", at=at)
        return {referral.document_id: {"referral": referral.document_id} for referral in wanted}

    def hold(self, record: Held, label: str = "") -> None:
        """Take down that a national service holds a record."""
        self._take_down(Act("trouble", f"{HOLDERS[type(record)]} holds", label))

    def fault(self, name: str, service: str, operation: str, *, to_all: bool = False, **how: Any) -> Fault:
        """Take down that a service does something wrong."""
        self._take_down(Act("trouble", f"`{service}` does wrong", name))
        return Fault(name, service, operation, self.issued.journey, **how)

    @contextmanager
    def untrusted(self, *services: str) -> Iterator[None]:
        """Take down that services present a certificate that nobody trusts, and their own again."""
        named = ", ".join(f"`{service}`" for service in services)
        self._take_down(Act("trouble", f"{named} presents a certificate that nobody trusts"))
        yield
        self._take_down(Act("trouble", f"{named} presents its own certificate again"))

    def browse(self, *_given: Any, **_more: Any) -> Browsed:
        """Take down that a person's browser goes to CIS2 and comes back."""
        self._take_down(Act("browsed", "the person's browser goes to CIS2 and back"))
        return Browsed(200, "", "")

    def pause(self, seconds: float) -> None:
        """Take down that time passes."""
        self._take_down(Act("trouble", f"{seconds:g} s pass"))

    def wait(self, seconds: float) -> None:
        """Wait for nothing."""

    def next_moment(self) -> None:
        """Take down that candidate and mocks are moved to the journey's next moment."""
        self.moment += 1
        self._take_down(Act("trouble", f"candidate and services are moved to {self.clock[self.moment]}"))

    def note(self, data: events.Kind) -> None:
        """Write nothing down."""

    def _send(self, sender: str, referral: Referral, detail: str) -> Sent:
        self._take_down(Act("sent", sender, detail))
        self.arrived.append(referral)
        return Sent("", 200)

    def _take_down(self, act: Act) -> None:
        if not self.steps:
            self.step("Before the first step")
        self.steps[-1].acts.append(act)


def rehearse(
    journey: type[Journey],
    options: Mapping[str, Sequence[str]],
    medicines: Sequence[str],
    environment: Environment,
) -> Rehearsal:
    """Go through a journey, for a candidate that declares these options and has codes for these medicines."""
    declaration = next(
        (declared for declared in _declarations(journey, options, medicines) if journey.wanted(declared)),
        None,
    )
    if declaration is None:
        raise HarnessError(f"no declaration leads to the journey {journey.id}")
    issuer = Issuer(SEED, environment, [journey.id])
    stage = Rehearsal(
        issued=issuer.issue(journey.id, journey.pathway, age=journey.age),
        driver=cast(Driver, SimpleNamespace(about=dict)),
        world=cast(World, SimpleNamespace(environment=environment, profiles=Profiles(), clock=Clock())),
        patience=Patience(),
        senders=cast(Senders, None),
        controls=cast(Controls, None),
        issue_another=lambda label, at, age: issuer.issue(
            journey.id, journey.pathway, label=label, premises=at, age=age
        ),
        declaration=declaration,
        seed=SEED,
        examples=1,
        shrinking=0,
    )
    stage.controls = cast(Controls, _controls(stage))
    stage.clock = journey.clock
    journey().run(stage)
    return stage


def _declarations(
    journey: type[Journey], options: Mapping[str, Sequence[str]], medicines: Sequence[str]
) -> Iterator[Declaration]:
    """Give what a candidate may declare that has everything: without an adaptor, and behind one."""
    plain = Declaration(
        name="",
        supplier="",
        version="",
        pathways=(journey.pathway,),
        control=Control("", ""),
        itk=Itk(""),
        options={id: tuple(words) for id, words in options.items()},
        fhir_url="-",
        mesh_referrals=True,
        cis2=Cis2("-", "-"),
        healthcare_worker=True,
        scr_viewer=True,
        cppe_register=True,
        trackers=("json", "fhir"),
        pace=Pace(arrival_seconds=0.0),
        medicines=dict.fromkeys(medicines, "-"),
    )
    yield plain
    yield replace(plain, adaptor=Adaptor("played", "-"))


def _controls(stage: Rehearsal) -> SimpleNamespace:
    """Stand for what a journey may change around a candidate: each change is taken down, and nothing else is done."""

    def taker(says: str) -> Any:
        return lambda *_given, **_more: stage._take_down(Act("trouble", says))

    return SimpleNamespace(**{name: taker(says) for name, says in _CONTROLS.items()})


def _shown(
    action: str, given: Mapping[str, Any], arrived: Sequence[Referral], others: Sequence[Referral]
) -> Mapping[str, Any]:
    """Give what a screen would show, as far as journeys go on by it."""
    if action in ("sign_in", "sign_out") and (given or action == "sign_out"):
        return {"address": "-", "roles": [{}]}
    if action == "worklist":
        return {"referrals": [_row(referral) for referral in arrived]}
    if action == "import_records":
        names = [referral.document_id for referral in others]
        return {"taken": [{"document_id": name, "referral": name} for name in names]}
    return {}


def _row(referral: Referral) -> dict[str, str]:
    own = referral.reference if isinstance(referral, GpReferral) else referral.case_reference
    return {
        "referral": referral.document_id,
        "case_reference": own,
        "nhs_number": referral.person.nhs_number,
    }
