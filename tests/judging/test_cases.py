"""Under which conditions a check fails: each report by itself, read from what was recorded."""

import pytest

from cpcs_harness.conditions.draws import settings_of
from cpcs_harness.conditions.load import conditions
from cpcs_harness.conditions.model import Condition
from cpcs_harness.conditions.recorded import conditions_of
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.evidence import events
from cpcs_harness.evidence.certainty import Certainty
from cpcs_harness.judging.cases import under
from cpcs_harness.judging.things.conditions import Having, RecordedConditions
from cpcs_harness.judging.views import EvidenceView, RunView
from cpcs_harness.people.environment import make_environment
from cpcs_harness.people.issue import Issuer
from cpcs_harness.people.plain import plain
from made_up import at, message

ENVIRONMENT = make_environment(1)
ROWS = {
    "one": {},
    "two": {"markup": "bold"},
    "three": {"markup": "bold", "use of names": "legal"},
    "four": {"use of names": "legal"},
    "other": {"markup": "bold", "use of names": "legal"},
}


def issued(name):
    settings = {name: settings_of(conditions(), ROWS[name])}
    return plain(Issuer(1, ENVIRONMENT, [name], settings=settings).issue(name, "urgent-medicines"))


ISSUED = {name: issued(name) for name in ROWS}
DOCUMENTS = {held["report"]["document_id"]: name for name, held in ISSUED.items()}


def sent(seq, name, journey):
    facts = {"report": ISSUED[name]["report"], "variant": name, "damage": ""}
    start = message({"method": "POST", "target": "/"}), message({"status": 200})
    exchange = events.Exchange(
        "nhs111", "send_report", "http", "to-candidate", *start, Certainty.PUBLISHED, "", "", "", facts, 1.0
    )
    return at(seq, exchange, journey)


def shown(seq, name, journey):
    about = ISSUED[name]["report"]["document_id"]
    seen = events.Observation("open_referral", {}, None, about, {}, "done", None, None, {"name": name})
    return at(seq, seen, journey)


class Recorded:
    """A run in which one journey was sent four reports, and another a single one."""

    bodies = folder = None

    def __init__(self):
        self.events = [
            at(1, events.Issued(ISSUED["one"]), "several"),
            at(2, events.Issued(ISSUED["other"]), "single"),
            *(sent(seq, name, "several") for seq, name in enumerate(("one", "two", "three", "four"), 3)),
            *(shown(seq, name, "several") for seq, name in enumerate(("one", "two", "three", "four"), 7)),
            sent(11, "other", "single"),
            shown(12, "other", "single"),
        ]

    def of(self, kind):
        return [event for event in self.events if isinstance(event.data, kind)]


@pytest.fixture
def evidence():
    return EvidenceView(RunView(Recorded()), "urgent-medicines", ["several", "single"])


def by_itself(view, check):
    return under(view, check, RecordedConditions(Recorded()))


def names(view):
    return [
        DOCUMENTS[call.facts["report"]["document_id"]] for one in view.each() for call in one.sent("nhs111")
    ]


def number_of_conditions(reports):
    return len({one for name in reports for one in conditions_of(ISSUED[name]["report"])})


def fails_for(*wrong):
    def check(view):
        if set(names(view)) & set(wrong):
            raise NotMet("right", "wrong")

    return check


@pytest.mark.parametrize(
    ("wrong", "values", "pairs"),
    [
        (("two", "three", "other"), ("markup: bold",), ()),
        (("three", "four", "other"), ("use of names: legal",), ()),
        (("three", "other"), (), ("markup: bold, with use of names: legal",)),
        (("two", "four"), (), ()),
    ],
    ids=["a value", "another value", "a pair", "not isolated"],
)
def test_a_failure_is_told_with_the_conditions_of_failing_reports_alone(evidence, wrong, values, pairs):
    found = by_itself(evidence, fails_for(*wrong))

    assert (found.cases, found.failing) == (5, len(wrong))
    assert (found.values, found.pairs) == (values, pairs)
    assert found.conditions == number_of_conditions(ROWS)
    assert found.failing_conditions == number_of_conditions(wrong)


def test_one_report_stands_with_what_was_shown_of_it_and_of_no_other(evidence):
    seen = []

    def check(view):
        (journey,) = view.each()
        screens = journey.observations("open_referral")
        seen.append((names(view), [one.shown["name"] for one in screens]))

    by_itself(evidence, check)

    assert seen == [([name], [name]) for name in ("one", "two", "three", "four", "other")]


def called(seq, name, journey):
    start = message({"method": "POST", "target": "/Claim"}), message({"status": 201})
    rule = f"NHS number {ISSUED[name]['person']['nhs_number']}"
    claim = events.Exchange(
        "mys", "submit_claim", "http", "from-candidate", *start, Certainty.PUBLISHED, "", rule, "", {}, 1.0
    )
    return at(seq, claim, journey)


def with_claims(*of):
    """Give a run in which the candidate has claimed for some patients, all of whom their journey was issued."""
    run = Recorded()
    also = [
        at(20 + seq, events.IssuedAlso(ISSUED[name] | {"label": name}), "several")
        for seq, name in enumerate(("two", "three", "four"))
    ]
    run.events += [*also, *(called(30 + seq, name, "several") for seq, name in enumerate(of))]
    return run


