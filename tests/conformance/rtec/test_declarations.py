"""What is kept of declarations, and which reasons are offered: what fails, and what others lawfully do."""

import pytest

from charged import act, opened, patient, seen_of
from cpcs_harness._content.conformance.rtec import test_declarations as declarations
from cpcs_harness.errors import NotMet, NotShown
from made_up import MOMENT, observed

ONE, OTHER = patient("refused"), patient("sixteen")
SAID = {"kind": "hc2", "by": "representative", "name": "Pat Attwell", "form": "token"}
SAID |= {"signed": True, "evidence_seen": True}
WHO = {"ods": "FA101", "gphc": "2450001"}
KEPT = {**SAID, "at": MOMENT, "pharmacist": {"full_name": "Ann Other", "gphc_number": "2450001"}}


def declared(kept, seq=2, issued=ONE):
    return act(issued, seq, "declare_exemption", {"declaration": kept}, given=SAID, actor=WHO)


def judge(*seen, issued=None):
    declarations.test_a_declaration_says_who_declares_what_when_and_before_whom(
        seen_of(issued or {"refused": ONE}, (), seen)
    )


def test_a_whole_declaration_passes_with_a_name_in_capitals():
    judge(declared({**KEPT, "name": "PAT ATTWELL"}), opened(ONE, 3, {"declarations": [KEPT]}))


@pytest.mark.parametrize(
    "change",
    [
        {"by": "patient"},
        {"name": ""},
        {"kind": "medical"},
        {"form": None},
        {"at": None},
        {"at": "2025-11-25T10:00:00Z"},
        {"at": "today"},
        {"pharmacist": None},
        {"pharmacist": {"gphc_number": "2450002"}},
    ],
)
def test_a_declaration_that_lacks_something_fails(change):
    with pytest.raises(NotMet, match="lacks"):
        judge(declared(KEPT | change))
    with pytest.raises(NotMet, match="lacks where the referral is opened"):
        judge(declared(KEPT), opened(ONE, 3, {"declarations": [KEPT | change]}))


@pytest.mark.parametrize("shown", [{"signed": None}, {"evidence_seen": None}, {"evidence_seen": True}])
def test_whether_it_was_signed_and_a_proof_seen_may_be_left_out(shown):
    judge(declared({**KEPT, **shown}))


@pytest.mark.parametrize("shown", [{"signed": False}, {"evidence_seen": False}])
def test_another_signature_or_proof_than_was_entered_fails(shown):
    with pytest.raises(NotMet, match="lacks"):
        judge(declared({**KEPT, **shown}))


ENROLLED = observed(
    1, "enrol_pharmacist", {}, given={"full_name": "Ann Mary Other", "gphc_number": "2450001"}
)


@pytest.mark.parametrize("name", ["Ann Mary Other", "OTHER Ann Mary (Mrs)"])
def test_who_was_enrolled_took_it(name):
    judge(ENROLLED, declared({**KEPT, "pharmacist": {"full_name": name, "gphc_number": "2450001"}}))


@pytest.mark.parametrize(
    "who",
    [
        {"full_name": "A. Other", "gphc_number": "2450001"},
        {"full_name": "Ann Mary Other", "gphc_number": "2450002"},
        {"full_name": "Ann Mary Other", "gphc_number": ""},
    ],
)
def test_who_is_named_as_the_request_does_or_has_another_number_fails(who):
    with pytest.raises(NotMet, match="lacks"):
        judge(ENROLLED, declared({**KEPT, "pharmacist": who}))


def test_a_system_that_takes_no_declaration_is_not_shown():
    with pytest.raises(NotShown, match="no declaration was taken"):
        judge(act(ONE, 2, "declare_exemption", status="refused", reason="no"))


DECLARES, SILENT = patient("declares"), patient("declares nothing")
STOPPED = observed(5, "restart", {})


def restarted(*after, before=({"declarations": [KEPT]},), stopped=(STOPPED,)):
    looks = [opened(DECLARES, 3 + n, exemption) for n, exemption in enumerate(before)]
    declarations.test_a_declaration_outlives_a_restart_with_its_patient_alone(
        seen_of(
            {"declares": DECLARES, "declares nothing": SILENT},
            (),
            [declared(KEPT, issued=DECLARES), *looks, *stopped, *after],
        )
    )


def test_a_declaration_that_is_there_again_passes():
    restarted(opened(DECLARES, 6, {"declarations": [KEPT]}), opened(SILENT, 7, None))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param([opened(DECLARES, 6, None), opened(SILENT, 7, None)], id="gone"),
        pytest.param(
            [opened(DECLARES, 6, {"declarations": [KEPT]}), opened(SILENT, 7, {"declarations": [KEPT]})],
            id="anothers-too",
        ),
    ],
)
def test_a_declaration_that_is_gone_or_anothers_fails(after):
    with pytest.raises(NotMet):
        restarted(*after)


def test_what_was_not_driven_is_not_shown():
    with pytest.raises(NotShown, match="not stopped"):
        restarted(stopped=())
    with pytest.raises(NotShown, match="before the restart either"):
        restarted(before=(None,))
    with pytest.raises(NotShown, match="not opened again"):
        restarted()


def lists(*kinds, **more):
    shown = {"kinds": [{"kind": kind, "text": ""} for kind in kinds], **more}
    declarations.test_reasons_are_those_of_the_day(
        seen_of({}, (), [observed(1, "list_exemption_kinds", shown)])
    )


def test_reasons_of_the_day_pass():
    lists("universal-credit", "maternity", "other")
    lists("tax-credit", "universal-credit", as_of="2025-04-05")
    lists("tax-credit", as_of="2020-01-31")


@pytest.mark.parametrize(
    ("kinds", "more"),
    [
        (("universal-credit", "tax-credit"), {}),
        (("maternity",), {}),
        (("universal-credit", "tax-credit"), {"as_of": "2025-04-06"}),
        (("universal-credit",), {"as_of": "2025-04-05"}),
        (("universal-credit", "tax-credit"), {"as_of": "2020-01-31"}),
    ],
)
def test_reasons_of_another_day_fail(kinds, more):
    with pytest.raises(NotMet, match="reason that"):
        lists(*kinds, **more)


@pytest.mark.parametrize(
    ("exemption", "met"),
    [
        ({"declarations": [{"kind": "hc2"}]}, True),
        (
            {"declarations": [{"kind": "none-charge-paid"}], "checked": {"outcome": "not-found", "type": ""}},
            True,
        ),
        ({"declarations": [{"kind": "none-charge-paid"}, {"kind": "hc2"}]}, False),
        (
            {"declarations": [{"kind": "none-charge-paid"}], "checked": {"outcome": "found", "type": "9005"}},
            False,
        ),
    ],
)
def test_exempt_or_paid_and_never_both(exemption, met):
    found = seen_of({"sixteen": OTHER}, (), [opened(OTHER, 3, exemption)])
    if met:
        declarations.test_nobody_is_exempt_and_has_paid(found)
    else:
        with pytest.raises(NotMet, match="exempt, or the charge paid"):
            declarations.test_nobody_is_exempt_and_has_paid(found)
