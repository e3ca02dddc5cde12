"""Requests that cannot be read, and requests about nobody known."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.smsp._requests import label_of, read
from cpcs_harness.errors import NotMet
from made_up import SeenCall


def test_what_is_no_envelope_is_said_to_be_none():
    call = SeenCall(id="e1", where="a call", request=SimpleNamespace(xml=None))

    with pytest.raises(NotMet, match="SOAP"):
        read(call)


def test_a_request_about_nobody_known_is_nobodys():
    journey = SimpleNamespace(also={"one": {"person": {"nhs_number": "9990000018", "family": "Sedge"}}})

    assert label_of(journey, SimpleNamespace(parameters={})) is None
    assert label_of(journey, SimpleNamespace(parameters={"family": "SEDGE"})) == "one"
    assert label_of(journey, SimpleNamespace(parameters={"nhs_number": "999 000 0018"})) == "one"
