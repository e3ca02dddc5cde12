"""What is told of RTEC's answers: what fails, and what others lawfully show."""

import pytest

from charged import ID, OTHER, act, checked, fields, opened, patient, question, seen_of
from cpcs_harness._content.conformance.rtec import test_told as told
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed

ONE, DOWN = patient("not-found"), patient("down")
FOUND, NEXT = patient("found"), patient("next referral")
DECLARED = {"declaration": {"kind": "hc2"}}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"outcome": "found"}, id="found"),
        pytest.param({"needs_declaration": False}, id="no-declaration"),
        pytest.param({"wording": "RTEC: the patient is not exempt."}, id="not-exempt"),
        pytest.param({"wording": "No exemption applies. Take the charge."}, id="none-applies"),
        pytest.param({"wording": "The patient must pay"}, id="must-pay"),
    ],
)
def test_not_found_told_as_something_else_fails(change):
    with pytest.raises(NotMet):
        told.test_not_found_is_told_as_not_found(
            seen_of({"not-found": ONE}, [question(ONE, 1)], [checked(ONE, 2, "not-found", **change)])
        )


@pytest.mark.parametrize(
    "wording",
    [
        "Not found by the check; ask the patient",
        "No exemption was found. This does not mean that the patient is not exempt.",
        "Ask whether the patient has to pay the charge",
    ],
)
def test_not_found_may_be_told_in_any_words(wording):
    told.test_not_found_is_told_as_not_found(
        seen_of({"not-found": ONE}, [question(ONE, 1)], [checked(ONE, 2, "not-found", wording=wording)])
    )


def troubled(*seen, supplied="done"):
    other = [act(FOUND, 3, "supply_medicine", status=supplied)]
    calls = [question(DOWN, 1, 503, fault="unavailable")]
    told.test_trouble_leads_to_a_declaration_and_blocks_nothing(
        seen_of({"down": DOWN, "found": FOUND}, calls, [*seen, *other])
    )


def test_trouble_may_end_the_check_as_failed():
    troubled(
        act(DOWN, 2, "check_exemption", {}, status="failed", reason="RTEC is down: have it declared"),
        act(DOWN, 4, "declare_exemption", DECLARED),
        act(DOWN, 5, "supply_medicine"),
    )


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param([checked(DOWN, 2, "unavailable", needs_declaration=False)], id="no-declaration"),
        pytest.param([checked(DOWN, 2, "found", needs_declaration=True)], id="told-as-found"),
        pytest.param(
            [
                checked(DOWN, 2, "unavailable"),
                act(DOWN, 4, "declare_exemption", status="refused", reason="no"),
            ],
            id="declaration-refused",
        ),
        pytest.param(
            [checked(DOWN, 2, "unavailable"), act(DOWN, 4, "supply_medicine", status="refused", reason="no")],
            id="supply-blocked",
        ),
    ],
)
def test_trouble_that_blocks_or_is_hidden_fails(seen):
    with pytest.raises(NotMet):
        troubled(*seen)


def test_who_supplies_nothing_to_anybody_is_not_blocked_by_rtec():
    blocked = act(DOWN, 4, "supply_medicine", status="refused", reason="no")

    troubled(checked(DOWN, 2, "unavailable"), blocked, supplied="refused")


def found(*seen, calls=None):
    told.test_what_was_found_is_applied_and_stands(
        seen_of({"found": FOUND}, calls or [question(FOUND, 1, 200, "9005")], seen)
    )


@pytest.mark.parametrize(
    "change",
    [
        {"type": "9006"},
        {"source": ""},
        {"needs_declaration": True},
        {"overridable": True},
        {"evidence_needed": True},
        {"outcome": "not-found"},
    ],
)
def test_what_was_found_and_not_applied_fails(change):
    with pytest.raises(NotMet):
        found(checked(FOUND, 2, "found", **change))


def failed_check(issued, seq):
    """Give a check that came to grief."""
    return act(issued, seq, "check_exemption", {}, status="failed", reason="trouble")


def test_a_check_that_fails_once_rtec_has_answered_tells_what_it_said():
    with pytest.raises(NotMet):
        found(checked(FOUND, 2, "found"), failed_check(FOUND, 3))


def test_a_check_that_failed_before_anything_was_asked_had_nothing_to_tell():
    found(failed_check(FOUND, 2), checked(FOUND, 4, "found"), calls=[question(FOUND, 3, 200, "9005")])


def test_an_answer_that_nobody_waited_for_is_told_by_nobody():
    late = [question(ONE, 1, 0, fault="hang"), question(ONE, 4, 404)]
    given_up = seen_of({"not-found": ONE}, late, [checked(ONE, 2, "unavailable")])

    with pytest.raises(NotShown, match="found everybody"):
        told.test_not_found_is_told_as_not_found(given_up)


STANDS = {"checked": {"outcome": "found", "type": "9005"}, "declarations": []}


@pytest.mark.parametrize("status", ["refused", "done"])
def test_setting_aside_may_be_refused_or_come_to_nothing(status):
    found(
        checked(FOUND, 2, "found"),
        act(FOUND, 3, "declare_exemption", status=status, reason="no"),
        opened(FOUND, 4, STANDS),
    )


