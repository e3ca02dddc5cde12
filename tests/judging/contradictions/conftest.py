"""A small run as recorders write it, and the means to alter a copy."""

import shutil
from datetime import date

import pytest

from altered_run import LABELLED, ONE, SEED, found_in
from cpcs_harness._content.conformance.journeys._steps.referrals import consultation
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.conditions.draws import settings_of_journeys
from cpcs_harness.evidence import events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.evidence.recorder import Exchange, Recorder, Side
from cpcs_harness.evidence.register import Register
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.mockkit.tally import Tally
from cpcs_harness.people.fixtures import fixture
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from cpcs_harness.people.seeded_secrets import secrets_of, sign_in_secrets
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked, make_plan
from forgery import forge


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The evidence of a small run, as recorders write it; gives its folder."""
    folder = tmp_path_factory.mktemp("run") / "evidence"
    catalogue = load_catalogue()
    asked = Asked(only=(ONE, LABELLED), gate="none", seed=SEED, challenge="TOKEN")
    plan = make_plan(
        asked,
        catalogue,
        declaration_of(None, catalogue),
        all_journeys(),
        date(2026, 1, 1),
        20.0,
        reference="5c" * 32,
    )
    recorder, secrets, tally = Recorder(folder, Register()), secrets_of(SEED), Tally()
    recorder.write(plan)
    given = plain(secrets) | {"cis2_client_id": sign_in_secrets(f"{SEED}/sign-in")["cis2_client_id"]}
    recorder.write(events.Environment(given))
    seed, further = f"{SEED}/TOKEN", fixture("people")
    settings = settings_of_journeys(all_journeys(), further, seed)
    issuer = Issuer(seed, secrets, list(all_journeys()), further=further, settings=settings)
    for name, label in (
        (ONE, ""),
        (f"{ONE}/2", ""),
        (LABELLED, ""),
        (LABELLED, fixture("people")[LABELLED][0]),
    ):
        pathway, attempt = "minor-illness", 2 if "/" in name else 1
        issued = issuer.issue(
            name, pathway, attempt, label=label, premises=secrets.premises[0] if label else None
        )
        recorder.write((events.IssuedAlso if label else events.Issued)(plain(issued)), journey=name)
        with tally.request("nhs111"):
            sent = recorder.exchange(exchange("nhs111", "to-candidate", name, report=plain(issued.report)))
        recorder.write(events.Answered(sent, 1.0, 1.0, 0.0, False), journey=name)
        with tally.request("pds"):
            recorder.exchange(exchange("pds", "from-candidate", name))
        recorder.write(consulted(issued), journey=name)
    with tally.request("dos"):  # of what is under way at the end nobody knows whether it is there
        recorder.write_counts(tally.counts)
    recorder.log.finish()
    return folder


def consulted(issued):
    """The consultation as a journey enters it."""
    actor = {"name": issued.pharmacist.full_name, "gphc": issued.pharmacist.gphc}
    entered = consultation(issued, "advice-given")
    return events.Observation(
        "record_consultation", actor, "R1", issued.report.document_id, entered, "done", None, None, {}
    )


def exchange(service, direction, journey, **facts):
    side = Side({"method": "POST", "target": "/"}, (), f"{service} {journey} {facts}".encode())
    return Exchange(
        service,
        "send",
        "http",
        direction,
        side,
        side._replace(body=b""),
        Certainty.PUBLISHED,
        "",
        journey,
        facts=facts,
    )


@pytest.fixture
def altered(whole, tmp_path):
    """Copy the run and have it edited with care; gives what is found then."""

    def edited(edit):
        shutil.copytree(whole, tmp_path / "evidence")
        forge(tmp_path / "evidence", edit)
        return found_in(tmp_path / "evidence").contradictions

    return edited
