"""NICE's guidance by its integration partner, as the reference asks for it and shows it."""

import httpx
import pytest

from reference.kit.agreed import CksInterface
from reference.kit.config import CksSettings
from reference.kit.problems import Refused, ServiceTrouble
from reference.national.cks import Cks
from reference.national.http import Unreachable

LISTED = {
    "id": "sore-throat",
    "title": "Sore throat",
    "revised": "2026-11-01",
    "address": "https://cks.nice.org.uk/topics/sore-throat/",
}
SECTIONS = [
    {"heading": "Flags", "html": "<p>One &amp; <b>two</b></p><script>no()</script>"},
    {"heading": "Last", "html": "Three"},
]
WHOLE = {**LISTED, "sections": SECTIONS}
GONE = object()


class Partner:
    """Answers by what a request's address ends with, and keeps what was asked."""

    def __init__(self, **answers):
        self.answers = {"topics": {"topics": [LISTED]}, "sore-throat": WHOLE} | answers
        self.asked = []

    def get(self, address, *, headers):
        self.asked.append((address, headers))
        answer = self.answers["topics" if "?title=" in address else "sore-throat"]
        if answer is GONE:
            raise Unreachable("no answer came", True)
        if isinstance(answer, int):
            return httpx.Response(answer, json={"error": "try again later"})
        return httpx.Response(200, **({"text": answer} if isinstance(answer, str) else {"json": answer}))


def cks(base="http://partner/v1", **answers):
    return Cks(CksSettings(base, "the-key"), CksInterface(), Partner(**answers))


def test_a_topic_is_whole_in_order_and_without_markup():
    topic = cks().topic("Sore throat", "r1")

    assert (topic.title, topic.revised, topic.address) == (
        LISTED["title"],
        LISTED["revised"],
        LISTED["address"],
    )
    assert [part["heading"] for part in topic.sections] == ["Flags", "Last"]
    assert topic.sections[0]["text"].split() == ["One", "&", "two"]


def test_each_request_has_the_key_and_nothing_but_the_title():
    asking = cks()
    asking.topic("Sore throat & cough", "r1")
    asking.topic("Sore throat & cough", "r2")

    addresses, headers = zip(*asking.caller.asked, strict=True)
    assert (
        list(addresses)
        == [
            "http://partner/v1/topics?title=Sore%20throat%20%26%20cough",
            "http://partner/v1/topics/sore-throat",
        ]
        * 2
    )
    assert {tuple(sent.items()) for sent in headers} == {(("X-Api-Key", "the-key"),)}


@pytest.mark.parametrize("found", [[], [LISTED, LISTED]])
def test_none_and_several_by_the_name_are_told_and_none_is_chosen(found):
    with pytest.raises(Refused, match=f"{len(found) or 'no'} topics"):
        cks(topics={"topics": found}).topic("Fever", "r1")


@pytest.mark.parametrize("answer", [503, 401, GONE, "<html>", [1]])
@pytest.mark.parametrize("where", ["topics", "sore-throat"])
def test_what_is_no_topic_is_trouble_that_names_the_link(where, answer):
    with pytest.raises(ServiceTrouble, match="open the link instead"):
        cks(**{where: answer}).topic("Sore throat", "r1")


def test_without_an_address_only_the_link_is_there():
    with pytest.raises(Refused, match="not set up"):
        cks(base="").topic("Sore throat", "r1")


def test_a_greeting_reads_no_topic_and_tells_a_key_that_is_refused():
    asking = cks(topics={"topics": []})
    asking.greet()

    assert [address.partition("?")[0] for address, _ in asking.caller.asked] == ["http://partner/v1/topics"]
    with pytest.raises(ServiceTrouble, match="401"):
        cks(topics=401).greet()
