"""A person signs in and out with CIS2, whatever way the candidate goes about it."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.journeys._steps import cis2 as _cis2


@pytest.mark.parametrize(
    ("address", "gone"), [("http://127.0.0.1/end", ["http://127.0.0.1/end"]), (None, [])]
)
def test_a_browser_that_is_sent_to_cis2_to_sign_out_goes_there(address, gone):
    went = []
    stage = SimpleNamespace(
        issued=SimpleNamespace(label="signed out"),
        worker=None,
        do=lambda *_, **__: SimpleNamespace(observation={"signed_out": True, "address": address}),
        browse=lambda to, _worker: went.append(to),
    )

    _cis2.sign_out(stage)

    assert went == gone


@pytest.mark.parametrize(
    ("shown", "chosen"),
    [
        ({"signed_in": True, "role_id": "561"}, ["562"]),
        ({"signed_in": True, "role_id": "562"}, []),
        ({"signed_in": True}, []),
        ({"signed_in": False, "roles": [{"role_id": "561"}, {"role_id": "562"}]}, ["562"]),
        ({"signed_in": False}, []),
    ],
)
def test_a_role_is_chosen_where_a_system_begins_with_another(shown, chosen):
    asked = []

    def do(action, **given):
        if action == "choose_role":
            asked.append(given["role_id"])
        return SimpleNamespace(observation=shown)

    _cis2.sign_in(SimpleNamespace(issued=SimpleNamespace(label="x"), do=do), "562")

    assert asked == chosen
