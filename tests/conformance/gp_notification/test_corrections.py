"""Corrections: in order, in place of what they correct, each with a state of its own."""

import pytest

from cpcs_harness._content.conformance.gp_notification import test_corrections
from cpcs_harness.errors import NotApplicable, NotMet, NotShown
from gp_evidence import evidence, mail, notified, recorded, send

MEANWHILE, REFUSED, CORRECTED = "corrected meanwhile", "refused, then corrected", "corrected"
ADVICE = "Rest, and no more"


def meanwhile(*calls):
    seen = [recorded(5, MEANWHILE, "amend_consultation", advice=ADVICE), notified(50, MEANWHILE)]
    test_corrections.test_what_is_corrected_while_it_waits_reaches_the_practice_last(
        evidence([MEANWHILE], calls, seen)
    )


OLD = {"document": "d1", "section": "Rest"}
NEW = {"document": "d2", "section": ADVICE, "replaces": "d1"}


@pytest.mark.parametrize(
    "calls",
    [
        [send(10, MEANWHILE, **OLD), send(11, MEANWHILE, **NEW)],
        [send(10, MEANWHILE, **{**NEW, "replaces": ""})],
        [
            send(10, MEANWHILE, **OLD),
            send(11, MEANWHILE, **NEW, status=0),
            send(12, MEANWHILE, **NEW),
        ],
    ],
    ids=["in order", "in its place", "again"],
)
def test_the_correction_may_come_after_it_or_alone(calls):
    meanwhile(*calls)


@pytest.mark.parametrize(
    "calls",
    [
        [send(10, MEANWHILE, **NEW), send(11, MEANWHILE, **OLD)],
        [send(10, MEANWHILE, **OLD)],
        [send(10, MEANWHILE, **OLD), send(11, MEANWHILE, **{**NEW, "replaces": ""})],
        [
            send(10, MEANWHILE, **OLD),
            send(11, MEANWHILE, **NEW),
            send(12, MEANWHILE, **{**NEW, "document": "d3", "replaces": "d2"}),
        ],
    ],
    ids=["the old one last", "the old one alone", "two that hold", "the new one twice"],
)
def test_what_was_wrong_does_not_come_last(calls):
    with pytest.raises(NotMet):
        meanwhile(*calls)


def test_where_nothing_was_taken_nothing_is_shown():
    with pytest.raises(NotShown):
        meanwhile(send(10, MEANWHILE, **OLD, status=503))


BOTH = [send(1, REFUSED), send(10, REFUSED, document="d2", replaces="d1")]


def test_of_who_tells_by_email_while_mesh_is_down_nothing_waits():
    with pytest.raises(NotApplicable):
        meanwhile(send(10, MEANWHILE, **OLD, status=503), mail(11, MEANWHILE))


def stated(*notes, calls=BOTH):
    seen = [notified(2, REFUSED, ("mesh", "sent")), recorded(5, REFUSED, "amend_consultation", advice=ADVICE)]
    seen.append(notified(50, REFUSED, *(("mesh", note) for note in notes)))
    test_corrections.test_each_message_has_a_state_of_its_own(evidence([REFUSED], calls, seen))


@pytest.mark.parametrize("notes", [["failed", "delivered"], ["delivered", "failed"], ["delivered"]])
def test_each_is_shown_as_what_it_is(notes):
    stated(*notes)


@pytest.mark.parametrize(
    "notes", [["delivered", "delivered"], ["failed", "failed"], ["failed"], ["failed", "sent"]]
)
def test_neither_makes_the_other(notes):
    with pytest.raises(NotMet):
        stated(*notes)


def test_where_one_was_not_sent_nothing_is_shown():
    with pytest.raises(NotShown):
        stated("failed", calls=[send(1, REFUSED)])


def test_a_correction_may_be_told_of_before_the_action_ends_and_twice_where_its_answer_was_lost():
    labels = [CORRECTED, "correction refused"]
    seen = [notified(2, label, ("mesh", "sent")) for label in labels]
    seen += [recorded(20, label, "amend_consultation", advice=ADVICE) for label in labels]
    seen += [notified(50, label, ("mesh", "failed")) for label in labels]
    calls = [send(1, label, document=f"{label} 1") for label in labels]
    for label in labels:
        new = {"document": f"{label} 2", "section": ADVICE, "replaces": f"{label} 1"}
        calls += [send(10, label, **new, status=0), send(11, label, **new)]

    test_corrections.test_a_correction_replaces_the_document_before_it(evidence(labels, calls, seen))


def test_what_was_on_its_way_when_a_correction_came_is_before_it():
    labels = [CORRECTED, "correction refused"]
    seen = [notified(2, label, ("mesh", "waiting")) for label in labels]
    seen += [recorded(20, label, "amend_consultation", advice=ADVICE) for label in labels]
    seen += [notified(50, label, ("mesh", "failed")) for label in labels]
    calls = []
    for label in labels:
        old, new = ({**one, "document": f"{label} {one['document']}"} for one in (OLD, NEW))
        calls += [send(10, label, **old), send(30, label, **new | {"replaces": f"{label} d1"})]

    test_corrections.test_a_correction_replaces_the_document_before_it(evidence(labels, calls, seen))


def test_a_document_that_replaces_another_and_says_the_same_fails():
    seen = [
        notified(2, CORRECTED, ("mesh", "sent")),
        recorded(20, CORRECTED, "amend_consultation", advice=ADVICE),
    ]
    calls = [send(1, CORRECTED, **OLD), send(30, CORRECTED, **NEW | {"section": "Rest"})]

    with pytest.raises(NotMet, match="the correction, “Rest, and no more”"):
        test_corrections.test_a_correction_replaces_the_document_before_it(
            evidence([CORRECTED], calls, [*seen, notified(50, CORRECTED)])
        )


