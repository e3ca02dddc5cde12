"""The rules of verdicts, one by one: what makes which verdict, and which outweighs which."""

from dataclasses import replace

import pytest

from cpcs_harness.assessment.requirement import OURSELVES
from cpcs_harness.assessment.verdict import Verdict
from cpcs_harness.evidence.events import JourneyEnded, PlannedProfile
from cpcs_harness.judging.rulings import Party, Ruling
from cpcs_harness.rollup.criteria import Decision, verdict_of
from cpcs_harness.rollup.requirements import requirement_verdict
from decided import CELL, MODELLED, MUST, SHOULD, check, decide, judged

STOPPED = {"j": JourneyEnded("stopped", "no answer", "candidate")}
LEFT_OUT = {
    "j": JourneyEnded("finished", None, None),
    "k": JourneyEnded("not run", "left out by --only", "configuration"),
    "l": JourneyEnded("not run", "see [fhir] url in candidate.toml", "configuration"),
    "m": JourneyEnded("not run", "left out by --only", "configuration"),
}
CONFIRMED = Ruling("X-01", None, "confirmed", "A", "assurer", "2026-01-01", "seen", "NHS England")

STATED = {
    "criterion": "BSA-08",
    "statement": "Exported each night",
    "evidence": "export.pdf",
    "by": "A. Person",
    "role": "Head of product",
    "sha256": "5c" * 32,
}


SELF_REPORTED = replace(MUST, stands_on="self-reported")
WITNESSED = replace(MUST, judged_by="witnessed")
DECLARED = replace(MUST, judged_by="declared")


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        pytest.param(judged(check("pass")), "pass", id="every check passed"),
        pytest.param(judged(check("pass"), check("fail")), "fail", id="one check failed"),
        pytest.param(judged(check("fail"), check("error")), "fail", id="fail outweighs error"),
        pytest.param(judged(check("error"), check("not_shown")), "error", id="error outweighs not shown"),
        pytest.param(judged(check("pass"), check("not_shown")), "not_shown", id="one check not shown"),
        pytest.param(judged(), "not_shown", id="no check was run"),
        pytest.param(
            judged(check("not_applicable")), "not_applicable", id="it is about what nobody has to do"
        ),
        pytest.param(
            judged(check("pass"), check("not_applicable")),
            "pass",
            id="one check is about what nobody has to do",
        ),
        pytest.param(
            judged(check("not_applicable"), ended=STOPPED),
            "not_shown",
            id="who stopped early might have done it",
        ),
        pytest.param(judged(check("pass"), ended=STOPPED), "not_shown", id="a needed journey stopped"),
        pytest.param(judged(check("fail"), ended=STOPPED), "fail", id="fail outweighs a stopped journey"),
        pytest.param(judged(check("fail"), criterion=SHOULD), "warning", id="a should failed"),
        pytest.param(
            judged(check("fail"), criterion=SHOULD, ended=STOPPED),
            "warning",
            id="what was seen of a should is told",
        ),
        pytest.param(
            judged(check("fail"), check("not_shown"), criterion=SHOULD),
            "warning",
            id="a should failed in part",
        ),
        pytest.param(judged(check("fail"), criterion=MODELLED), "query", id="a modelled must failed"),
        pytest.param(judged(check("pass"), criterion=MODELLED), "pass", id="a modelled must passed"),
        pytest.param(
            judged(check("fail", exchanges=("e1",), rests_on_answer=True), modelled=frozenset({"e1"})),
            "query",
            id="a failure that rests on a modelled answer",
        ),
        pytest.param(
            judged(check("fail", exchanges=("e1",)), modelled=frozenset({"e1"})),
            "fail",
            id="one that does not",
        ),
        pytest.param(judged(check("pass"), criterion=SELF_REPORTED), "declared", id="self-report alone"),
        pytest.param(
            judged(check("pass"), check("pass", own_word=True)), "declared", id="one check has read a screen"
        ),
        pytest.param(
            judged(check("pass", own_word=True), rulings=[CONFIRMED]),
            "confirmed",
            id="it has, and an assurer has ruled",
        ),
        pytest.param(
            judged(check("pass", own_word=True), criterion=SHOULD),
            "pass",
            id="a should that has read a screen",
        ),
        pytest.param(judged(check("fail", own_word=True)), "fail", id="what a screen shows can fail"),
        pytest.param(
            judged(check("pass"), criterion=SELF_REPORTED, rulings=[CONFIRMED]),
            "confirmed",
            id="self-report ruled on",
        ),
        pytest.param(judged(criterion=WITNESSED), "awaiting", id="nobody has answered"),
        pytest.param(
            judged(criterion=WITNESSED, declared=STATED), "awaiting", id="stating is not witnessing"
        ),
        pytest.param(judged(criterion=DECLARED, declared=STATED), "declared", id="stated with evidence"),
        pytest.param(judged(criterion=WITNESSED, rulings=[CONFIRMED]), "confirmed", id="an assurer's ruling"),
        pytest.param(
            judged(check("pass"), rulings=[replace(CONFIRMED, ruling="refused")]),
            "fail",
            id="refused by an assurer",
        ),
        pytest.param(
            judged(check("fail"), rulings=[CONFIRMED]), "fail", id="a ruling does not undo what was measured"
        ),
        pytest.param(
            judged(check("pass"), ended={"j": JourneyEnded("stopped", "bug", "harness")}),
            "error",
            id="a journey that the harness broke",
        ),
    ],
)
def test_a_criterions_verdict(one, verdict):
    assert decide(one) == verdict


