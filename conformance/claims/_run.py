"""The claims of a whole run, each with the patient whom it names, whatever the journey."""

from __future__ import annotations

from collections import defaultdict

from cpcs_harness.judging import EvidenceView, NotShown
from cpcs_harness.judging.account import Account, Subject
from cpcs_harness.judging.views import ExchangeView, RunView

from ._day import CLAIM, Patient, held_of

OPERATIONS = ("submit_claim", "amend_claim", "withdraw_claim")


def patients(evidence: EvidenceView) -> list[Patient]:
    """Give this pathway's patients whose claim was made or asked for; none is NotShown."""
    known = evidence.views.read(_patients)
    found = [patient for patient in known if patient.journey.pathway == evidence.pathway]
    if not found:
        raise NotShown("nobody was claimed for")
    return found


def is_cut_off(patient: Patient) -> bool:
    """Say whether the journey stopped before its end, so that what was due may never have been asked for."""
    return bool(patient.journey.ended.get("reason"))


def _patients(run: RunView) -> list[Patient]:
    calls = [call for call in run.calls if call.service == "mys" and call.operation in OPERATIONS]
    sent, held = _by_subject(run, calls), held_of(calls)
    found = []
    for name in filter(None, run.issued):
        journey = run.journey(name, [])
        also = journey.also if journey.id == name else {}
        for label, issued in {"": journey.issued, **also}.items() if journey.id == name else ():
            own = sent.get((name, label), [])
            known = {call.id for call in own}
            claims = [claim for claim in held if claim.first.id in known]
            patient = Patient(journey, label, issued, own, claims, is_alone=not also)
            if own or patient.tried(CLAIM):
                found.append(patient)
    return found


def _by_subject(run: RunView, calls: list[ExchangeView]) -> dict[tuple[str, str], list[ExchangeView]]:
    account = run.read(Account)
    found: dict[tuple[str, str], list[ExchangeView]] = defaultdict(list)
    for call in calls:
        people: list[Subject] = list(account.told(call).people)
        if call.operation == "submit_claim" and len(people) == 1:
            found[people[0].journey, people[0].label].append(call)
    return found
