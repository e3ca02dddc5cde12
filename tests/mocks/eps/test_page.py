"""The prescription tracker's landing page."""

import pytest


@pytest.mark.parametrize("path", ["/", "/prescriptionsadmin", "/prescriptionsadmin/search"])
def test_the_page_says_that_it_is_a_mock(world, nation, http, seen, path):
    answer = http.get(world.addresses["eps"] + path)

    assert answer.status_code == 200
    assert "mock" in answer.text
    assert seen.last("eps", "open_tracker")["data"]["certainty"] == "modelled"
