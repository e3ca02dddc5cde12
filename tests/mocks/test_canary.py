"""The canary: whoever calls it is recorded, and gets nothing."""

import pytest


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/secret.dtd", "/a/b.xsd?from=entity"])
def test_each_visit_is_recorded_and_finds_nothing(world, nation, http, seen, method, path):
    answer = http.request(method, world.addresses["canary"] + path)

    event = seen.last("canary", "visited")
    assert answer.status_code == 404
    assert event["data"]["direction"] == "from-candidate"
    assert event["data"]["request"]["start"] == {"method": method, "target": path}
    assert event["data"]["response"]["start"] == {"status": 404}


def test_a_visit_belongs_to_the_journey_whose_mark_is_in_the_path(world, nation, http, seen, issued):
    http.get(f"{world.addresses['canary']}/xxe/{issued.report.document_id}")

    event = seen.last("canary", "visited")
    assert event["journey"] == issued.journey
    assert event["data"]["rule"] == f"document {issued.report.document_id}"


def test_a_visit_without_a_mark_belongs_to_nobody_and_is_kept(world, nation, http, seen):
    http.get(f"{world.addresses['canary']}/favicon.ico")

    event = seen.last("canary", "visited")
    assert event["journey"] is None
    assert event["data"]["unmatched"]


def test_a_body_that_is_brought_along_is_kept(world, nation, http, seen):
    http.post(f"{world.addresses['canary']}/out", content=b"what was read of a file")

    assert seen.body(seen.last("canary", "visited")) == b"what was read of a file"


def test_the_candidate_is_not_told_where_it_is(world, nation):
    assert world.addresses["canary"] not in str(nation.candidate_endpoints())
