"""What a practice asked by NHSmail says nothing of what it asked by ITK3, and the other way round."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.gp_referral import test_urgent_medicine
from cpcs_harness.errors import NotMet, NotShown
from cpcs_harness.judging.views import EvidenceView, JourneyView
from made_up import observed

KEYED, MAILED, BY_ITK3 = "9990000018", "9990000026", "9990000034"
BOTH = pytest.mark.parametrize(("mode", "failed"), [("nhsmail", False), ("itk3", True)])


def sent(seq, service, number):
    """Give a practice's message that asks for a medicine."""
    referral = {"service": "urgent-medicine", "person": {"nhs_number": number}, "document_id": f"of {number}",
                "premises": {"ods": "FA101"}, "reference": number}  # fmt: skip
    return SimpleNamespace(
        id=f"e{seq}", seq=seq, service=service, operation="send_referral", direction="to-candidate",
        where="a call", facts={"referral": referral},
    )  # fmt: skip


def claim(seq, number, kind="MIN_ILL"):
    """Give a claim that MYS took."""
    return SimpleNamespace(
        id=f"e{seq}", seq=seq, service="mys", operation="submit_claim", where="a call",
        request=SimpleNamespace(json={"type": {"coding": [{"code": kind}]}}, body=number.encode()),
        response=SimpleNamespace(status=201),
    )  # fmt: skip


def supplied(number):
    return observed(20, "supply_medicine", {}, about=f"of {number}", status="done")


def evidence(mode, *further, seen=()):
    """Give a journey in which practices asked in each way, and a minor illness was claimed."""
    given = {"service": "urgent-medicine", "patient": {"nhs_number": KEYED}}
    keyed = observed(
        1, "key_referral", {}, about=f"of {KEYED}", status="refused", reason="not by a practice", given=given
    )
    calls = [sent(2, "gp_email", MAILED), sent(3, "gp_itk3", BY_ITK3), claim(9, "lawful"), *further]
    journey = JourneyView("j", "minor-illness", {}, {}, calls, [keyed, *seen])
    view = EvidenceView(SimpleNamespace(), "minor-illness", ["j"], mode=mode)
    view.__dict__["journeys"] = [journey]
    return view


def judge(view, failed, check=test_urgent_medicine.test_an_urgent_medicine_is_not_supplied_for_a_practice):
    if failed:
        with pytest.raises(NotMet):
            check(view)
    else:
        check(view)


@BOTH
@pytest.mark.parametrize("kind", ["EMG_MED", "MIN_ILL"])
def test_a_claim_for_whom_a_practice_asked_by_itk3_is_held_against_itk3_alone(mode, failed, kind):
    judge(evidence(mode, claim(10, BY_ITK3, kind)), failed)


@BOTH
@pytest.mark.parametrize("number", [KEYED, MAILED])
def test_a_claim_for_whom_a_practice_asked_otherwise_is_not_held_against_itk3(mode, failed, number):
    judge(evidence(mode, claim(10, number, "EMG_MED")), not failed)


@BOTH
def test_a_supply_is_held_against_the_way_in_which_it_was_asked_for(mode, failed):
    judge(evidence(mode, seen=[supplied(BY_ITK3)]), failed)
    judge(evidence(mode, seen=[supplied(MAILED)]), not failed)


@pytest.mark.parametrize("mode", ["nhsmail", "itk3"])
def test_a_claim_for_a_supply_to_somebody_else_is_wrong_in_each_way(mode):
    judge(evidence(mode, claim(10, "somebody else", "EMG_MED")), failed=True)


def test_what_was_asked_in_one_way_alone_shows_nothing_of_the_other():
    view = evidence("itk3")
    view.journeys[0].calls[:] = [call for call in view.journeys[0].calls if call.service != "gp_itk3"]

    with pytest.raises(NotShown, match="no practice asked"):
        test_urgent_medicine.test_an_urgent_medicine_is_not_supplied_for_a_practice(view)


@BOTH
def test_who_does_not_say_why_is_held_to_it_where_it_was_asked(mode, failed):
    row = {"referrals": [{"case_reference": BY_ITK3, "nhs_number": BY_ITK3}]}
    look = observed(5, "worklist", row, actor={"ods": "FA101"})
    view = evidence(mode, seen=[look])
    view.journeys[0].calls[:] = [call for call in view.journeys[0].calls if call.service != "gp_email"]

    judge(view, failed, test_urgent_medicine.test_the_pharmacist_is_told_why_nothing_is_supplied)
