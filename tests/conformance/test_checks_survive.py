"""Whatever a candidate sends, a check says NotMet, NotShown or NotApplicable, or passes: it never breaks.

A check that breaks is reported as the harness's own fault; a candidate must not be able to cause that.
"""

import copy
import importlib
import inspect
import json
import random
from functools import cache

import pytest
from lxml import etree

from cpcs_harness._content import ROOT
from cpcs_harness.catalogue import load_catalogue
from cpcs_harness.catalogue.needs import journeys_needed
from cpcs_harness.drivers.observation_shape import why_malformed
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from cpcs_harness.evidence.attempts import planned
from cpcs_harness.evidence.events import Answered, SchemasJudged
from cpcs_harness.evidence.reader import Evidence
from cpcs_harness.journeys.index import all_journeys
from cpcs_harness.judging.judgement import EVIDENCE
from cpcs_harness.judging.views import EvidenceView, RunView
from explore import times

pytestmark = pytest.mark.long


def all_checks():
    """Give every check of the suites, with the criterion it judges."""
    found = []
    for path in sorted((ROOT / "conformance").rglob("test_*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(f"cpcs_harness._content.{name}")
        for _, check in inspect.getmembers(module, inspect.isfunction):
            marks = [mark for mark in getattr(check, "pytestmark", []) if mark.name == "criterion"]
            found += [(mark.args[0], check) for mark in marks]
    return found


class Mutated(Evidence):
    """Evidence in which one body that came from the candidate is another."""

    def with_body(self, digest, body):
        object.__setattr__(self, "_changed", (digest, body))
        return self

    def body(self, reference):
        digest, body = self._changed
        return body if reference.sha256 == digest else super().body(reference)


@pytest.fixture(scope="module")
def recorded(assessed):
    """One good run of the reference service, each of its events read."""
    return Evidence.load(assessed[1] / EVIDENCE)


@pytest.fixture(scope="module")
def good(recorded):
    """The views of that run; they keep what checks have read of them."""
    return RunView(recorded)


class Watched:
    """The views of a run, and whether a check looked at what other journeys did than those that it needs."""

    def __init__(self, views):
        self._views = views
        self.looked_at_all = False

    def __getattr__(self, name):
        self.looked_at_all |= name in ("calls", "acts")
        return getattr(self._views, name)


@pytest.fixture(scope="module")
def of_the_run(good):
    """Judge the good run by every check; gives those that looked at the whole of it.

    The others do with any run whose needed journeys are the same what they did with this one.
    """
    found = set()
    for number, (check, pathway, needed) in enumerate(checks_to_run()):
        watched = Watched(good)
        judge(check, EvidenceView(watched, pathway, needed))
        if watched.looked_at_all:
            found.add(number)
    return found


def views_of(changed, good):
    """Give the good run's views, but those of the events that are changed: an evidence of these alone."""
    others = RunView(changed)
    fresh = {view.id: view for view in (*others.calls, *_all(others._seen))}
    views = copy.copy(good)
    views.calls = [fresh.get(view.id, view) for view in good.calls]
    views._calls, views._seen = [
        {name: [fresh.get(view.id, view) for view in held] for name, held in by_journey.items()}
        for by_journey in (good._calls, good._seen)
    ]
    return views


def _all(by_journey):
    return [view for held in by_journey.values() for view in held]


def paths_in(value, here=()):
    """Give the path of everything in a JSON value, itself included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here] + [path for key, one in inner for path in paths_in(one, (*here, key))]


def put(value, path, junk):
    """Give a copy of a JSON value with something else at a path; `...` takes it out."""
    if not path:
        return None if junk is ... else junk
    changed = copy.deepcopy(value)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if junk is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = junk
    return changed


def judge_changed(views, journeys, of_the_run, seed):
    """Run the checks that look at a changed journey; of ten times once, also those that look at the whole run."""
    changed = {planned(name) for name in journeys if name}
    whole = not changed & set(all_journeys()) or seed % 10 == 0
    for number, (check, pathway, needed) in enumerate(checks_to_run()):
        if changed & set(needed) or (whole and number in of_the_run):
            judge(check, EvidenceView(views, pathway, needed))


def judge(check, view):
    """Run a check, whatever it says."""
    try:
        check(view)
    except (NotApplicable, NotMet, NotShown) as verdict:
        assert str(verdict)  # noqa: PT017 - either will do, but it has to say why


@cache
def checks_to_run():
    """Give every check with each pathway that it judges, and the journeys that it looks at there."""
    catalogue = load_catalogue()
    journeys = {name: journey.pathway for name, journey in all_journeys().items()}
    return [
        (check, pathway, journeys_needed(catalogue, criterion, pathway, journeys))
        for criterion, check in all_checks()
        for pathway in catalogue.pathways_of(criterion)
    ]


def test_the_good_run_breaks_no_check(of_the_run):
    assert len(all_checks()) >= 25
    assert len(of_the_run) < len(checks_to_run())


def candidates_bodies(recorded):
    """Give the exchanges whose body the candidate made, with the side that it made."""
    found = []
    for event in recorded.of_kind("exchange"):
        side = {"from-candidate": "request", "to-candidate": "response"}.get(event["data"]["direction"])
        if side and event["data"][side]["body"]["bytes"]:
            found.append((event, side))
    return found


@pytest.mark.parametrize("seed", range(100 * times()))
def test_a_strange_observation_breaks_no_check(recorded, good, of_the_run, seed):
    rng = random.Random(seed)
    chosen = rng.choice([event for event in recorded.of_kind("observation") if event["data"]["observation"]])
    shown = chosen["data"]["observation"]
    strange = put(shown, rng.choice(paths_in(shown)[1:]), junk(rng))
    if why_malformed(chosen["data"]["action"], strange):
        strange = {}  # the driver keeps it from the checks: the action counts as malformed
    event = {**chosen, "data": {**chosen["data"], "observation": strange}}
    views = views_of(Evidence(recorded.folder, [event]), good)

    judge_changed(views, [chosen["journey"]], of_the_run, seed)


@pytest.mark.parametrize("seed", range(80 * times()))
def test_a_strange_message_breaks_no_check(recorded, good, of_the_run, seed):
    rng = random.Random(seed)
    event, side = rng.choice(candidates_bodies(recorded))
    reference = event["data"][side]["body"]
    strange = mutated(rng, recorded.body(reference))
    digest = reference["sha256"]
    sent = [exchange for exchange in recorded.of_kind("exchange") if has(exchange, digest)]
    said_of_them = recorded.of_kind(SchemasJudged.kind) + recorded.of_kind(Answered.kind)
    changed = Mutated(recorded.folder, sent + said_of_them).with_body(digest, strange or b" ")

    views = views_of(changed, good)
    judge_changed(views, [exchange["journey"] for exchange in sent], of_the_run, seed)


@pytest.mark.parametrize("seed", range(3 * times()))
def test_journeys_that_end_early_break_no_check(recorded, seed):
    rng = random.Random(seed)
    last = {name: rng.choice(at) for name, at in events_of(recorded).items()}
    kept = [event for event in recorded.events if event["seq"] <= last.get(event["journey"], event["seq"])]
    views = RunView(Evidence(recorded.folder, kept))

    for check, pathway, needed in checks_to_run():
        judge(check, EvidenceView(views, pathway, needed))


def events_of(recorded):
    """Give where each journey's events stand in the log."""
    found = {}
    for event in recorded.events:
        if event["journey"]:
            found.setdefault(event["journey"], []).append(event["seq"])
    return found


def has(exchange, digest):
    """Say whether either side of an exchange has this body."""
    return digest in [exchange["data"][side]["body"]["sha256"] for side in ("request", "response")]


def junk(rng):
    """Give a value that nobody expects; `...` stands for none at all."""
    return copy.deepcopy(rng.choice([None, True, False, 0, -1, 10**30, "", "x", [], {}, [{}], [""], ...]))


def mutated(rng, body):
    """Change one thing in a body: in its JSON, in its XML, or in its bytes."""
    try:
        value = json.loads(body)
        return json.dumps(put(value, rng.choice(paths_in(value)), junk(rng))).encode()
    except ValueError:
        pass
    try:
        root = etree.fromstring(body)
    except etree.XMLSyntaxError:
        at = rng.randrange(len(body) + 1)
        return body[:at] + rng.randbytes(rng.randrange(4)) + body[at + rng.randrange(40) :]
    node = rng.choice([one for one in root.iter() if isinstance(one.tag, str)])
    match rng.choice(["remove", "rename", "empty", "value", "double"]):
        case "remove" if node.getparent() is not None:
            node.getparent().remove(node)
        case "double" if node.getparent() is not None:
            node.getparent().append(copy.deepcopy(node))
        case "rename":
            node.tag = "strange"
        case "empty":
            node.clear()
        case _:
            node.set("value", rng.choice(["", "0", "x", "-1", "9" * 40]))
    return etree.tostring(root)
