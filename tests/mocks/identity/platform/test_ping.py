"""APIs of the platform say that they are there to whoever asks, without a token."""

import pytest


@pytest.mark.parametrize("service", ["scr", "clinical_tracker"])
def test_an_api_says_without_a_token_that_it_is_there(service, nation, http, seen):
    answer = http.get(nation.candidate_endpoints()[service]["base"] + "/_ping")

    assert answer.status_code == 200
    assert seen.last(service, "ping")["data"]["certainty"] == "inferred"
