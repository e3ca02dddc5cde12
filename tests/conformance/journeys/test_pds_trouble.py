"""PDS names a moment: whoever gave up, and leaves PDS alone until then, is asked for nothing meanwhile."""

from types import SimpleNamespace

import pytest

from conformance.journeys.pds import trouble


@pytest.mark.parametrize(("soon", "is_over"), [(30, False), (-1, True)], ids=["gave up", "waited for it"])
def test_the_moment_that_pds_named_is_waited_for(soon, is_over, monkeypatch):
    monkeypatch.setattr(trouble, "SOON", trouble.timedelta(seconds=soon))
    waits, named = [], SimpleNamespace(times=1)
    case = SimpleNamespace(fault=lambda *_, **__: named, find=lambda: None)

    trouble.put_off(SimpleNamespace(wait=waits.append), case)

    assert named.times == 0, "nothing strikes the next search"
    assert (waits[0] == 0.0) is is_over
