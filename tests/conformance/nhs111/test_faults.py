"""Which refusals need no fault of SOAP: those of HTTP itself."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.nhs111.test_faults import is_stopped_before_soap


def refused(damage, status):
    call = SimpleNamespace(facts={"damage": damage}, response=SimpleNamespace(status=status))
    return is_stopped_before_soap(call)


@pytest.mark.parametrize("damage", ["json", "get", "latin-1-by-media-type", "packed-entities"])
def test_a_server_may_refuse_by_a_status_what_is_no_message_to_it(damage):
    assert refused(damage, 415)
    assert not refused(damage, 500), "whoever has read it as SOAP says so"


def test_what_only_the_envelope_tells_is_refused_by_a_fault():
    assert not refused("manifest-count", 415)
    assert not refused("latin-1", 415)