def by_email(told, waited):
    """Judge one patient who was told of first, and one of whom the first e-mail still waited."""
    seen = [notified(14, CORRECTED), notified(15, MEANWHILE)]
    for seq, label in ((20, CORRECTED), (21, MEANWHILE)):
        seen += [recorded(seq, label, "amend_consultation", advice=ADVICE), notified(seq + 30, label)]
    test_corrections.test_a_correction_reaches_the_practice_by_another_email(
        evidence([CORRECTED, MEANWHILE], [*told, *waited], seen)
    )


def letter(seq, label, advice, number, code=250):
    text = f"Advice: {advice}\nNHS number {number}"
    return mail(
        seq, label, text=text, message_id=f"<{label[:9]}{number}@nhs.net>".replace(" ", ""), code=code
    )


TOLD = [letter(10, CORRECTED, "Rest.", 1), letter(30, CORRECTED, ADVICE, 2)]
WAITED = [letter(11, MEANWHILE, "Rest.", 1, 451), letter(31, MEANWHILE, ADVICE, 2)]


@pytest.mark.parametrize(
    ("told", "waited"),
    [
        (TOLD, WAITED),
        (TOLD, [WAITED[0], letter(30, MEANWHILE, "Rest.", 1), WAITED[1]]),
        (TOLD, [WAITED[0], letter(31, MEANWHILE, ADVICE, 1)]),
        ([*TOLD, letter(32, CORRECTED, ADVICE, 2)], WAITED),
    ],
    ids=["alone", "after the first", "in its place", "twice as the same"],
)
def test_the_corrected_email_may_come_after_the_first_or_alone(told, waited):
    by_email(told, waited)


@pytest.mark.parametrize(
    ("told", "waited", "said"),
    [
        (TOLD[:1], WAITED, "an e-mail with the correction"),
        ([TOLD[0], letter(30, CORRECTED, ADVICE, 1)], WAITED, "of its own"),
        ([*TOLD, letter(31, CORRECTED, ADVICE, 3)], WAITED, "one e-mail"),
        (TOLD, [*WAITED, letter(32, MEANWHILE, "Rest.", 1)], "the correction last"),
        (TOLD, [letter(32, MEANWHILE, "Rest.", 1)], "an e-mail with the correction"),
    ],
    ids=["none", "under the same id", "two", "the first last", "the first alone"],
)
def test_a_practice_that_is_left_with_what_was_wrong_or_told_twice_fails(told, waited, said):
    with pytest.raises(NotMet, match=said):
        by_email(told, waited)


@pytest.mark.parametrize(("told", "waited"), [(TOLD[1:], WAITED), ([], WAITED), (TOLD, WAITED[:1])])
def test_where_nothing_had_been_told_nothing_is_shown_of_a_correction(told, waited):
    with pytest.raises(NotShown, match="no e-mail had told"):
        by_email(told, waited)


def replaces_none_of_anybody_else(*calls):
    test_corrections.test_a_document_replaces_none_of_anybody_else(evidence([MEANWHILE, REFUSED], calls, []))


def test_a_document_may_replace_its_own_patients_and_append_to_what_somebody_else_wrote():
    first = send(10, MEANWHILE, document="d1")

    replaces_none_of_anybody_else(first, send(11, MEANWHILE, document="d2", replaces="d1"))
    replaces_none_of_anybody_else(
        first, send(11, REFUSED, document="d2", replaces="the-report-of-nhs-111", relates="appends")
    )


@pytest.mark.parametrize(("label", "replaces"), [(REFUSED, "d1"), (MEANWHILE, "d2"), (MEANWHILE, "d0")])
def test_a_document_replaces_neither_anothers_nor_itself_nor_what_was_never_sent(label, replaces):
    with pytest.raises(NotMet, match="about the patient"):
        replaces_none_of_anybody_else(
            send(10, MEANWHILE, document="d1"), send(11, label, document="d2", replaces=replaces)
        )


@pytest.mark.parametrize(("replaces", "fine"), [("d2", True), ("d1", False), ("", False)])
def test_a_second_correction_replaces_the_first(replaces, fine):
    later = f"{ADVICE}; and see the practice"
    labels = [CORRECTED]
    seen = [notified(2, CORRECTED, ("mesh", "sent"))]
    seen += [recorded(5, CORRECTED, "amend_consultation", advice=ADVICE)]
    seen += [recorded(20, CORRECTED, "amend_consultation", advice=later), notified(50, CORRECTED)]
    third = {"document": "d3", "section": later, "replaces": replaces}
    calls = [send(1, CORRECTED, **OLD), send(10, CORRECTED, **NEW), send(30, CORRECTED, **third)]
    judge = test_corrections.test_a_correction_replaces_the_document_before_it

    found = "nobody was issued as correction refused" if fine else "replace"
    with pytest.raises(NotShown if fine else NotMet, match=found):
        judge(evidence(labels, calls, seen))


def test_a_correction_that_is_told_of_only_with_the_next_is_not_told_of():
    later = f"{ADVICE}; and see the practice"
    seen = [notified(2, CORRECTED, ("mesh", "sent"))]
    seen += [recorded(5, CORRECTED, "amend_consultation", advice=ADVICE)]
    seen += [recorded(20, CORRECTED, "amend_consultation", advice=later), notified(50, CORRECTED)]
    second = {"document": "d2", "section": later, "replaces": "d1"}
    calls = [send(1, CORRECTED, **OLD), send(30, CORRECTED, **second)]

    with pytest.raises(NotMet, match="one document"):
        test_corrections.test_a_correction_replaces_the_document_before_it(evidence([CORRECTED], calls, seen))