def test_a_criterion_of_an_option_that_was_not_declared_does_not_apply():
    requirement = replace(CELL, options=("a", "b"))
    one = judged(check("fail"), criterion=replace(MUST, option="a"))

    assert decide(one, ["b"], requirement) == "not_applicable"
    assert decide(one, ["a"], requirement) == "fail"


@pytest.mark.parametrize(
    ("said", "verdict", "reason"),
    [
        pytest.param({"pds": {"mini_service": "itk-2.2"}}, "fail", "expected a", id="as-it-asks"),
        pytest.param(
            {"pds": {"mini_service": "proprietary"}},
            "not_applicable",
            "it is for pds.mini_service = itk-2.2, and the declaration says proprietary",
            id="otherwise",
        ),
        pytest.param(
            {},
            "not_applicable",
            "it is for pds.mini_service = itk-2.2, and the declaration says nothing",
            id="nothing",
        ),
        pytest.param(
            {"pds": "itk-2.2"},
            "not_applicable",
            "it is for pds.mini_service = itk-2.2, and the declaration says nothing",
            id="no-table",
        ),
    ],
)
def test_a_criterion_for_what_the_declaration_does_not_say_does_not_apply(said, verdict, reason):
    criterion = replace(MUST, where={"pds.mini_service": "itk-2.2"})
    one = replace(judged(check("fail"), criterion=criterion), declaration=said)

    assert verdict_of(one, CELL, ()) == Decision(
        Verdict(verdict), reason, one.results[0].blame if verdict == "fail" else None
    )


@pytest.mark.parametrize(
    ("declared", "verdict"),
    [
        ({"options": {"MI-GPR-E": ["keyed-by-staff", "mailbox-ingest"]}}, "pass"),
        ({"options": {"MI-GPR-E": ["keyed-by-staff"]}}, "not_applicable"),
        ({"options": {"MI-GPR-E": []}}, "not_applicable"),
        ({}, "not_applicable"),
    ],
)
def test_of_a_list_one_must_be_what_a_criterion_is_for(declared, verdict):
    criterion = replace(MUST, where={"options.MI-GPR-E": "mailbox-ingest"})

    assert decide(replace(judged(check("pass"), criterion=criterion), declaration=declared)) == verdict


def test_a_refusal_does_not_make_a_criterion_apply():
    criterion = replace(MUST, where={"pds.mini_service": "itk-2.2"})
    refused = replace(CONFIRMED, ruling="refused")
    one = replace(
        judged(criterion=criterion, rulings=[refused]), declaration={"pds": {"mini_service": "proprietary"}}
    )

    assert decide(one) == "not_applicable"


@pytest.mark.parametrize(
    ("certainty", "failed"), [("modelled", "query"), ("inferred", "fail"), ("published", "fail")]
)
def test_a_profile_counts_against_and_never_for(certainty, failed):
    profile = PlannedProfile("cks", "a partner's own page", certainty, "0" * 64, {})
    decision = verdict_of(replace(judged(check("fail"), criterion=MODELLED), profile=profile), CELL, ())
    assert decision.verdict == failed
    assert "by the profile cks (a partner's own page)" in decision.reason
    passed = verdict_of(replace(judged(check("pass"), criterion=MODELLED), profile=profile), CELL, ())
    assert requirement_verdict(CELL, (), [(MODELLED, passed)]).verdict == "met_on_model"


def test_a_plain_failure_outweighs_one_that_rests_on_a_modelled_answer():
    doubtful = check("fail", exchanges=("e1",), rests_on_answer=True)

    assert decide(judged(doubtful, check("fail"), modelled=frozenset({"e1"}))) == "fail"


def test_a_journey_that_the_harness_broke_outweighs_one_that_stopped():
    broken = {"k": JourneyEnded("stopped", "the harness broke", "harness")}

    assert decide(judged(check("pass"), ended={**STOPPED, **broken})) == "error"


def test_a_check_that_was_left_out_keeps_a_criterion_from_passing():
    one = replace(judged(check("pass")), checks_due=2)

    assert decide(one) == "not_shown"
    assert decide(replace(one, checks_due=1)) == "pass"


