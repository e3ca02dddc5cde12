"""Links lead to the topic that was asked for in today's form; a topic is shown as the partner delivered it."""

import json

import pytest

from cis2_evidence import call
from cpcs_harness._content.conformance.links import _topics, test_guidance
from cpcs_harness.errors import NotMet, NotShown
from made_up import observed
from nhs111_evidence import evidence, issued

GIVEN = issued("guidance")
SITE = "https://cks.nice.org.uk"
TOPIC = {
    "title": "Constipation",
    "revised": "2026-09-30",
    "sections": [
        {"heading": "A", "html": "<p>One &amp; two</p><script>no()</script>"},
        {"heading": "B", "html": "Three"},
    ],
}
SHOWN = {
    "title": "Constipation",
    "revised": "2026-09-30",
    "sections": [{"heading": "A", "text": "One & two"}, {"heading": "B", "text": "Three"}],
}


def linked(check, address, topic="Insect bites and stings", **more):
    seen = observed(1, "view_guidance", {"links": [{"address": address}], **more}, given={"topic": topic})
    check(evidence(GIVEN, seen=[seen]))


def read(check, shown, topic="Constipation", status="done", told="", target="/topics/constipation", body=b""):
    calls = [call(1, "cks", "read_topic", target, body=body, answer=json.dumps(TOPIC).encode())]
    seen = observed(9, "read_guidance", shown, given={"topic": topic}, status=status, reason=told)
    view = evidence(GIVEN, calls, [seen])
    check(view)


def test_small_words_may_lack_in_an_address_and_others_may_not():
    assert _topics.names_topic(f"{SITE}/topics/insect-bites-stings/management/", "Insect bites and stings")
    for wrong in ("/topics/", "/topics/insect-bites/", "/topics/constipation/"):
        with pytest.raises(NotMet, match="a link to the topic"):
            linked(test_guidance.test_a_link_leads_to_the_topic_that_was_asked_for, SITE + wrong)


@pytest.mark.parametrize("wrong", ["/sore-throat#!topicSummary", "/topics/x/?q=1", "/topics/x/#top"])
def test_a_form_of_before_a_query_and_a_fragment_are_flagged(wrong):
    linked(test_guidance.test_a_link_has_the_form_of_today, f"{SITE}/topics/x/")
    nothing = observed(1, "view_guidance", {"links": []}, given={"topic": "x"})
    with pytest.raises(NotShown, match="CKS-01"):
        test_guidance.test_a_link_has_the_form_of_today(evidence(GIVEN, seen=[nothing]))
    with pytest.raises(NotMet, match="without query and fragment"):
        linked(test_guidance.test_a_link_has_the_form_of_today, SITE + wrong)


def test_the_window_is_judged_where_it_is_told():
    check = test_guidance.test_guidance_opens_beside_the_consultation
    linked(check, SITE, window="new")
    with pytest.raises(NotMet):
        linked(check, SITE, window="same")
    with pytest.raises(NotShown, match="which window"):
        linked(check, SITE)


def test_a_topic_is_whole_in_its_words_and_without_markup():
    check = test_guidance.test_a_topic_is_shown_whole_and_as_delivered
    read(check, SHOWN)
    sections = SHOWN["sections"]
    for wrong in (sections[:1], sections[::-1], [{"heading": "A", "text": "<p>One & two</p>"}, sections[1]]):
        with pytest.raises(NotMet, match="sections"):
            read(check, {**SHOWN, "sections": wrong})


def test_a_self_test_alone_shows_nothing_of_what_goes_to_the_partner():
    searched = call(1, "cks", "find_topics", "/topics?title=x", answer=b'{"topics": []}')
    with pytest.raises(NotShown, match="read_topic"):
        test_guidance.test_nothing_of_a_patient_goes_to_the_partner(evidence(GIVEN, [searched]))


def test_a_patient_in_a_request_and_another_topics_words_are_wrong():
    nothing = test_guidance.test_nothing_of_a_patient_goes_to_the_partner
    read(nothing, SHOWN)
    with pytest.raises(NotMet, match="patient data"):
        read(nothing, SHOWN, target=f"/topics?title=x&for={GIVEN['person']['nhs_number']}")
    with pytest.raises(NotMet, match="patient data"):
        read(nothing, SHOWN, body=json.dumps({"for": GIVEN["person"]["nhs_number"]}).encode())
    missing = test_guidance.test_what_cannot_be_had_is_said_and_nothing_else_shown
    read(missing, {}, topic="Fever", status="refused", told="There is none")
    with pytest.raises(NotMet, match="another topic"):
        read(missing, SHOWN, topic="Fever")
    with pytest.raises(NotShown, match="could be had"):
        read(missing, SHOWN)
