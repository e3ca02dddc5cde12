"""A cause is what all calls show that it concerns; what only some of them show is the candidate's own."""

import pytest

from cpcs_harness.rollup.causes import Recorded, find_causes
from recorded import Evidence, refused_for


def causes(evidence):
    return {cause.id: cause for cause in find_causes(Recorded(evidence))}


def test_a_run_in_which_all_is_well_has_none():
    evidence = Evidence()
    evidence.about(clock_offset=0.4)
    evidence.called("oauth")
    evidence.sent({"status": 200}, headers=[("content-type", "text/xml")])
    evidence.seen("find_patient", outcome="found")
    evidence.about()

    assert causes(evidence) == {}


def test_a_setting_that_every_call_was_refused_for_is_a_cause_with_its_key():
    evidence = Evidence()
    events = [evidence.called("oauth", **refused_for("pds.kid")) for _ in range(3)]

    found = causes(evidence)["refused:pds.kid"]

    assert (found.blame, found.key, found.file, found.events) == (
        "configuration", "pds.kid", "provision.json", tuple(events),
    )  # fmt: skip
    assert found.sentence == "oauth refused all 3 calls: pds.kid is not the one that was given."


def test_a_setting_that_some_calls_were_refused_for_is_none():
    evidence = Evidence()
    evidence.called("oauth", **refused_for("pds.kid"))
    evidence.called("oauth")

    assert causes(evidence) == {}


def test_what_is_given_without_the_setting_does_not_say_that_it_is_right():
    evidence = Evidence()
    evidence.called("cis2", operation="configuration")
    evidence.called("cis2", operation="token", **refused_for("cis2.client_secret"))

    assert list(causes(evidence)) == ["refused:cis2.client_secret"]


def test_two_settings_of_one_service_are_no_cause_for_no_single_one_explains_it():
    evidence = Evidence()
    evidence.called("oauth", **refused_for("pds.kid"))
    evidence.called("oauth", **refused_for("pds.api_key"))

    assert causes(evidence) == {}


def test_what_a_planned_fault_struck_shows_nothing():
    evidence = Evidence()
    evidence.called("oauth", fault="token refused", **refused_for("pds.kid"))

    assert causes(evidence) == {}


def test_an_account_is_looked_at_by_itself():
    evidence = Evidence()
    key = "premises[0].nhsmail.password"
    evidence.called("nhsmail", protocol="imap", account="pharmacy.fa101@nhs.net",
                    **refused_for(key, "pharmacy.fa101@nhs.net"))  # fmt: skip
    evidence.called("nhsmail", protocol="imap", account="pharmacy.fa102@nhs.net")

    found = causes(evidence)[f"refused:{key}"]

    assert (found.pharmacy, found.services) == ("FA101", {"imap"})


def test_credentials_that_hardly_any_service_takes_are_of_another_environment():
    evidence = Evidence()
    evidence.called("oauth", **refused_for("pds.api_key"))
    evidence.called("dos", **refused_for("dos.password"))
    evidence.called("cis2", **refused_for("cis2.client_id"))

    found = causes(evidence)

    assert list(found) == ["environment"]
    assert found["environment"].file == "provision.json"
    assert len(found["environment"].events) == 3


def test_a_service_that_was_only_called_at_paths_it_does_not_have_has_a_wrong_address():
    evidence = Evidence()
    evidence.called("dos", operation="unknown", target="/v9/services")

    found = causes(evidence)["address:dos"]

    assert (found.key, found.blame) == ("dos.base", "configuration")
    assert "/v9/services" in found.sentence


def test_one_call_at_a_path_that_there_is_makes_the_others_the_candidate_s_own():
    evidence = Evidence()
    evidence.called("dos", operation="unknown")
    evidence.called("dos", operation="by_service_type")

    assert causes(evidence) == {}


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({"status": "failed"}, id="it failed"),
        pytest.param({"outcome": "unavailable"}, id="it shows that the service is unavailable"),
        pytest.param({"claims": [{"status": "failed"}]}, id="a part of it failed"),
    ],
)
def test_a_service_that_no_call_reached_and_an_action_missed_has_a_wrong_address(shown):
    evidence = Evidence()
    evidence.seen("submit_claims", **shown)

    assert causes(evidence)["unreached:mys"].key == "mys.base"


def test_a_candidate_that_says_done_and_called_nobody_has_no_excuse():
    evidence = Evidence()
    evidence.seen("submit_claims", claims=[{"status": "accepted"}])

    assert causes(evidence) == {}


