"""Rulings that somebody made up beside a run: none confirms anything, and what cannot be true is refused."""

import json
import shutil
from datetime import date

import pytest

from cpcs_harness._content import ROOT
from cpcs_harness.assess import assessment_of, ruled_of
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.errors import UsageProblem
from cpcs_harness.evidence.events import About
from cpcs_harness.evidence.log import Log
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.judgement import EVIDENCE, RULINGS, Judgement
from cpcs_harness.judging.suite import Suite
from cpcs_harness.run.candidate import declaration_of
from cpcs_harness.run.plan import Asked, make_plan
from forgery import forge

CATALOGUE = load_catalogue()
WITNESSED = sorted(
    one.id for one in CATALOGUE.criteria.values() if not one.is_automated and one.strength == "must"
)
OURS = ROOT / "reference" / RULINGS


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The evidence of a run of the reference in which nothing happened; gives its folder."""
    folder = tmp_path_factory.mktemp("run")
    reference = json.loads(OURS.read_text())["applies_to"]["reference"]
    plan = make_plan(
        Asked(only=("minor-illness-product-recommended",), gate="none"), CATALOGUE, declaration_of(None, CATALOGUE),
        all_journeys(), date(2026, 1, 1), 20.0, reference=reference,
    )  # fmt: skip
    log = Log(folder / EVIDENCE)
    log.write(plan.kind, plan.as_json())
    log.write(About.kind, {"name": plan.declaration["name"], "build": "9"})
    log.finish()
    return folder


@pytest.fixture
def forged(run, tmp_path):
    """Copy the run, and have its events edited and rehashed; gives its folder and its head."""

    def copied(edit=list):
        shutil.copytree(run / EVIDENCE, tmp_path / EVIDENCE)
        return tmp_path, forge(tmp_path / EVIDENCE, edit)

    return copied


def relabelled(events):
    for event in events:
        if event["kind"] == "about":
            event["data"]["name"] = "Sycamore"
    events[0]["data"]["declaration"]["name"] = "Sycamore"
    return events


def confirmed(folder, given=None):
    """Give the criteria that are confirmed, and the limits."""
    judgement = Judgement.begin(folder, lambda _: judgement.evidence.plan.known, CATALOGUE)
    suite = Suite.of(judgement.catalogue)
    assessment = assessment_of(judgement, suite, None, ruled_of(judgement, given))
    return {one.id for _, one in assessment.criteria() if one.verdict == "confirmed"}, assessment.limits


def by_the_sales_director(**applies_to):
    entry = {
        "ruling": "confirmed",
        "by": "S",
        "role": "sales director",
        "note": "It works.",
    }
    rulings = [{**entry, "criterion": name, "at": "1999-01-01"} for name in WITNESSED]
    return {"party": "assurer", "whose": "NHS England", "applies_to": applies_to, "rulings": rulings}


def test_nhs_england_by_a_sales_director(forged):
    folder, _ = forged(relabelled)
    (folder / RULINGS).write_text(json.dumps(by_the_sales_director(candidate="Sycamore", build="9")))

    found, limits = confirmed(folder)

    assert found == set()
    assert any("NHS England (assurer, as the file says) decide nothing here" in limit for limit in limits)


def test_as_the_old_file_had_it(forged):
    folder, _ = forged(relabelled)
    (folder / RULINGS).write_text(json.dumps({"whose": "NHS England", "rulings": []}))

    with pytest.raises(UsageProblem, match="'party' is a required property"):
        confirmed(folder)


def test_on_the_run_itself_before_it_was_made(forged):
    folder, head = forged(relabelled)
    (folder / RULINGS).write_text(
        json.dumps(by_the_sales_director(candidate="Sycamore", build="9", run=head))
    )

    with pytest.raises(UsageProblem, match="before the run ended"):
        confirmed(folder)


def test_what_whoever_judges_hands_in_is_heard_on_that_run_alone(forged, tmp_path_factory):
    folder, head = forged(relabelled)
    document = by_the_sales_director(candidate="Sycamore", build="9", run=head)
    for ruling in document["rulings"]:
        ruling["at"] = Evidence.load(folder / EVIDENCE).events[-1]["at"]
    theirs = tmp_path_factory.mktemp("assurer") / "rulings.json"
    theirs.write_text(json.dumps(document))

    found, limits = confirmed(folder, theirs)
    assert found
    assert found <= set(WITNESSED)
    assert any(
        "NHS England (assurer, as the file says): no signature binds them" in limit for limit in limits
    )

    forge(
        folder / EVIDENCE,
        lambda events: [*events[:2], {**events[1], "kind": "pause", "data": {"seconds": 0}}, events[2]],
    )
    assert confirmed(folder, theirs)[0] == set()


def test_the_projects_rulings_on_a_relabelled_reference_service(forged):
    folder, _ = forged()
    shutil.copy(OURS, folder / RULINGS)
    assert confirmed(folder)[0]

    forge(folder / EVIDENCE, relabelled)
    assert confirmed(folder)[0] == set()


def test_the_projects_rulings_as_somebody_else_wrote_them(forged):
    folder, _ = forged()
    document = json.loads(OURS.read_text())
    document["rulings"] = [document["rulings"][0] | {"criterion": "SAF-01"}]
    (folder / RULINGS).write_text(json.dumps(document))

    found, limits = confirmed(folder)

    assert found == set()
    assert any("carries no such ruling" in limit for limit in limits)


def test_a_file_that_is_handed_in_has_to_be_there(forged):
    folder, _ = forged()

    with pytest.raises(UsageProblem, match="--rulings names a file of rulings"):
        confirmed(folder, folder / "none.json")


def test_a_product_that_was_relabelled_in_the_plan_alone_says_so_itself(forged):
    def in_the_plan(events):
        events[0]["data"]["declaration"]["name"] = "Sycamore"
        return events

    folder, _ = forged(in_the_plan)
    shutil.copy(OURS, folder / RULINGS)
    found, limits = confirmed(folder)

    assert found == set()
    assert "The candidate says that its name is Reference CPCS service; declared is Sycamore." in limits


def test_a_run_that_calls_itself_the_reference_service_is_named_so(forged):
    """Whoever takes the project's rulings by taking its service's name has a report on that service."""

    def as_ours(events):
        events[1]["data"]["name"] = "Sycamore"
        return events

    folder, _ = forged(as_ours)
    shutil.copy(OURS, folder / RULINGS)

    assert (
        "The candidate says that its name is Sycamore; declared is Reference CPCS service."
        in confirmed(folder)[1]
    )


def test_a_known_bad_run_carries_none(forged):
    def known_bad(events):
        events[0]["data"]["known_bad"] = "forgets_everything"
        return events

    folder, _ = forged(known_bad)
    shutil.copy(OURS, folder / RULINGS)

    assert confirmed(folder)[0] == set()