def test_one_report_stands_with_what_was_sent_about_its_patient_and_about_no_other():
    run, claimed = with_claims("one", "three"), []

    def check(view):
        (journey,) = view.each()
        calls = journey.exchanges("mys", at_least=0)
        claimed.append((names(view), [call.id for call in calls]))

    view = EvidenceView(RunView(run), "urgent-medicines", ["several"])
    under(view, check, RecordedConditions(run))

    assert claimed == [(["one"], ["e30"]), (["two"], []), (["three"], ["e31"]), (["four"], [])]


def test_what_is_known_of_the_whole_run_is_known_of_one_report_by_itself(evidence):
    known = []

    by_itself(evidence, lambda view: known.append(view.views.read_whole(lambda run: len(run.calls))))

    assert known == [5] * 5


def test_a_check_that_goes_through_the_run_is_judged_of_all_whom_it_looked_at(evidence):
    def check(view):
        names(view)
        fails_for("other")(view)

    own = EvidenceView(evidence.views, "urgent-medicines", ["several"], looked_at=["o12"])

    found = by_itself(own, check)

    assert (found.cases, found.failing) == (5, 1)


def test_a_failure_of_every_report_is_one_under_every_condition(evidence):
    assert str(by_itself(evidence, fails_for(*ROWS))) == "every condition: each of 5 reports fails by itself"


def test_a_failure_of_none_by_itself_is_one_of_several_together(evidence):
    def check(view):
        if len(names(view)) > 1:
            raise NotMet("one", "several")

    assert str(by_itself(evidence, check)).startswith("several reports together: none of 5")


def test_a_check_that_goes_by_the_run_is_judged_of_each_patient_by_what_passed_of_them():
    run, claimed = with_claims("one", "three"), []

    def check(view):
        calls = view.of_run("mys")
        claimed.append([call.id for call in calls])
        if "e31" in claimed[-1]:
            raise NotMet("nothing of three", "a claim")

    view = EvidenceView(RunView(run), "urgent-medicines", ["several"])
    with pytest.raises(NotMet):
        check(view)
    found = under(view, check, RecordedConditions(run))

    assert claimed == [["e30", "e31"], ["e30"], ["e31"]]
    assert (found.of, found.cases, found.failing) == ("patients", 2, 1)


@pytest.mark.parametrize(
    "check",
    [
        lambda view: None,
        lambda view: view.of_run("nhs111"),
        lambda view: view.views.read(len),
        lambda view: view.no_such_thing,
    ],
    ids=["looks at nothing", "goes by the run", "reads the run", "breaks"],
)
def test_what_comes_to_nothing_by_one_report_is_told_of_none(evidence, check):
    assert by_itself(evidence, check) is None


def test_what_a_report_by_itself_lacks_counts_for_nothing(evidence):
    def check(view):
        if names(view) == ["one"]:
            raise NotShown("of another")
        fails_for("two")(view)

    found = by_itself(evidence, check)

    assert (found.cases, found.failing) == (4, 1)


def test_the_run_itself_is_as_it_was(evidence):
    before = names(evidence)

    by_itself(evidence, fails_for("two"))

    assert names(EvidenceView(evidence.views, evidence.pathway, evidence.needed)) == before
    assert evidence.views.read(lambda run: len(run.calls)) == 5


LOOKS = {3: ("bold",), 4: ("bold", "legal"), 5: ("legal",), 6: ()}
VALUES = {"bold": Condition("letters", "others"), "legal": Condition("capacity", "low")}


def looked(seq, shown):
    seen = events.Observation("find_pharmacies", {}, None, "", {}, "done", None, None, {"shown": shown})
    return at(seq, seen, "several")


class Looked(Recorded):
    """A run in which somebody looked four times at something of one patient, and did something else besides."""

    def __init__(self):
        self.events = [
            at(1, events.Issued(ISSUED["one"]), "several"),
            *(looked(seq, list(shown)) for seq, shown in LOOKS.items()),
            shown(7, "one", "several"),
        ]


@pytest.fixture
def looks():
    recorded = RecordedConditions(Looked())
    recorded.__dict__["things"] = tuple(
        Having("DoS answer", tuple(VALUES[name] for name in shown), frozenset({f"o{seq}"}), frozenset())
        for seq, shown in LOOKS.items()
    )
    return EvidenceView(RunView(Looked()), "urgent-medicines", ["several"]), recorded


def judge(looks, wrong):
    view, recorded = looks

    def check(view):
        for journey in view.each():
            journey.observations("open_referral")
            for seen in journey.observations("find_pharmacies"):
                if wrong <= set(seen.shown["shown"]):
                    raise NotMet("right", seen.shown["shown"])

    with pytest.raises(NotMet):
        check(view)
    return under(view, check, recorded)


@pytest.mark.parametrize(
    ("wrong", "failing", "values", "pairs"),
    [
        ({"bold"}, 2, ("letters: others",), ()),
        ({"bold", "legal"}, 1, (), ("capacity: low, with letters: others",)),
    ],
)
def test_each_of_several_looks_at_one_patients_answers_is_judged_by_itself(
    looks, wrong, failing, values, pairs
):
    found = judge(looks, wrong)

    assert (found.cases, found.failing, found.of) == (4, failing, "looks")
    assert (found.values, found.pairs) == (values, pairs)
    assert str(found).startswith(f"{failing} of 4 looks, which have")


def test_a_check_that_looks_at_none_of_them_is_judged_by_reports(evidence):
    recorded = RecordedConditions(Recorded())
    recorded.__dict__["things"] = (Having("DoS answer", (), frozenset({"o7"}), frozenset()),)

    assert under(evidence, fails_for("two"), recorded).of == "reports"
