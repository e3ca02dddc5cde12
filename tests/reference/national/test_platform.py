"""What the reference does with any API of the platform."""

from types import SimpleNamespace

import pytest

from reference.kit.problems import ServiceTrouble
from reference.national.http import Unreachable
from reference.national.platform import PlatformClient


def nobody(*_args, **_more):
    raise Unreachable("no answer came", timed_out=False)


def client(send):
    """Give a client whose requests are sent by this."""
    return PlatformClient(SimpleNamespace(send=send), None, None)


def test_an_api_that_is_there_is_asked_without_a_token():
    asked = []

    def send(method, address, *, headers):
        asked.append((method, address, headers))
        return SimpleNamespace(status_code=200)

    client(send).ping("https://api.test/scr")

    assert asked == [("GET", "https://api.test/scr/_ping", {})]


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda *_a, **_m: SimpleNamespace(status_code=404), id="another path"),
        pytest.param(nobody, id="nobody"),
    ],
)
def test_an_api_that_is_not_there_is_told(send):
    with pytest.raises(ServiceTrouble):
        client(send).ping("https://api.test/scr")