def test_trouble_that_was_planned_is_no_sign_of_an_address():
    evidence = Evidence()
    evidence.in_trouble("j")
    evidence.seen("find_patient", "failed")

    assert causes(evidence) == {}


def test_what_was_missed_before_trouble_was_planned_is_a_sign():
    evidence = Evidence()
    evidence.seen("find_patient", "failed")
    evidence.in_trouble("j")

    assert list(causes(evidence)) == ["unreached:oauth+pds"]


@pytest.mark.parametrize(("through", "missed"), [("fhir", ["unreached:onward"]), ("nhsmail", [])])
def test_an_action_asks_another_service_where_its_input_says_so(through, missed):
    evidence = Evidence(
        settings={"nhsmail": ["nhsmail.port"], "onward": ["onward.base"]},
        asked_by_actions={"refer_onward": ["nhsmail"]},
        asked_by_inputs={"refer_onward": {"through": {"fhir": ["onward"]}}},
    )
    evidence.called("nhsmail", protocol="smtp", journey="j")
    evidence.seen("refer_onward", "failed", given={"through": through})

    assert list(causes(evidence)) == missed


def test_services_that_share_a_setting_are_told_together():
    shared = {
        "nhsmail": ["nhsmail.port", "nhsmail.ca_file"],
        "imap": ["nhsmail.imap_port", "nhsmail.ca_file"],
    }
    evidence = Evidence(settings={**shared, "dos": ["dos.base"]})
    self_tested(evidence, nhsmail="failed", imap="failed", dos="failed")

    assert {name: cause.key for name, cause in causes(evidence).items()} == {
        "unreached:nhsmail+imap": "nhsmail.port or nhsmail.ca_file or nhsmail.imap_port",
        "unreached:dos": "dos.base",
    }


def test_an_action_that_another_service_of_its_answered_is_no_sign_of_an_address():
    evidence = Evidence()
    evidence.called("oauth")
    evidence.called("pds", journey="j")
    evidence.seen("find_patient", outcome="error")

    assert causes(evidence) == {}


def test_all_services_that_an_action_may_have_missed_are_named_together():
    evidence = Evidence()
    evidence.seen("find_patient", "failed")

    found = causes(evidence)

    assert list(found) == ["unreached:oauth+pds"]
    assert found["unreached:oauth+pds"].key == "pds.token_url or pds.base"


def test_what_several_actions_missed_is_the_service_that_they_have_in_common():
    evidence = Evidence(
        settings={"oauth": ["pds.token_url"], "pds": ["pds.base"], "scr": ["scr.base"]},
        asked_by_actions={"find_patient": ["oauth", "pds"], "view_summary_care_record": ["oauth", "scr"]},
    )
    evidence.seen("find_patient", "failed")
    evidence.seen("view_summary_care_record", outcome="unavailable")

    assert list(causes(evidence)) == ["unreached:oauth"]


def self_tested(evidence, **results):
    services = [{"service": name, "result": result, "message": "why"} for name, result in results.items()]
    return evidence.seen("self_test", journey="run", services=services)


def test_a_self_test_names_the_service_that_it_missed():
    evidence = Evidence()
    sign = self_tested(evidence, oauth="answered", pds="failed", dos="not-used")
    evidence.seen("find_patient", "failed")

    found = causes(evidence)

    assert list(found) == ["unreached:pds"]  # a token may be kept from before, so that none is asked for
    assert found["unreached:pds"].events == (sign,)
    assert "why" in found["unreached:pds"].sentence


def test_a_self_test_tells_no_address_of_what_a_refused_key_bars():
    evidence = Evidence()
    evidence.called("oauth", **refused_for("pds.kid"))
    self_tested(evidence, oauth="failed", pds="failed")

    assert list(causes(evidence)) == ["refused:pds.kid"]


def test_what_a_refused_key_bars_is_not_told_as_an_address():
    evidence = Evidence()
    evidence.called("oauth", **refused_for("pds.kid"))
    evidence.seen("find_patient", "failed")

    assert list(causes(evidence)) == ["refused:pds.kid"]


@pytest.mark.parametrize(
    ("answer", "headers"),
    [
        pytest.param({"error": "refused", "nobody_there": True}, [], id="nobody listens"),
        pytest.param({"status": 404}, [], id="there is no such path"),
        pytest.param({"status": 200}, [("content-type", "text/html; charset=utf-8")], id="a page of a proxy"),
    ],
)
def test_an_address_that_takes_no_referral_is_told_with_its_key(answer, headers):
    evidence = Evidence()
    evidence.sent(answer, headers=headers)

    found = causes(evidence)["receiver:itk.url"]

    assert (found.key, found.file, found.blame) == ("itk.url", "candidate.toml", "configuration")


