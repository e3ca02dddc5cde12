"""When a request was made and until when it holds: by what the times mean, whatever their offsets."""

from types import SimpleNamespace

import pytest

from cpcs_harness._content.conformance.smsp import test_envelope as envelope
from cpcs_harness.errors import NotMet


@pytest.fixture
def judge(monkeypatch):
    """Judge a request that came at noon of 1 July by Greenwich."""

    def judge(created, expires):
        call = SimpleNamespace(id="e1", where="exchange e1", clock="2026-07-01T12:00:00.000Z")
        request = SimpleNamespace(created=created, expires=expires)
        monkeypatch.setattr(envelope, "requests", lambda _: [(call, request)])
        envelope.test_a_request_is_made_now_and_holds_for_some_time(None)

    return judge


@pytest.mark.parametrize(
    ("created", "expires"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T12:05:00Z"),
        ("2026-07-01T13:00:00+01:00", "2026-07-01T12:05:00Z"),
        ("2026-07-01T12:00:00Z", "2026-07-01T13:05:00+01:00"),
        ("2026-07-01T00:00:00-12:00", "2026-07-02T02:05:00+14:00"),
    ],
)
def test_times_that_mean_now_and_later_pass(judge, created, expires):
    judge(created, expires)


@pytest.mark.parametrize(
    ("created", "expires"),
    [
        ("2026-07-01T12:00:00Z", "2026-07-01T12:30:00+01:00"),
        ("2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z"),
        ("2026-07-01T12:00:00+01:00", "2026-07-01T12:05:00Z"),
        ("2026-07-01T12:00:00", "2026-07-01T12:05:00"),
        ("2026-13-01T12:00:00Z", "2026-07-01T12:05:00Z"),
        ("2026-07-01T12:00:00Z", "2026-02-31T12:05:00Z"),
        ("2026-07-01T25:00:00Z", "2026-07-01T12:05:00Z"),
        ("0001-01-01T00:00:00+14:00", "2026-07-01T12:05:00Z"),
        ("", ""),
    ],
)
def test_others_fail_and_no_exception_escapes(judge, created, expires):
    with pytest.raises(NotMet):
        judge(created, expires)
