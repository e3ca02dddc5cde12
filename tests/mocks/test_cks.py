"""The integration partner of NICE's guidance: found by title, one topic whole, one that cannot be had, and a key."""

import pytest


@pytest.fixture
def ask(nation, http):
    told = nation.candidate_endpoints()["cks"]

    def ask(target, key=told["api_key"]):
        return http.get(f"{told['base']}{target}", headers={"X-Api-Key": key})

    return ask


def test_a_topic_is_found_by_its_title_and_read_whole(ask, seen):
    (found,) = ask("/topics?title=sore%20throat").json()["topics"]

    topic = ask(f"/topics/{found['id']}").json()

    assert topic["address"] == "https://cks.nice.org.uk/topics/sore-throat-acute/"
    assert [part["heading"] for part in topic["sections"]] == ["Red flags", "Advice", "When to refer"]
    assert seen.last("cks", "read_topic")["data"]["certainty"] == "modelled"


@pytest.mark.parametrize(
    ("target", "status"), [("/topics/nothing", 404), ("/topics/insect-bites-stings", 503)]
)
def test_a_topic_that_cannot_be_had_has_a_status_of_its_own(ask, target, status):
    assert ask(target).status_code == status


def test_a_title_that_nothing_has_gives_none_and_another_key_is_refused(ask):
    assert ask("/topics?title=marsh%20fever").json() == {"topics": []}
    assert ask("/topics?title=").json() == {"topics": []}
    for target in ("/topics?title=constipation", "/topics/constipation"):
        assert ask(target, key="another").status_code == 401


def test_a_key_that_is_not_known_is_told_by_its_name(ask, seen):
    ask("/topics?title=constipation", key="another")

    noted = seen.last("cks", "find_topics")["data"]["facts"]["wrong_setting"]
    assert noted["key"] == "cks.api_key"