@pytest.mark.parametrize(
    "exemption",
    [
        pytest.param({"checked": None, "declarations": [{"kind": "none-charge-paid"}]}, id="set-aside"),
        pytest.param({**STANDS, "declarations": [{"kind": "none-charge-paid"}]}, id="both"),
    ],
)
def test_what_was_set_aside_fails(exemption):
    with pytest.raises(NotMet):
        found(
            checked(FOUND, 2, "found"),
            act(FOUND, 3, "declare_exemption", DECLARED),
            opened(FOUND, 4, exemption),
        )


def audited(entries, exemption=None, ods=None):
    trail = observed(9, "read_audit", {"entries": entries}, actor={"ods": ods or FOUND["premises"]["ods"]})
    seen = [checked(FOUND, 2, "found"), trail, opened(NEXT, 10, exemption)]
    told.test_a_check_is_in_the_audit_trail_and_with_its_referral_alone(
        seen_of({"found": FOUND, "next referral": NEXT}, [question(FOUND, 1, 200, "9005")], seen)
    )


LINE = {"channel": "rtec", "event": "asked", "nhs_number": FOUND["person"]["nhs_number"], "result": "found"}


def test_a_line_may_name_the_case_in_place_of_the_patient():
    audited([LINE])
    audited([{"event": "Exemption checked", "case_reference": FOUND["report"]["case_reference"]}])


@pytest.mark.parametrize(
    "entries", [[], [{**LINE, "nhs_number": ""}], [{**LINE, "channel": "pds", "result": ""}]]
)
def test_a_check_without_a_line_fails(entries):
    with pytest.raises(NotMet, match="an entry for found"):
        audited(entries)


def told_apart(unknown, known=None):
    trail = observed(
        9, "read_audit", {"entries": [known or LINE, unknown]}, actor={"ods": FOUND["premises"]["ods"]}
    )
    people = {"found": FOUND, "not-found": ONE | {"premises": FOUND["premises"]}, "next referral": NEXT}
    calls = [question(FOUND, 1, 200, "9005"), question(ONE, 2, 404)]
    told.test_a_check_is_in_the_audit_trail_and_with_its_referral_alone(
        seen_of(
            people,
            calls,
            [checked(FOUND, 2, "found"), checked(ONE, 3, "not-found"), trail, opened(NEXT, 10, None)],
        )
    )


@pytest.mark.parametrize("said", [{"result": "not-found"}, {"event": "asked in vain"}, {"code": "404"}])
def test_what_came_of_a_check_may_be_said_anywhere(said):
    told_apart({**LINE, "nhs_number": ONE["person"]["nhs_number"], **said})


@pytest.mark.parametrize("result", ["found", None])
def test_a_trail_that_says_the_same_of_all_checks_fails(result):
    line = {**LINE, "result": result}
    with pytest.raises(NotMet, match="apart"):
        told_apart({**line, "nhs_number": ONE["person"]["nhs_number"]}, line)


def test_what_is_left_at_the_next_referral_fails():
    with pytest.raises(NotMet, match="earlier check"):
        audited([LINE], STANDS)


def test_the_trail_of_another_pharmacy_shows_nothing():
    with pytest.raises(NotShown, match="nobody was asked about here"):
        audited([LINE], ods="RX999")


CHECKS = (
    told.test_not_found_is_told_as_not_found,
    told.test_trouble_leads_to_a_declaration_and_blocks_nothing,
    told.test_what_was_found_is_applied_and_stands,
)


def looked(issued, seq, outcome, prescription=ID, **more):
    """Give a check of one of several prescriptions."""
    told = checked(issued, seq, outcome, **more).shown
    return act(issued, seq, "check_exemption", told, given={"prescription_id": prescription})


def fail(calls, *seen):
    """Name the checks that fail of one patient."""
    failed = []
    for number, check in enumerate(CHECKS):
        try:
            check(seen_of({"found": FOUND}, calls, seen))
        except NotMet:
            failed.append(number)
        except NotShown:
            pass
    return failed


OF_TWO = [question(FOUND, 1), question(FOUND, 2, 200, "9005", asked=fields(FOUND, prescriptionId=OTHER))]


@pytest.mark.parametrize(
    ("first", "second", "failed"),
    [("not-found", "found", []), ("found", "found", [0]), ("not-found", "not-found", [2])],
)
def test_each_of_several_prescriptions_is_told_of_by_itself(first, second, failed):
    assert fail(OF_TWO, looked(FOUND, 3, first), looked(FOUND, 4, second, OTHER)) == failed


AFTER_TROUBLE = [question(FOUND, 1, 503, fault="unavailable"), question(FOUND, 3, 200, "9005")]


@pytest.mark.parametrize(
    ("before", "after", "failed"),
    [
        ({}, {}, []),
        ({"needs_declaration": False}, {}, [1]),
        ({}, {"needs_declaration": True}, [2]),
    ],
)
def test_what_is_answered_after_trouble_is_told_from_then_on(before, after, failed):
    seen = looked(FOUND, 2, "unavailable", **before), looked(FOUND, 4, "found", **after)

    assert fail(AFTER_TROUBLE, *seen) == failed


def test_a_question_that_nobody_waits_for_any_more_has_failed_though_it_ends_later():
    late = [question(DOWN, 9, 0, fault="hang")]

    with pytest.raises(NotMet, match="declaration"):
        CHECKS[1](seen_of({"down": DOWN}, late, [checked(DOWN, 2, "unavailable", needs_declaration=False)]))