def test_journeys_that_are_not_in_the_plan_are_named_with_what_would_bring_them_in():
    decided = verdict_of(judged(check("pass"), ended=LEFT_OUT), CELL, ())

    assert (decided.verdict, decided.blame) == ("not_shown", "configuration")
    assert decided.reason == (
        "not in the plan: k, m (left out by --only); l (see [fhir] url in candidate.toml)"
    )


def test_a_failure_is_one_also_where_other_journeys_are_not_in_the_plan():
    assert decide(judged(check("fail"), ended=LEFT_OUT)) == "fail"


@pytest.mark.parametrize(
    ("seen", "begins"), [("pass", "nothing wrong was seen, but"), ("not_shown", "a journey")]
)
def test_of_a_journey_that_stopped_it_is_said_whether_anything_wrong_was_seen(seen, begins):
    assert verdict_of(judged(check(seen), ended=STOPPED), CELL, ()).reason.startswith(begins)


@pytest.mark.parametrize(
    ("said", "verdict", "why"),
    [
        ({"pds": {"healthcare_worker": True}}, "fail", ""),
        ({"pds": {"healthcare_worker": False}}, "not_applicable",
         "it is for pds.healthcare_worker = true, and the declaration says false"),
        ({}, "not_applicable", "it is for pds.healthcare_worker = true, and the declaration says nothing"),
    ],
    ids=["declared", "not declared", "no table"],
)  # fmt: skip
def test_what_a_candidate_does_not_declare_fails_no_requirement_for_it(said, verdict, why):
    cell = replace(CELL, where={"pds.healthcare_worker": "true"})
    decided = verdict_of(replace(judged(check("fail")), declaration=said), cell, ())

    assert decided.verdict == verdict
    if why:
        assert requirement_verdict(cell, (), [(MUST, decided)]) == Decision(
            Verdict.NOT_SHOWN, f"none of its musts applies: {why}", "configuration"
        )


@pytest.mark.parametrize(("said", "verdict"), [("http://h/logout", "pass"), ("", "not_applicable")])
def test_some_apply_to_whoever_declares_anything_under_a_key(said, verdict):
    criterion = replace(MUST, where={"cis2.logout_uri": "given"})
    one = replace(judged(check("pass"), criterion=criterion), declaration={"cis2": {"logout_uri": said}})

    assert decide(one) == verdict
    if not said:
        assert verdict_of(one, CELL, ()).reason == "it is for those who declare cis2.logout_uri"


def test_what_is_stated_is_told_with_its_file_and_what_would_be_good_enough():
    reason = verdict_of(
        judged(criterion=replace(DECLARED, evidence="A month's export."), declared=STATED), CELL, ()
    ).reason

    assert "A. Person, Head of product: Exported each night" in reason
    assert f"export.pdf, SHA-256 {'5c' * 32}" in reason
    assert reason.endswith("good enough is: A month's export.")


def test_a_run_that_kept_no_digest_says_none():
    before = {name: value for name, value in STATED.items() if name != "sha256"}

    assert "SHA-256" not in verdict_of(judged(criterion=DECLARED, declared=before), CELL, ()).reason


ON_REFERENCE = replace(CONFIRMED, whose=OURSELVES, party=Party.PROJECT, reference="5c" * 32)
UNHEARD = "A, assurer (NHS England) has confirmed it, and it is on another run"


@pytest.mark.parametrize("criterion", [WITNESSED, DECLARED, SELF_REPORTED])
def test_a_confirmation_that_decides_nothing_counts_as_declared_and_says_why(criterion):
    results = [check("pass")] if criterion.is_automated else []
    decided = verdict_of(replace(judged(*results, criterion=criterion), unheard=UNHEARD), CELL, ())

    assert decided.verdict == "declared"
    assert UNHEARD in decided.reason


def test_it_undoes_no_failure_and_makes_nothing_of_what_passed():
    assert decide(replace(judged(check("pass")), unheard=UNHEARD)) == "pass"
    assert decide(replace(judged(check("fail"), criterion=SELF_REPORTED), unheard=UNHEARD)) == "fail"


def test_an_assurer_can_settle_our_model_and_we_cannot():
    modelled = replace(MODELLED, stands_on="self-reported")
    assurer, ours = (
        verdict_of(judged(check("pass"), criterion=modelled, rulings=[ruling]), CELL, ())
        for ruling in (CONFIRMED, ON_REFERENCE)
    )

    assert requirement_verdict(CELL, (), [(modelled, assurer)]).verdict == "met"
    assert requirement_verdict(CELL, (), [(modelled, ours)]).verdict == "met_on_model"


def test_what_is_met_says_how_much_of_it_the_project_itself_confirmed():
    passed, ours = Decision(Verdict.PASS, ""), Decision(Verdict.CONFIRMED, "", by_us=True)
    said = requirement_verdict(CELL, (), [(MUST, passed), (SELF_REPORTED, ours)]).reason

    assert said == "2 musts judged and met, 1 of them confirmed by the project itself"
