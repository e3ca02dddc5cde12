"""What follows from a cause, and what stays a failure."""

import pytest

from cpcs_harness.rollup.causes import Consequences, Recorded, find_causes
from recorded import Evidence, refused_for


def consequences(evidence):
    recorded = Recorded(evidence)
    return Consequences(recorded, find_causes(recorded))


@pytest.fixture
def refused():
    """A candidate whose key id is wrong, which looked a patient up all the same."""
    evidence = Evidence()
    evidence.opened = evidence.seen("open_referral")
    evidence.token = evidence.called("oauth", journey="run", **refused_for("pds.kid"))
    evidence.traced = evidence.seen("find_patient", "failed")
    evidence.told = evidence.seen("notify_gp", "refused")
    evidence.elsewhere = evidence.seen("worklist", journey="other")
    return evidence


def test_a_failure_that_rests_on_a_refused_call_follows(refused):
    assert consequences(refused).of_failure([refused.token], [], []).id == "refused:pds.kid"


@pytest.mark.parametrize("event", ["traced", "told"])
def test_what_came_after_the_journey_was_barred_follows(refused, event):
    assert consequences(refused).of_failure([getattr(refused, event)], [], ["j"]) is not None


@pytest.mark.parametrize("event", ["opened", "elsewhere"])
def test_what_was_there_before_or_elsewhere_stays_a_failure(refused, event):
    assert consequences(refused).of_failure([getattr(refused, event)], [], ["j"]) is None


def test_one_event_that_no_cause_reached_keeps_a_failure(refused):
    assert consequences(refused).of_failure([refused.opened, refused.traced], [], ["j"]) is None


def test_an_absence_follows_where_its_journey_was_reached(refused):
    assert consequences(refused).of_failure([], [refused.opened], ["j"]) is not None
    assert consequences(refused).of_failure([], [refused.elsewhere], ["other"]) is None


def test_what_a_process_broke_off_as_it_went_is_held_against_nobody_and_what_waited_in_vain_is():
    evidence = Evidence()
    evidence.about()
    before = evidence.sent({"error": "ReadError"}, journey="a")
    evidence.seen("worklist", journey="b")
    in_vain = evidence.sent({"error": "no whole answer in 30 s", "too_late": True}, journey="c")
    broken = evidence.sent({"error": "ReadError"}, journey="d")
    evidence.about(error="nobody listens", gone=True)
    found = consequences(evidence)

    assert found.of_failure([broken], [], ["d"]).id == "gone"
    assert found.of_failure([before], [], ["a"]) is None
    assert found.of_failure([in_vain], [], ["c"]) is None


def test_a_candidate_that_shows_what_a_refused_service_never_said_has_no_excuse():
    evidence = Evidence()
    evidence.called("oauth", journey="run", **refused_for("pds.kid"))
    made_up = evidence.seen("find_patient", outcome="found", matches=[{"nhs_number": "9990000001"}])

    assert consequences(evidence).of_failure([made_up], [], ["j"]) is None


def test_nothing_is_barred_in_a_journey_that_another_service_answered():
    evidence = Evidence(settings={"oauth": ["a.b"], "smsp": ["smsp.url"]})
    evidence.called("oauth", journey="run", **refused_for("pds.kid"))
    evidence.called("smsp", journey="j")
    seen = evidence.seen("find_patient", outcome="error")

    assert consequences(evidence).of_failure([seen], [], ["j"]) is None


def test_what_lies_in_a_mailbox_that_cannot_be_read_follows():
    evidence = Evidence()
    evidence.issued("j")
    evidence.issued("k", "FA102")
    delivered = evidence.sent({}, service="gp_itk3", protocol="mesh")
    other = evidence.sent({}, service="gp_itk3", protocol="mesh", journey="k")
    evidence.called("mesh", journey="run", **refused_for("premises[0].mesh.password", "FA101OT001"))

    assert consequences(evidence).of_failure([delivered], [], ["j"]) is not None
    assert consequences(evidence).of_failure([other], [], ["k"]) is None


def test_all_of_a_pharmacy_that_is_not_served_follows():
    evidence = Evidence()
    evidence.issued("j")
    before = evidence.sent({"status": 500})
    evidence.seen("sign_in", "refused")

    assert consequences(evidence).of_failure([before], [], ["j"]).id == "pharmacy:FA101"


def test_by_a_wrong_clock_nothing_rests_on_firm_ground():
    evidence = Evidence()
    evidence.about(clock_offset=3600)
    call = evidence.called("pds", journey="j")

    assert consequences(evidence).of_failure([call], [], ["j"]).id == "clock"