@pytest.mark.parametrize(
    ("answer", "headers"),
    [
        pytest.param({"status": 200}, [], id="nothing at all, with 200"),
        pytest.param({"status": 500}, [("content-type", "text/xml")], id="a SOAP fault"),
        pytest.param({"status": 404}, [("content-type", "text/xml")], id="a SOAP fault with 404"),
        pytest.param({"status": 400}, [], id="a bad request"),
        pytest.param({"error": "no whole answer in 20 s"}, [], id="a connection, and never a word"),
    ],
)
def test_a_bad_answer_of_whoever_takes_referrals_is_the_candidate_s(answer, headers):
    evidence = Evidence()
    evidence.sent({"error": "refused", "nobody_there": True})
    evidence.sent(answer, headers=headers)

    assert causes(evidence) == {}


def test_a_pharmacy_at_which_everything_was_refused_is_told_with_its_place():
    evidence = Evidence()
    evidence.seen("sign_in", "refused", ods="FA102", reason="FA102 is not served here")
    evidence.seen("sign_in", ods="FA101", signed_in=True)

    found = causes(evidence)["pharmacy:FA102"]

    assert (found.key, found.pharmacy) == ("premises[1].ods", "FA102")
    assert "FA102 is not served here" in found.sentence


def test_a_pharmacy_whose_credentials_it_will_not_try_is_none_of_the_candidate_s():
    evidence = Evidence()
    evidence.seen("self_test", "refused", journey="run", reason="not ours")
    evidence.seen("worklist", referrals=[])

    assert causes(evidence)["pharmacy:FA101"].key == "premises[0].ods"

    evidence.seen("open_referral")

    assert causes(evidence) == {}


def test_a_pharmacy_at_which_anything_was_done_is_served():
    evidence = Evidence()
    evidence.seen("sign_in", "refused")
    evidence.seen("worklist")

    assert causes(evidence) == {}


@pytest.mark.parametrize(("offset", "words"), [(3600.0, "3600 s ahead of ours"), (-90.0, "90 s behind ours")])
def test_a_clock_that_is_wrong_is_told_by_how_much(offset, words):
    evidence = Evidence()
    evidence.about(clock_offset=offset)

    assert words in causes(evidence)["clock"].sentence


def test_a_refusal_for_the_time_with_a_clock_that_is_right_is_the_candidate_s():
    evidence = Evidence()
    evidence.about(clock_offset=0.2)
    evidence.called("oauth", **refused_for("clock"))

    assert causes(evidence) == {}


def test_a_process_that_is_gone_is_told_with_the_action_that_it_left_unanswered_first():
    evidence = Evidence()
    evidence.about()
    evidence.seen("worklist", "unanswered")
    evidence.seen("worklist")
    first = evidence.seen("find_patient", "unanswered", journey="k")
    evidence.about(error="nobody listens", gone=True)

    found = causes(evidence)["gone"]

    assert found.events == (first,)
    assert "since find_patient in k: nobody listens" in found.sentence
    assert "was ended by somebody, only its own log tells" in found.sentence
    assert found.blame == "environment"


def test_messages_that_a_process_broke_off_as_it_went_or_that_found_nobody_are_lost_with_it():
    evidence = Evidence()
    evidence.about()
    evidence.sent({"error": "ReadError"})
    evidence.seen("worklist")
    broken = evidence.sent({"error": "ReadError"})
    in_vain = evidence.sent({"error": "no whole answer in 30 s", "too_late": True})
    unanswered = evidence.seen("worklist", "unanswered", journey="k")
    nobody = evidence.sent({"error": "All connection attempts failed", "nobody_there": True})
    evidence.about(error="nobody listens", gone=True)

    found = causes(evidence)

    assert list(found) == ["gone"]
    assert found["gone"].events == (broken, unanswered, nobody)
    assert in_vain not in found["gone"].events
    assert f"since a message of nhs111 ({broken})" in found["gone"].sentence


def test_a_process_that_goes_before_anything_is_sent_is_no_wrong_address():
    evidence = Evidence()
    evidence.about()
    nobody = evidence.sent({"error": "All connection attempts failed", "nobody_there": True})
    evidence.about(error="nobody listens", gone=True)

    assert {name: cause.events for name, cause in causes(evidence).items()} == {"gone": (nobody,)}
