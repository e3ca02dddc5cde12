"""Nothing is said to a service that nobody vouches for; who never tried, or connects to none, has shown nothing."""

from types import SimpleNamespace

import pytest

from conformance._shared.untrusted import nothing_was_said
from cpcs_harness.errors import NotMet, NotShown

TRUSTED = SimpleNamespace(id="x1", operation="submit", where="x1", facts={"tls": "TLSv1.3"})
UNTRUSTED = SimpleNamespace(id="x2", operation="submit", where="x2", facts={"untrusted": True})


def refused(service="nhsmail", operation="connection_not_trusted"):
    return SimpleNamespace(id="c1", service=service, operation=operation)


def judge(calls, connections):
    evidence = SimpleNamespace(views=SimpleNamespace(connections=connections), looked_at=[])
    nothing_was_said(evidence, calls, "nhsmail")
    return evidence.looked_at


def test_who_goes_away_and_comes_again_passes_by_what_was_refused():
    assert judge([TRUSTED], [refused()]) == ["c1"]


def test_who_goes_on_fails_also_where_they_went_away_before():
    with pytest.raises(NotMet, match="submit over such a connection") as found:
        judge([TRUSTED, UNTRUSTED], [refused()])

    assert found.value.finding.exchanges == ("x2",)


@pytest.mark.parametrize(
    "connections",
    [[], [refused("rtec")], [refused(operation="connection_by_tls")]],
    ids=["none", "to another service", "TLS that came to nothing of itself"],
)
def test_who_did_not_try_has_shown_nothing(connections):
    with pytest.raises(NotShown, match="did not connect to nhsmail"):
        judge([TRUSTED], connections)


def test_who_never_connects_has_refused_nothing():
    with pytest.raises(NotShown, match="never connects"):
        judge([], [refused()])
